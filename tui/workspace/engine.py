"""The one place that carries out changes: verdict, send once, read back, compare, settle what stayed unclear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tui.model.nodes import Campaign, Step
from tui.model.tree import find_step, insert_step, replace_step, sequences, walk
from tui.plan.operations import AddStep, DeleteStep, StepOperation, UpdateStep
from tui.providers.base import Action, Done
from tui.providers.errors import Sent, ServiceError
from tui.workspace.document import Document
from tui.workspace.settle import found_after_all, settle, step_with

T = TypeVar("T")


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
    was lost is settled by reading back; it is never sent again. What has begun runs to its end even if the caller is
    cancelled.
    """
    return await _alone(document, lambda: _carry_out(document, operation))


async def delete_with_pause(document: Document, operation: DeleteStep) -> Outcome:
    """Pause the campaign, delete, resume. It is resumed also when the delete fails; raises what failed first.

    When the resume fails too, raises LeftPaused; when it fails after a delete that worked, the outcome says so. A
    campaign that does not run any more is not paused, and so not started either.
    """
    return await _alone(document, lambda: _delete_with_pause(document, operation))


async def switch(document: Document, *, running: bool) -> None:
    """Pause or start the campaign and read it back. Raises ServiceError or Refused."""
    await _alone(document, lambda: _switch(document, running=running))


_begun: set[asyncio.Task[Any]] = set()


