"""The one place that opens `branchline.db`: how it is opened, what is in it, and what happens when it is unusable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

PATIENCE_SECONDS = 5
"""How long a writer waits for another Branchline that writes at the same moment."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    # 1: unsaved input. Databases from before there was a version hold this table already.
    (
        "create table if not exists drafts (account text, campaign text, position integer, body text,"
        " primary key (account, campaign, position))",
    ),
    # 2: the journal.
    (
        "create table entries (id integer primary key autoincrement, session text not null, pid integer not null,"
        " account text not null, campaign text not null, name text not null, plan integer, number integer not null,"
        " total integer not null, title text not null, request text not null, operation text, key text not null,"
        " known text not null, at real not null, outcome text, ended real, step text, notes text)",
        "create index entries_left_open on entries (campaign) where outcome is null or outcome = 'unclear'",
        "create index entries_of_plan on entries (plan) where plan is not null",
        "create table plans (id integer primary key autoincrement, session text not null, pid integer not null,"
        " account text not null, campaign text not null, name text not null, body text not null, ids text not null,"
        " skip integer not null, exact integer, entry integer, state text not null, at real not null)",
    ),
    # 3: the trash.
    (
        "create table trash (id integer primary key autoincrement, at real not null, account text not null,"
        " service text not null, campaign text not null, name text not null, title text not null, place text,"
        " steps integer not null, state text not null, body text, step text not null, file text not null)",
    ),
    # 4: the history.
    (
        "create table snapshots (id integer primary key autoincrement, at real not null, who text not null,"
        " account text not null, service text not null, campaign text not null, name text not null,"
        " status text not null, steps integer not null, words text not null, settings text not null,"
        " body blob not null)",
        "create index snapshots_of_campaign on snapshots (account, campaign, id)",
        "create table blocks (account text not null, campaign text not null, hash blob not null, body blob not null,"
        " primary key (account, campaign, hash)) without rowid",
    ),
)
"""What makes each version of the schema out of the one before. Never changed once released, only added to."""

VERSION = len(MIGRATIONS)


class TooNew(sqlite3.OperationalError):
    """The database was made by a later version; it is left alone, because writing to it might spoil it."""


class Database:
    """A database that is ready to use. One that cannot be read is set aside, not lost.

    Raises sqlite3.Error or OSError when there can be no database at this path. Connections live for one block of work:
    nothing stays locked or half written when the program is killed between two of them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where an unreadable database was moved to."""
        try:
            self._prepare()
        except sqlite3.OperationalError:
            # Locked, read-only, no room: nothing is wrong with what is in it.
            raise
        except sqlite3.DatabaseError:
            self.set_aside = self._put_away()
            self._prepare()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to look things up with. Raises sqlite3.Error."""
        with closing(self._open()) as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are all there after the block, or none when it is left by an error.

        Raises sqlite3.Error when the disk refuses, or another Branchline writes for too long.
        """
        with closing(self._open()) as db, db:
            db.execute("begin immediate")
            yield db

    def _prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # It holds messages to people: like the settings it is for its owner's eyes only.
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        with self.reading() as db:
            version = _version(db)
        if version > VERSION:
            raise TooNew(f"{self.path} was made by a newer Branchline (schema {version}, this one knows {VERSION})")
        if version < VERSION:
            with self.writing() as db:
                # Asked again: another Branchline may have been quicker.
                for statements in MIGRATIONS[_version(db) :]:
                    for statement in statements:
                        db.execute(statement)
                db.execute(f"pragma user_version = {VERSION}")

    def _put_away(self) -> Path:
        """Rename the database, with the log beside it, to a name that is free."""
        kept, number = self.path.with_name(f"{self.path.name}.unreadable"), 1
        while kept.exists():
            number += 1
            kept = self.path.with_name(f"{self.path.name}.unreadable-{number}")
        self.path.replace(kept)
        for beside in ("-wal", "-shm"):
            # Left here they would be taken for the log of the new database.
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + beside).replace(kept.with_name(kept.name + beside))
        return kept

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS)
        try:
            db.execute("pragma journal_mode=wal")
        except sqlite3.Error:
            db.close()
            raise
        return db


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])
