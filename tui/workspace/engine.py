"""The one place that carries out changes: verdict, send once, read back, compare, settle what stayed unclear."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.nodes import Campaign, Step
from tui.model.tree import Spot, insert_step, replace_step, sequences, walk
from tui.plan.operations import AddStep, DeleteStep, StepOperation, UpdateStep
from tui.providers.base import Done
from tui.providers.errors import NotFound, Sent, ServiceError
from tui.workspace.document import Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a change that was carried out."""

    key: str | None
    """The step to select now."""
    verified: bool
    """The campaign was read back and agrees with what was asked."""
    notes: tuple[str, ...] = ()
    """Differences, and what else the user should know."""


class Refused(Exception):
    """The verdict on an action was "refused": nothing was sent. The text is reason and remedy."""


class LeftPaused(Exception):
    """A delete failed and the campaign could not be started again; the text says both."""


async def carry_out(document: Document, operation: StepOperation) -> Outcome:
    """Carry out one operation and read the campaign back.

    Raises ServiceError when it was not done (the draft stays), Refused when it was not even sent. A write whose answer
    was lost is settled by reading back; it is never sent again.
    """
    async with document.lock:
        _ask(document, operation)
        before = document.baseline
        notes: tuple[str, ...] = ()
        try:
            done = await document.provider.perform(operation)
        except ServiceError as error:
            settled = await _settle(document, operation, error)
            if settled is None:
                raise
            done, notes = settled
        else:
            if isinstance(operation, AddStep) and done.step_id:
                document.keys.bind(done.step_id, operation.key)
        neighbour = _neighbour(before, operation)
        _forget_draft(document, operation)
        try:
            await document.load(operation.campaign_id)
        except ServiceError as error:
            document.baseline = _as_asked(before, operation, done)
            late = f"It was saved, but reading it back failed: {error.cause} Press r to read the campaign again."
            return Outcome(_selected(document, operation, neighbour), False, (*notes, late))
        found = document.provider.verify(operation, done, document.baseline)
        return Outcome(_selected(document, operation, neighbour), not found, (*notes, *found))


async def delete_with_pause(document: Document, operation: DeleteStep) -> Outcome:
    """Pause the campaign, delete, resume. It is resumed also when the delete fails; raises what failed first.

    When the resume fails after a delete that worked, the outcome says so: the campaign is left paused.
    """
    provider, campaign_id = document.provider, operation.campaign_id
    await provider.pause(campaign_id)
    try:
        await document.load(campaign_id)
        outcome = await carry_out(document, operation)
    except (ServiceError, Refused) as failed:
        try:
            await provider.start(campaign_id)
            await document.load(campaign_id)
        except ServiceError as stuck:
            raise LeftPaused(f"{failed} The campaign is still paused: {stuck}") from failed
        raise
    except BaseException:
        await provider.start(campaign_id)
        raise
    try:
        await provider.start(campaign_id)
        await document.load(campaign_id)
    except ServiceError as error:
        left = f"The campaign is still paused: {error.cause} Start it again when the cause is gone."
        return Outcome(outcome.key, False, (*outcome.notes, left))
    return outcome


async def switch(document: Document, *, running: bool) -> None:
    """Pause or start the campaign and read it back. Raises ServiceError or Refused."""
    async with document.lock:
        verdict = document.provider.verdict("start" if running else "pause", document.baseline)
        if not verdict.allowed:
            raise Refused(verdict.sentence)
        campaign_id = document.baseline.head.id
        await (document.provider.start if running else document.provider.pause)(campaign_id)
        await document.load(campaign_id)


def _ask(document: Document, operation: StepOperation) -> None:
    if isinstance(operation, AddStep):
        verdict = document.provider.verdict("add", document.baseline)
    else:
        step = _step_with(document.baseline, operation.step_id)
        action = "update" if isinstance(operation, UpdateStep) else "delete"
        verdict = document.provider.verdict("update" if action == "update" else "delete", document.baseline, step)
    if not verdict.allowed:
        raise Refused(verdict.sentence)


