"""The limit of the plan is learnt, waited for and told; the day's is told with the time of its end."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.contract.arranged import HandClock
from tests.providers.leadlex.connected import Listener, adding, connected, email, new_store, put, read
from tui.providers.calls import Limit
from tui.providers.errors import RateLimited, Sent
from tui.providers.leadlex import client
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.limits import learn, until_midnight
from tui.providers.waits import Patience
from tui.sandbox.leadlex.words import PLANS


def test_what_every_plan_allows_is_where_it_starts() -> None:
    assert (client.LIMIT.calls, client.LIMIT.seconds) == (10, 60.0)
    assert client.PATIENCE.longest == 65.0
    assert client.PATIENCE.allows(1, 0.3, 60.0), "a minute is waited for"
    assert client.PATIENCE.allows(2, 61.0, 60.0), "and one more, should the first not be enough"
    assert not client.PATIENCE.allows(1, 0.3, 3600.0), "an hour is not"


@pytest.mark.parametrize(
    ("header", "calls"),
    [
        ("100", 10),
        ("1000", 50),
        (" 10000 ", 200),
        ("500", None),
        ("", None),
        ("many", None),
        ("٣", None),
        ("9" * 40, None),
    ],
)
def test_the_plan_is_read_off_the_days_limit(header: str, calls: int | None) -> None:
    assert learn({"x-ratelimit-limit": header}) == calls
    assert learn({}) is None


def test_the_table_is_the_documented_one() -> None:
    assert {plan.per_day: plan.per_minute for plan in PLANS.values()} == {100: 10, 1_000: 50, 10_000: 200}


@pytest.mark.parametrize(("plan", "calls", "day"), [("starter", 10, 100), ("pro", 50, 1000), ("org", 200, 10_000)])
async def test_the_first_answer_tells_the_plan(plan: str, calls: int, day: int) -> None:
    store = new_store(f"plan={plan}")
    record = put(store, *"abcdefghijklmnop")
    async with connected(store, limit=Limit(10, 60.0)) as (_, provider):
        before = provider.budget()
        assert (before.remaining, before.limit, before.now, before.next_in) == (None, None, 10, 0.0)
        tree = await read(provider, record)
        assert provider._wire.window.limit.calls == calls
        budget = provider.budget()
        assert (budget.remaining, budget.limit, budget.now) == (day - 2, day, calls - 2)
        cost = provider.plan(adding(tree, email(), 0), tree).cost
        assert any(f"With {calls} calls a minute" in line for line in cost) == (calls == 10)


async def test_a_used_up_minute_is_told_and_waited_for() -> None:
    """The eleventh call waits until the first is a minute old, by a clock that only waiting moves."""
    store = new_store("plan=starter")
    store.clock = clock = HandClock()
    record = put(store, "a")
    listener = Listener()

    async def sleep(seconds: float) -> None:
        clock.now += seconds

    async with connected(store, limit=Limit(10, 60.0), listen=listener) as (served, provider):
        provider._wire._clock, provider._wire._sleep = clock.seconds, sleep
        for _ in range(10):
            await provider.head(record.id)
        budget = provider.budget()
        assert budget.now == 0
        assert 59 < budget.next_in < 61
        await provider.head(record.id)
        assert [each.status for each in served.exchanges] == [200] * 11
    waits = [event for event in listener.events if event.kind == "waiting"]
    assert [event.number for event in waits] == [listener.events[-1].number]
    assert waits[0].reason == "LeadLex allows no more calls before."
    assert 59 < waits[0].wait_seconds < 61


async def test_a_minute_that_others_used_up_is_waited_for() -> None:
    """Not executed, so even a POST goes again."""
    store = new_store()
    record = put(store, "a")
    listener = Listener()
    patience = Patience(tries=2, first=0.01, longest=3.0)
    async with connected(store, "POST:*:429-bare:1", listen=listener, patience=patience) as (served, provider):
        tree = await read(provider, record)
        await provider.perform(adding(tree, email()))
        assert [each.status for each in served.exchanges if each.method == "POST"] == [429, 201]
        assert len(record.steps) == 2
    assert "waiting" in [event.kind for event in listener.events]


async def test_a_minute_that_is_too_long_says_when_it_ends() -> None:
    store = new_store("plan=starter")
    async with connected(store) as (served, provider):
        for _ in range(10):
            await provider.identity()
        with pytest.raises(RateLimited) as caught:
            await provider.identity()
        error = caught.value
        assert error.cause == (
            "LeadLex allows this key 10 calls a minute, and they are used up (429): “Rate limit exceeded”."
        )
        assert re.fullmatch(r"Try again in (?:[3-5]\d|60) seconds\.", error.remedy)
        assert error.sent is Sent.REFUSED
        assert len(served.exchanges) == 11


async def test_a_used_up_day_is_not_waited_for() -> None:
    store = new_store("plan=starter", "retry_after=no")
    record = put(store, "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PLANS, "starter", PLANS["starter"]._replace(per_day=5))
        async with connected(store) as (served, provider):
            patch.setattr("tui.providers.leadlex.limits.A_MINUTE_BY_DAY", {})
            for _ in range(5):
                await provider.head(record.id)
            budget = provider.budget()
            assert (budget.remaining, budget.limit, budget.now) == (0, 5, 0)
            assert abs(budget.next_in - until_midnight()) < 5
            with pytest.raises(RateLimited) as caught:
                await provider.head(record.id)
            assert caught.value.cause.startswith(
                "The 5 calls that LeadLex allows this key a day are used up until 00:00 UTC (429)"
            )
            assert caught.value.remedy.startswith("Try again ")
            count = len(served.exchanges)
            with pytest.raises(RateLimited, match="asked to send nothing more"):
                await provider.head(record.id)
            assert len(served.exchanges) == count, "while the key is shut nothing is sent"


def test_the_day_ends_at_midnight_utc() -> None:
    assert until_midnight(datetime(2026, 11, 21, 23, 59, 30, tzinfo=UTC)) == 30.0
    assert until_midnight(datetime(2026, 11, 21, tzinfo=UTC)) == 86_400.0
    assert 0 < until_midnight() <= 86_400.0


def test_a_budget_outside_a_loop_knows_the_day_only() -> None:
    budget = Leadlex("wbk_x", account="a").budget()
    assert (budget.remaining, budget.limit, budget.now, budget.next_in) == (None, None, None, 0.0)
