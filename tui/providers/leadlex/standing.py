"""A campaign kept up to date by the answers to writes, so that it need not be read again (contracts/leadlex 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.model.nodes import Campaign, Step
from tui.plan.operations import AddStep, DeleteStep, StepOperation, UpdateStep
from tui.providers import straight
from tui.providers.base import Done
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.reading import whole
from tui.providers.verify import spot_of


def counted(campaign: Campaign) -> Campaign:
    """The campaign whose head says how many steps it has now: what may be started depends on it."""
    head = campaign.head.model_copy(update={"steps": len(campaign.sequence.steps)})
    return campaign.model_copy(update={"head": head})


def after(operation: StepOperation, done: Done, campaign: Campaign, *, seen: bool) -> Campaign | None:
    """The campaign as the answer to a write shows it; None when it has to be read again.

    That is so where the answer shows another place than expected, for then somebody else has added or deleted steps,
    and where it does not show what was changed. `seen`: there was no answer, but `campaign` was read after the write
    and agrees with it.
    """
    if isinstance(operation, DeleteStep):
        return _without(operation, campaign)
    if done.answer is None:
        return _read_already(operation, done, campaign) if seen else None
    if isinstance(operation, AddStep):
        expected = _index(campaign, len(campaign.sequence.steps))
        asked = operation.content.adding_names()
        known: Mapping[str, Any] = {}
    else:
        spot = spot_of(operation.step_id, campaign)
        if spot is None or done.step_id != operation.step_id:
            return None
        expected = _index(campaign, spot.index)
        asked = operation.after.changed_fields(operation.before)
        # The documented sample lacks `created_at`, and what an update does not change need not be said (7.1).
        known = spot.step.reported
    told = whole(done.answer.get("index"))
    if (told is not None and told != expected) or not asked <= Email.read(done.answer).model_fields_set:
        return None
    shown = replace(done, answer={**known, **done.answer})
    campaign_now = straight.after(operation, shown, campaign, Email.read)
    return None if campaign_now is None else counted(campaign_now)


def _index(campaign: Campaign, place: int) -> int:
    """The index that a step at this place has, counted on from the step before it where that one reports any."""
    steps = campaign.sequence.steps
    own = whole(steps[place].reported.get("index")) if place < len(steps) else None
    before = whole(steps[place - 1].reported.get("index")) if place else None
    return own if own is not None else place if before is None else before + 1


def _without(operation: DeleteStep, campaign: Campaign) -> Campaign:
    """The campaign without the deleted step, the indexes after it moved up as the service moves them (seed)."""
    steps = [step for step in campaign.sequence.steps if step.id != operation.step_id]
    return counted(straight.with_steps(campaign, (_at(step, index) for index, step in enumerate(steps))))


def _at(step: Step, index: int) -> Step:
    if whole(step.reported.get("index")) in (None, index):
        return step
    return step.model_copy(update={"reported": {**step.reported, "index": index}})


def _read_already(operation: AddStep | UpdateStep, done: Done, campaign: Campaign) -> Campaign:
    """The campaign itself; a new step that was found by reading gets the key that it was to have."""
    if not isinstance(operation, AddStep):
        return campaign
    return straight.with_steps(
        campaign,
        (
            step.model_copy(update={"key": operation.key}) if step.id == done.step_id else step
            for step in campaign.sequence.steps
        ),
    )
