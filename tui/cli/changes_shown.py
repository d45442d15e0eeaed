"""Operations as lines: what each does, old and new values, the words that differ; coloured on a terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

from tui.cli.output import coloured, put
from tui.model.plain import visible
from tui.plan.operations import AddStep, AnyOperation, UpdateSettings
from tui.review.changes import FieldChange, Part, field_changes, sign_of, word_diff

_COLOURS = {"+": "32", "-": "31", "~": "33", "^": "36"}
_MARKS = {"old": ("[-", "-]", "31"), "new": ("{+", "+}", "32")}
AROUND = 40
"""Characters that are shown on each side of a change in a long text."""
LONGEST = 200
"""Characters of a value on one line."""


def put_operations(operations: Iterable[AnyOperation | UpdateSettings]) -> None:
    """Print what would be done."""
    colours = coloured(sys.stdout)
    for operation in operations:
        sign = sign_of(operation)
        put(_painted(f"{sign} {visible(operation.title)}", _COLOURS[sign], colours))
        for change in field_changes(operation):
            for line in _field(change, colours, new=isinstance(operation, AddStep)):
                put(f"    {line}")


def _field(change: FieldChange, colours: bool, *, new: bool) -> list[str]:
    if new:
        return [f"{change.name}: {_value(change.new)}"]
    if isinstance(change.old, str) and isinstance(change.new, str) and (change.long or "\n" in change.old + change.new):
        if not change.old or not change.new:
            return [f"{change.name}: {_value(change.old)} → {_value(change.new)}"]
        return [f"{change.name}:", *(f"  {line}" for line in _words(word_diff(change.old, change.new), colours))]
    old = _value(change.old) if change.reported else "(not reported by the API)"
    return [f"{change.name}: {old} → {_value(change.new)}"]


def _value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return visible(text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)")


def _words(parts: list[Part], colours: bool) -> list[str]:
    """The changed places of a text with a little around them, marked as `git diff --word-diff` does."""
    shown = []
    for place, (kind, text) in enumerate(parts):
        if kind == "same":
            shown.append(_around(text, first=place == 0, last=place == len(parts) - 1))
            continue
        begin, end, colour = _MARKS[kind]
        # A line end that goes or comes is itself a change that has to be seen.
        inner = text.replace("\r", "␍").replace("\n", "⏎\n")
        shown.append("\n".join(_painted(f"{begin}{visible(line)}{end}", colour, colours) for line in inner.split("\n")))
    return "".join(shown).split("\n")


def _around(text: str, *, first: bool, last: bool) -> str:
    text = visible(text, keep_newlines=True)
    head = "" if first else text[:AROUND]
    tail = "" if last else text[-AROUND:]
    if len(text) <= (0 if first else AROUND) + (0 if last else AROUND):
        return text
    return re.sub(r"\n{2,}", "\n", f"{head}…{tail}")


def _painted(text: str, code: str, colours: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colours else text
