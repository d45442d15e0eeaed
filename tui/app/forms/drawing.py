"""The drawn views of a step: its fields as the form would show them, its message, its JSON. Data in, lines out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len, chop_cells, set_cell_size

from tui.app.forms.days import EVERY_DAY, UNREPORTED
from tui.app.forms.fields import shown
from tui.app.forms.layout import COUNTER_WIDTH, LABEL_WIDTH, Cell, counter, has_counter, suffix, value_width
from tui.app.widgets.drawn import Line, Span
from tui.model.content import StepContent
from tui.model.declare import FieldSpec, Kind, Problem
from tui.model.plain import visible
from tui.review.message import readable, variables

_WORD = re.compile(r"\s*\S+\s*|\s+")
LONGEST = 20_000
"""Characters of a text that a drawn view looks at; the form holds all of them."""
ONE_LINE = (Kind.LINE, Kind.URL)
"""Kinds that a form edits in one line that scrolls; drawn, they are wrapped, so that they can be read."""
MOST_LINES = 12
"""Lines to which such a value is wrapped; a subject of the length that services allow fits in them."""


def draw_fields(
    cells: Sequence[Cell], values: Mapping[str, Any], problems: Sequence[Problem], names: Mapping[str, str], width: int
) -> list[Line]:
    """The fields of a step in the places where the form has them."""
    lines: list[Line] = []
    for cell in cells:
        found = next((problem for problem in problems if problem.field == cell.spec.name), None)
        value = values.get(cell.spec.name)
        # The row that is kept for a message takes the second line of a subject, so that the form does not jump.
        spare = (
            found is None and cell.spec.ask.kind in ONE_LINE and len(_one_line(cell.spec, value, width)) > cell.height
        )
        lines.extend(_field(cell.spec, cell.height + spare, value, names, width))
        if not spare:
            lines.append(_message(found))
    return lines


def rows_wanted(specs: Sequence[FieldSpec], values: Mapping[str, Any], width: int) -> dict[str, int]:
    """The rows of those one-line fields whose values are longer than their line and the row below it."""
    lines = {
        spec.name: len(_one_line(spec, values.get(spec.name), width)) for spec in specs if spec.ask.kind in ONE_LINE
    }
    return {name: count - 1 for name, count in lines.items() if count > 2}


def _one_line(spec: FieldSpec, value: Any, width: int) -> list[str]:
    return _wrapped(shown(value)[:LONGEST], value_width(spec, width), MOST_LINES)


def _field(spec: FieldSpec, height: int, value: Any, names: Mapping[str, str], width: int) -> list[Line]:
    room = value_width(spec, width)
    label: list[Span] = [(f"{spec.ask.title}", "label"), ("*" if spec.ask.required else "", "accent")]
    label.append((" " * max(1, LABEL_WIDTH - sum(cell_len(text) for text, _ in label)), ""))
    if value is None:
        body: list[Line] = [[(f" {UNREPORTED}", "dim")]]
    elif spec.ask.kind is Kind.NUMBER:
        number = set_cell_size(f" {shown(value)}", 8)
        body = [[(number, "field"), (f" {suffix(spec)}", "dim")]]
    else:
        body = [_filled(line, room) for line in _wrapped(_words(spec, value, names), room, height)]
    blank: Line = [] if value is None or spec.ask.kind is Kind.NUMBER else [(" " * room, "field")]
    rows: list[Line] = []
    for index in range(height):
        head = label if index == 0 else [(" " * LABEL_WIDTH, "")]
        tail: list[Span] = []
        if index == 0 and has_counter(spec):
            tail = [(counter(spec, value).rjust(COUNTER_WIDTH), "dim")]
        rows.append([*head, *(body[index] if index < len(body) else blank), *tail])
    return rows


def _words(spec: FieldSpec, value: Any, names: Mapping[str, str]) -> str:
    if spec.ask.kind is Kind.FLAG:
        return "yes" if value else "no"
    if spec.ask.kind is Kind.CHOICE:
        return next((choice.label for choice in spec.ask.choices if choice.value == value), shown(value))
    if spec.ask.kind is Kind.CAMPAIGN and value in names:
        return f"{names[value]}  {value}"
    if spec.ask.kind is Kind.OPTION:
        name = names.get(f"{spec.ask.picks}:{value}")
        return f"{name}  {value}" if name else shown(value) or f"no {spec.ask.picks}"
    if spec.ask.kind is Kind.DAYS and isinstance(value, tuple):
        chosen = [choice.label for choice in spec.ask.choices if choice.value in value]
        if len(chosen) == len(spec.ask.choices) or (not chosen and spec.ask.nullable):
            return EVERY_DAY
        return " ".join(chosen)
    return shown(value)[:LONGEST]


def _wrapped(text: str, room: int, height: int) -> list[str]:
    """At most `height` lines of at most `room` cells, the last with a mark when something is left out."""
    lines: list[str] = []
    for line in visible(text, keep_newlines=True).split("\n"):
        lines.extend(wrap_cells(line, room - 4))
        if len(lines) > height:
            lines = lines[:height]
            lines[-1] = set_cell_size(lines[-1], min(cell_len(lines[-1]), room - 4)) + " …"
            break
    return lines


def wrap_cells(line: str, room: int) -> list[str]:
    """A line in pieces of at most `room` cells, broken behind spaces, as the editor of a text breaks it."""
    if cell_len(line) <= room:
        return [line]
    pieces, used = [""], 0
    for word in _WORD.findall(line):
        for part in (word,) if cell_len(word) <= room else chop_cells(word, room):
            size = cell_len(part)
            if used + size > room and pieces[-1]:
                pieces.append("")
                used = 0
            pieces[-1] += part
            used += size
    return pieces


def _filled(text: str, room: int) -> Line:
    """A line of a field's value on the field's ground, variables marked."""
    return [(" ", "field"), *mark_variables(text, "field"), (" " * max(0, room - 1 - cell_len(text)), "field")]


def mark_variables(text: str, role: str) -> list[Span]:
    """A text with its variables in their own role."""
    spans: list[Span] = []
    at = 0
    for start, end in variables(text):
        spans += [(text[at:start], role), (text[start:end], "variable")]
        at = end
    return [*spans, (text[at:], role)]


def _message(problem: Problem | None) -> Line:
    if problem is None:
        return []
    sign, role = ("✖ ", "error") if problem.severity == "error" else ("⚠ ", "warn")
    return [(" " * LABEL_WIDTH, ""), (sign + problem.message, role)]


def draw_preview(content: type[StepContent], values: Mapping[str, Any], width: int) -> list[Line]:
    """The message as the recipient reads it; variables stand as they are written, links are listed below."""
    instance = content.model_construct(**{name: value for name, value in values.items() if value is not None})
    parts = instance.message_text()
    if parts is None:
        return [[("This step sends no text.", "dim")]]
    subject, body, is_html = (part if isinstance(part, bool) else shown(part) for part in parts)
    assert isinstance(subject, str)
    assert isinstance(body, str)
    lines: list[Line] = []
    if is_html:
        lines += [*_subject(subject, width), [("─" * width, "dim")]]
    text = readable(body[:LONGEST], is_html=bool(is_html))
    if not any(text.lines):
        lines.append([("(no text)", "dim")])
    for line in text.lines:
        lines += [mark_variables(piece, "") for piece in wrap_cells(visible(line), max(10, width))]
    if text.links:
        lines += [[], [("Links", "label")]]
        for number, link in enumerate(text.links, 1):
            sign = f"[{number}] "
            pieces = wrap_cells(visible(link) or "(empty)", max(10, width - len(sign)))
            lines += [[(" " * len(sign) if at else sign, "dim"), (piece, "link")] for at, piece in enumerate(pieces)]
    return lines


def _subject(subject: str, width: int) -> list[Line]:
    """The subject of a message, in as many lines as it takes."""
    head = "Subject  "
    if not subject:
        return [[(head, "label"), ("(no subject: continues the thread)", "dim")]]
    pieces = wrap_cells(visible(subject[:LONGEST]), max(10, width - len(head)))
    return [
        [(" " * len(head) if at else head, "label"), *mark_variables(piece, "strong")]
        for at, piece in enumerate(pieces)
    ]


_JSON_LINE = re.compile(r'^(\s*)("(?:[^"\\]|\\.)*")(: )(.*)$')


def draw_json(reported: Mapping[str, Any], width: int) -> list[Line]:
    """The step as the service reports it."""
    if not reported:
        return [[("The service does not have this step yet.", "dim")]]
    lines: list[Line] = []
    for line in json.dumps(reported, ensure_ascii=False, indent=2)[: LONGEST * 5].splitlines():
        match = _JSON_LINE.match(line)
        pieces = wrap_cells(visible(line), max(10, width))
        if match and len(pieces) == 1:
            lines.append([(match[1], ""), (match[2], "label"), (match[3], "dim"), (match[4], "")])
        else:
            lines += [[(piece, "")] for piece in pieces]
    return lines
