"""The imitated Kit in this process, with an account and nothing else, without a limit, under a clock moved by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.contract.arranged import HandClock
from tui.sandbox.app import KIT_PATH, create_app
from tui.sandbox.kit.records import KitState, Subscriber
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

KEY = {"X-Kit-Api-Key": "kit_sandbox"}
FREE = KitSwitches(key_requests=0, token_requests=0)


class KitApi:
    """Calls the imitated Kit; every answer is the response itself."""

    def __init__(self, store: Store, client: httpx.AsyncClient) -> None:
        self.store, self.client = store, client

    @property
    def state(self) -> KitState:
        """The records."""
        return self.store.state.kit

    def at(self, text: str) -> None:
        """Move the clock to a moment, `2026-12-01T09:00`, in UTC."""
        clock = self.store.clock
        assert isinstance(clock, HandClock)
        clock.now += (datetime.fromisoformat(f"{text}:00+00:00") - clock.utc()).total_seconds()

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """One request below `/v4`; `body` is sent as JSON unless it is None."""
        if body is not None:
            more["json"] = body
        return await self.client.request(method, f"/v4{path}", **more)

    async def good(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """A request that must be answered with 200 or 201; the one thing in its answer, or the whole of a list."""
        response = await self.call(method, path, body, **more)
        assert response.status_code in (200, 201), response.text
        answer = response.json()
        return next(iter(answer.values())) if len(answer) == 1 else answer

    async def refused(self, method: str, path: str, body: Any = None, **more: Any) -> list[str]:
        """A request that must be refused with 422; its sentences."""
        response = await self.call(method, path, body, **more)
        assert response.status_code == 422, response.text
        errors: list[str] = response.json()["errors"]
        return errors

    async def sequence(self, **settings: Any) -> int:
        """A new sequence; its id."""
        made: int = (await self.good("POST", "/sequences", {"name": "Test", **settings}))["id"]
        return made

    async def email(self, sequence: int, delay: int = 1, unit: str = "days", **more: Any) -> int:
        """A new published e-mail; its id."""
        body = {"subject": "S", "delay_value": delay, "delay_unit": unit, "published": True, **more}
        made: int = (await self.good("POST", f"/sequences/{sequence}/emails", body))["id"]
        return made

    async def positions(self, sequence: int) -> dict[int, int]:
        """Positions by id, in the order of the list."""
        return {
            each["id"]: each["position"] for each in (await self.good("GET", f"/sequences/{sequence}/emails"))["emails"]
        }

    def person(self, number: int, state: Any = "active", **more: Any) -> int:
        """A new subscriber; the id."""
        address = f"person{number}@example.com"
        self.state.subscribers[number] = Subscriber(
            id=number, email_address=address, state=state, created_at="2026-10-01T00:00:00Z", **more
        )
        return number


@asynccontextmanager
async def kit_api(switches: KitSwitches = FREE, store: Store | None = None) -> AsyncIterator[KitApi]:
    """The imitated Kit with its switches, over a store of its own unless one is given."""
    store = store or Store.open(None, "empty", switches=Switches(kit=switches), clock=HandClock())
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://sandbox{KIT_PATH}", headers=KEY) as client:
        yield KitApi(store, client)


@pytest.fixture
async def kit() -> AsyncIterator[KitApi]:
    async with kit_api() as api:
        yield api