async def _settle(
    document: Document, operation: StepOperation, error: ServiceError
) -> tuple[Done, tuple[str, ...]] | None:
    """What really happened to a write without a clear answer; None when it was not done."""
    gone = isinstance(error, NotFound) and isinstance(operation, DeleteStep)
    if error.sent is not Sent.UNKNOWN and not gone:
        return None
    before = document.baseline
    try:
        await document.load(operation.campaign_id)
    except ServiceError:
        return None
    after = document.baseline
    if isinstance(operation, DeleteStep):
        if _step_with(after, operation.step_id) is not None:
            return None
        return Done(operation.step_id), () if not gone else ("It was gone already.",)
    lost = ("The answer was lost, but the campaign shows that the change was made.",)
    if isinstance(operation, UpdateStep):
        done = Done(operation.step_id)
        return None if document.provider.verify(operation, done, after) else (done, lost)
    known = {spot.step.id for spot in walk(before)}
    for spot in walk(after):
        if spot.step.id and spot.step.id not in known and spot.sequence.id == operation.sequence_id:
            done = Done(spot.step.id)
            if type(spot.step.content) is type(operation.content) and _same_text(spot, operation):
                document.keys.bind(spot.step.id, operation.key)
                return done, lost
    return None


def _same_text(spot: Spot, operation: AddStep) -> bool:
    asked = operation.content
    return all(
        getattr(spot.step.content, spec.name) == getattr(asked, spec.name)
        for spec in asked.fields()
        if asked.reported(spec.name) and spot.step.content.reported(spec.name)
    )


def _step_with(campaign: Campaign, step_id: str) -> Step | None:
    return next((spot.step for spot in walk(campaign) if spot.step.id == step_id), None)


def _neighbour(campaign: Campaign, operation: StepOperation) -> str | None:
    """The step that takes the cursor when this one goes: the next in its sequence, else the one before, else above."""
    if not isinstance(operation, DeleteStep):
        return None
    spot = next((spot for spot in walk(campaign) if spot.step.id == operation.step_id), None)
    if spot is None:
        return None
    rest = [*spot.sequence.steps[spot.index + 1 :], *reversed(spot.sequence.steps[: spot.index])]
    if rest:
        return rest[0].key
    return spot.way[-1].branch.key if spot.way else None


def _forget_draft(document: Document, operation: StepOperation) -> None:
    if isinstance(operation, AddStep):
        document.drafts.pop(operation.key, None)
        return
    step = _step_with(document.baseline, operation.step_id)
    if step is not None:
        document.drafts.pop(step.key, None)


def _selected(document: Document, operation: StepOperation, neighbour: str | None) -> str | None:
    if isinstance(operation, AddStep):
        return operation.key
    if isinstance(operation, UpdateStep):
        step = _step_with(document.baseline, operation.step_id)
        return step.key if step else None
    return neighbour


def _as_asked(campaign: Campaign, operation: StepOperation, done: Done) -> Campaign:
    """The campaign as it must be after a write that the service confirmed, for when it cannot be read back."""
    if isinstance(operation, AddStep):
        sequence = next((item for item in sequences(campaign) if item.id == operation.sequence_id), None)
        if sequence is None:
            return campaign
        step = Step(key=operation.key, id=done.step_id or None, content=operation.content, reported=done.answer or {})
        return insert_step(campaign, sequence.key, min(operation.index, len(sequence.steps)), step)
    step_now = _step_with(campaign, operation.step_id)
    if step_now is None:
        return campaign
    if isinstance(operation, DeleteStep):
        return replace_step(campaign, step_now.key, None)
    merged = step_now.content.model_copy(update=operation.after.values())
    return replace_step(campaign, step_now.key, step_now.model_copy(update={"content": merged}))
