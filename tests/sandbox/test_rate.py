"""The rate limit: 20 in any 2 seconds for each key, headers on every answer."""

import httpx
import pytest

from tests.contract.arranged import HandClock
from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


def _client(store: Store) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(store))
    return httpx.AsyncClient(transport=transport, base_url=f"http://sandbox{LEMLIST_PATH}", auth=("", "sandbox"))


async def test_the_window_slides() -> None:
    clock = HandClock()
    async with _client(Store.open(None, "empty", clock=clock)) as client:
        for number in range(20):
            response = await client.get("/team")
            assert response.status_code == 200
            assert response.headers["X-RateLimit-Remaining"] == str(19 - number)
            clock.now += 0.0625  # exact in binary, so that the sums below are
        refused = await client.get("/team")
        assert refused.status_code == 429
        assert refused.text == "Too Many Requests"
        assert refused.headers["Retry-After"] == "1"
        clock.now = 1000.0 + 1.99
        assert (await client.get("/team")).status_code == 429
        clock.now = 1000.0 + 2.0
        assert (await client.get("/team")).status_code == 200
        assert (await client.get("/team")).status_code == 429, "only the oldest place is free"
        clock.now += 10
        assert (await client.get("/team")).headers["X-RateLimit-Remaining"] == "19"


async def test_refused_keys_use_up_nothing_and_keys_do_not_share() -> None:
    async with _client(Store.open(None, "empty", clock=HandClock())) as client:
        for _ in range(25):
            assert (await client.get("/team", auth=("", "wrong"))).status_code == 401
        for _ in range(20):
            assert (await client.get("/team", auth=("", "sandbox-free"))).status_code == 200
        assert (await client.get("/team", auth=("", "sandbox-free"))).status_code == 429
        assert (await client.get("/team")).status_code == 200


@pytest.mark.parametrize(("requests", "status"), [(0, 200), (2, 429)])
async def test_the_limit_can_be_set_or_switched_off(requests: int, status: int) -> None:
    switches = Switches(rate_requests=requests)
    async with _client(Store.open(None, "empty", switches=switches, clock=HandClock())) as client:
        answers = [await client.get("/team") for _ in range(30)]
    statuses = [answer.status_code for answer in answers]
    assert answers[0].headers["X-RateLimit-Remaining"] == ("1" if requests else "20")
    assert statuses[:2] == [200, 200]
    assert statuses[-1] == status
