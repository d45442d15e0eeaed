"""Walking and editing the frozen tree. Edits share every untouched node; nothing here recurses per step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tui.model.nodes import Branch, Campaign, Sequence, Step


class Turn(NamedTuple):
    """One condition passed on the way down: the sequence that holds it, and the branch that was taken."""

    holder: Sequence
    step: Step
    branch: Branch


Way = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step stands: its sequence, its place in it (from 0), and the way down to it."""

    step: Step
    sequence: Sequence
    index: int
    way: Way = ()
    """The conditions and branches passed on the way down, outermost first."""

    @property
    def depth(self) -> int:
        """0 for the main sequence."""
        return len(self.way)


def walk(campaign: Campaign) -> Iterator[Spot]:
    """All steps in reading order: a condition, then each of its branches, then what follows it."""
    yield from walk_sequence(campaign.sequence)
    for stray in campaign.stray:
        yield from walk_sequence(stray)


def walk_sequence(sequence: Sequence, way: Way = ()) -> Iterator[Spot]:
    """All steps of a sequence and of what hangs below it, in reading order."""
    stack: list[Iterator[Spot]] = [_own(sequence, way)]
    while stack:
        spot = next(stack[-1], None)
        if spot is None:
            stack.pop()
            continue
        yield spot
        for branch in reversed(spot.step.branches):
            stack.append(_own(branch.sequence, (*spot.way, Turn(spot.sequence, spot.step, branch))))


def _own(sequence: Sequence, way: Way) -> Iterator[Spot]:
    for index, step in enumerate(sequence.steps):
        yield Spot(step, sequence, index, way)


def find_step(campaign: Campaign, key: str) -> Spot | None:
    """The step with this local key."""
    return next((spot for spot in walk(campaign) if spot.step.key == key), None)


def sequences(campaign: Campaign) -> Iterator[Sequence]:
    """Every sequence of the campaign once: the main one, each branch's own, the stray ones."""
    yield campaign.sequence
    yield from campaign.stray
    for spot in walk(campaign):
        for branch in spot.step.branches:
            if branch.link == "own":
                yield branch.sequence


def find_sequence(campaign: Campaign, key: str) -> Sequence | None:
    """The sequence with this local key."""
    return next((sequence for sequence in sequences(campaign) if sequence.key == key), None)


def count_steps(campaign: Campaign) -> int:
    """Number of steps, those in branches included."""
    return sum(1 for _ in walk(campaign))


def steps_below(step: Step) -> int:
    """How many steps hang in the branches of a condition: what goes when it is deleted."""
    return sum(sum(1 for _ in walk_sequence(branch.sequence)) for branch in step.branches if branch.link == "own")


def replace_step(campaign: Campaign, key: str, new: Step | None) -> Campaign:
    """The campaign with one step replaced, or taken out when `new` is None. KeyError when there is no such step."""
    spot = find_step(campaign, key)
    if spot is None:
        raise KeyError(key)
    kept = () if new is None else (new,)
    steps = (*spot.sequence.steps[: spot.index], *kept, *spot.sequence.steps[spot.index + 1 :])
    return _with_sequence(campaign, spot.sequence, spot.way, steps)


def insert_step(campaign: Campaign, sequence_key: str, index: int, step: Step) -> Campaign:
    """The campaign with a step added at `index` (from 0) of a sequence. KeyError when there is no such sequence."""
    target, way = _locate(campaign, sequence_key)
    return _with_sequence(campaign, target, way, (*target.steps[:index], step, *target.steps[index:]))


def _locate(campaign: Campaign, sequence_key: str) -> tuple[Sequence, Way]:
    for top in (campaign.sequence, *campaign.stray):
        if top.key == sequence_key:
            return top, ()
    for spot in walk(campaign):
        for branch in spot.step.branches:
            if branch.sequence.key == sequence_key and branch.link == "own":
                return branch.sequence, (*spot.way, Turn(spot.sequence, spot.step, branch))
    raise KeyError(sequence_key)


def _with_sequence(campaign: Campaign, old: Sequence, way: Way, steps: tuple[Step, ...]) -> Campaign:
    """Rebuild only the nodes between the changed sequence and the root."""
    new = old.model_copy(update={"steps": steps})
    for turn in reversed(way):
        new_branch = turn.branch.model_copy(update={"sequence": new})
        branches = tuple(new_branch if item is turn.branch else item for item in turn.step.branches)
        new_step = turn.step.model_copy(update={"branches": branches})
        kept = tuple(new_step if item is turn.step else item for item in turn.holder.steps)
        old, new = turn.holder, turn.holder.model_copy(update={"steps": kept})
    if old is campaign.sequence:
        return campaign.model_copy(update={"sequence": new})
    return campaign.model_copy(update={"stray": tuple(new if item is old else item for item in campaign.stray)})
