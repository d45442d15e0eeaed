"""What campaigns looked like: a snapshot whenever one was read and is other than before."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from tui.model.nodes import Campaign, CampaignHead, Status
from tui.model.tree import count_steps
from tui.plan.serial import Unreadable
from tui.workspace.compared import Comparison, compare
from tui.workspace.database import Database
from tui.workspace.snapshots import HASH, blocks, packed, settings_of, texts, unpacked
from tui.workspace.trash import plain

DAYS = 365
"""How long snapshots are kept; the newest of a campaign stays for ever."""
KEPT = 100
"""How many snapshots of one campaign are kept at most."""
_DAY = 86_400

Who = Literal["branchline", "somebody else", ""]
"""Who made the change that a snapshot shows first; empty for the first snapshot of a campaign."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a campaign, without its steps."""

    number: int
    at: float
    who: Who
    head: CampaignHead
    steps: int
    words: str
    """What is other than in the snapshot before, in a line."""
    settings: dict[str, Any]


_COLUMNS = "id, at, who, account, service, campaign, name, status, steps, words, settings"


class History:
    """Snapshots of all campaigns. Every method raises sqlite3.Error when the disk refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, campaign: Campaign, settings: Mapping[str, Any], *, ours: bool) -> int | None:
        """Keep what a campaign looks like, unless it looks as before; the number of the snapshot.

        `ours`: Branchline has just changed it. Settings that the service did not tell this time are as they were.
        """
        head = campaign.head
        parts = list(texts(campaign))
        named = list(blocks(parts))
        body = b"".join(name for name, _ in named)
        with self._database.writing() as db:
            last = next(_rows(db, head.account, head.id, newest=1), None)
            known = {**(last.settings if last is not None else {}), **settings_of(settings)}
            words = "first seen"
            who: Who = ""
            if last is not None:
                same = self._body(db, last.number) == body
                told = any(last.settings.get(name, value) != value for name, value in known.items())
                if same and last.head.name == plain(head.name) and not told:
                    # What the service tells for the first time has not changed.
                    row = json.dumps(known, sort_keys=True), last.number
                    db.execute("update snapshots set settings = ? where id = ?", row)
                    return None
                names = (last.head.name, plain(head.name))
                try:
                    old = self._texts(db, last)
                    words = compare(old, parts, names=names, settings=(last.settings, known)).words
                except Unreadable:
                    words = "the state before cannot be read"
                who = "branchline" if ours else "somebody else"
            self._keep(db, head, named)
            number = db.execute(
                "insert into snapshots (at, who, account, service, campaign, name, status, steps, words, settings,"
                " body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (time.time(), who, head.account, head.service, head.id, plain(head.name), head.status,
                 count_steps(campaign), words, json.dumps(known, sort_keys=True), body),
            ).lastrowid  # fmt: skip
            self._prune(db, head.account, head.id)
        return number

    def _keep(self, db: sqlite3.Connection, head: CampaignHead, named: list[tuple[bytes, bytes]]) -> None:
        """Write the blocks that are not there yet."""
        place = (head.account, head.id)
        there = {name for (name,) in db.execute("select hash from blocks where account = ? and campaign = ?", place)}
        new = {name: raw for name, raw in named if name not in there}
        rows = [(*place, name, packed(raw)) for name, raw in new.items()]
        db.executemany("insert into blocks values (?, ?, ?, ?)", rows)

    def campaigns(self) -> list[CampaignHead]:
        """The campaigns that there are snapshots of, as they were last; the latest first."""
        with self._database.reading() as db:
            rows = db.execute(
                f"select {_COLUMNS} from snapshots where id in"
                " (select max(id) from snapshots group by account, campaign) order by id desc"
            ).fetchall()
        return [_snapshot(row).head for row in rows]

    def listed(self, account: str, campaign: str) -> list[Snapshot]:
        """The snapshots of a campaign, newest first."""
        with self._database.reading() as db:
            return list(_rows(db, account, campaign))

    def texts(self, snapshot: Snapshot) -> list[str]:
        """The steps of a snapshot. Raises Unreadable when a part of it is missing."""
        with self._database.reading() as db:
            return self._texts(db, snapshot)

    def compare(self, old: Snapshot, new: Snapshot) -> Comparison:
        """What is other in the second one. Raises Unreadable."""
        names, settings = (old.head.name, new.head.name), (old.settings, new.settings)
        return compare(self.texts(old), self.texts(new), names=names, settings=settings)

    def _texts(self, db: sqlite3.Connection, snapshot: Snapshot) -> list[str]:
        head, body = snapshot.head, self._body(db, snapshot.number)
        found = dict(
            db.execute("select hash, body from blocks where account = ? and campaign = ?", (head.account, head.id))
        )
        parts: list[str] = []
        for at in range(0, len(body), HASH):
            block = found.get(body[at : at + HASH])
            if block is None:
                raise Unreadable("a part of it is missing")
            parts += unpacked(block)
        return parts

    def _body(self, db: sqlite3.Connection, number: int) -> bytes:
        row = db.execute("select body from snapshots where id = ?", (number,)).fetchone()
        return bytes(row[0]) if row is not None else b""

    def _prune(self, db: sqlite3.Connection, account: str, campaign: str) -> None:
        """Drop what is too old or too much, and the blocks that nothing is made of any more."""
        place = (account, campaign)
        gone = db.execute(
            "delete from snapshots where account = ? and campaign = ? and (at < ? or id not in (select id from"
            " snapshots where account = ? and campaign = ? order by id desc limit ?))"
            " and id <> (select max(id) from snapshots where account = ? and campaign = ?)",
            (*place, time.time() - DAYS * _DAY, *place, KEPT, *place),
        ).rowcount  # fmt: skip
        if not gone:
            return
        bodies = db.execute("select body from snapshots where account = ? and campaign = ?", place).fetchall()
        used = {body[at : at + HASH] for (body,) in bodies for at in range(0, len(body), HASH)}
        names = db.execute("select hash from blocks where account = ? and campaign = ?", place).fetchall()
        db.executemany(
            "delete from blocks where account = ? and campaign = ? and hash = ?",
            [(*place, name) for (name,) in names if name not in used],
        )


def _rows(db: sqlite3.Connection, account: str, campaign: str, newest: int = -1) -> Iterator[Snapshot]:
    rows = db.execute(
        f"select {_COLUMNS} from snapshots where account = ? and campaign = ? order by id desc limit ?",
        (account, campaign, newest),
    ).fetchall()
    return map(_snapshot, rows)


def _snapshot(row: tuple[Any, ...]) -> Snapshot:
    number, at, who, account, service, campaign, name, status, steps, words, settings = row
    head = CampaignHead(id=campaign, name=name, status=cast("Status", status), service=service, account=account)
    try:
        known = json.loads(settings)
    except ValueError:
        known = {}
    return Snapshot(number, at, who, head, steps, words, known if isinstance(known, dict) else {})
