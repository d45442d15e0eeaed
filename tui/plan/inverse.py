"""Taking back what was carried out: the campaign as it is now, with certain operations undone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tui.model.content import StepContent
from tui.model.nodes import Campaign
from tui.model.tree import Spot, find_sequence, find_step, insert_step, replace_step, walk
from tui.plan.operations import AddStep, StepOperation, UpdateStep


class Performed(NamedTuple):
    """One operation that a service has carried out, with the campaign as it was before."""

    operation: StepOperation
    before: Campaign


@dataclass(frozen=True, slots=True)
class Group:
    """What one action of a person carried out; it is undone as a whole."""

    title: str
    performed: tuple[Performed, ...]


def undone(campaign: Campaign, performed: Sequence[Performed]) -> tuple[Campaign, tuple[str, ...]]:
    """The campaign without what was performed, and sentences about what cannot come back.

    What others have changed since stays: only what the operations did themselves is taken back. `diff` between the
    campaign and the result says how.
    """
    notes: list[str] = []
    for operation, before in reversed(performed):
        if isinstance(operation, AddStep):
            if find_step(campaign, operation.key) is not None:
                campaign = replace_step(campaign, operation.key, None)
        elif (spot := _spot(before, operation.step_id)) is None:
            continue
        elif isinstance(operation, UpdateStep):
            campaign = _restored(campaign, operation, spot, notes)
        else:
            campaign = _back(campaign, spot, notes)
    return campaign, tuple(notes)


def _spot(campaign: Campaign, step_id: str) -> Spot | None:
    return next((spot for spot in walk(campaign) if spot.step.id and spot.step.id == step_id), None)


def _restored(campaign: Campaign, operation: UpdateStep, spot: Spot, notes: list[str]) -> Campaign:
    """The changed fields of a step as they were, those that nobody has changed again."""
    now = find_step(campaign, spot.step.key)
    if now is None or type(now.step.content) is not type(operation.before):
        notes.append(f"The {spot.step.content.label} that was changed is gone.")
        return campaign
    content, old = now.step.content, spot.step.content
    values: dict[str, Any] = content.values()
    for name in operation.after.changed_fields(operation.before):
        title = content.field(name).ask.title
        if not old.reported(name):
            notes.append(f"{title}: what it was before is not known.")
        elif operation.after.unlike(content, {name}):
            notes.append(f"{title} was changed again since, so it stays.")
        else:
            values[name] = getattr(old, name)
    return replace_step(campaign, now.step.key, now.step.model_copy(update={"content": _made(content, values)}))


def _made(content: StepContent, values: dict[str, Any]) -> StepContent:
    return type(content).model_construct(set(values), **values)


def _back(campaign: Campaign, spot: Spot, notes: list[str]) -> Campaign:
    """A deleted step, with all that hung below it, behind the step that it stood behind."""
    if find_step(campaign, spot.step.key) is not None:
        return campaign
    target = find_sequence(campaign, spot.sequence.key)
    if target is None:
        notes.append(f"The branch in which the {spot.step.content.label} stood is gone, so it cannot come back there.")
        return campaign
    keys = [step.key for step in target.steps]
    older = [step.key for step in spot.sequence.steps[: spot.index] if step.key in keys]
    return insert_step(campaign, target.key, keys.index(older[-1]) + 1 if older else 0, spot.step)
