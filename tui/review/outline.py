"""A campaign drawn as lines of text: steps with their days, conditions with their branches; for terminal or ticket."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.content import StepContent, delay_text
from tui.model.nodes import Branch, Campaign
from tui.model.plain import visible
from tui.review.cells import cells, cut, filled
from tui.review.days import Day, days
from tui.review.rows import TreeRow, rows

NARROWEST = 20
"""Cells that a title always gets, however deep it stands."""
BRACKETS = {"": "", "first": "┌ ", "second": "└ "}
"""Before the two steps of a pair of opposite guards."""


def lines(campaign: Campaign, names: Mapping[str, str], *, width: int = 100) -> list[str]:
    """The tree, a line for each step and branch, cut to `width` cells where that leaves a title readable.

    `names` gives the names of campaigns by id, for steps that hand a person over. Text of the service is made visible.
    """
    day_of = days(campaign)
    drawn = [_row(row, names, day_of) for row in rows(campaign)]
    columns = [max((cells(line[place]) for line in drawn), default=0) for place in (1, 2)]
    room = width - sum(columns) - 4
    longest = max((cells(line[0]) for line in drawn if line[2]), default=0)
    return [_line(line, columns, min(longest, max(room, NARROWEST)), width) for line in drawn]


def _line(parts: tuple[str, str, str], columns: list[int], room: int, width: int) -> str:
    left, wait, day = parts
    start = len(left) - len(left.lstrip("│├└─ "))
    if not wait and not day:
        return cut(left, max(width, start + NARROWEST))
    fitting = cut(left, max(room, start + NARROWEST))
    return f"{filled(fitting, room)}  {filled(wait, columns[0])}  {day}".rstrip()


def _row(row: TreeRow, names: Mapping[str, str], day_of: Mapping[str, Day]) -> tuple[str, str, str]:
    """What stands left, the wait, and the day of a row."""
    if row.kind == "stray":
        identity = f" {visible(row.sequence.id)}" if row.sequence and row.sequence.id else ""
        return f"Not reached by any branch: sequence{identity}", "", ""
    if row.branch is not None:
        return row.guide + _branch(row.branch), "", ""
    assert row.step is not None
    content = row.step.content
    left = f"{row.guide}{row.number} {content.icon} {guarded(row)}{title(content, names)}{_remark(content)}"
    return left, _wait(content), str(day_of[row.step.key]) if row.step.key in day_of else ""


def guarded(row: TreeRow) -> str:
    """What stands before the title of a step that not everybody gets; a bracket joins two opposite neighbours."""
    guard = row.step.content.guard() if row.step is not None else None
    return f"{BRACKETS[row.half]}{visible(guard.words)} → " if guard else ""


def _remark(content: StepContent) -> str:
    remark = content.remark()
    return f" ({remark})" if remark else ""


def title(content: StepContent, names: Mapping[str, str]) -> str:
    """The title of a step on one line: its own words, the name of the campaign it hands over to, else its type."""
    words = content.headline().strip()
    if content.ends_path and not content.branching and words:
        return f"{content.label}: {visible(names.get(words, words))}"
    return visible(words) or content.label


def _wait(content: StepContent) -> str:
    """The delay before a step, or the window of a condition."""
    if content.branching:
        return visible(content.window_text())
    wait = content.wait()
    return f"+{delay_text(wait)}" if wait else ""


def _branch(branch: Branch) -> str:
    label = visible(branch.label).strip() or ("Else" if branch.is_else else "Branch")
    if branch.link == "shared":
        return f"{label} (continues in a sequence shown above)"
    if branch.link == "missing":
        return f"{label} (steps not reported by the service)"
    return label if branch.sequence.steps else f"{label} (empty)"
