"""Find and replace over the campaigns of an account: read, search, and one plan over many campaigns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tui.model.declare import Place
from tui.model.nodes import CampaignHead
from tui.plan.diff import diff
from tui.plan.operations import UpdateStep
from tui.providers.base import Provider
from tui.providers.errors import ServiceError
from tui.review.search import Hit, Pattern, hits, replaced
from tui.workspace.document import Document
from tui.workspace.engine import Refused
from tui.workspace.plans import PlanStopped, carry_out_all

AT_ONCE = 8
"""Campaigns that are read or changed at the same time; the rate limit has the last word."""

Told = Callable[[int, int], None]
"""Hears how many campaigns of how many are through."""


@dataclass(slots=True)
class Found:
    """One campaign with what was found in it."""

    head: CampaignHead
    document: Document | None = None
    hits: list[Hit] = field(default_factory=list)
    failed: str = ""
    """Why it could not be read, or what went wrong while it was changed."""
    done: list[UpdateStep] = field(default_factory=list)
    """The changes that were carried out."""
    notes: tuple[str, ...] = ()


async def search(
    provider: Provider, heads: Sequence[CampaignHead], pattern: Pattern, fields: frozenset[str], told: Told
) -> list[Found]:
    """Read every campaign and look through its texts; one that cannot be read is named with the reason."""
    gate, through = asyncio.Semaphore(AT_ONCE), 0

    async def one(head: CampaignHead) -> Found:
        nonlocal through
        found, document = Found(head), Document(provider)
        async with gate:
            try:
                await document.load(head.id, head)
            except ServiceError as error:
                found.failed = str(error)
            else:
                found.document, found.hits = document, list(hits(document.baseline, pattern, fields))
        through += 1
        told(through, len(heads))
        return found

    return list(await asyncio.gather(*map(one, heads)))


def planned(
    found: Found, pattern: Pattern, fields: frozenset[str], accepted: Callable[[Hit], bool]
) -> list[UpdateStep]:
    """The changes of one campaign. Raises Refused for the first text that the service would not take."""
    assert found.document is not None
    baseline = found.document.baseline
    working = replaced(baseline, pattern, accepted, fields=fields)
    operations = [each for each in diff(baseline, working).operations if isinstance(each, UpdateStep)]
    for operation in operations:
        content, problems = type(operation.after).check(operation.after.values(), Place())
        changed = operation.after.changed_fields(operation.before)
        wrong = next((each for each in problems if each.severity == "error" and each.field in changed), None)
        if content is None and wrong is not None:
            raise Refused(f"{operation.title}: {wrong.message}")
    return operations


async def carry_out(plans: Sequence[tuple[Found, list[UpdateStep]]], told: Told) -> None:
    """Send the changes, several campaigns at a time, one request at a time in each; what failed stands in `Found`."""
    gate, through = asyncio.Semaphore(AT_ONCE), 0

    async def one(found: Found, operations: list[UpdateStep]) -> None:
        nonlocal through
        assert found.document is not None
        async with gate:
            try:
                outcome = await carry_out_all(found.document, operations)
                found.done, found.notes = operations, outcome.notes
            except PlanStopped as error:
                rest = found.document.rest.operations if found.document.rest is not None else ()
                found.done = operations[: len(operations) - len(rest)]
                found.failed = error.cause
            except (ServiceError, Refused) as error:
                found.failed = str(error)
        through += 1
        told(through, len(plans))

    await asyncio.gather(*(one(found, operations) for found, operations in plans))


def report(plans: Sequence[tuple[Found, list[UpdateStep]]]) -> str:
    """What was replaced, as Markdown: before and after of every changed field."""
    lines = ["# Replaced", ""]
    for found, operations in plans:
        state = f"failed: {found.failed}" if found.failed else "done"
        lines += [
            f"## {found.head.title} ({found.head.id})",
            "",
            f"{len(found.done)} of {len(operations)}, {state}",
            "",
        ]
        lines += [f"- Note: {note}" for note in found.notes]
        for operation in operations:
            lines += [f"### {operation.title} ({operation.step_id})", ""]
            sent = operation in found.done
            for name in sorted(operation.after.changed_fields(operation.before)):
                old, new = getattr(operation.before, name, ""), getattr(operation.after, name)
                title = operation.after.field(name).ask.title
                lines += [f"{title}, before:", "", *_quoted(old), "", f"{'after' if sent else 'not sent'}:", ""]
                lines += [*_quoted(new), ""]
    return "\n".join(lines)


def _quoted(value: object) -> list[str]:
    """A text that no Markdown can be read into."""
    text = "\n".join(value) if isinstance(value, tuple) else str(value)
    fence = "`" * max(3, max((len(run) for run in _ticks(text)), default=0) + 1)
    return [fence, *text.splitlines(), fence]


def _ticks(text: str) -> list[str]:
    runs, run = [], ""
    for char in text:
        if char == "`":
            run += char
        elif run:
            runs.append(run)
            run = ""
    return [*runs, run] if run else runs