async def _alone(document: Document, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do `work` when nothing else changes the campaign; once begun it is not cancelled with its caller."""
    await document.lock.acquire()
    task = asyncio.create_task(work())
    _begun.add(task)
    task.add_done_callback(_ended)
    task.add_done_callback(lambda _: document.lock.release())
    return await asyncio.shield(task)


def _ended(task: asyncio.Task[Any]) -> None:
    """Forget a task; its error was told to the caller, or nobody is there any more to be told."""
    _begun.discard(task)
    if not task.cancelled():
        task.exception()


async def _carry_out(document: Document, operation: StepOperation) -> Outcome:
    if isinstance(operation, AddStep):
        if find_step(document.baseline, operation.key):
            return Outcome(operation.key, True, ("It was added already.",))
        if operation.key in document.unclear and await found_after_all(document, operation):
            return await _bring_up_to(document, operation)
    step = _ask(document, operation)
    before = document.baseline
    notes: tuple[str, ...] = ()
    key = operation.key if isinstance(operation, AddStep) else step.key if step else None
    draft = document.drafts.get(key or "")
    try:
        done = await document.provider.perform(operation)
    except ServiceError as error:
        done, notes = await settle(document, operation, error)
    if isinstance(operation, AddStep):
        document.unclear.pop(operation.key, None)
        document.keys.bind(done.step_id, operation.key)
    typed = document.drafts.pop(key or "", None)
    try:
        await document.load(operation.campaign_id)
        differences = document.provider.verify(operation, done, document.baseline)
        verified = not differences
    except ServiceError as error:
        document.baseline = _as_asked(before, operation, done)
        verified, differences = False, (f"It was saved, but reading the campaign back failed: {error}",)
    if typed is not None and typed is not draft and not isinstance(operation, DeleteStep):
        document.keep(typed.key, typed.values)
    if isinstance(operation, DeleteStep):
        key = _take_out(document, before, operation)
    return Outcome(key, verified, (*notes, *differences))


async def _delete_with_pause(document: Document, operation: DeleteStep) -> Outcome:
    campaign_id = operation.campaign_id
    await document.load(campaign_id)
    step = step_with(document.baseline, operation.step_id)
    if document.provider.verdict("delete", document.baseline, step).way_out != "pause":
        return await _carry_out(document, operation)
    await document.provider.pause(campaign_id)
    try:
        await document.load(campaign_id)
        outcome = await _carry_out(document, operation)
    except BaseException as failed:
        trouble, _ = await _resume(document, campaign_id)
        if trouble and isinstance(failed, (ServiceError, Refused)):
            raise LeftPaused(f"{failed} {trouble}") from failed
        raise
    trouble, note = await _resume(document, campaign_id)
    notes = tuple(text for text in (*outcome.notes, trouble, note) if text)
    return replace(outcome, verified=outcome.verified and not trouble, notes=notes)


async def _resume(document: Document, campaign_id: str) -> tuple[str, str]:
    """Start the campaign and read it: why it may still be paused, and what else is to be said."""
    try:
        await document.provider.start(campaign_id)
    except ServiceError as error:
        state = "may still be" if error.sent is Sent.UNKNOWN else "is still"
        return f"The campaign {state} paused: {error.cause} Start it again when the cause is gone.", ""
    try:
        await document.load(campaign_id)
    except ServiceError as error:
        return "", f"The campaign runs again, but could not be read: {error.cause}"
    return "", ""


async def _switch(document: Document, *, running: bool) -> None:
    verdict = document.provider.verdict("start" if running else "pause", document.baseline)
    if not verdict.allowed:
        raise Refused(verdict.sentence)
    campaign_id = document.baseline.head.id
    await (document.provider.start if running else document.provider.pause)(campaign_id)
    await document.load(campaign_id)


def _ask(document: Document, operation: StepOperation) -> Step | None:
    """The step that the operation is about, when the service may be asked to do it. Raises Refused."""
    action: Action = "add"
    step = None
    if not isinstance(operation, AddStep):
        action = "update" if isinstance(operation, UpdateStep) else "delete"
        step = step_with(document.baseline, operation.step_id)
    verdict = document.provider.verdict(action, document.baseline, step)
    if not verdict.allowed:
        raise Refused(verdict.sentence)
    return step


async def _bring_up_to(document: Document, operation: AddStep) -> Outcome:
    """After an earlier try has turned out to have added the step: change what was typed since."""
    document.unclear.pop(operation.key, None)
    note = "An earlier try had added the step already; it was not added again."
    step = find_step(document.baseline, operation.key)
    if step is None or step.step.id is None:
        return Outcome(operation.key, False, (note,))
    update = UpdateStep(
        campaign_id=operation.campaign_id,
        title=f"Change {operation.content.label}",
        sequence_id=operation.sequence_id,
        step_id=step.step.id,
        before=step.step.content,
        after=operation.content,
    )
    outcome = await _carry_out(document, update)
    return replace(outcome, notes=(note, *outcome.notes))


def _take_out(document: Document, before: Campaign, operation: DeleteStep) -> str | None:
    """Close the gap that a deleted step leaves; the key of what takes the cursor: the next step, else the one before,
    else the branch above."""
    spot = next((spot for spot in walk(before) if spot.step.id == operation.step_id), None)
    if spot is None:
        return None
    older = spot.sequence.steps[spot.index - 1].key if spot.index else None
    document.close_gap(spot.sequence.key, spot.step.key, older)
    if spot.index + 1 < len(spot.sequence.steps):
        return spot.sequence.steps[spot.index + 1].key
    return older or (spot.way[-1].branch.key if spot.way else None)


def _as_asked(campaign: Campaign, operation: StepOperation, done: Done) -> Campaign:
    """The campaign as it must be after a write that the service confirmed, for when it cannot be read back."""
    if isinstance(operation, AddStep):
        sequence = next((item for item in sequences(campaign) if item.id == operation.sequence_id), None)
        if sequence is None:
            return campaign
        step = Step(key=operation.key, id=done.step_id or None, content=operation.content, reported=done.answer or {})
        return insert_step(campaign, sequence.key, min(operation.index, len(sequence.steps)), step)
    step_now = step_with(campaign, operation.step_id)
    if step_now is None:
        return campaign
    if isinstance(operation, DeleteStep):
        return replace_step(campaign, step_now.key, None)
    content = operation.after.over(step_now.content)
    return replace_step(campaign, step_now.key, step_now.model_copy(update={"content": content}))
