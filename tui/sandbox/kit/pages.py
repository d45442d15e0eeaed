"""Cursor paging: a page of rows with the cursors of its ends (contract 5)."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from pydantic import JsonValue

from tui.sandbox.kit.call import Answer, refuse
from tui.sandbox.wire import Json

T = TypeVar("T")

PER_PAGE: Final = 500
MAX_PER_PAGE: Final = 1000


def page(
    query: Mapping[str, str],
    name: str,
    rows: Sequence[T],
    write: Callable[[T], Json],
    *,
    key: Callable[[T], tuple[int, ...]],
    descending: bool = True,
) -> Answer:
    """The page of `rows` that `query` asks for, written by `write` under `name`.

    `key` orders the rows and is what a cursor says: an id, or position and id; all keys have the same length. Highest
    first unless `descending` is False. Refused: 422 for what is no cursor, and for a `per_page` that is no number from
    1 on.
    """
    size = _size(query.get("per_page"))
    ordered = sorted(rows, key=key, reverse=descending)
    keys = [key(row) for row in ordered]
    length = len(keys[0]) if keys else None

    def ahead(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        return one > other if descending else one < other

    first, last = 0, min(size, len(ordered))
    if "after" in query:
        cursor = _decoded(query["after"], length)
        first = sum(1 for each in keys if each == cursor or ahead(each, cursor))
        last = min(first + size, len(ordered))
    elif "before" in query:
        cursor = _decoded(query["before"], length)
        last = sum(1 for each in keys if ahead(each, cursor))
        first = max(0, last - size)
    shown: list[JsonValue] = [write(row) for row in ordered[first:last]]
    pagination: Json = {
        "has_previous_page": first > 0,
        "has_next_page": last < len(ordered),
        "start_cursor": encoded(keys[first]) if shown else None,
        "end_cursor": encoded(keys[last - 1]) if shown else None,
        "per_page": size,
    }
    if query.get("include_total_count") == "true":
        pagination["total_count"] = len(ordered)
    return Answer(200, {name: shown, "pagination": pagination})


def encoded(key: tuple[int, ...]) -> str:
    """A cursor: base64 of a compact JSON array, `WzFd` for the id 1."""
    return base64.b64encode(json.dumps(key, separators=(",", ":")).encode()).decode()


def _decoded(cursor: str, length: int | None) -> tuple[int, ...]:
    """What a cursor says; `length` numbers, any number of them when there are no rows to compare with."""
    try:
        key = json.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        refuse(422, "Invalid cursor")
    if not isinstance(key, list) or not key or (length is not None and len(key) != length):
        refuse(422, "Invalid cursor")
    if any(isinstance(part, bool) or not isinstance(part, int) for part in key):
        refuse(422, "Invalid cursor")
    return tuple(key)


def _size(given: str | None) -> int:
    if given is None or given == "":
        return PER_PAGE
    if not given.isdecimal() or not given.isascii() or not (number := int(given[:9])):
        refuse(422, "per_page must be an integer of at least 1")
    return min(number, MAX_PER_PAGE)
