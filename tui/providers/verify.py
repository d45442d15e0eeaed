"""What a service stored, compared with what it was asked for; fields that it never reports are left out."""

from __future__ import annotations

from tui.model.content import StepContent
from tui.model.nodes import Campaign, Step
from tui.model.tree import Spot, walk
from tui.plan.operations import AddStep, StepOperation, UpdateStep
from tui.providers.base import Done


def spot_of(step_id: str, campaign: Campaign) -> Spot | None:
    """Where the step with this remote id stands."""
    return next((spot for spot in walk(campaign) if spot.step.id == step_id), None)


def differences(operation: StepOperation, done: Done, campaign: Campaign, service: str) -> tuple[str, ...]:
    """Sentences about what is other than asked; empty when everything that can be seen agrees."""
    spot = spot_of(done.step_id, campaign)
    if isinstance(operation, AddStep):
        if spot is None:
            return (f"{service} said that the step was added, but it is not in the campaign.",)
        asked = operation.content
        return (*_content(asked, asked.adding_names(), spot.step, service), *_place(operation, spot))
    if isinstance(operation, UpdateStep):
        if spot is None:
            return ("The step is gone: somebody else has deleted it.",)
        return _content(operation.after, operation.after.changed_fields(operation.before), spot.step, service)
    return (f"The step is still there although {service} said that it was deleted.",) if spot else ()


def _place(operation: AddStep, spot: Spot) -> tuple[str, ...]:
    if spot.sequence.id != operation.sequence_id:
        return ("The step is in another branch than asked.",)
    wanted = min(operation.index, operation.length)
    if spot.index != wanted:
        return (f"The step is at place {spot.index + 1}, asked was place {wanted + 1}.",)
    return ()


def _content(asked: StepContent, names: set[str], step: Step, service: str) -> tuple[str, ...]:
    if type(step.content) is not type(asked):
        return (f"{service} now reports the step as another type: {step.content.label}.",)
    return tuple(
        f"{spec.ask.title} was stored differently from what was sent." for spec in asked.unlike(step.content, names)
    )
