"""Everything that is kept on disk between runs, opened together."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tui.workspace.database import Database
from tui.workspace.drafts import DraftStore
from tui.workspace.journal import Journal


@dataclass(frozen=True, slots=True)
class Storage:
    """The stores in one database."""

    drafts: DraftStore
    journal: Journal

    @classmethod
    def of(cls, database: Database) -> Self:
        """All stores of a database."""
        return cls(DraftStore(database), Journal(database))


def open_storage(path: Path) -> tuple[Storage | None, str]:
    """The stores at `path`, and what has to be said about them; none where the disk does not allow it. Raises nothing:
    Branchline opens without them."""
    try:
        database = Database(path)
    except (OSError, sqlite3.Error) as error:
        return None, f"Nothing can be kept for the next time: {error}. Unsaved input ends with this run."
    if database.set_aside is not None:
        said = f"The database could not be read; it was kept as {database.set_aside} and a new one begun."
        return Storage.of(database), said
    return Storage.of(database), ""
