"""The one place that carries out changes: verdict, send once, read back, compare, settle what stayed unclear."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tui.model.nodes import Campaign, Step
from tui.model.tree import find_step, insert_step, replace_step, sequences, walk
from tui.plan.inverse import Group, Performed
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, StepOperation, UpdateStep
from tui.providers.base import Action, Done
from tui.providers.errors import ServiceError
from tui.workspace.document import Document
from tui.workspace.refused import Refused as Refused
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


MOST_UNDO = 100
"""How many changes of a campaign can be undone."""
_begun: set[asyncio.Task[Any]] = set()


async def alone(document: Document, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Do `work` when nothing else changes the campaign; once begun it is not cancelled with its caller."""
    await document.lock.acquire()
    document.performed = []
    task = asyncio.create_task(work())
    _begun.add(task)
    task.add_done_callback(_ended)
    task.add_done_callback(lambda _: document.record.at_rest(document))
    task.add_done_callback(lambda _: _remember(document))
    task.add_done_callback(lambda _: document.lock.release())
    return await asyncio.shield(task)


def _remember(document: Document) -> None:
    """Note what was carried out, all of it or some, as one thing that can be undone."""
    if document.performed:
        group = Group(document.doing or document.performed[0].operation.title, tuple(document.performed))
        document.past = [*document.past, group][-MOST_UNDO:]
        document.future = []
        document.performed = []
    document.doing = ""


def _ended(task: asyncio.Task[Any]) -> None:
    """Forget a task; its error was told to the caller, or nobody is there any more to be told."""
    _begun.discard(task)
    if not task.cancelled():
        task.exception()


def beside_the_form(operation: AnyOperation) -> bool:
    """Whether an operation changes only what no form asks for, such as a position: what was typed stays unsaved."""
    if not isinstance(operation, UpdateStep):
        return False
    changed = operation.after.changed_fields(operation.before)
    return bool(changed) and all(operation.after.field(name).ask.hidden for name in changed)


async def carry_one(document: Document, operation: StepOperation) -> Outcome:
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
    async with document.record.of(document, operation) as entry:
        try:
            done = await document.provider.perform(operation)
        except ServiceError as error:
            done, notes = await settle(document, operation, error)
        entry.done(done, notes)
    if isinstance(operation, AddStep):
        document.unclear.pop(operation.key, None)
        document.keys.bind(done.step_id, operation.key)
        _bind_branches(document, operation, done)
    document.performed.append(Performed(operation, before))
    typed = document.drafts.pop(key or "", None)
    try:
        shown = document.provider.after(operation, done, document.baseline)
        if shown is None:
            await document.load(operation.campaign_id)
        else:
            document.baseline = shown
        differences = document.provider.verify(operation, done, document.baseline)
        verified = not differences
        await entry.seen(differences)
    except ServiceError as error:
        document.baseline = _as_asked(before, operation, done)
        verified, differences = False, (f"It was saved, but reading the campaign back failed: {error}",)
    saved = typed is draft and not beside_the_form(operation)
    if typed is not None and not saved and not isinstance(operation, DeleteStep):
        document.keep(typed.key, typed.values)
    if isinstance(operation, DeleteStep):
        key = _take_out(document, before, operation)
    return Outcome(key, verified, (*notes, *differences, *entry.trouble))


def _bind_branches(document: Document, operation: AddStep, done: Done) -> None:
    """Give the sequences that came with a new condition the keys by which the rest of the plan names them."""
    for is_else in (False, True):
        wanted = [branch.sequence.key for branch in operation.branches if branch.is_else is is_else]
        made = [sequence_id for fallback, sequence_id in done.branches if fallback is is_else]
        for key, sequence_id in zip(wanted, made, strict=False):
            document.keys.bind(sequence_id, key)


def _ask(document: Document, operation: StepOperation) -> Step | None:
    """The step that the operation is about, when the service may be asked to do it. Raises Refused."""
    action: Action = "add"
    step = None
    if not isinstance(operation, AddStep):
        action = "update" if isinstance(operation, UpdateStep) else "delete"
        step = step_with(document.baseline, operation.step_id)
    verdict = document.provider.verdict(action, document.baseline.head, step)
    if not verdict.allowed:
        raise Refused(verdict.sentence)
    return step


async def _bring_up_to(document: Document, operation: AddStep) -> Outcome:
    """After an earlier try has turned out to have added the step: change what was typed since."""
    document.unclear.pop(operation.key, None)
    await document.record.found(document, operation)
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
    outcome = await carry_one(document, update)
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
