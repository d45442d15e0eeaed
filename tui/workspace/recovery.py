"""What an earlier Branchline left behind when it ended: found out from the campaign as it is now, and offered again."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.nodes import Campaign
from tui.model.tree import sequences, walk
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, Plan, UpdateStep
from tui.plan.serial import Unreadable, read, read_plan
from tui.review.ages import age
from tui.workspace.drafts import touched
from tui.workspace.journal import Journal, Open, Result, StoredPlan
from tui.workspace.settle import step_added, step_with

if TYPE_CHECKING:
    from tui.workspace.document import Document

DONE: tuple[Result | None, ...] = ("done", "verified", "made")


def left_behind(journal: Journal) -> list[str]:
    """What has to be said at the start, before any campaign is opened; nothing as a rule."""
    try:
        flying, plans = [each for each in journal.left_open() if not each.unclear], journal.unfinished()
    except sqlite3.Error:
        return []
    said = [
        f"When Branchline ended, “{each.sending.title}” in “{each.sending.name}” was on its way. "
        "Open the campaign to see what became of it."
        for each in flying
    ]
    told = {each.plan for each in flying}
    return said + [
        f"A plan of several requests in “{plan.name}” was not carried out to its end. Open the campaign to go on."
        for plan in plans
        if plan.id not in told
    ]


async def recover(document: Document) -> list[str]:
    """Settle what was in flight when an earlier Branchline ended, take over what is left of its plan; sentences.

    The campaign has just been read. Raises sqlite3.Error, and then may be tried again.
    """
    assert document.record.storage is not None
    journal = document.record.storage.journal
    place = document.provider.account, document.baseline.head.id
    left, plans = await asyncio.to_thread(lambda: (journal.left_open(*place), journal.unfinished(*place)))
    said = []
    for each in left:
        result, step, sentence = _settled(document, each)
        await asyncio.to_thread(journal.end, each.id, result, step=step, notes=[sentence])
        if result in ("made", "not made") and step:
            settle = document.record.storage.trash.settle
            await asyncio.to_thread(settle, *place, step, gone=result == "made")
        said.append(sentence)
    for plan in plans:
        said += await _offered(document, journal, plan)
    return said


def judge(operation: AnyOperation, known: frozenset[str], campaign: Campaign) -> tuple[Result, str]:
    """Whether a campaign, read back, shows that a request was carried out; and the id of the step that it made."""
    if isinstance(operation, AddStep):
        step = step_added(campaign, operation, known)
        return ("made", step.id or "") if step is not None else ("not made", "")
    if isinstance(operation, MoveStep):
        return "cannot be told", ""
    step = step_with(campaign, operation.step_id)
    if isinstance(operation, DeleteStep):
        return ("made" if step is None else "not made"), operation.step_id
    names = operation.after.changed_fields(operation.before)
    held = step is not None and all(step.content.reported(name) for name in names)
    if step is None or not held or not operation.after.unlike(operation.before, names):
        # Also where old and new look the same here, as two lists of as many addresses do.
        return "cannot be told", operation.step_id
    return ("not made" if operation.after.unlike(step.content, names) else "made"), operation.step_id


def _settled(document: Document, left: Open) -> tuple[Result, str, str]:
    """What became of a request, and the sentence that says it. Input that would be lost becomes a draft again."""
    was = "left unclear" if left.unclear else "on its way"
    sentence = f"“{left.sending.title}” was {was} when Branchline ended, {age(time.time() - left.at)} ago: "
    noun, service = document.provider.nouns.container, document.provider.service
    try:
        operation = read(json.loads(left.sending.operation or "null"), document.provider.step_types)
    except (Unreadable, ValueError) as error:
        return "cannot be told", "", f"{sentence}what it was cannot be read any more ({error}). Look at the {noun}."
    known = frozenset(left.sending.known)
    result, step = judge(operation, known, document.baseline)
    if result == "made":
        _drop_twin(document, operation)
        return result, step, f"{sentence}the {noun} shows that it was made."
    if result == "cannot be told":
        return result, step, f"{sentence}whether it was made cannot be told from what {service} reports."
    back = left.plan is None and not left.unclear and _typed_again(document, operation)
    _look_again(document, operation)
    sentence += f"the {noun} does not show it, it was not made."
    return result, step, sentence + (" What was to be sent is back, marked ●." if back else "")


def _twin(document: Document, operation: AddStep) -> str | None:
    """The draft of a new step that an add was to send."""
    for draft in document.drafts.values():
        if draft.new and draft.type == operation.content.type and not touched(operation.content, draft.values):
            return draft.key
    return None


def _drop_twin(document: Document, operation: AnyOperation) -> None:
    twin = _twin(document, operation) if isinstance(operation, AddStep) else None
    if twin is not None:
        document.drop(twin)


def _typed_again(document: Document, operation: AnyOperation) -> bool:
    """Put what a request was to send back as unsaved input; False where there is nothing to put back."""
    if isinstance(operation, UpdateStep):
        step = step_with(document.baseline, operation.step_id)
        if step is None or step.key in document.drafts:
            return False
        shown = {spec.name for spec in operation.after.fields() if not spec.ask.hidden}
        values = {name: value for name, value in operation.after.values().items() if name in shown}
        return document.keep(step.key, values)
    if not isinstance(operation, AddStep) or _twin(document, operation):
        return False
    sequence = next((each for each in sequences(document.baseline) if each.id == operation.sequence_id), None)
    if sequence is None:
        return False
    before = sequence.steps[: operation.index]
    key = document.start_new(type(operation.content), sequence.key, before[-1].key if before else None)
    return document.keep(key, operation.content.values())


def _look_again(document: Document, operation: AnyOperation) -> None:
    """An add may still arrive: before the same input is sent again the engine looks for a step that is new by then."""
    if isinstance(operation, AddStep) and (twin := _twin(document, operation)):
        document.unclear[twin] = (operation.model_copy(update={"key": twin}), _ids(document.baseline))


def _ids(campaign: Campaign) -> frozenset[str]:
    return frozenset(spot.step.id for spot in walk(campaign) if spot.step.id)


async def _offered(document: Document, journal: Journal, stored: StoredPlan) -> list[str]:
    """Take over what is left of a plan as the document's own; what has to be said about it."""
    requests = await asyncio.to_thread(journal.requests_of, stored.id)
    if document.rest is not None:
        return []
    try:
        rest = _rest(document, stored, requests)
    except (Unreadable, ValueError) as error:
        await asyncio.to_thread(journal.over, stored.id, "abandoned")
        return [f"A plan that was not carried out to its end cannot be read any more ({error}): it is given up."]
    if not rest.operations:
        await asyncio.to_thread(journal.over, stored.id, "done")
        return []
    document.take_over(stored.id, rest)
    first = rest.operations[0]
    if requests and requests[-1][2] not in DONE and isinstance(first, AddStep):
        document.unclear[first.key] = (first, _ids(document.baseline))
    count = len(rest.operations)
    left = f"{count} request{' is' if count == 1 else 's are'}"
    return [f"A plan was not carried out to its end: {left} left. R goes on with it, or gives it up."]


