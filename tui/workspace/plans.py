"""Plans of several requests: one after the other; where one fails the rest is kept, to go on with."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from tui.model.tree import find_sequence, find_step, walk
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, Plan, StepOperation, UpdateStep
from tui.providers.errors import Sent, ServiceError
from tui.workspace.document import Document
from tui.workspace.engine import Outcome, Refused, alone, beside_the_form, carry_one
from tui.workspace.settle import step_with


class PlanStopped(Exception):
    """A plan of several requests has stopped; what is left of it is kept in the document, to go on with.

    `cause` and `remedy` are sentences; the error that stopped it is `__cause__`.
    """

    def __init__(self, done: int, total: int, operation: AnyOperation, error: Exception) -> None:
        super().__init__(str(error))
        why = getattr(error, "cause", None) or str(error)
        self.cause = f"Stopped after {done} of {total} requests, at “{operation.title}”: {why}"
        told = getattr(error, "remedy", "")
        self.remedy = f"{told} The rest is kept: R goes on with it.".strip()

    def report(self) -> str:
        """All that is known of the error that stopped it, to copy."""
        report = getattr(self.__cause__, "report", None)
        return f"{self.cause}\n\n{report() if callable(report) else self.__cause__}"


Told = Callable[[int, int, str], None]
"""Hears of the progress of a plan: how many requests are done, of how many, and what is next."""


def _unheard(done: int, total: int, title: str) -> None:
    del done, total, title


async def carry_out(document: Document, operation: AnyOperation, told: Told = _unheard) -> Outcome:
    """Carry out one operation, in as many requests as the service needs for it, and see what is stored then.

    Raises ServiceError when it was not done (the draft stays), Refused when it was not even sent, PlanStopped when some
    of several requests were done. A write whose answer was lost is settled by reading back; it is never sent again.
    What has begun runs to its end even if the caller is cancelled.
    """

    async def work() -> Outcome:
        document.doing = operation.title
        if document.rest is not None:
            raise Refused("An earlier plan of this campaign is half done. Go on with it first: R.")
        try:
            plan = document.provider.plan(operation, document.baseline)
        except ValueError as error:
            raise Refused(str(error)) from error
        return await _carry_plan(document, plan, told)

    return await alone(document, work)


async def carry_out_all(
    document: Document, operations: Sequence[AnyOperation], told: Told = _unheard, title: str = ""
) -> Outcome:
    """Carry out the operations of a difference, each in as many requests as the service needs for it.

    `title` says in words what it is all for.

    Raises as `carry_out`. A first request that is refused leaves nothing; a later one leaves the rest to go on with.
    """

    async def work() -> Outcome:
        document.doing = title
        if document.rest is not None:
            raise Refused("An earlier plan of this campaign is half done. Go on with it first: R.")
        return await _carry_plan(document, Plan(tuple(operations), exact=0), told)

    return await alone(document, work)


async def go_on(document: Document, told: Told = _unheard) -> Outcome:
    """Carry out what is left of a plan that stopped. Raises as `carry_out`; Refused when somebody else interfered."""

    async def work() -> Outcome:
        plan = document.rest
        if plan is None:
            raise Refused("There is no plan to go on with.")
        await document.load(document.baseline.head.id)
        return await _carry_plan(document, plan, told)

    return await alone(document, work)


async def _carry_plan(document: Document, plan: Plan, told: Told) -> Outcome:
    """One request after the other; the first that fails stops the plan and leaves the rest in the document."""
    todo = deque(plan.operations)
    exact = len(todo) if plan.exact is None else plan.exact
    if len(todo) == exact == 1 and not plan.emulated and document.rest is None:
        return await carry_one(document, _request_of(todo[0]))
    _no_drafts_in(document, plan.operations, plan.draft)
    verified, notes, done = True, list[str](), 0
    while todo:
        operation = todo[0]
        told(done, done + len(todo), operation.title)
        try:
            if not exact:
                requests = _expanded(document, operation)
                todo.popleft()
                todo.extendleft(reversed(requests))
                exact = len(requests)
                continue
            document.record.next(replace(plan, operations=tuple(todo), exact=exact), done)
            outcome = await _planned(document, _request_of(operation))
        except (ServiceError, Refused) as error:
            if not done and document.rest is None and getattr(error, "sent", None) is not Sent.UNKNOWN:
                raise
            document.rest = replace(plan, operations=tuple(todo), exact=exact)
            raise PlanStopped(done, done + len(todo), operation, error) from error
        todo.popleft()
        done, exact = done + 1, exact - 1
        verified = verified and outcome.verified
        notes += outcome.notes
    document.rest = None
    if plan.draft is not None:
        document.drop(plan.draft, heir=plan.key)
    return Outcome(plan.key, verified, tuple(notes))


def _request_of(operation: AnyOperation) -> StepOperation:
    """An operation that is one request as it is."""
    if isinstance(operation, MoveStep):
        raise Refused("The service has no request that moves a step.")
    return operation


def _expanded(document: Document, operation: AnyOperation) -> tuple[AnyOperation, ...]:
    """The requests for an operation of a difference, now that what stands before it is done."""
    if isinstance(operation, AddStep) and not operation.sequence_id:
        sequence = find_sequence(document.baseline, operation.sequence_key)
        if sequence is None or sequence.id is None:
            raise Refused("The branch that a step is to be added to is not there: somebody else has deleted it.")
        operation = operation.model_copy(update={"sequence_id": sequence.id, "length": len(sequence.steps)})
    try:
        requests = document.provider.plan(operation, document.baseline).operations
    except ValueError as error:
        raise Refused(str(error)) from error
    _no_drafts_in(document, requests, None)
    return requests


def _no_drafts_in(document: Document, operations: Sequence[AnyOperation], own: str | None) -> None:
    """Refuse what would write over input which was typed for another content of the same step; `own`: a draft that is
    carried out by these operations."""
    touched = {
        operation.step_id
        for operation in operations
        if isinstance(operation, UpdateStep) and not beside_the_form(operation)
    }
    behind = {draft.new.after_key for draft in document.drafts.values() if draft.new and draft.key != own}
    for spot in walk(document.baseline):
        if spot.step.id not in touched:
            continue
        if spot.step.key in document.drafts:
            raise Refused(
                f"Step {spot.index + 1} has unsaved input, and this would change that step: save or undo it first."
            )
        if spot.step.key in behind:
            raise Refused(
                f"A new step behind step {spot.index + 1} is not saved yet, and this would move what stands there: "
                "save or undo it first."
            )


async def _planned(document: Document, operation: StepOperation) -> Outcome:
    """One operation of a plan: done already is done, and what it would change must be as it was when it was planned."""
    if isinstance(operation, UpdateStep):
        step = step_with(document.baseline, operation.step_id)
        if step is None:
            raise Refused("A step of the plan is gone: somebody else has deleted it.")
        if not operation.after.changed_fields(step.content):
            return Outcome(step.key, True)
        changed = operation.after.changed_fields(operation.before)
        if operation.before.unlike(step.content, changed):
            raise Refused("Somebody else has changed a step of the plan in the meantime.")
    if isinstance(operation, DeleteStep) and operation.key:
        spot = find_step(document.baseline, operation.key)
        if spot is None or spot.step.id is None:
            return Outcome(None, True)
        operation = operation.model_copy(update={"step_id": spot.step.id})
    return await carry_one(document, operation)
