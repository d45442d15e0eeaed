"""A sandbox in this process, empty, without a rate limit, and a client that holds its key."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


class Api:
    """Calls the imitated lemlist; every answer is the response itself."""

    def __init__(self, store: Store, client: httpx.AsyncClient) -> None:
        self.store, self.client = store, client

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """One request; `body` is sent as JSON unless it is None."""
        if body is not None:
            more["json"] = body
        return await self.client.request(method, path, **more)

    async def campaign(self, name: str = "Test", *, launched: bool = False) -> tuple[str, str]:
        """A new campaign: its id and that of its main sequence; `launched` puts a lead into it."""
        from tui.sandbox.lemlist.records import Lead

        made = (await self.call("POST", "/campaigns", {"name": name})).json()
        if launched:
            lead = Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted")
            self.store.state.lemlist.campaigns[made["_id"]].leads.append(lead)
        return made["_id"], made["sequenceId"]

    async def add(self, sequence_id: str, **body: Any) -> Any:
        """Add a step that must be accepted; its answer."""
        response = await self.call("POST", f"/sequences/{sequence_id}/steps", body)
        assert response.status_code == 200, response.text
        return response.json()

    async def sequences(self, campaign_id: str) -> Any:
        """All sequences of a campaign."""
        response = await self.call("GET", f"/campaigns/{campaign_id}/sequences")
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture
def store() -> Store:
    return Store.open(None, "empty", switches=Switches(rate_requests=0))


@pytest.fixture
async def api(store: Store) -> AsyncIterator[Api]:
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://sandbox{LEMLIST_PATH}", auth=("", "sandbox")
    ) as client:
        yield Api(store, client)
