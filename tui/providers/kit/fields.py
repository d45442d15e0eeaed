"""How values of Kit look in a form and on the wire where the two differ: ids, days, exclusions (contracts/kit 7, 8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tui.model.declare import Choice

WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_CHOICES: Final = tuple(Choice(day, day.capitalize()) for day in WEEK)
SOURCE_TYPES: Final = ("form", "segment", "sequence", "tag")
_DIGITS: Final = re.compile(r"[0-9]{1,18}")
_SOURCE: Final = re.compile(rf"({'|'.join(SOURCE_TYPES)})\s*:\s*([0-9]{{1,18}}(?:\s*,\s*[0-9]{{1,18}})*)")


def id_of(value: Any) -> int | None:
    """A whole number from a number or a text of digits; None for anything else."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def template_text(value: Any) -> Any:
    """A reported template id as the text that a form holds; anything that is no id as it came."""
    number = id_of(value)
    return value if number is None else str(number)


def template_number(text: Any) -> Any:
    """The text of a form as the number that Kit takes."""
    number = id_of(text)
    return text if number is None else number


def template_id(text: str) -> str:
    """The id of a template, or nothing. Raises ValueError."""
    if text and id_of(text) is None:
        raise ValueError(f"“{text}” is no id of a template")
    return text


def restricted_days(value: Any) -> Any:
    """The days that an e-mail is restricted to; all seven are no restriction (contracts/kit 8.1)."""
    return [] if isinstance(value, list) and set(map(str, value)) == set(WEEK) else value


def restriction(days: tuple[str, ...]) -> tuple[str, ...]:
    """The same for the days ticked in a form, so that what is stored compares equal to what was asked."""
    return () if set(days) == set(WEEK) else days


def sender(text: str) -> str:
    """A sending address, or nothing. Raises ValueError."""
    if text and ("@" not in text or text != text.strip() or " " in text):
        raise ValueError(f"“{text}” is no e-mail address")
    return text


def source_lines(value: Any) -> Any:
    """Exclusions as lines, "tag: 12, 14", one per type and in the order of the types; as they came if unreadable.

    Kit gives them back in another order than they were sent in (contracts/kit 7.3).
    """
    found: dict[str, set[int]] = {}
    for entry in value if isinstance(value, list) else [None]:
        kind = entry.get("type") if isinstance(entry, Mapping) else None
        ids = entry.get("ids") if isinstance(entry, Mapping) else None
        numbers = [id_of(item) for item in ids] if isinstance(ids, list) else [None]
        if not isinstance(kind, str) or None in numbers:
            return value
        found.setdefault(kind, set()).update(number for number in numbers if number is not None)
    return _lines(found)


def sources(value: Any) -> Any:
    """Lines as the list of `{type, ids}` that Kit takes; what is no line goes as it is."""
    if not isinstance(value, tuple) or not all(isinstance(line, str) for line in value):
        return value
    return [{"type": kind, "ids": sorted(ids)} for kind, ids in sorted(_read(value).items())]


def checked_lines(value: tuple[str, ...]) -> tuple[str, ...]:
    """The lines in the form in which they come back. Raises ValueError that names the first bad one."""
    return tuple(_lines(_read(value)))


def _read(lines: tuple[str, ...]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for line in lines:
        match = _SOURCE.fullmatch(line.strip().lower())
        if match is None:
            kinds = ", ".join(SOURCE_TYPES[:-1])
            raise ValueError(f"“{line}” is no type ({kinds} or {SOURCE_TYPES[-1]}) with its ids, as in “tag: 12, 14”")
        found.setdefault(match[1], set()).update(int(number) for number in match[2].split(","))
    return found


def _lines(found: Mapping[str, set[int]]) -> list[str]:
    return [f"{kind}: {', '.join(map(str, sorted(ids)))}" for kind, ids in sorted(found.items()) if ids]
