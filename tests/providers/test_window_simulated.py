"""The window against simulated servers of three kinds, in virtual time: no refusal, and hardly slower than possible."""

from __future__ import annotations

import asyncio
import math
import random
from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

import pytest

from tests.support.virtual import clock, virtually
from tui.providers.calls import Limit
from tui.providers.window import MARGIN, Window

LIMIT = Limit(20, 2.0, in_flight=8)
SEEDS = range(12)


class Server(Protocol):
    """Counts requests; gives what is left after this one, or None for a refusal."""

    def take(self, now: float) -> int | None: ...


@dataclass
class SlidingLog:
    log: deque[float] = field(default_factory=deque)

    def take(self, now: float) -> int | None:
        while self.log and self.log[0] <= now - LIMIT.seconds:
            self.log.popleft()
        if len(self.log) >= LIMIT.calls:
            return None
        self.log.append(now)
        return LIMIT.calls - len(self.log)


@dataclass
class FixedWindow:
    phase: float = 0.0
    window: int = -1
    count: int = 0

    def take(self, now: float) -> int | None:
        window = math.floor((now + self.phase) / LIMIT.seconds)
        if window != self.window:
            self.window, self.count = window, 0
        if self.count >= LIMIT.calls:
            return None
        self.count += 1
        return LIMIT.calls - self.count


@dataclass
class TokenBucket:
    tokens: float = LIMIT.calls
    at: float = 0.0

    def take(self, now: float) -> int | None:
        self.tokens = min(LIMIT.calls, self.tokens + (now - self.at) * LIMIT.calls / LIMIT.seconds)
        self.at = now
        if self.tokens < 1 - 1e-9:
            return None
        self.tokens -= 1
        return math.floor(self.tokens + 1e-9)


def server_of(kind: str, seed: int) -> Server:
    if kind == "fixed window":
        return FixedWindow(phase=random.Random(seed).uniform(0, LIMIT.seconds))
    return SlidingLog() if kind == "sliding log" else TokenBucket()


@dataclass
class Outcome:
    refused: int = 0
    seconds: float = 0.0
    most_in_flight: int = 0


async def load(calls: int, server: Server, round_trip: float, seed: int, *, headers: bool) -> Outcome:
    """Send so many calls at once through a window; every way to the server and back takes its own time."""
    rand, outcome, window, in_flight = random.Random(seed), Outcome(), Window(LIMIT, clock), 0

    async def one() -> None:
        nonlocal in_flight
        async with window.place(urgent=bool(rand.getrandbits(1))) as place:
            in_flight += 1
            outcome.most_in_flight = max(outcome.most_in_flight, in_flight)
            await asyncio.sleep(round_trip / 2 * rand.uniform(0.7, 1.3))
            left = server.take(clock())
            outcome.refused += left is None
            await asyncio.sleep(round_trip / 2 * rand.uniform(0.7, 1.3))
            if headers:
                window.answered(place, LIMIT.calls, left or 0)
            in_flight -= 1

    start = clock()
    await asyncio.gather(*(one() for _ in range(calls)))
    outcome.seconds = clock() - start
    return outcome


@pytest.mark.parametrize("headers", [False, True], ids=["silent", "with rate headers"])
@pytest.mark.parametrize("round_trip", [0.05, 0.15])
@pytest.mark.parametrize("calls", [100, 500])
@pytest.mark.parametrize("kind", ["sliding log", "fixed window", "token bucket"])
def test_no_server_refuses_and_hardly_any_time_is_lost(kind: str, calls: int, round_trip: float, headers: bool) -> None:
    waves = math.ceil(calls / LIMIT.calls) - 1
    least = waves * LIMIT.seconds + round_trip
    # Who cannot know when within a round trip the server counts must not use a place again sooner than this.
    least_safe = least + waves * round_trip
    for seed in SEEDS:

        async def story(seed: int = seed) -> Outcome:
            return await load(calls, server_of(kind, seed), round_trip, seed, headers=headers)

        outcome = virtually(story)
        assert outcome.refused == 0, seed
        assert outcome.most_in_flight <= LIMIT.in_flight
        assert outcome.seconds <= 1.06 * least_safe, (seed, outcome)
        if round_trip <= 0.05:
            assert outcome.seconds <= 1.06 * least, (seed, outcome)


async def refusals_beside_another_user(kind: str, *, heed: bool) -> list[bool]:
    """Which of 160 calls were refused, while something else makes 4 calls a second with the same key."""
    server, rand, window, refusals = server_of(kind, 1), random.Random(1), Window(LIMIT, clock), list[bool]()

    async def other() -> None:
        while True:
            server.take(clock())
            await asyncio.sleep(0.25)

    async def one() -> None:
        async with window.place() as place:
            await asyncio.sleep(rand.uniform(0.02, 0.04))
            left = server.take(clock())
            await asyncio.sleep(rand.uniform(0.02, 0.04))
            refusals.append(left is None)
            window.answered(place, LIMIT.calls, (left or 0) if heed else None)
            if left is None:
                place.used = False
                window.pause(LIMIT.seconds)

    beside = asyncio.create_task(other())
    await asyncio.gather(*(one() for _ in range(160)))
    beside.cancel()
    return refusals


@pytest.mark.parametrize("kind", ["sliding log", "fixed window", "token bucket"])
def test_places_are_left_to_others_who_use_the_key(kind: str) -> None:
    """What somebody else uses shows in the headers of the first answers; from then on nothing is refused."""
    heeding = virtually(lambda: refusals_beside_another_user(kind, heed=True))
    deaf = virtually(lambda: refusals_beside_another_user(kind, heed=False))
    assert sum(heeding) <= 8
    assert not any(heeding[40:])
    assert sum(deaf) >= 3 * sum(heeding)


def test_an_urgent_call_overtakes_a_long_queue_of_background_work() -> None:
    async def story() -> tuple[float, int]:
        window, done = Window(LIMIT, clock), 0

        async def background() -> None:
            nonlocal done
            async with window.place(urgent=False):
                await asyncio.sleep(0.1)
            done += 1

        work = [asyncio.create_task(background()) for _ in range(200)]
        await asyncio.sleep(3.0)
        asked = clock()
        async with window.place(urgent=True):
            waited, before = clock() - asked, done
        await asyncio.gather(*work)
        return waited, before

    waited, done_before = virtually(story)
    assert waited <= LIMIT.seconds + 0.1 + MARGIN
    assert done_before < 100
