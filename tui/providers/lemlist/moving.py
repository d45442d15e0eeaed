"""Moving a step, which lemlist has no request for: it is made anew, then the old one goes (contracts/lemlist 13)."""

from __future__ import annotations

from collections.abc import Iterator

from tui.model.nodes import Campaign, Step
from tui.model.tree import find_step, insert_step, replace_step, walk, walk_sequence
from tui.plan.diff import diff
from tui.plan.operations import MoveStep, Plan
from tui.plan.rekey import copied

NEVER_REPORTED = ("images", "videos")
"""Fields that lemlist takes and never tells: a step that is made anew loses them."""


def plan(operation: MoveStep, campaign: Campaign) -> Plan:
    """Adds before the delete, so that nothing is ever missing. Raises ValueError for what cannot be made anew."""
    spot = next((spot for spot in walk(campaign) if spot.step.id == operation.step_id), None)
    if spot is None:
        raise ValueError("The step is gone: somebody else has deleted it. Reload.")
    for step in _with_all_below(spot.step):
        _check(step)
    copy = copied(spot.step, campaign)
    without = replace_step(campaign, spot.step.key, None)
    place = min(max(operation.index, 0), len(spot.sequence.steps) - 1)
    moved = insert_step(without, spot.sequence.key, place, copy)
    found = diff(campaign, moved)
    if found.impossible:
        raise ValueError(" ".join(found.impossible))
    now = find_step(moved, copy.key)
    return Plan(found.operations, key=now.step.key if now else None, cost=tuple(_cost(spot.step)), exact=0)


def _with_all_below(step: Step) -> Iterator[Step]:
    yield step
    for branch in step.branches:
        if branch.link != "own":
            raise ValueError("A branch of this condition leads to steps that stand elsewhere: move it in lemlist.")
        for spot in walk_sequence(branch.sequence):
            yield spot.step


def _check(step: Step) -> None:
    """Raises ValueError where the step could not be added again as it is."""
    content = step.content
    if not content.editable:
        raise ValueError(f"Branchline does not know the step type “{content.headline()}”, so it cannot make it anew.")
    asked = content.asked(content.values(), creating=True)
    missing = [spec.ask.title for spec in asked if spec.ask.required and not content.reported(spec.name)]
    if missing:
        raise ValueError(
            f"lemlist does not report {', '.join(missing)} of this {content.label}, so it cannot be made anew at "
            "another place. Set it first."
        )


def _cost(step: Step) -> Iterator[str]:
    below = sum(1 for _ in _with_all_below(step)) - 1
    what = f"the step and the {below} below it are" if below else "the step is"
    yield f"lemlist has no request that moves a step: {what} added anew at the new place, then the old one is deleted."
    yield "The new step has a new id; the statistics of the old one and its A/B variant are lost."
    yield "Leads who wait at the old step when it goes may get the new one, or none: lemlist does not say."
    if any(name in type(each.content).model_fields for each in _with_all_below(step) for name in NEVER_REPORTED):
        yield "Images and videos are not reported by lemlist: add them again afterwards."
