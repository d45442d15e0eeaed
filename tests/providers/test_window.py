"""The window, rule by rule, in virtual time."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.virtual import clock, virtually
from tui.providers.calls import Limit
from tui.providers.window import LONGEST_SHUT, MARGIN, SPARED, Shut, Window, shared_window

LIMIT = Limit(3, 2.0, in_flight=2)
WIDE = Limit(20, 2.0, in_flight=20)


async def take(window: Window, seconds: float = 0.0, *, urgent: bool = True) -> float:
    """Use one place for so long; when it was got."""
    async with window.place(urgent):
        at = clock()
        await asyncio.sleep(seconds)
    return at


def test_a_place_is_free_one_window_after_its_answer() -> None:
    async def story() -> list[float]:
        window, start = Window(LIMIT, clock), clock()
        return [at - start for at in await asyncio.gather(*(take(window, 0.5) for _ in range(5)))]

    assert virtually(story) == pytest.approx([0, 0, 0.5, 2.5 + MARGIN, 2.5 + MARGIN])


def test_the_answers_head_counts_and_not_the_end_of_its_body() -> None:
    async def story() -> float:
        window, start = Window(Limit(1, 2.0, 8), clock), clock()
        async with window.place() as place:
            await asyncio.sleep(0.1)
            window.answered(place)
            await asyncio.sleep(1.0)
        return await take(window) - start

    assert virtually(story) == pytest.approx(2.1 + MARGIN)


def test_no_more_than_so_many_are_in_flight_and_one_is_kept_for_people() -> None:
    async def story() -> tuple[list[float], float]:
        window, start = Window(Limit(20, 2.0, in_flight=3), clock), clock()
        work = [asyncio.create_task(take(window, 10, urgent=False)) for _ in range(4)]
        await asyncio.sleep(1)
        urgent = await take(window) - start
        return [at - start for at in await asyncio.gather(*work)], urgent

    background, urgent = virtually(story)
    assert background == pytest.approx([0, 0, 10, 10])
    assert urgent == pytest.approx(1)


def test_urgent_before_background_and_each_in_the_order_of_asking() -> None:
    async def story() -> list[str]:
        window, order = Window(Limit(1, 1.0, 8), clock), list[str]()

        async def one(name: str, urgent: bool) -> None:
            async with window.place(urgent):
                order.append(name)

        first = asyncio.create_task(one("first", False))
        await asyncio.sleep(0)
        names = [("b1", False), ("b2", False), ("u1", True), ("b3", False), ("u2", True)]
        await asyncio.gather(first, *(one(name, urgent) for name, urgent in names))
        return order

    assert virtually(story) == ["first", "u1", "u2", "b1", "b2", "b3"]


def test_a_repeated_call_keeps_its_turn() -> None:
    async def story() -> list[str]:
        window, order = Window(Limit(1, 1.0, 8), clock), list[str]()

        async def one(name: str, turn: int) -> None:
            async with window.place(turn=turn):
                order.append(name)

        early, late = window.turn(), window.turn()
        await one("first", window.turn())
        await asyncio.gather(one("late", late), one("early", early))
        return order

    assert virtually(story) == ["first", "early", "late"]


def test_a_cancelled_waiter_takes_no_place() -> None:
    async def story() -> tuple[float, int]:
        window, start = Window(Limit(1, 2.0, 8), clock), clock()
        await take(window)
        waiters = [asyncio.create_task(take(window)) for _ in range(5)]
        last = asyncio.create_task(take(window))
        await asyncio.sleep(1)
        for waiter in waiters:
            waiter.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)
        return await last - start, window.remaining

    at, remaining = virtually(story)
    assert at == pytest.approx(2 + MARGIN)
    assert remaining == 0


def test_a_waiter_cancelled_in_the_moment_of_its_turn_gives_the_place_on() -> None:
    async def story() -> int:
        window = Window(Limit(1, 2.0, 8), clock)
        waiter = asyncio.create_task(take(window))
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        async with window.place():
            first = asyncio.create_task(take(window))
            await asyncio.sleep(0)
        await asyncio.sleep(3)
        held = window.place()
        place = await held.__aenter__()
        place.used = False
        granted = asyncio.create_task(take(window))
        await asyncio.sleep(0)
        await held.__aexit__(None, None, None)
        granted.cancel()
        await asyncio.gather(first, granted, return_exceptions=True)
        return window.remaining

    assert virtually(story) == 1


def test_a_cancelled_request_still_counts_and_for_a_round_trip_longer() -> None:
    async def story() -> float:
        window = Window(Limit(2, 2.0, 8), clock)
        await take(window, 0.5)
        start = clock()
        sent = asyncio.create_task(take(window, 60))
        await asyncio.sleep(0.1)
        sent.cancel()
        await asyncio.gather(sent, return_exceptions=True)
        assert window.remaining == 0
        await take(window)
        return await take(window) - start

    assert virtually(story) == pytest.approx(0.5 + 2 + MARGIN, abs=0.02)


def test_a_request_that_never_left_takes_no_place() -> None:
    async def story() -> int:
        window = Window(LIMIT, clock)
        for _ in range(10):
            async with window.place() as place:
                place.used = False
        return window.remaining

    assert virtually(story) == 3


def test_a_pause_stops_everybody() -> None:
    async def story() -> list[float]:
        window, start = Window(WIDE, clock), clock()
        window.pause(7)
        window.pause(5)
        assert window.remaining == 0
        assert window.waiting == pytest.approx(7)
        return [at - start for at in await asyncio.gather(take(window), take(window, urgent=False))]

    assert virtually(story) == pytest.approx([7, 7])


def test_a_shut_key_turns_everybody_away_and_opens_again() -> None:
    async def story() -> float:
        window = Window(Limit(1, 2.0, 8), clock)
        await take(window)
        waiting = asyncio.create_task(take(window))
        await asyncio.sleep(0)
        start = clock()
        window.shut(3600)
        with pytest.raises(Shut) as caught:
            await waiting
        assert caught.value.seconds == 3600
        with pytest.raises(Shut):
            await take(window)
        assert window.remaining == 0
        await asyncio.sleep(LONGEST_SHUT)
        return await take(window) - start

    assert virtually(story) == pytest.approx(LONGEST_SHUT)


@pytest.mark.parametrize(
    ("limit", "remaining", "left"),
    [
        (20, 9, 19 - 10 - SPARED),
        (None, 9, 19 - 10 - SPARED),
        (20, 19, 19),
        (20, 0, 0),
        (1000, 9, 19),
        (20, -1, 19),
        (20, None, 19),
    ],
)
def test_what_others_use_is_left_to_them(limit: int | None, remaining: int | None, left: int) -> None:
    async def story() -> tuple[int, int]:
        window = Window(WIDE, clock)
        async with window.place() as place:
            await asyncio.sleep(0.05)
            window.answered(place, limit, remaining)
        now = window.remaining
        await asyncio.sleep(5)
        return now, window.remaining

    assert virtually(story) == (left, 20)


def test_somebody_who_uses_everything_leaves_one_place() -> None:
    async def story() -> float:
        window, start = Window(Limit(2, 2.0, 8), clock), clock()
        async with window.place() as place:
            window.answered(place, 2, 0)
        return await take(window) - start

    assert virtually(story) == pytest.approx(2 + MARGIN)


def test_an_estimate_of_the_wait() -> None:
    async def story() -> list[float]:
        window = Window(LIMIT, clock)
        estimates = [window.waiting]
        await asyncio.gather(*(take(window) for _ in range(3)))
        estimates.append(window.waiting)
        queue = [asyncio.create_task(take(window)) for _ in range(3)]
        await asyncio.sleep(0)
        estimates.append(window.waiting)
        await asyncio.gather(*queue)
        return estimates

    assert virtually(story) == pytest.approx([0, 2 + MARGIN, 4 + MARGIN], abs=0.02)


def test_one_window_for_a_key_in_each_loop() -> None:
    async def story() -> Window:
        window = shared_window("a key", WIDE)
        assert shared_window("a key", LIMIT) is window
        assert shared_window("another", WIDE) is not window
        await take(window)
        return window

    assert asyncio.run(story()) is not asyncio.run(story())


def test_nothing_is_left_running_when_the_queue_is_empty() -> None:
    async def story() -> int:
        window = Window(LIMIT, clock)
        await asyncio.gather(*(take(window) for _ in range(10)))
        waiter = asyncio.create_task(take(window))
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert virtually(story) == 1
