"""Small trees for tests, drawn by hypothesis or written down in a line."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import strategies as st

from tui.model.nodes import Branch, Campaign, CampaignHead, Sequence, Step, UnknownContent

HEAD = CampaignHead(id="cam_1", name="Trees", service="none", account="test")


def step(key: str, *branches: Branch, **reported: Any) -> Step:
    """A step of no known type."""
    return Step(key=key, id=f"stp_{key}", content=UnknownContent.read(reported), branches=branches, reported=reported)


def branch(key: str, *steps: Step, is_else: bool = False) -> Branch:
    """A branch with a sequence of its own, whose key is the branch's with an `s` before it."""
    sequence = Sequence(key=f"s{key}", id=f"seq_{key}", steps=steps)
    return Branch(key=key, id=sequence.id, label=key, is_else=is_else, sequence=sequence)


def campaign(*steps: Step, stray: tuple[Sequence, ...] = ()) -> Campaign:
    """A campaign whose main sequence has the key `main`."""
    return Campaign(head=HEAD, sequence=Sequence(key="main", id="seq_main", steps=steps), stray=stray)


@st.composite
def campaigns(draw: st.DrawFn, most: int = 4) -> Campaign:
    """Random trees; every node has a key of its own."""
    number = count(1)

    def sequence(depth: int) -> tuple[Step, ...]:
        steps = []
        for _ in range(draw(st.integers(0, most))):
            below = draw(st.integers(0, 3)) if depth < 4 and draw(st.booleans()) else 0
            branches = tuple(branch(f"b{next(number)}", *sequence(depth + 1)) for _ in range(below))
            steps.append(step(f"k{next(number)}", *branches))
        return tuple(steps)

    stray = tuple(Sequence(key=f"stray{place}", steps=sequence(3)) for place in range(draw(st.integers(0, 2))))
    return campaign(*sequence(0), stray=stray)
