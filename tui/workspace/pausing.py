"""Pausing and starting a campaign, and what is done while it is paused."""

from __future__ import annotations

from dataclasses import replace

from tui.plan.operations import DeleteStep
from tui.providers.errors import Sent, ServiceError
from tui.workspace.document import Document
from tui.workspace.engine import Outcome, Refused, alone, carry_one
from tui.workspace.settle import step_with


class LeftPaused(Exception):
    """A delete failed and the campaign could not be started again; the text says both."""


async def delete_with_pause(document: Document, operation: DeleteStep) -> Outcome:
    """Pause the campaign, delete, resume. It is resumed also when the delete fails; raises what failed first.

    When the resume fails too, raises LeftPaused; when it fails after a delete that worked, the outcome says so. A
    campaign that does not run any more is not paused, and so not started either.
    """
    return await alone(document, lambda: _delete_with_pause(document, operation))


async def switch(document: Document, *, running: bool) -> Outcome:
    """Pause or start the campaign and read its state back. Raises ServiceError or Refused."""
    return await alone(document, lambda: _switch(document, running=running))


async def _delete_with_pause(document: Document, operation: DeleteStep) -> Outcome:
    campaign_id = operation.campaign_id
    await document.load(campaign_id)
    step = step_with(document.baseline, operation.step_id)
    if document.provider.verdict("delete", document.baseline.head, step).way_out != "pause":
        return await carry_one(document, operation)
    await document.provider.pause(campaign_id)
    try:
        await document.load_head()
        outcome = await carry_one(document, operation)
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
        said = await document.provider.start(campaign_id)
    except ServiceError as error:
        state = "may still be" if error.sent is Sent.UNKNOWN else "is still"
        noun = document.provider.nouns.container
        return f"The {noun} {state} paused: {error.cause} Start it again when the cause is gone.", ""
    try:
        await document.load_head()
    except ServiceError as error:
        return "", f"The {document.provider.nouns.container} runs again, but could not be read: {error.cause}"
    return "", said


async def _switch(document: Document, *, running: bool) -> Outcome:
    verdict = document.provider.verdict("start" if running else "pause", document.baseline.head)
    if not verdict.allowed:
        raise Refused(verdict.sentence)
    campaign_id = document.baseline.head.id
    said = await (document.provider.start if running else document.provider.pause)(campaign_id)
    await document.load_head()
    return Outcome(None, document.baseline.is_running is running or bool(said), (said,) if said else ())
