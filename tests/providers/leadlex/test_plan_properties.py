"""Any run of inserts and moves ends in exactly the wanted order, at a sandbox that keeps every rule of appending."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.providers.leadlex.connected import KEY, adding, email, moving, new_store, put, shown, stored
from tui.providers.calls import Limit
from tui.providers.leadlex import client
from tui.providers.leadlex.client import Leadlex
from tui.sandbox.app import LEADLEX_PATH, create_app
from tui.workspace.document import Document
from tui.workspace.plans import carry_out

SUBJECTS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=1, max_size=7)
CHANGES = st.lists(
    st.tuples(st.sampled_from(["insert", "move"]), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5
)


@settings(max_examples=40, deadline=None)
@given(subjects=SUBJECTS, changes=CHANGES)
def test_the_order_at_the_end_is_the_wanted_one(subjects: list[str], changes: list[tuple[str, int, int]]) -> None:
    asyncio.run(_carry_out(subjects, changes))


async def _carry_out(subjects: list[str], changes: list[tuple[str, int, int]]) -> None:
    store = new_store()
    record = put(store, *subjects)
    for step in record.steps:
        # Equal subjects mean equal contents here, so that steps that need no request come up as well.
        step.delay_days, step.delay_hours, step.send_condition = 1, 0, "always"
    before, client.LIMIT = client.LIMIT, Limit(calls=1000, seconds=0.001)
    try:
        app: Any = create_app(store)
        provider = Leadlex(KEY, account="acme", base_url=f"http://127.0.0.1:1{LEADLEX_PATH}", app=app)
    finally:
        client.LIMIT = before
    document = Document(provider)
    await document.load(record.id)
    ids, wanted = [step.id for step in record.steps], stored(record)
    for number, (what, first, second) in enumerate(changes):
        tree, count = document.baseline, len(wanted)
        if what == "insert":
            content = email(f"new {number}")
            index = first % (count + 1)
            wanted.insert(index, tuple(content.values().values()))
            outcome = await carry_out(document, adding(tree, content, index, key=f"new{number}"))
        else:
            start, end = first % count, second % count
            wanted.insert(end, wanted.pop(start))
            outcome = await carry_out(document, moving(tree, start, end))
        assert outcome.verified
        assert outcome.notes == ()
        assert stored(record) == wanted
        assert shown(document.baseline) == wanted
    assert [step.id for step in record.steps][: len(ids)] == ids, "ids stay where they are"
    await provider.aclose()
