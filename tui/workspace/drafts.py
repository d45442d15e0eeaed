"""Unsaved form input, kept in the database until the service has it (or the user throws it away)."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Where a step that does not exist yet is to stand: in a sequence, behind a step (None: first)."""

    sequence_key: str
    after_key: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into the form of one step and not sent."""

    key: str
    """Local key of the step; for a new step the key that it will have."""
    type: str
    values: Mapping[str, Any]
    """Form values of the fields that were touched (for a new step: of all fields)."""
    new: NewPlace | None = None
    saved_at: float = field(default_factory=time.time)
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it lies on disk, by remote ids, since local keys do not outlive the program."""

    step_id: str | None
    type: str
    values: Mapping[str, Any]
    sequence_id: str | None
    after_id: str | None
    saved_at: float


class DraftStore:
    """Drafts on disk, a set for each campaign of an account. A database that cannot be used is set aside, not lost."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where an unreadable database was moved to."""
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self.set_aside = path.with_name(f"{path.name}.unreadable-{int(time.time())}")
            path.replace(self.set_aside)
            self._prepare()

    def _prepare(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as db, db:
            db.execute(
                "create table if not exists drafts (account text, campaign text, position integer, body text,"
                " primary key (account, campaign, position))"
            )

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=5)
        db.execute("pragma journal_mode=wal")
        return db

    def save(self, account: str, campaign_id: str, drafts: list[StoredDraft]) -> None:
        """Replace the drafts of a campaign. Raises sqlite3.Error when the disk refuses."""
        rows = [
            (account, campaign_id, position, json.dumps(_plain(draft), ensure_ascii=False))
            for position, draft in enumerate(drafts)
        ]
        with closing(self._open()) as db, db:
            db.execute("delete from drafts where account = ? and campaign = ?", (account, campaign_id))
            db.executemany("insert into drafts values (?, ?, ?, ?)", rows)

    def load(self, account: str, campaign_id: str) -> list[StoredDraft]:
        """The drafts of a campaign; entries that cannot be read are left out."""
        with closing(self._open()) as db:
            rows = db.execute(
                "select body from drafts where account = ? and campaign = ? order by position", (account, campaign_id)
            ).fetchall()
        found = []
        for (body,) in rows:
            try:
                found.append(StoredDraft(**json.loads(body)))
            except (TypeError, ValueError):
                continue
        return found

    def campaigns(self, account: str) -> dict[str, int]:
        """Campaign ids with the number of drafts each has."""
        with closing(self._open()) as db:
            rows = db.execute(
                "select campaign, count(*) from drafts where account = ? group by campaign", (account,)
            ).fetchall()
        return dict(rows)


def _plain(draft: StoredDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in StoredDraft.__slots__}
