"""The limits: so many in any 60 seconds and so many a day, per key, with headers about the day."""

from dataclasses import replace

import pytest

from tests.contract.arranged import HandClock
from tests.sandbox.leadlex.conftest import Api, error
from tui.sandbox.leadlex.switches import LeadlexSwitches
from tui.sandbox.leadlex.words import PLANS

_MIDNIGHT = 1795305600  # 2026-11-22T00:00:00Z


@pytest.fixture
def switches() -> LeadlexSwitches:
    return LeadlexSwitches(plan="starter")


def _headers(answer: object) -> tuple[str, ...]:
    headers = getattr(answer, "headers", {})
    return tuple(headers.get(f"X-RateLimit-{name}", "") for name in ("Limit", "Remaining", "Reset"))


async def test_the_minute_slides_and_the_headers_count_the_day(api: Api, clock: HandClock) -> None:
    start = clock.now
    for number in range(10):
        answer = await api.call("GET", "/campaigns")
        assert answer.status_code == 200
        assert _headers(answer) == ("100", str(99 - number), str(_MIDNIGHT))
        assert "Retry-After" not in answer.headers
        clock.now += 0.5
    refused = await api.call("GET", "/campaigns")
    assert error(refused) == (429, "rate_limited")
    assert refused.headers["Retry-After"] == "55"
    assert _headers(refused) == ("100", "90", str(_MIDNIGHT)), "the day is not used up, and refusals are not counted"
    clock.now = start + 59.75
    assert (await api.call("GET", "/campaigns")).headers["Retry-After"] == "1"
    clock.now = start + 60
    assert (await api.call("GET", "/campaigns")).status_code == 200
    assert (await api.call("GET", "/campaigns")).status_code == 429, "only the oldest place is free"
    clock.now += 60
    for _ in range(10):
        assert (await api.call("GET", "/campaigns")).status_code == 200


async def test_the_day_ends_at_midnight_utc(api: Api, clock: HandClock) -> None:
    for _ in range(10):
        for _ in range(10):
            answer = await api.call("GET", "/campaigns")
        clock.now += 61
    assert _headers(answer)[1] == "0"
    refused = await api.call("POST", "/campaigns", {"name": "x"})
    assert error(refused) == (429, "rate_limited")
    wait = int(refused.headers["Retry-After"])
    assert wait == _MIDNIGHT - int(clock.utc().timestamp())
    clock.now += wait - 1
    assert (await api.call("GET", "/campaigns")).headers["Retry-After"] == "1"
    clock.now += 1
    assert _headers(await api.call("GET", "/campaigns")) == ("100", "99", str(_MIDNIGHT + 86400))


async def test_what_never_gets_in_is_not_counted_and_keys_do_not_share(api: Api) -> None:
    for _ in range(15):
        refused = await api.call("GET", "/campaigns", key="wbk_wrong")
        assert (refused.status_code, *_headers(refused)) == (401, "100", "100", str(_MIDNIGHT))
        assert (await api.call("GET", "/nowhere")).status_code == 404
        assert (await api.call("PUT", "/campaigns")).status_code == 405
    for _ in range(10):
        assert (await api.call("GET", "/campaigns", key="wbk_sandbox_readonly")).status_code == 200
    assert (await api.call("GET", "/campaigns", key="wbk_sandbox_readonly")).status_code == 429
    assert _headers(await api.call("GET", "/campaigns"))[1] == "99"


async def test_every_answer_has_its_own_request_id(api: Api) -> None:
    answers = [
        await api.call(method, "/campaigns", key=key) for method in ("GET", "PUT") for key in (None, "wbk_sandbox")
    ]
    ids = {answer.headers["X-Request-ID"] for answer in answers}
    assert len(ids) == 4


class TestUnmetered:
    """The plan that an embedded sandbox may choose."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="unmetered")

    async def test_nothing_is_counted_but_for_keys_with_a_plan(self, api: Api) -> None:
        for _ in range(60):
            answer = await api.call("GET", "/campaigns")
        assert (answer.status_code, *_headers(answer)[:2]) == (200, "10000", "10000")
        for _ in range(11):
            answer = await api.call("GET", "/campaigns", key="wbk_starter")
        assert answer.status_code == 429


class TestSilent:
    """A 429 that says nothing about waiting."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="pro", retry_after=False)

    async def test_without_retry_after(self, api: Api) -> None:
        for _ in range(PLANS["pro"].per_minute):
            assert (await api.call("GET", "/campaigns")).status_code == 200
        refused = await api.call("GET", "/campaigns")
        assert refused.status_code == 429
        assert "Retry-After" not in refused.headers
        assert _headers(refused)[:2] == ("1000", "950")


class TestUnset:
    """The plan of `wbk_sandbox` when nobody asks for another: looking around in the demo must not wait."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches()

    async def test_two_hundred_a_minute_and_ten_thousand_a_day(self, api: Api) -> None:
        answers = [await api.call("GET", "/campaigns") for _ in range(201)]
        assert {answer.status_code for answer in answers[:200]} == {200}
        assert _headers(answers[199]) == ("10000", "9800", str(_MIDNIGHT))
        assert error(answers[200]) == (429, "rate_limited")


async def test_a_plan_may_change_while_it_runs(api: Api, clock: HandClock) -> None:
    for _ in range(10):
        await api.call("GET", "/campaigns")
        clock.now += 1
    store = api.store
    store.switches = replace(store.switches, leadlex=LeadlexSwitches(plan="org"))
    answer = await api.call("GET", "/campaigns")
    assert (answer.status_code, *_headers(answer)[:2]) == (200, "10000", "9989")
    store.switches = replace(store.switches, leadlex=LeadlexSwitches(plan="starter"))
    refused = await api.call("GET", "/campaigns")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "51"), "two have to go, not one"
