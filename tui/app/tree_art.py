"""How the rows of a campaign's tree look: what stands left, what stands right, in which role. Data in, spans out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.app.widgets.drawn import Span
from tui.app.widgets.outline import Art
from tui.model.content import StepContent, delay_text
from tui.review.days import Day
from tui.review.message import variables
from tui.review.outline import BRACKETS
from tui.review.rows import TreeRow
from tui.workspace.drafts import Draft

LONGEST = 500
"""Characters of a title that are looked at; more than a row can show."""


def headline(content: StepContent, draft: Draft | None, names: Mapping[str, str]) -> str:
    """The title of a step in the tree: its own words, unsaved ones first, else the name of its type."""
    words = with_draft(content, draft).headline().strip()
    return names.get(words, words) or content.label


def with_draft(content: StepContent, draft: Draft | None) -> StepContent:
    """The content with the unsaved input on top, checked or not; to show, never to send."""
    if draft is None:
        return content
    held: dict[str, Any] = {**content.values(), **{k: v for k, v in draft.values.items() if v is not None}}
    return type(content).model_construct(_fields_set=set(held), **held)


def paint_row(
    row: TreeRow, *, draft: Draft | None, day: Day | None, names: Mapping[str, str], unsaved_marks: bool = True
) -> Art:
    """One row of the tree."""
    if row.kind == "stray":
        return Art(left=[("not reached by any branch", "warn")], right=[])
    if row.branch is not None:
        return _branch(row)
    assert row.step is not None
    content = row.step.content
    if draft is not None and draft.new is not None and not content.editable:
        draft = None
    left: list[Span] = [(f"{row.number} ", "dim"), (f"{content.icon} ", content.channel.value)]
    typed = with_draft(content, draft)
    if (guard := typed.guard()) is not None:
        left += [(BRACKETS[row.half], "dim"), (f"{guard.words} → ", "branch")]
    left += _marked(headline(content, draft, names)[:LONGEST], "strong" if content.branching else "")
    right: list[Span] = []
    if wait := content.wait():
        right.append((f"+{delay_text(wait)}  ", "dim"))
    spare = len(right)
    if remark := typed.remark():
        right.append((f"{remark}  ", "warn"))
    if draft is not None and unsaved_marks:
        right.append(("new  " if draft.new else "", "warn"))
        right.append(("● ", "warn"))
    if window := content.window_text():
        right.append((window.replace(" days", " d").replace(" day", " d"), "dim"))
    if day is not None and not content.branching:
        right.append((str(day), ""))
    return Art(left=left, right=right, spare=spare)


def _branch(row: TreeRow) -> Art:
    branch = row.branch
    assert branch is not None
    label = branch.label[:LONGEST] or ("Else" if branch.is_else else "Branch")
    left: list[Span] = [(label, "dim" if branch.is_else else "branch")]
    if branch.link == "shared":
        return Art(left=[*left, ("  ↪ steps are shown above", "dim")], right=[])
    if branch.link == "missing":
        return Art(left=left, right=[("⚠ not reported", "warn")])
    return Art(left=left, right=[] if branch.sequence.steps else [("empty", "warn")])


def _marked(text: str, role: str) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for start, end in variables(text):
        spans += [(text[at:start], role), (text[start:end], "variable")]
        at = end
    return [span for span in (*spans, (text[at:], role)) if span[0]]


def words_of(row: TreeRow, names: Mapping[str, str]) -> str:
    """What the filter of the tree looks through: title, type, ids and texts of a row."""
    if row.step is None or row.branch is not None:
        return (row.branch.label if row.branch else "").lower()
    content = row.step.content
    values = " ".join(str(value)[:500] for value in content.values().values())
    return f"{headline(content, None, names)} {content.label} {content.type} {row.step.id or ''} {values}".lower()
