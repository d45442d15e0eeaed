"""Whatever is added, changed and deleted: indexes close up, everybody points at the right step, the file holds it."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.leadlex.conftest import Api
from tui.sandbox.app import LEADLEX_PATH, create_app
from tui.sandbox.leadlex.switches import LeadlexSwitches
from tui.sandbox.leadlex.words import ENROLLMENT_STATUSES, SEND_CONDITIONS
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "subject": _TEXT,
    "body": _TEXT,
    "delay_days": st.integers(0, 10_000),
    "delay_hours": st.integers(0, 23),
    "send_condition": st.sampled_from(SEND_CONDITIONS),
}
_NEW = st.fixed_dictionaries(
    {name: _FIELDS[name] for name in ("subject", "body")},
    optional={name: field for name, field in _FIELDS.items() if name.startswith(("delay", "send"))},
)
_PLACE = st.integers(0, 99)
_ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _PLACE, _NEW),
        st.tuples(st.just("change"), _PLACE, st.fixed_dictionaries({}, optional=_FIELDS)),
        st.tuples(st.just("delete"), _PLACE, st.none()),
        st.tuples(st.just("enroll"), _PLACE, st.sampled_from(ENROLLMENT_STATUSES)),
        st.tuples(st.just("reload"), _PLACE, st.none()),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 6), _ACTIONS)
def test_any_edits(steps: int, actions: list[tuple[str, int, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder) / "sandbox.json", steps, actions))


async def _run(path: Path, steps: int, actions: list[tuple[str, int, Any]]) -> None:
    switches = Switches(leadlex=LeadlexSwitches(plan="unmetered"))
    store = Store.open(path, "empty", switches=switches)
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://x{LEADLEX_PATH}") as client:
        api = Api(store, client)
        campaign = await api.campaign(*(f"S{number}" for number in range(steps)))
        api.record(campaign).status = "active"
        expected = await api.steps(campaign)
        next_ids: dict[str, str | None] = {}
        for what, place, value in actions:
            if what == "reload":
                store.save()
                store.state = Store.open(path).state
            elif what == "enroll":
                people = api.record(campaign).enrollments
                person = api.enroll(campaign, place % (len(expected) + 1), value)
                next_ids[person.contact_id] = ([step["id"] for step in expected] + [None])[person.current_step]
                assert people[-1] is person
            else:
                await _edit(api, campaign, expected, next_ids, what, place, value)
            await _sound(api, campaign, expected, next_ids)
        store.save()
        assert Store.open(path).state == store.state


async def _edit(
    api: Api, campaign: str, expected: list[Any], next_ids: dict[str, str | None], what: str, place: int, value: Any
) -> None:
    """Do it, and note in `expected` and `next_ids` what must have come of it."""
    path = f"/campaigns/{campaign}/steps"
    if what == "add":
        finished = {each.contact_id for each in api.record(campaign).enrollments if each.status == "completed"}
        made = (await api.call("POST", path, value)).json()["data"]["step"]
        assert {name: made[name] for name in value} == value
        assert made["index"] == len(expected)
        for name, step_id in next_ids.items():
            next_ids[name] = made["id"] if step_id is None and name not in finished else step_id
        expected.append(made)
    elif expected:
        step = expected[place % len(expected)]
        if what == "change":
            step.update(value)
            answer = await api.call("PATCH", f"{path}/{step['id']}", value)
            assert answer.json() == {"data": {"step": step}}
            return
        after = step["index"] + 1
        follower = expected[after]["id"] if after < len(expected) else None
        expected.remove(step)
        for number, each in enumerate(expected):
            each["index"] = number
        for name, step_id in next_ids.items():
            next_ids[name] = follower if step_id == step["id"] else step_id
        answer = await api.call("DELETE", f"{path}/{step['id']}")
        assert (answer.status_code, answer.json()) == (200, {"data": {"deleted": True, "id": step["id"]}})


async def _sound(api: Api, campaign: str, expected: list[Any], next_ids: dict[str, str | None]) -> None:
    steps = await api.steps(campaign)
    assert steps == expected
    assert [step["index"] for step in steps] == list(range(len(steps)))
    whole = (await api.call("GET", f"/campaigns/{campaign}")).json()["data"]["campaign"]
    assert whole["steps"] == steps
    rows = (await api.call("GET", f"/campaigns/{campaign}/contacts?per_page=100")).json()["data"]["contacts"]
    ids = [step["id"] for step in steps] + [None]
    assert {row["contact_id"]: ids[row["current_step"]] for row in rows} == next_ids
