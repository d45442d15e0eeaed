"""Everything that is kept on disk between runs, opened together."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tui.workspace.database import Database
from tui.workspace.drafts import DraftStore
from tui.workspace.history import History
from tui.workspace.journal import Journal
from tui.workspace.trash import DAYS, Trash


@dataclass(frozen=True, slots=True)
class Storage:
    """The stores in one database."""

    drafts: DraftStore
    journal: Journal
    trash: Trash
    history: History

    @classmethod
    def of(cls, database: Database, trash_days: int = DAYS) -> Self:
        """All stores of a database; the trash is kept for so many days."""
        return cls(DraftStore(database), Journal(database), Trash(database, trash_days), History(database))


def open_storage(path: Path, trash_days: int = DAYS) -> tuple[Storage | None, str]:
    """The stores at `path`, and what has to be said about them; none where the disk does not allow it. Raises nothing:
    Branchline opens without them."""
    try:
        database = Database(path)
    except (OSError, sqlite3.Error) as error:
        return None, f"Nothing can be kept for the next time: {error}. Unsaved input ends with this run."
    storage, said = Storage.of(database, trash_days), ""
    if database.set_aside is not None:
        said = f"The database could not be read; it was kept as {database.set_aside} and a new one begun."
    with suppress(sqlite3.Error):
        storage.trash.prune()
    return storage, said
