"""What was sent can be taken back, and sent again: each as a plan against the campaign as it is now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.plan.diff import Difference, diff
from tui.plan.inverse import Group, undone
from tui.workspace.document import Document
from tui.workspace.engine import Outcome
from tui.workspace.plans import Told, carry_out_all


@dataclass(frozen=True, slots=True)
class Way:
    """A way back, or forth again."""

    title: str
    """The change in words."""
    difference: Difference
    notes: tuple[str, ...] = ()
    """What cannot come back."""


def way_back(document: Document) -> Way | None:
    """How the newest change would be undone; None when there is none."""
    return _way(document, document.past)


def way_forth(document: Document) -> Way | None:
    """How the change that was undone last would be made again; None when there is none."""
    return _way(document, document.future)


def _way(document: Document, stack: list[Group]) -> Way | None:
    if not stack:
        return None
    group = stack[-1]
    target, notes = undone(document.baseline, group.performed)
    found = diff(document.baseline, target)
    return Way(group.title, found, (*notes, *found.impossible))


async def go(document: Document, way: Way, told: Told, *, back: bool) -> Outcome:
    """Carry out a way back or forth. Raises as `carry_out_all`; then nothing is forgotten."""
    future = list(document.future)
    taken = document.past.pop() if back else future.pop()
    try:
        outcome = await carry_out_all(document, way.difference.operations, told)
    except BaseException:
        if back:
            document.past.append(taken)
        raise
    # What was carried out was noted like any other change, which forgets what could be made again.
    if back and way.difference.operations and document.past:
        future.append(replace(document.past.pop(), title=taken.title))
    elif document.past and way.difference.operations:
        document.past[-1] = replace(document.past[-1], title=taken.title)
    document.future = future
    return outcome
