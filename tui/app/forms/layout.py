"""Where each field of a step stands: one arithmetic for the drawn view and for the form, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.model.declare import FieldSpec, Kind

LABEL_WIDTH = 12
COUNTER_WIDTH = 9
_LEAST = {Kind.HTML: 5, Kind.TEXT: 3, Kind.URLS: 2, Kind.LINES: 2}
_GROWS = {Kind.HTML: 3, Kind.TEXT: 2}


@dataclass(frozen=True, slots=True)
class Cell:
    """One field on the pane, in rows: `height` for the value, one row below it for a message or as space."""

    spec: FieldSpec
    top: int
    height: int


def lay_out(specs: Sequence[FieldSpec], height: int, wanted: Mapping[str, int] | None = None) -> list[Cell]:
    """The places of fields in a pane of `height` rows. Long texts share what the others leave; at least their least.

    `wanted`: the rows of fields that need more than their kind says.
    """
    least = {spec.name: _LEAST.get(spec.ask.kind, 1) for spec in specs} | dict(wanted or {})
    spare = max(0, height - sum(rows + 1 for rows in least.values()))
    shares = {spec.name: _GROWS.get(spec.ask.kind, 0) for spec in specs}
    total = sum(shares.values())
    cells, top = [], 0
    for spec in specs:
        rows = least[spec.name] + (spare * shares[spec.name] // total if total else 0)
        cells.append(Cell(spec, top, rows))
        top += rows + 1
    return cells


def has_counter(spec: FieldSpec) -> bool:
    """Whether a limit is counted beside the field."""
    return spec.max_length is not None


def counter(spec: FieldSpec, value: object) -> str:
    """The counter: characters used and allowed."""
    return f"{len(str(value or ''))}/{spec.max_length}"


def value_width(spec: FieldSpec, width: int) -> int:
    """Columns of the value in a pane of `width` columns."""
    return max(8, width - LABEL_WIDTH - (COUNTER_WIDTH if has_counter(spec) else 0))


def suffix(spec: FieldSpec) -> str:
    """What stands behind a number: its unit and what it counts from."""
    if spec.ask.kind is not Kind.NUMBER:
        return ""
    return f"{spec.ask.unit} after the previous step" if spec.ask.title == "Delay" else spec.ask.unit
