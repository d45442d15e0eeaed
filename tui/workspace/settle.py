"""A write without a clear answer: what the campaign, read back, says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.nodes import Campaign, Step
from tui.model.tree import walk
from tui.plan.operations import AddStep, DeleteStep, StepOperation
from tui.providers.base import Done
from tui.providers.errors import NotFound, Sent, ServiceError, TimedOut

if TYPE_CHECKING:
    from tui.workspace.document import Document


async def settle(document: Document, operation: StepOperation, error: ServiceError) -> tuple[Done, tuple[str, ...]]:
    """What really happened to a write that ended with `error`, and a note about it.

    Raises the error when it was not done or stays unclear; an add that stays unclear is remembered in the document.
    """
    gone = isinstance(error, NotFound) and isinstance(operation, DeleteStep)
    if error.sent is not Sent.UNKNOWN and not gone:
        raise error
    known = _ids(document.baseline)
    if isinstance(operation, AddStep):
        document.unclear[operation.key] = (operation, known)
    try:
        await document.load(operation.campaign_id)
    except ServiceError:
        raise error from None
    lost = ("The answer was lost, but the campaign shows that the change was made.",)
    if isinstance(operation, AddStep):
        added = step_added(document.baseline, operation, known)
        if added is None:
            raise _not_seen(error)
        return Done(added.id or ""), lost
    step = step_with(document.baseline, operation.step_id)
    if isinstance(operation, DeleteStep):
        if step is None:
            return Done(operation.step_id), ("It was gone already.",) if gone else lost
        raise error if gone else _not_seen(error)
    names = operation.after.changed_fields(operation.before)
    if step is None or not all(step.content.reported(name) for name in names):
        raise error
    if operation.after.unlike(step.content, names):
        raise _not_seen(error)
    return Done(operation.step_id), lost


def _not_seen(error: ServiceError) -> ServiceError:
    """The error of a write that the campaign, read back, does not show."""
    if isinstance(error, TimedOut):
        remedy = "The campaign, read again, does not show it yet: read it once more before you send it again."
        return error.restated(type(error), remedy=remedy)
    error = error.restated(
        type(error),
        remedy="The campaign was read again: the change was not made. Send it again when the cause is gone.",
    )
    error.sent = Sent.NO
    return error


async def found_after_all(document: Document, operation: AddStep) -> bool:
    """Look for a step whose add stayed unclear earlier; when it is there it gets its key. Raises ServiceError."""
    earlier, known = document.unclear[operation.key]
    await document.load(operation.campaign_id)
    added = step_added(document.baseline, earlier, known)
    if added is None or added.id is None:
        return False
    document.keys.bind(added.id, operation.key)
    await document.load(operation.campaign_id)
    return True


def step_added(campaign: Campaign, operation: AddStep, known: frozenset[str]) -> Step | None:
    """The step that an add has made: one that was not known before, in its sequence, with its content."""
    asked = operation.content
    for spot in walk(campaign):
        step = spot.step
        if step.id is None or step.id in known or spot.sequence.id != operation.sequence_id:
            continue
        if type(step.content) is type(asked) and not asked.unlike(step.content, asked.adding_names()):
            return step
    return None


def _ids(campaign: Campaign) -> frozenset[str]:
    return frozenset(spot.step.id for spot in walk(campaign) if spot.step.id)


def step_with(campaign: Campaign, step_id: str) -> Step | None:
    return next((spot.step for spot in walk(campaign) if spot.step.id == step_id), None)
