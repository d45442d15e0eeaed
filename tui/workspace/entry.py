"""One request in the journal, and in the trash when it deletes: written down before and after."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from tui.config.secret import veil
from tui.providers.base import Done
from tui.workspace.journal import Result
from tui.workspace.trash import Trash

if TYPE_CHECKING:
    from tui.workspace.storage import Storage

T = TypeVar("T")
P = ParamSpec("P")


class Entry:
    """One request in the journal, from before it is sent until it is known what came of it."""

    def __init__(self, storage: Storage | None) -> None:
        self._storage = storage
        self.number: int | None = None
        """Its number in the journal."""
        self.trouble: tuple[str, ...] = ()
        """What could not be written down; sentences for the user."""
        self.step = ""
        self.notes: tuple[str, ...] = ()
        self.thrown: int | None = None
        """Number in the trash of what it deletes."""

    def done(self, done: Done, notes: Iterable[str]) -> None:
        """The service has done it."""
        self.step, self.notes = done.step_id, tuple(notes)

    async def end(self, result: Result) -> None:
        """Commit what came of it."""
        storage = self._storage
        if storage is None:
            return
        if self.thrown is not None:
            await self._tell_trash(storage.trash, result)
        if self.number is None:
            return
        notes = [veil(note) for note in self.notes]
        await self.keep(storage.journal.end, self.number, result, step=self.step, notes=notes)

    async def _tell_trash(self, trash: Trash, result: Result) -> None:
        assert self.thrown is not None
        if result == "refused":
            await self.keep(trash.withdraw, self.thrown)
        else:
            await self.keep(trash.mark, self.thrown, "unclear" if result == "unclear" else "gone")

    async def seen(self, differences: Iterable[str]) -> None:
        """The campaign was read back; `differences` are what it shows other than asked."""
        self.notes = (*self.notes, *differences)
        await self.end("done" if differences else "verified")

    async def keep(self, act: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | None:
        """Write beside the screens. A disk that refuses stops no change; it is said."""
        try:
            return await asyncio.to_thread(act, *args, **more)
        except (sqlite3.Error, OSError, UnicodeError) as error:
            said = f"The journal could not be written ({error}): should Branchline be cut off now, it knows less."
            if said not in self.trouble:
                self.trouble += (said,)
            return None
