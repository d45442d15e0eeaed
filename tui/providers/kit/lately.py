"""What this connection has written lately, to correct lists with: they may be late by minutes (contracts/kit 6)."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from tui.model.declared import Declared
from tui.providers.errors import NotFound

LATEST: Final = 300.0
"""Seconds after which lists show a write at the latest."""

Row = Mapping[str, Any]
Kind = Literal["sequence", "email"]
State = Row | Literal["gone", "unknown"]
"""The committed record; that there is none any more; or that the answer was lost."""


@dataclass(slots=True)
class _Note:
    at: float
    state: State


class Lately:
    """The writes of the last minutes, by kind, container and id. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._notes: dict[tuple[Kind, str, str], _Note] = {}

    def note(self, kind: Kind, within: str, identifier: str, state: State) -> None:
        """Remember a write; `within` is the id of the sequence of an e-mail, empty for a sequence."""
        self._notes[kind, within, identifier] = _Note(self.clock(), state)

    def ids(self, kind: Kind, within: str) -> set[str]:
        """What was written lately."""
        return set(self._recent(kind, within))

    async def corrected(
        self,
        kind: Kind,
        within: str,
        rows: Iterable[Row],
        content: type[Declared],
        read: Callable[[str], Awaitable[Row]],
    ) -> list[Row]:
        """The listed rows as reads by id have them; what a list does not show yet stands at the end.

        Only what was written lately and is listed otherwise than the service said then is read, with `read` (which
        raises NotFound for what is gone). `content` says which fields count: counters change by themselves.
        """
        listed = {str(row["id"]): row for row in rows}
        for identifier, note in self._recent(kind, within).items():
            if _agrees(note.state, listed.get(identifier), content):
                continue
            try:
                # The moment of the write stays: only a write makes lists late.
                note.state = listed[identifier] = await read(identifier)
            except NotFound:
                note.state = "gone"
                listed.pop(identifier, None)
        return list(listed.values())

    def _recent(self, kind: Kind, within: str) -> dict[str, _Note]:
        oldest = self.clock() - LATEST
        self._notes = {name: note for name, note in self._notes.items() if note.at >= oldest}
        return {name[2]: note for name, note in self._notes.items() if name[:2] == (kind, within)}


def _agrees(state: State, row: Row | None, content: type[Declared]) -> bool:
    if state == "unknown":
        return False
    if state == "gone" or isinstance(state, str):
        return row is None
    return row is not None and content.read(row).wire() == content.read(state).wire()
