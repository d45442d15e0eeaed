"""One value of one field: as a service reported it, as a form holds it, and whether the declaration allows it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tui.model.declare import LISTS, FieldSpec, Kind, Problem

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def as_reported(spec: FieldSpec, value: Any) -> Any:
    """A reported value in the type of its field where that loses nothing; anything else as it came."""
    many = spec.ask.kind in (*LISTS, Kind.DAYS)
    if value is None:
        return () if many else ""
    if spec.ask.from_wire is not None:
        value = spec.ask.from_wire(value)
    if spec.ask.kind is Kind.NUMBER:
        return _number(value)
    if many and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return value


def as_sent(spec: FieldSpec, value: Any) -> Any:
    """A value as the service wants it: null for an empty one where it knows null, lists for lists."""
    if spec.ask.nullable and value in ("", ()):
        return None
    if spec.ask.to_wire is not None:
        return spec.ask.to_wire(value)
    return list(value) if isinstance(value, tuple) else value


def as_typed(spec: FieldSpec, value: Any) -> Any:
    """A form value without what a person types around it: spaces, empty lines in a list of addresses.

    A list of days, as JSON and YAML have it, counts like the tuple of a form.
    """
    kind = spec.ask.kind
    if kind in LISTS:
        lines = value.splitlines() if isinstance(value, str) else value
        if isinstance(lines, (list, tuple)) and all(isinstance(line, str) for line in lines):
            return tuple(line.strip() for line in lines if line.strip())
    if kind is Kind.DAYS and isinstance(value, list):
        return tuple(value)
    if isinstance(value, str) and kind in (Kind.NUMBER, Kind.URL, Kind.CAMPAIGN, Kind.OPTION):
        return value.strip()
    return value


def check_field(spec: FieldSpec, value: Any) -> tuple[Any, Problem | None]:
    """A form value in the type of its field, or the sentence that says what is wrong with it."""
    value = as_typed(spec, value)
    if spec.ask.kind is Kind.NUMBER:
        value = _number(value)
        if value == "":
            return None, Problem(spec.name, f"{spec.ask.title} is empty: enter {spec.rule()}.")
    known = [choice.value for choice in spec.ask.choices]
    if spec.ask.kind is Kind.DAYS:
        none = not value and not spec.ask.nullable
        if not isinstance(value, tuple) or none or any(day not in known for day in value):
            return None, Problem(spec.name, f"{spec.ask.title} must be {spec.rule()}.")
        value = tuple(day for day in known if day in value)
    elif known and value not in known:
        return None, Problem(spec.name, f"{spec.ask.title} must be {spec.rule()}.")
    try:
        return _adapter(spec).validate_python(value, strict=True), None
    except ValidationError as error:
        return None, Problem(spec.name, _sentence(spec, value, error))
    except UnicodeError:
        return None, Problem(spec.name, f"{spec.ask.title} holds half a character, which cannot be sent: take it out.")


def missing(spec: FieldSpec) -> Problem:
    """The problem of a required field without a value."""
    return Problem(spec.name, f"{spec.ask.title} is required: enter {spec.rule()}.")


def _number(value: Any) -> Any:
    """A whole number out of an int, a float like 2.0 or a text of ASCII digits; anything else as it came."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else value


@cache
def _adapter(spec: FieldSpec) -> TypeAdapter[Any]:
    return TypeAdapter(spec.accepts)


def _sentence(spec: FieldSpec, value: Any, error: ValidationError) -> str:
    title = spec.ask.title
    if spec.max_length is not None and isinstance(value, str) and len(value) > spec.max_length:
        over = len(value) - spec.max_length
        return f"{title} has {len(value)} characters, {over} more than the {spec.max_length} allowed: shorten it."
    first = error.errors()[0]
    if first["type"] == "value_error":
        return f"{title}: {first['ctx']['error']}; it must be {spec.rule()}."
    return f"{title} must be {spec.rule()}."
