"""A key with ten calls a minute: read once, kept, counted in the top line, and waited for where it has to be."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.driver import account_of, running
from tests.journeys.services.stores import WINTER, store_of, winter
from tests.support.served import serve
from tui.providers.http import Wire
from tui.providers.leadlex import client
from tui.providers.leadlex.client import LIMIT, PATIENCE


class HandClock:
    """The clock of client and sandbox alike: its time passes when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def seconds(self) -> float:
        return self.now

    def utc(self) -> datetime:
        return datetime(2026, 11, 20, 9, tzinfo=UTC) + timedelta(seconds=self.now)

    async def sleep(self, seconds: float) -> None:
        due = self.now + seconds
        while self.now < due:  # noqa: ASYNC110 - it is moved from outside
            await asyncio.sleep(0.002)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    """The true limit of the smallest plan, in a time of its own."""
    hands = HandClock()
    monkeypatch.setenv("BRANCHLINE_LEADLEX_API_KEY", "wbk_starter")
    monkeypatch.setattr(client, "LIMIT", LIMIT)
    monkeypatch.setattr(client, "PATIENCE", PATIENCE)
    defaults = Wire.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "clock", hands.seconds)
    monkeypatch.setitem(defaults, "sleep", hands.sleep)
    return hands


async def test_ten_calls_a_minute(clock: HandClock) -> None:
    """Opening reads once, coming back reads nothing; the eleventh call waits, says so, and is not refused."""
    assert LIMIT.calls == 10
    store = store_of(winter())
    store.clock = clock
    with serve(store) as served:
        async with running(account_of(served, service="leadlex"), size=(130, 30)) as user:
            assert len(served.requests) == 1, "the list is all that is read"
            assert "—" in user.rows()[0], "steps are not counted behind the user's back"
            await user.open(WINTER)
            assert len(served.requests) == 2
            assert "98 of 100" in user.top()
            assert "calls now" in user.top()
            await user.leave()
            assert "3 steps" in user.rows()[0]
            await user.press("enter")
            assert len(user.rows()) == 3
            assert len(served.requests) == 2, "what was read is kept"
            assert "calls are scarce here. r reads it again." in user.messages()[-1]
            await user.press("r", "r", "r", "r")
            assert len(served.requests) == 10
            await user.press("r", wait=False)
            await user.until(lambda: "waiting" in user.top(), "the wait is told")
            assert "LeadLex allows no more calls" in user.top()
            assert len(served.requests) == 10
            clock.now += 61
            await user.rest()
            assert len(served.requests) == 12
            assert {each.status for each in served.exchanges} == {200}, "nothing was refused for the limit"
            assert "waiting" not in user.top()
            assert "88 of 100" in user.top()
