"""What was sent, written down before and after each request, so that the next start knows what a crash cut off."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from tui.workspace.database import Database

Result = Literal["done", "verified", "refused", "unclear", "made", "not made", "cannot be told", "superseded"]
"""`done`: the service said so; `verified`: and the campaign, read back, shows it. `unclear`: nobody knows. The last
four are what was found out about an unclear one later."""
OPEN = "(outcome is null or outcome = 'unclear')"
KEPT_ENTRIES, KEPT_PLANS = 5000, 500
"""Older ones are dropped, open ones too: by then nobody can tell any more."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that is about to be sent."""

    account: str
    campaign: str
    name: str
    title: str
    request: str
    """Method and path, without host and secrets."""
    operation: str | None
    """JSON; None where it could not be written down without a secret."""
    key: str = ""
    """Local key of the step that an add makes."""
    known: tuple[str, ...] = ()
    """For an add: the ids of the steps that stood in its sequence before."""
    number: int = 0
    total: int = 1
    """Its place in a plan, from 0, and how many requests the plan had as far as was known."""


@dataclass(frozen=True, slots=True)
class Open:
    """A request of which it is not known what became of it."""

    id: int
    sending: Sending
    plan: int | None
    at: float
    unclear: bool
    """Whether Branchline was still there when it failed, and said so."""


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan of several requests that was not carried out to its end."""

    id: int
    name: str
    body: str
    """The plan as it stood when its last request was sent, or when it stopped: JSON."""
    ids: dict[str, str]
    """Remote ids of the steps and sequences whose local keys the plan names."""
    skip: int
    """How many operations of `body` stood before that request."""
    exact: int | None
    sent: bool
    """Whether that request was sent at all."""
    at: float


class Journal:
    """Entries and plans of all campaigns. Every method raises sqlite3.Error when the disk refuses."""

    def __init__(self, database: Database, *, alive: Callable[[int], bool] | None = None) -> None:
        self._database = database
        self._session, self._pid = secrets.token_hex(8), os.getpid()
        self._alive = alive or _alive

    def begin(self, sending: Sending, plan: int | None = None, skip: int = 0, exact: int | None = None) -> int:
        """Commit that a request is about to be sent; the number of the entry. With a plan also how far that is."""
        with self._database.writing() as db:
            if sending.key:
                # The same step, tried again: the engine has looked for it, so nothing is unclear about the earlier try.
                db.execute(
                    f"update entries set outcome = 'superseded' where session = ? and key = ? and campaign = ?"
                    f" and {OPEN}", (self._session, sending.key, sending.campaign),
                )  # fmt: skip
            cursor = db.execute(
                "insert into entries (session, pid, account, campaign, name, plan, number, total, title, request,"
                " operation, key, known, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self._session, self._pid, sending.account, sending.campaign, sending.name, plan, sending.number,
                    sending.total, sending.title, sending.request, sending.operation, sending.key,
                    json.dumps(sending.known), time.time(),
                ),
            )  # fmt: skip
            if plan is not None:
                db.execute(
                    "update plans set skip = ?, exact = ?, entry = ?, state = 'running' where id = ?",
                    (skip, exact, cursor.lastrowid, plan),
                )
            db.execute("delete from entries where id <= ?", ((cursor.lastrowid or 0) - KEPT_ENTRIES,))
            return cursor.lastrowid or 0

    def end(self, entry: int, result: Result, *, step: str = "", notes: Iterable[str] = ()) -> None:
        """Write down what came of a request."""
        with self._database.writing() as db:
            known = "" if result == "unclear" else ", known = '[]'"
            db.execute(
                f"update entries set outcome = ?, step = ?, notes = ?, ended = ?{known} where id = ?",
                (result, step, json.dumps(list(notes)), time.time(), entry),
            )

    def settled(self, campaign: str, key: str) -> None:
        """An add of this run whose outcome was unclear turned out to have been made."""
        with self._database.writing() as db:
            db.execute(
                f"update entries set outcome = 'made', ended = ? where session = ? and key = ? and campaign = ?"
                f" and {OPEN}", (time.time(), self._session, key, campaign),
            )  # fmt: skip

    def left_open(self, account: str | None = None, campaign: str | None = None) -> list[Open]:
        """What was in flight, or unclear, when an earlier Branchline ended; of one campaign, or of all."""
        with self._database.reading() as db:
            rows = db.execute(
                "select id, account, campaign, name, title, request, operation, key, known, number, total, plan, at,"
                f" outcome, pid from entries where {OPEN} and session <> ? and (? is null or account = ?)"
                " and (? is null or campaign = ?) order by id",
                (self._session, account, account, campaign, campaign),
            ).fetchall()
        return [_open(row) for row in rows if self._ended(row[14])]

    def plan_of(
        self, account: str, campaign: str, name: str, body: str, ids: dict[str, str], instead: int | None = None
    ) -> int:
        """Keep a plan that is about to be carried out, `instead` of what is left of one of an earlier run; its number.

        A new one, because the keys in requests of the earlier run mean nothing in this one.
        """
        with self._database.writing() as db:
            cursor = db.execute(
                "insert into plans (session, pid, account, campaign, name, body, ids, skip, state, at)"
                " values (?, ?, ?, ?, ?, ?, ?, 0, 'running', ?)",
                (self._session, self._pid, account, campaign, name, body, json.dumps(ids), time.time()),
            )
            db.execute("update plans set state = 'continued', body = '' where id = ?", (instead,))
            db.execute("delete from plans where id <= ?", ((cursor.lastrowid or 0) - KEPT_PLANS,))
            return cursor.lastrowid or 0

    def replan(
        self, plan: int, body: str, ids: dict[str, str], exact: int | None, *, stopped: bool, sent: bool
    ) -> None:
        """Keep a plan as it stands now: longer since the service said how it is carried out, or stopped.

        `sent`: its first request is the one that was sent last.
        """
        with self._database.writing() as db:
            db.execute(
                f"update plans set body = ?, ids = ?, skip = 0, exact = ?, state = ?, session = ?, pid = ?"
                f"{'' if sent else ', entry = null'} where id = ?",
                (body, json.dumps(ids), exact, "stopped" if stopped else "running", self._session, self._pid, plan),
            )

    def over(self, plan: int, state: Literal["done", "abandoned"]) -> None:
        """Nothing of a plan is left."""
        with self._database.writing() as db:
            db.execute("update plans set state = ?, body = '', ids = '{}' where id = ?", (state, plan))

    def unfinished(self, account: str | None = None, campaign: str | None = None) -> list[StoredPlan]:
        """The plans that stopped, or that were cut off; newest first, without those of a Branchline that still runs."""
        with self._database.reading() as db:
            rows = db.execute(
                "select id, name, body, ids, skip, exact, entry is not null, at, pid from plans"
                " where state in ('running', 'stopped') and session <> ? and (? is null or account = ?)"
                " and (? is null or campaign = ?) order by id desc",
                (self._session, account, account, campaign, campaign),
            ).fetchall()
        return [
            StoredPlan(row[0], row[1], row[2], json.loads(row[3]), row[4], row[5], bool(row[6]), row[7])
            for row in rows
            if self._ended(row[8])
        ]

    def requests_of(self, plan: int) -> list[tuple[str | None, str, Result | None]]:
        """What was sent of a plan, in order: operation, id of the step, what came of it."""
        with self._database.reading() as db:
            rows: list[Any] = db.execute(
                "select operation, step, outcome from entries where plan = ? order by id", (plan,)
            ).fetchall()
        return [(operation, step or "", outcome) for operation, step, outcome in rows]

    def _ended(self, pid: int) -> bool:
        """Whether the Branchline that wrote a row is gone. One with our own number cannot be another than we."""
        return pid == self._pid or not self._alive(pid)


def _open(row: tuple[Any, ...]) -> Open:
    account, campaign, name, title, request, operation, key, known, number, total = row[1:11]
    sending = Sending(account, campaign, name, title, request, operation, key, tuple(json.loads(known)), number, total)
    return Open(row[0], sending, row[11], row[12], row[13] is not None)


def _alive(pid: int) -> bool:
    """Whether there is a process of this number. Windows has no harmless way to ask: there nobody else counts."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
