"""What a credential of Kit is, and lists read page by page (contracts/kit 2, 5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.providers.calls import Answer, Call
from tui.providers.connection import Connection
from tui.providers.errors import wrong_shape
from tui.providers.kit.lately import Lately, Row

PAGE = 500
KEY_PREFIX = "kit_"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: rows that were on no page before it."""

    rows: tuple[Row, ...]
    total: int | None
    """How many there are in all, where it was asked for and said."""
    call: Call
    answer: Answer


class KitConnection(Connection):
    """What every call to Kit needs, and how its lists are read."""

    service = "kit"
    title = "Kit"

    counts_people = True
    _lately: Lately

    async def _pages(
        self,
        path: str,
        name: str,
        title: str,
        *,
        query: Mapping[str, str] | None = None,
        size: int = PAGE,
        count: bool = False,
        urgent: bool = True,
    ) -> AsyncIterator[Page]:
        """The pages of the list `name`. `count` asks with the first page how many there are, which is slow for Kit.

        Ends with the last page, and with one that brings nothing new: a cursor that comes again leads nowhere. Raises
        BadAnswer when more is announced without a cursor that leads to it.
        """
        seen: set[str] = set()
        asked = {"per_page": str(size), **(query or {})}
        more = {"include_total_count": "true"} if count else {}
        while True:
            call, answer = await self._sent("GET", path, title, query={**asked, **more}, urgent=urgent)
            found = {str(row["id"]): row for row in self._rows(call, answer, name)}
            fresh = {identifier: row for identifier, row in found.items() if identifier not in seen}
            seen.update(fresh)
            paging = answer.data.get("pagination") if isinstance(answer.data, dict) else None
            paging = paging if isinstance(paging, dict) else {}
            total = paging.get("total_count")
            yield Page(tuple(fresh.values()), total if isinstance(total, int) else None, call, answer)
            if paging.get("has_next_page") is not True or not fresh:
                return
            cursor = paging.get("end_cursor")
            if not isinstance(cursor, str) or not cursor:
                raise wrong_shape(call, answer, "the cursor of the next page", service=self.title)
            more = {"after": cursor}

    def _rows(self, call: Call, answer: Answer, name: str) -> list[dict[str, Any]]:
        """The objects of a list; each has an id."""
        rows = self._list(call, answer, name)
        if not all(_is_id(row.get("id")) for row in rows):
            raise wrong_shape(call, answer, f"an id in everything in “{name}”", service=self.title)
        return rows

    def _record(self, call: Call, answer: Answer, name: str) -> dict[str, Any]:
        """The one object of an answer; it has an id."""
        record = self._object(call, answer, name)
        if not _is_id(record.get("id")):
            raise wrong_shape(call, answer, f"an id in “{name}”", service=self.title)
        return record


def token_in(secret: str) -> str | None:
    """The OAuth token that a secret is or holds; None for an API key.

    Keys of version 4 begin with `kit_`. Everything else is taken for a token, and so is what follows the word `Bearer`
    and a space, whatever it begins with: older keys do not work on version 4 at all.
    """
    word, _, rest = secret.strip().partition(" ")
    if word.lower() == "bearer" and rest.strip():
        return rest.strip()
    return None if not secret.strip() or secret.startswith(KEY_PREFIX) else secret


def _is_id(value: object) -> bool:
    """Ids are numbers; a text is one as well."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and bool(value))