def _rest(document: Document, stored: StoredPlan, requests: list[tuple[str | None, str, Result | None]]) -> Plan:
    """What is left of a plan, with the keys that its steps have today. Raises Unreadable."""
    types, campaign = document.provider.step_types, document.baseline
    by_id = {spot.step.id: spot.step for spot in walk(campaign) if spot.step.id}
    today = {step_id: step.key for step_id, step in by_id.items()}
    today |= {sequence.id: sequence.key for sequence in sequences(campaign) if sequence.id}
    names = {key: today[remote] for key, remote in stored.ids.items() if remote in today}
    sent = [(read(json.loads(text), types), step, result) for text, step, result in requests if text]
    for operation, step_id, result in sent:
        step = by_id.get(step_id)
        if isinstance(operation, AddStep) and result in DONE and step is not None:
            names[operation.key] = step.key
            for wanted, branch in zip(operation.branches, step.branches, strict=False):
                names |= {wanted.key: branch.key, wanted.sequence.key: branch.sequence.key}
    body = json.loads(stored.body)
    contents = [operation for operation, _, _ in sent]
    with suppress(Unreadable):
        contents += read_plan(body, types).operations
    if isinstance(body, dict) and isinstance(draft := body.get("draft"), str) and (twin := _input(document, contents)):
        names[draft] = twin
    plan = read_plan(body, types, lambda key: names.setdefault(key, document.keys.mint()))
    through = bool(stored.sent and requests and requests[-1][2] in DONE)
    skip = stored.skip + through
    exact = None if stored.exact is None else max(0, stored.exact - through)
    return replace(plan, operations=plan.operations[skip:], exact=exact)


def _input(document: Document, operations: list[AnyOperation]) -> str | None:
    """The draft whose content one of the operations carries."""
    for operation in operations:
        content = operation.content if isinstance(operation, AddStep) else None
        content = operation.after if isinstance(operation, UpdateStep) else content
        for draft in document.drafts.values():
            if content is not None and draft.new and draft.type == content.type and not touched(content, draft.values):
                return draft.key
    return None
