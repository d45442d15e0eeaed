"""Operations in words: old and new value of every field, and the words that differ in long texts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tui.model.declared import Declared
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, UpdateSettings, UpdateStep

_WORDS = re.compile(r"\s+|\w+|.", re.DOTALL)
MOST_WORDS = 4_000
"""From this many words on, a changed part of a text is shown as a whole: comparing word by word would take seconds."""

Kind = Literal["same", "old", "new"]
Part = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an operation. `old` None: the service did not report it, or the step is new."""

    name: str
    """The service's own name."""
    title: str
    old: Any
    new: Any
    long: bool = False
    """Whether it is a text of several lines."""
    reported: bool = True
    """Whether the service reported the old value."""


def field_changes(operation: AnyOperation | UpdateSettings) -> tuple[FieldChange, ...]:
    """The fields that an operation sets, in the order of the form."""
    if isinstance(operation, AddStep):
        content = operation.content
        names = content.adding_names()
        return tuple(_field(None, content, names))
    if isinstance(operation, (UpdateStep, UpdateSettings)):
        return tuple(_field(operation.before, operation.after, operation.after.changed_fields(operation.before)))
    return ()


def _field(before: Declared | None, after: Declared, names: set[str]) -> Iterator[FieldChange]:
    for spec in after.fields():
        if spec.name in names:
            reported = before is not None and before.reported(spec.name)
            old = getattr(before, spec.name) if reported else None
            yield FieldChange(spec.wire, spec.ask.title, old, getattr(after, spec.name), spec.is_long, reported)


def word_of(operation: AnyOperation | UpdateSettings) -> str:
    """The word that stands for a kind of operation, for scripts."""
    kinds = {AddStep: "add", UpdateStep: "change", DeleteStep: "delete", MoveStep: "move", UpdateSettings: "settings"}
    return kinds[type(operation)]


def sign_of(operation: AnyOperation | UpdateSettings) -> str:
    """The sign before it in a list."""
    return {"add": "+", "delete": "-", "move": "^"}.get(word_of(operation), "~")


def as_json(operation: AnyOperation | UpdateSettings) -> dict[str, Any]:
    """An operation for scripts: what, where, and `fields` with `old` and `new` under the service's own names."""
    said: dict[str, Any] = {"do": word_of(operation), "campaign": operation.campaign_id, "title": operation.title}
    if isinstance(operation, AddStep):
        said |= {"sequence": operation.sequence_id or None, "index": operation.index, "type": operation.content.type}
    elif not isinstance(operation, UpdateSettings):
        said |= {"sequence": operation.sequence_id or None, "step": operation.step_id}
    if isinstance(operation, MoveStep):
        said |= {"from": operation.start, "index": operation.index}
    if fields := field_changes(operation):
        said["fields"] = {each.name: {"old": each.old, "new": each.new} for each in fields}
    return said


def word_diff(old: str, new: str) -> list[Part]:
    """Two texts as one: what stayed, what went, what came. Lines first, then the words of those that differ."""
    parts: list[Part] = []
    for kind, mine, theirs in _runs(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        before, after = "".join(mine), "".join(theirs)
        if kind == "equal":
            parts.append(("same", before))
            continue
        words = _WORDS.findall(before), _WORDS.findall(after)
        if max(map(len, words)) > MOST_WORDS:
            parts += [("old", before), ("new", after)]
            continue
        for inner, gone, come in _runs(*words):
            if inner == "equal":
                parts.append(("same", "".join(gone)))
            else:
                parts += [("old", "".join(gone)), ("new", "".join(come))]
    return _joined(part for part in parts if part[1])


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[start:end], new[begin:stop]


def _joined(parts: Iterator[Part]) -> list[Part]:
    joined: list[Part] = []
    for kind, text in parts:
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1] + text)
        else:
            joined.append((kind, text))
    return joined
