"""Snapshots of a campaign of 10,000 steps: what one more costs, and what a hundred take on the disk."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bench.case import Case, Sampler
from tui.model.nodes import Branch, Campaign, CampaignHead, Sequence, Step
from tui.providers.lemlist.client import Lemlist
from tui.workspace.database import Database
from tui.workspace.history import KEPT, History

STEPS, CHANGED = 10_000, 3
MOST_BYTES = 20_000_000
BRANCHING = 4
"""Every so many steps a condition, whose two branches take the two steps behind it."""
_TYPES = {kind.type: kind for kind in Lemlist.step_types}


def _mail(number: int, words: str) -> Step:
    """An e-mail of an ordinary length, unlike every other."""
    text = random.Random(words).choices(
        ["lead", "quota", "invoice", "demo", "release", "checklist", "reply", "Thursday", "call", "team"], k=60
    )
    reported = {"_id": f"stp_{number:017}", "type": "email", "delay": 2, "subject": f"Quick question {words}",
                "message": f"<p>Hi {{{{firstName}}}},</p><p>{' '.join(text)}</p><p>{words}</p>"}  # fmt: skip
    return Step(key=f"k{number}", id=str(reported["_id"]), content=_TYPES["email"].read(reported), reported=reported)


def _campaign(mails: list[Step]) -> Campaign:
    steps: list[Step] = []
    for at in range(0, STEPS, BRANCHING):
        first, second, third, fourth = mails[at : at + BRANCHING]
        branches = tuple(
            Branch(key=f"b{at}{word}", id=f"seq_{at}{word}", label=word, is_else=word == "Else",
                   sequence=Sequence(key=f"s{at}{word}", id=f"seq_{at}{word}", steps=(mail,)))
            for word, mail in (("Opened", second), ("Else", third))
        )  # fmt: skip
        steps += [first, fourth.model_copy(update={"branches": branches})]
    head = CampaignHead(id="cam_bench", name="Bench", service="lemlist", account="bench")
    return Campaign(head=head, sequence=Sequence(key="main", id="seq_main", steps=tuple(steps)))


@asynccontextmanager
async def _kept() -> AsyncIterator[Sampler]:
    with tempfile.TemporaryDirectory() as folder:
        path, chance = Path(folder) / "branchline.db", random.Random(4)
        history, mails = History(Database(path)), [_mail(number, f"as it was, {number}") for number in range(STEPS)]

        def one_more() -> float:
            for number in chance.sample(range(STEPS), CHANGED):
                mails[number] = _mail(number, f"changed {chance.random()}")
            tree = _campaign(mails)
            began = time.perf_counter()
            history.save(tree, {}, ours=True)
            return (time.perf_counter() - began) * 1000

        for _ in range(KEPT):
            one_more()
        size = path.stat().st_size
        print(f"{KEPT} snapshots of {STEPS} steps: {size / 1e6:.1f} MB")
        if size > MOST_BYTES:
            raise AssertionError(f"{KEPT} snapshots take {size} bytes, more than {MOST_BYTES}")

        async def sample() -> float:
            return one_more()

        yield sample


cases = [Case("one more snapshot of 10,000 steps (in a thread)", "history", _kept, at_most_ms=2000)]
