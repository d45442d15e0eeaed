"""The campaign as rows of an outline: one for each step and each branch, with the guide lines that join them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tui.model.nodes import Branch, Campaign, Sequence, Step
from tui.review.guards import Half, halves


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row: a step, a branch, or the heading of a sequence that no branch leads to."""

    key: str
    depth: int
    guide: str
    """What is drawn before the row, such as "│  └─ "."""
    kind: Literal["step", "branch", "stray"]
    number: int = 0
    """Place of a step in its sequence, from 1."""
    step: Step | None = None
    """The step; for a branch, the condition it belongs to."""
    branch: Branch | None = None
    sequence: Sequence | None = None
    """Where a step stands, or what a branch leads to."""
    half: Half = ""
    """Which of two neighbours with opposite guards the step is."""

    @property
    def foldable(self) -> bool:
        """Whether rows can hang below it."""
        if self.kind == "step":
            return bool(self.step and self.step.branches)
        return bool(self.sequence and self.sequence.steps)


def rows(campaign: Campaign) -> list[TreeRow]:
    """All rows in reading order. A branch hangs below its condition; the steps after the condition follow it."""
    found = list(_sequence(campaign.sequence))
    for stray in campaign.stray:
        found.append(TreeRow(f"stray:{stray.key}", 0, "", "stray", sequence=stray))
        found.extend(_sequence(stray, 1, "  "))
    return found


def _sequence(sequence: Sequence, depth: int = 0, indent: str = "") -> Iterator[TreeRow]:
    """Rows of a sequence without recursion, so that depth is bounded by memory only."""
    stack: list[Iterator[TreeRow | tuple[Sequence, int, str]]] = [_level(sequence, depth, indent)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, TreeRow):
            yield item
        else:
            stack.append(_level(*item))


def _level(sequence: Sequence, depth: int, indent: str) -> Iterator[TreeRow | tuple[Sequence, int, str]]:
    pairs = halves(sequence.steps)
    for number, step in enumerate(sequence.steps, 1):
        yield TreeRow(step.key, depth, indent, "step", number, step, sequence=sequence, half=pairs.get(step.key, ""))
        for branch in step.branches:
            last = branch is step.branches[-1]
            yield TreeRow(
                branch.key, depth + 1, indent + ("└─ " if last else "├─ "), "branch",
                step=step, branch=branch, sequence=branch.sequence,
            )  # fmt: skip
            if branch.link == "own":
                yield branch.sequence, depth + 2, indent + ("   " if last else "│  ")
