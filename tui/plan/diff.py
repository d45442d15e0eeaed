"""Two trees of one campaign in, the operations that turn the first into the second out. Pure.

The order leaves a campaign that makes sense wherever it stops: moves, then what is new (parents before children), then
changed fields, then what goes, from the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from tui.model.index import Entry, Index
from tui.model.nodes import Branch, Campaign, Sequence, Step
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, UpdateStep
from tui.plan.rekey import rekeyed


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done, and what cannot be done by any operation."""

    operations: tuple[AnyOperation, ...]
    working: Campaign
    """The second tree with the keys that the operations use: what must be made anew has new ones."""
    impossible: tuple[str, ...] = ()
    """Sentences about differences that no operation can bring about."""


def diff(baseline: Campaign, working: Campaign) -> Difference:
    """The operations between two trees that share local keys (then remote ids): a moved step is one operation.

    A step that went to another sequence, or became another type, has no request at any service: it is made anew and the
    old one deleted.
    """
    held = Index(baseline)
    working = rekeyed(baseline, working, held)
    head, before = baseline.head.id, held.steps
    orders: dict[str, list[str]] = {}
    moves: list[AnyOperation] = []
    adds: list[AnyOperation] = []
    updates: list[AnyOperation] = []
    deletes: list[AnyOperation] = []
    impossible: list[str] = []
    for sequence in _changed(working, held):
        known = held.sequences.get(sequence.key)
        order = orders.setdefault(sequence.key, [step.key for step in known.steps] if known is not None else [])
        moves += _moves(head, sequence, order, before)
        previous: str | None = None
        for step in sequence.steps:
            if step.key not in before:
                index = 0 if previous is None else order.index(previous) + 1
                adds.append(_add(head, sequence, known, step, index, len(order)))
                order.insert(index, step.key)
            elif operation := _update(head, before[step.key], step):
                updates.append(operation)
            impossible += _impossible(before.get(step.key), step)
            previous = step.key
        if known is not None:
            # What is below a condition that goes, goes with it: its sequences are not among those that are left.
            staying = {step.key for step in sequence.steps}
            deletes += [_delete(head, before[step.key]) for step in reversed(known.steps) if step.key not in staying]
    return Difference((*moves, *adds, *updates, *deletes), working, tuple(impossible))


def _changed(campaign: Campaign, held: Index) -> Iterator[Sequence]:
    """Every own sequence that is not as it was, a condition's branches after the sequence that holds it."""
    todo = deque([campaign.sequence, *campaign.stray])
    while todo:
        sequence = todo.popleft()
        if held.sequences.get(sequence.key) is sequence:
            continue
        yield sequence
        own = [branch.sequence for step in sequence.steps for branch in step.branches if branch.link == "own"]
        todo.extendleft(reversed(own))


def _moves(head: str, sequence: Sequence, order: list[str], before: dict[str, Entry]) -> Iterator[MoveStep]:
    """The fewest moves among the steps that stay; `order` is brought along."""
    staying = [step.key for step in sequence.steps if step.key in before]
    rank = {key: place for place, key in enumerate(staying)}
    fixed = _longest_rising([key for key in order if key in rank], rank)
    previous: str | None = None
    for key in staying:
        if key not in fixed:
            start = order.index(key)
            order.remove(key)
            index = 0 if previous is None else order.index(previous) + 1
            order.insert(index, key)
            spot = before[key]
            yield MoveStep(
                campaign_id=head, title=f"Move {_named(spot.step)} from place {start + 1} to place {index + 1}",
                sequence_id=spot.sequence.id or "", step_id=spot.step.id or "", start=start, index=index,
            )  # fmt: skip
        previous = key


def _longest_rising(keys: list[str], rank: dict[str, int]) -> set[str]:
    """The largest set of keys that stand in the right order already."""
    tails: list[int] = []
    ends: list[str] = []
    came_from: dict[str, str | None] = {}
    for key in keys:
        place = bisect_left(tails, rank[key])
        came_from[key] = ends[place - 1] if place else None
        if place == len(tails):
            tails.append(rank[key])
            ends.append(key)
        else:
            tails[place], ends[place] = rank[key], key
    found: set[str] = set()
    at = ends[-1] if ends else None
    while at is not None:
        found.add(at)
        at = came_from[at]
    return found


def _add(head: str, sequence: Sequence, held: Sequence | None, step: Step, index: int, length: int) -> AddStep:
    return AddStep(
        campaign_id=head,
        title=f"Add {_named(step)} at place {index + 1}",
        sequence_id=(held.id if held is not None else None) or "",
        sequence_key=sequence.key,
        index=index,
        length=length,
        content=step.content,
        key=step.key,
        branches=tuple(_emptied(branch) for branch in step.branches if branch.link == "own"),
    )


def _emptied(branch: Branch) -> Branch:
    """A branch without id and steps, with the keys that it is to have."""
    sequence = Sequence(key=branch.sequence.key)
    return Branch(key=branch.key, label=branch.label, is_else=branch.is_else, sequence=sequence)


def _update(head: str, spot: Entry, step: Step) -> UpdateStep | None:
    if step is spot.step or not step.content.changed_fields(spot.step.content):
        return None
    return UpdateStep(
        campaign_id=head, title=f"Change {_named(spot.step)}", sequence_id=spot.sequence.id or "",
        step_id=spot.step.id or "", before=spot.step.content, after=step.content,
    )  # fmt: skip


def _delete(head: str, spot: Entry) -> DeleteStep:
    return DeleteStep(
        campaign_id=head, title=f"Delete {_named(spot.step)} (step {spot.place + 1})",
        sequence_id=spot.sequence.id or "", step_id=spot.step.id or "",
    )  # fmt: skip


def _impossible(held: Entry | None, step: Step) -> Iterator[str]:
    """Differences between branches that no operation can bring about."""
    if held is not None and held.step is step:
        return
    if held is None:
        if not step.content.editable:
            yield f"{_named(step)}: a step of a type that Branchline does not know cannot be made anew."
        own = [branch for branch in step.branches if branch.link == "own"]
        if step.branches and [branch.is_else for branch in own] != [False, True]:
            yield f"{_named(step)}: a new condition comes with one branch and Else, not with {len(own)} branches."
    elif [each.sequence.key for each in held.step.branches] != [each.sequence.key for each in step.branches]:
        yield f"{_named(step)}: branches cannot be added, removed or moved together with the steps."


def _named(step: Step) -> str:
    words = step.content.headline().strip()
    return f"{step.content.label} “{words[:60]}”" if words else step.content.label
