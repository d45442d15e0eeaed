"""What was deleted, with everything that is needed to make it again; written before the request is sent."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from tui.config.secret import veil
from tui.model.nodes import Campaign, CampaignHead
from tui.model.tree import Spot, count_steps, steps_below
from tui.workspace.database import Database
from tui.workspace.wire_tree import step_json

DAYS = 90
"""How long the trash keeps something, unless the settings say otherwise."""
KEPT = 2000
"""How many things it keeps at most."""

State = Literal["pending", "gone", "unclear"]
"""`pending`: the request is on its way, or Branchline was cut off meanwhile."""
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stood."""

    way: tuple[str, ...] = ()
    """Labels of the branches on the way down, outermost first."""
    index: int = 0
    """Its place in the sequence, from 0."""

    @property
    def words(self) -> str:
        """For people: "step 2 of Accepted › Else"."""
        below = " › ".join(label or "Branch" for label in self.way)
        return f"step {self.index + 1}{f' of {below}' if below else ''}"


@dataclass(frozen=True, slots=True)
class Thrown:
    """Something that was deleted."""

    number: int
    at: float
    account: str
    service: str
    campaign: str
    name: str
    """Name of the campaign."""
    title: str
    """What was deleted, in words."""
    place: Place | None
    """None for a whole campaign."""
    steps: int
    state: State
    content: dict[str, Any] | None
    """The step with its sub-tree as `step_json` writes it; None for a whole campaign, and where it cannot be read."""
    file: str
    """Where the copy of a whole campaign lies."""


_COLUMNS = "id, at, account, service, campaign, name, title, place, steps, state, body, file"


class Trash:
    """Deleted steps and campaigns. Every method raises sqlite3.Error when the disk refuses."""

    def __init__(self, database: Database, days: int = DAYS) -> None:
        self._database, self._days = database, days

    def put(self, head: CampaignHead, spot: Spot, title: str) -> int:
        """Keep a step that is about to be deleted; its number."""
        place = {"way": [turn.branch.label for turn in spot.way], "index": spot.index}
        body = veil(json.dumps(step_json(spot.step)))
        count = 1 + steps_below(spot.step)
        return self._add(head, title, json.dumps(place), count, "pending", body, spot.step.id or "", "")

    def put_campaign(self, campaign: Campaign, file: str) -> None:
        """Note that a whole campaign is gone, and where its copy lies."""
        head = campaign.head
        self._add(head, head.title, None, count_steps(campaign), "gone", None, "", file)

    def _add(
        self, head: CampaignHead, title: str, place: str | None, steps: int, state: State, body: str | None, step: str,
        file: str,
    ) -> int:  # fmt: skip
        row = (time.time(), head.account, head.service, head.id, plain(head.title), plain(title), place, steps, state,
               body, step, file)  # fmt: skip
        with self._database.writing() as db:
            number = db.execute(
                "insert into trash (at, account, service, campaign, name, title, place, steps, state, body, step, file)"
                " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row,
            ).lastrowid or 0  # fmt: skip
            self._prune(db)
        return number

    def mark(self, number: int, state: State) -> None:
        """Note what became of the request that deletes it."""
        with self._database.writing() as db:
            db.execute("update trash set state = ? where id = ?", (state, number))

    def withdraw(self, number: int) -> None:
        """Take something out that was not deleted after all."""
        with self._database.writing() as db:
            db.execute("delete from trash where id = ?", (number,))

    def settle(self, account: str, campaign: str, step: str, *, gone: bool) -> None:
        """It was found out later whether a step was deleted."""
        where = "account = ? and campaign = ? and step = ? and state <> 'gone'"
        with self._database.writing() as db:
            act = "update trash set state = 'gone'" if gone else "delete from trash"
            db.execute(f"{act} where {where}", (account, campaign, step))

    def listed(self) -> list[Thrown]:
        """Everything in it, newest first, without contents."""
        columns = _COLUMNS.replace("body", "null")
        with self._database.reading() as db:
            return [_thrown(row) for row in db.execute(f"select {columns} from trash order by id desc")]

    def get(self, number: int) -> Thrown | None:
        """One thing with its content."""
        with self._database.reading() as db:
            row = db.execute(f"select {_COLUMNS} from trash where id = ?", (number,)).fetchone()
        return None if row is None else _thrown(row)

    def prune(self) -> None:
        """Drop what is older than is to be kept, and what is too much."""
        with self._database.writing() as db:
            self._prune(db)

    def _prune(self, db: sqlite3.Connection) -> None:
        db.execute("delete from trash where at < ?", (time.time() - self._days * _DAY,))
        db.execute("delete from trash where id not in (select id from trash order by id desc limit ?)", (KEPT,))


def plain(text: str) -> str:
    """A text that a database can hold: half an emoji, which a service may report, becomes a sign."""
    return text.encode("utf-8", "replace").decode()


def _thrown(row: tuple[Any, ...]) -> Thrown:
    number, at, account, service, campaign, name, title, place, steps, state, body, file = row
    where, content = None, None
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        if place is not None:
            read = json.loads(place)
            where = Place(tuple(map(str, read["way"])), int(read["index"]))
        found = json.loads(body) if body is not None else None
        content = found if isinstance(found, dict) else None
    return Thrown(number, at, account, service, campaign, name, title, where, steps, state, content, file)
