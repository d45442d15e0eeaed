"""The rate limit of a key: who may send when, exact for every kind of server, with people before background work."""

from __future__ import annotations

import asyncio
import bisect
import heapq
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from weakref import WeakKeyDictionary

from tui.providers.calls import Limit

MARGIN: Final = 0.01
"""Seconds added to each window, for servers that count in whole milliseconds and clocks that run a little apart."""
SPARED: Final = 2
"""Places left to other users of the key beyond what is known of them: our own calls in flight hide about as many."""
LONGEST_SHUT: Final = 300.0
"""Seconds after which a key that was shut for longer is tried again all the same."""


class Shut(Exception):
    """The service asked for a wait that no call should sit out; `seconds` are left of it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"shut for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(eq=False, slots=True)
class Place:
    """The right to send one request, taken from now until one window after its answer came."""

    sent: float
    answered: float | None = None
    """When the answer's headers came, or when the caller gave up."""
    used: bool = True
    """False when not a byte left, or when it was refused for the rate limit: such a request takes no place."""


@dataclass(order=True, slots=True)
class _Waiter:
    background: bool
    turn: int
    place: asyncio.Future[Place] = field(compare=False)


class Window:
    """Places for requests: `limit.calls` in any `limit.seconds`, counted so that no server can count more.

    When the server counts a request is not known, only that it lies between sending and answer. So a place is taken
    from sending until one window after the answer came: then no window at the server holds more than the limit, be it a
    sliding log, a fixed window or a token bucket. That costs one round trip per window.

    One of the `limit.in_flight` is kept for urgent calls: background work that hangs must not hold up a person.
    Belongs to one event loop. `clock` and `sleep` count seconds and are replaced in tests.
    """

    def __init__(
        self,
        limit: Limit,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.limit = limit
        self._clock = clock
        self._sleep = sleep
        self._in_flight: set[Place] = set()
        self._taken_until: list[float] = []
        """When the places of answered requests become free, sorted; kept while an older request is still in flight."""
        self._others: list[tuple[float, int]] = []
        """Until when how many places are left to other users of the key."""
        self._slowest = 0.0
        """The longest round trip lately, seconds."""
        self._paused_until = 0.0
        self._shut_until = 0.0
        self._queue: list[_Waiter] = []
        self._turns = itertools.count()
        self._timer: asyncio.Task[None] | None = None
        self._timer_due = 0.0

    def turn(self) -> int:
        """A number for the queue. A call that is repeated keeps its own, and so stays before those that came later."""
        return next(self._turns)

    @asynccontextmanager
    async def place(self, urgent: bool = True, turn: int | None = None) -> AsyncIterator[Place]:
        """Wait for a place, hold it while the request runs. Call `answered` on the window when its headers are in.

        Raises `Shut` when the key is shut, or is while it waits. A caller cancelled while it waits takes no place.
        """
        place = await self._wait(not urgent, self.turn() if turn is None else turn)
        try:
            yield place
        except BaseException:
            self.lost(place)
            raise
        finally:
            self.answered(place)
            self._in_flight.discard(place)
            if place.used and place.answered is not None:
                bisect.insort(self._taken_until, place.answered + self.limit.seconds + MARGIN)
            self._admit()

    def lost(self, place: Place) -> None:
        """Note that no answer will come. The request may still reach the server, but hardly later than a round trip."""
        if place.answered is None:
            place.answered = max(self._clock(), place.sent + self._slowest)

    def answered(self, place: Place, limit: int | None = None, remaining: int | None = None) -> None:
        """Note that the answer came, and what it said in `X-RateLimit-Limit` and `X-RateLimit-Remaining`.

        If the service has counted more than was sent from here, others share the key: as many places are left to them,
        in the next window too, since who works now will go on. Numbers that belong to another limit, such as
        a daily one, are not used.
        """
        now = self._clock()
        if place.answered is None:
            place.answered = now
            self._slowest = max(now - place.sent, self._slowest * 0.9)
        if remaining is None or remaining < 0 or (limit or self.limit.calls) != self.limit.calls:
            return
        mine = len(self._in_flight) + len(self._taken_until) - bisect.bisect_right(self._taken_until, place.sent)
        others = self.limit.calls - remaining - mine
        if others > 0:
            self._others.append((now + 2 * (self.limit.seconds + MARGIN), others + SPARED))

    def allow(self, calls: int) -> None:
        """From now on `calls` in a window: what the plan of the key allows became known by an answer."""
        if calls != self.limit.calls:
            self.limit = replace(self.limit, calls=calls)
            self._admit()

    def pause(self, seconds: float) -> None:
        """Let nobody send for so many seconds; what is in flight goes on."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        self._admit()

    def shut(self, seconds: float) -> None:
        """Turn away everybody who waits or comes within so many seconds (at most 300), with `Shut`."""
        self._shut_until = max(self._shut_until, self._clock() + min(seconds, LONGEST_SHUT))
        waiters, self._queue = self._queue, []
        for waiter in waiters:
            if not waiter.place.done():
                waiter.place.set_exception(Shut(seconds))
        self._admit()

    @property
    def remaining(self) -> int:
        """How many calls could be sent at this moment, as far as the rate limit goes."""
        now = self._clock()
        return 0 if now < max(self._paused_until, self._shut_until) else max(0, self._free(now))

    @property
    def waiting(self) -> float:
        """Seconds until one more call, behind all that wait now, would be sent; an estimate, 0.0 when at once."""
        now = self._clock()
        start = max(self._paused_until, self._shut_until, now)
        missing = len(self._queue) + 1 - self._free(now)
        if missing <= 0:
            return start - now
        soon = [at for at in self._taken_until if at > now]
        soon += [now + self._slowest + self.limit.seconds + MARGIN] * len(self._in_flight)
        rounds, rest = divmod(missing - 1, max(1, len(soon)))
        at = soon[rest] if soon else now
        return max(start, at + rounds * (self.limit.seconds + self._slowest)) - now

    async def _wait(self, background: bool, turn: int) -> Place:
        """A place, at once or in turn."""
        left = self._shut_until - self._clock()
        if left > 0:
            raise Shut(left)
        waiter = _Waiter(background, turn, asyncio.get_running_loop().create_future())
        heapq.heappush(self._queue, waiter)
        self._admit()
        try:
            return await waiter.place
        except asyncio.CancelledError:
            if waiter in self._queue:
                self._queue.remove(waiter)
                heapq.heapify(self._queue)
            elif waiter.place.done() and not waiter.place.cancelled() and waiter.place.exception() is None:
                self._in_flight.discard(waiter.place.result())
            self._admit()
            raise

    def _free(self, now: float) -> int:
        """How many places are free, pauses aside; negative when others took what was counted as ours."""
        taken = len(self._in_flight) + len(self._taken_until) - bisect.bisect_right(self._taken_until, now)
        others = max((count for until, count in self._others if until > now), default=0)
        # One place is used in any case: only an answer can tell that the others are gone.
        return self.limit.calls - min(others, self.limit.calls - 1) - taken

    def _admit(self) -> None:
        """Give the free places to the first in the queue, and see to it that the rest is looked at again in time."""
        now = self._clock()
        oldest = min((place.sent for place in self._in_flight), default=now)
        del self._taken_until[: bisect.bisect_right(self._taken_until, min(oldest, now))]
        while self._others and self._others[0][0] <= now:
            del self._others[0]
        while self._queue and now >= self._paused_until and self._free(now) > 0:
            kept = 1 if self._queue[0].background and self.limit.in_flight > 1 else 0
            if len(self._in_flight) >= self.limit.in_flight - kept:
                break
            waiter = heapq.heappop(self._queue)
            if not waiter.place.done():
                place = Place(now)
                self._in_flight.add(place)
                waiter.place.set_result(place)
        if not self._queue:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        elif len(self._in_flight) < self.limit.in_flight:
            self._look_again_at(self._next_change(now))

    def _next_change(self, now: float) -> float | None:
        """When a place becomes free by time alone; None when only an answer can free one."""
        if now < self._paused_until:
            return self._paused_until
        first = bisect.bisect_right(self._taken_until, now)
        return min((*self._taken_until[first : first + 1], *(until for until, _ in self._others)), default=None)

    def _look_again_at(self, due: float | None) -> None:
        """Have `_admit` called then; an earlier call that is due already does as well."""
        if due is None or (self._timer is not None and not self._timer.done() and self._timer_due <= due):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_due = due
        self._timer = asyncio.get_running_loop().create_task(self._later(due - self._clock()))

    async def _later(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._timer = None
        self._admit()


_shared: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Window]] = WeakKeyDictionary()


def shared_window(
    key_id: str,
    limit: Limit,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Window:
    """The one window of a key in the running event loop, made by the first who asks, with that one's limit.

    `key_id` is a hash of the key together with its service, never the key.
    """
    windows = _shared.setdefault(asyncio.get_running_loop(), {})
    return windows.setdefault(key_id, Window(limit, clock, sleep))
