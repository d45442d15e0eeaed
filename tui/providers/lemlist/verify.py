"""What lemlist stored, compared with what it was asked for; fields that it never reports are left out."""

from __future__ import annotations

from tui.model.content import StepContent
from tui.model.nodes import Campaign, Step
from tui.model.tree import Spot, walk
from tui.plan.operations import AddStep, StepOperation, UpdateStep
from tui.providers.base import Done


def spot_of(step_id: str, campaign: Campaign) -> Spot | None:
    """Where the step with this remote id stands."""
    return next((spot for spot in walk(campaign) if spot.step.id == step_id), None)


def place_of(step_id: str, campaign: Campaign) -> int | None:
    """The place of a step in its sequence, from 0."""
    spot = spot_of(step_id, campaign)
    return spot.index if spot else None


def differences(operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
    """Sentences about what is other than asked; empty when everything that can be seen agrees."""
    if isinstance(operation, AddStep):
        return _added(operation, done, campaign)
    spot = spot_of(operation.step_id, campaign)
    if isinstance(operation, UpdateStep):
        if spot is None:
            return ("The step is gone: somebody else has deleted it.",)
        return _content(operation.after, operation.after.changed_fields(operation.before), spot.step)
    return ("The step is still there although lemlist said that it was deleted.",) if spot else ()


def _added(operation: AddStep, done: Done, campaign: Campaign) -> tuple[str, ...]:
    spot = spot_of(done.step_id, campaign)
    if spot is None:
        return ("lemlist said that the step was added, but it is not in the campaign.",)
    found = _content(operation.content, set(operation.content.model_fields_set), spot.step)
    if spot.sequence.id != operation.sequence_id:
        return (*found, "The step is in another branch than asked.")
    wanted = min(operation.index, operation.length)
    if spot.index != wanted:
        return (*found, f"The step is at place {spot.index + 1}, asked was place {wanted + 1}.")
    return found


def _content(asked: StepContent, names: set[str], step: Step) -> tuple[str, ...]:
    found = []
    for spec in asked.fields():
        if spec.name in names and step.content.reported(spec.name) and type(step.content) is type(asked):
            stored, wanted = getattr(step.content, spec.name), getattr(asked, spec.name)
            if stored != wanted and spec in asked.asked(asked.values(), creating=False):
                found.append(f"{spec.ask.title} was stored differently from what was sent.")
    return tuple(found)
