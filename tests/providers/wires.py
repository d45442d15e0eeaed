"""Wires for the tests: a key of their own each, a clock that never makes anybody wait, and the events they told."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tui.providers.calls import Call, CallEvent, Limit
from tui.providers.errors import ServiceError
from tui.providers.http import Wire

KEY = "s3cr3t-k3y-0f-acme-9f8e7d6c"
NOON = 1_800_000_000.0
"""Where the wall clock of the tests stands, seconds since 1970."""
_keys = itertools.count(1)


@dataclass
class QuickClock:
    """Sleeping moves the clock on and takes no time; for tests with one call at a time."""

    seconds: float = 500.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += max(0.0, seconds)
        await asyncio.sleep(0)


@dataclass
class Told:
    """A wire, what it told its listener, and how long it waited."""

    wire: Wire
    events: list[CallEvent]
    clock: QuickClock

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    async def error(self, call: Call) -> ServiceError:
        """The error that a call ends with."""
        try:
            answer = await self.wire.send(call)
        except ServiceError as error:
            return error
        raise AssertionError(f"no error, but {answer}")


@asynccontextmanager
async def wired(base_url: str, **how: Any) -> AsyncIterator[Told]:
    """A wire that is closed at the end."""
    clock, events = QuickClock(), list[CallEvent]()
    given: dict[str, Any] = {
        "service": "Acme",
        "headers": {"Authorization": f"Bearer {KEY}"},
        "key_id": f"test-{next(_keys)}",
        "limit": Limit(20, 2.0),
        "listen": events.append,
        "clock": clock.now,
        "sleep": clock.sleep,
        "rand": lambda: 1.0,
        "now": lambda: NOON,
    }
    wire = Wire(base_url, **(given | how))
    try:
        yield Told(wire, events, clock)
    finally:
        await wire.aclose()
