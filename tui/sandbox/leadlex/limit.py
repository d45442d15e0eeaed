"""The limits of the imitated LeadLex: so many requests a day from 00:00 UTC, and so many in any 60 seconds."""

import math
import uuid
from collections import deque
from datetime import UTC, date, datetime, time, timedelta

from tui.sandbox.leadlex.records import Key
from tui.sandbox.leadlex.words import PLANS, Plan
from tui.sandbox.store import Store

_MINUTE = 60.0  # seconds


class Limits:
    """Counts requests per key; refused requests are not counted (contract 4)."""

    def __init__(self, store: Store) -> None:
        """Plan and clock are read from the store at each request, so they may change at any time."""
        self._store = store
        self._minutes: dict[str, deque[float]] = {}
        self._days: dict[str, tuple[date, int]] = {}

    def allows(self, name: str, key: Key) -> bool:
        """Count one request of the key called `name`; False when its plan has no room for it now."""
        plan = self._plan(key)
        if plan is None:
            return True
        if self._wait(name, plan) > 0:
            return False
        self._minute(name).append(self._store.clock.seconds())
        self._days[name] = self._today(), self._used(name) + 1
        return True

    def headers(self, name: str | None = None, key: Key | None = None, *, refused: bool = False) -> dict[str, str]:
        """The headers that every answer carries; they describe the day (contract 4).

        Without a valid key the budget looks full, and so it does when nothing is counted. `refused` adds `Retry-After`,
        the only place where the limit per minute shows; a switch leaves it out, as nothing documents it.
        """
        plan = self._plan(key)
        shown = plan or PLANS["org"]
        used = self._used(name) if name is not None and plan is not None else 0
        headers = {
            "X-RateLimit-Limit": str(shown.per_day),
            "X-RateLimit-Remaining": str(max(0, shown.per_day - used)),
            "X-RateLimit-Reset": str(int(self._midnight().timestamp())),
            "X-Request-ID": f"req_{uuid.uuid4().hex}",
        }
        if refused and self._store.switches.leadlex.retry_after:
            wait = self._wait(name, plan) if name is not None and plan is not None else 0.0
            headers["Retry-After"] = str(max(1, math.ceil(wait)))
        return headers

    def _wait(self, name: str, plan: Plan) -> float:
        """Seconds until the next request has room, 0 when it has room now."""
        if self._used(name) >= plan.per_day:
            return (self._midnight() - self._store.clock.utc()).total_seconds()
        seen = self._minute(name)
        if len(seen) < plan.per_minute:
            return 0.0
        # The request that leaves the window next makes room only if no more than the plan's number are in it.
        return seen[len(seen) - plan.per_minute] + _MINUTE - self._store.clock.seconds()

    def _plan(self, key: Key | None) -> Plan | None:
        """The plan of a key, None for one without limits."""
        return PLANS.get((key.plan if key is not None else None) or self._store.switches.leadlex.plan)

    def _minute(self, name: str) -> deque[float]:
        seen = self._minutes.setdefault(name, deque())
        begin = self._store.clock.seconds() - _MINUTE
        while seen and seen[0] <= begin:
            seen.popleft()
        return seen

    def _used(self, name: str) -> int:
        day, used = self._days.get(name, (None, 0))
        return used if day == self._today() else 0

    def _today(self) -> date:
        return self._store.clock.utc().astimezone(UTC).date()

    def _midnight(self) -> datetime:
        return datetime.combine(self._today() + timedelta(days=1), time(), UTC)
