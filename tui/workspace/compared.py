"""Two states of a campaign, side by side: which steps are new, other, moved or gone."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tui.workspace.snapshots import BRANCH, END, MAIN, STEP, STRAY


@dataclass(frozen=True, slots=True)
class Row:
    """One step with its place."""

    id: str
    type: str
    fields: dict[str, Any]
    sequence: str
    index: int
    way: tuple[str, ...]
    """Labels of the branches on the way down."""

    @property
    def where(self) -> str:
        """For people: "step 2 of Accepted"."""
        below = " › ".join(label or "Branch" for label in self.way)
        return f"step {self.index + 1}{f' of {below}' if below else ''}"


@dataclass(frozen=True, slots=True)
class Change:
    """One step in both states."""

    old: Row
    new: Row
    fields: tuple[str, ...]
    """Names of the fields that differ, in the order of the service."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is other in the second state."""

    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Change, ...]
    moved: tuple[Change, ...]
    renamed: tuple[str, str] | None = None
    settings: tuple[tuple[str, Any, Any], ...] = ()
    """Name, old and new value, of those that both states know."""

    @property
    def words(self) -> str:
        """In a line: "+2 ~1 -1 steps, renamed"."""
        signs = (("+", self.added), ("~", self.changed), ("-", self.removed), ("^", self.moved))
        counts = [f"{sign}{len(rows)}" for sign, rows in signs if rows]
        total = sum(len(rows) for _, rows in signs)
        said = [f"{' '.join(counts)} step{'' if total == 1 else 's'}"] if counts else []
        said += ["renamed"] if self.renamed else []
        said += ["settings"] if self.settings else []
        return ", ".join(said) or "branches"


def rows(parts: Iterable[str]) -> Iterator[Row]:
    """The steps of a campaign that is written as texts, with their places."""
    stack: list[tuple[str, int, tuple[str, ...], str]] = []  # sequence, steps so far, way, kind
    for part in parts:
        kind, value = json.loads(part)
        if kind in (MAIN, STRAY):
            stack.append((value or "", 0, (), kind))
        elif kind == BRANCH:
            holder = stack[-1]
            stack.append((value["id"] or f"{holder[0]}/{len(stack)}", 0, (*holder[2], value["label"]), kind))
        elif kind == STEP:
            sequence, count, way, held = stack[-1]
            stack[-1] = (sequence, count + 1, way, held)
            yield Row(value["id"] or f"{sequence}#{count}", value["type"], value["fields"], sequence, count, way)
            if value["branches"]:
                stack.append((sequence, count, way, kind))
        elif kind == END:
            stack.pop()


def compare(
    old: Iterable[str],
    new: Iterable[str],
    *,
    names: tuple[str, str] = ("", ""),
    settings: tuple[dict[str, Any], dict[str, Any]] = ({}, {}),
) -> Comparison:
    """What is other in `new`. Steps are matched by id, wherever they stand."""
    before, after = {row.id: row for row in rows(old)}, {row.id: row for row in rows(new)}
    both = [Change(before[key], row, _differing(before[key], row)) for key, row in after.items() if key in before]
    return Comparison(
        added=tuple(row for key, row in after.items() if key not in before),
        removed=tuple(row for key, row in before.items() if key not in after),
        changed=tuple(change for change in both if change.fields),
        moved=tuple(_moved(both)),
        renamed=names if names[0] != names[1] else None,
        settings=tuple(
            (name, settings[0][name], value)
            for name, value in settings[1].items()
            if name != "name" and name in settings[0] and settings[0][name] != value
        ),
    )


def _differing(old: Row, new: Row) -> tuple[str, ...]:
    if old.type != new.type:
        return ("type",)
    names = {**old.fields, **new.fields}
    return tuple(name for name in names if old.fields.get(name) != new.fields.get(name))


def _moved(both: list[Change]) -> Iterator[Change]:
    """The fewest steps that must have been moved, to another sequence or within theirs."""
    order: dict[str, list[Change]] = {}
    for change in both:
        if change.old.sequence != change.new.sequence:
            yield change
        else:
            order.setdefault(change.new.sequence, []).append(change)
    for staying in order.values():
        fixed = _rising([change.old.index for change in staying])
        yield from (change for place, change in enumerate(staying) if place not in fixed)


def _rising(numbers: list[int]) -> set[int]:
    """The places of the longest part that is in order already."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        at = bisect_left(tails, number)
        before.append(ends[at - 1] if at else None)
        tails[at:] = [number, *tails[at + 1 :]]
        ends[at:] = [place, *ends[at + 1 :]]
    found: set[int] = set()
    here = ends[-1] if ends else None
    while here is not None:
        found.add(here)
        here = before[here]
    return found
