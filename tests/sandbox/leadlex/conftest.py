"""An imitated LeadLex in this process, empty and without limits, and a client that holds its key."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.contract.arranged import HandClock
from tui.sandbox.app import LEADLEX_PATH, create_app
from tui.sandbox.leadlex.records import Campaign, Contact, Enrollment
from tui.sandbox.leadlex.switches import LeadlexSwitches
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

KEY = "wbk_sandbox"


class Api:
    """Calls the imitated LeadLex; every answer is the response itself."""

    def __init__(self, store: Store, client: httpx.AsyncClient) -> None:
        self.store, self.client = store, client

    async def call(
        self, method: str, path: str, body: Any = None, *, key: str | None = KEY, **more: Any
    ) -> httpx.Response:
        """One request below `/v1`; `body` is sent as JSON unless it is None, `key` None sends no header."""
        if body is not None:
            more["json"] = body
        if key is not None:
            more["headers"] = {"Authorization": f"Bearer {key}", **more.get("headers", {})}
        return await self.client.request(method, f"/v1{path}", **more)

    async def campaign(self, *subjects: str, name: str = "Test") -> str:
        """A new campaign with a step for each subject; its id."""
        made = await self.call("POST", "/campaigns", {"name": name})
        assert made.status_code == 201, made.text
        campaign_id = str(made.json()["data"]["campaign"]["id"])
        for subject in subjects:
            await self.add(campaign_id, subject)
        return campaign_id

    async def add(self, campaign_id: str, subject: str, **more: Any) -> Any:
        """Append a step that must be accepted; the step of its answer."""
        body = {"subject": subject, "body": "b", **more}
        answer = await self.call("POST", f"/campaigns/{campaign_id}/steps", body)
        assert answer.status_code == 201, answer.text
        return answer.json()["data"]["step"]

    async def steps(self, campaign_id: str) -> Any:
        """The steps of a campaign."""
        answer = await self.call("GET", f"/campaigns/{campaign_id}/steps")
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]["steps"]

    def record(self, campaign_id: str) -> Campaign:
        """What the store holds about a campaign."""
        return self.store.state.leadlex.campaigns[campaign_id]

    def person(self, name: str, workspace_id: str = "wsp_acme") -> Contact:
        """A contact that the store holds from now on."""
        contact = Contact(
            id=f"con_{name}",
            workspace_id=workspace_id,
            full_name=name.title(),
            email=f"{name}@example.com",
            created_at="2026-01-01T00:00:00Z",
        )
        self.store.state.leadlex.contacts[contact.id] = contact
        return contact

    def enroll(self, campaign_id: str, current_step: int, status: str = "active") -> Enrollment:
        """Somebody new in a campaign, at a step and with a status that no request could give."""
        record = self.record(campaign_id)
        contact = self.person(f"p{len(record.enrollments)}")
        enrollment = Enrollment(
            contact_id=contact.id, added_at="2026-01-02T00:00:00Z", status=status, current_step=current_step
        )
        record.enrollments.append(enrollment)
        return enrollment


def error(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, whose envelope must be complete."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) - {"details"} == {"code", "message"}
    assert body["error"]["message"]
    return response.status_code, body["error"]["code"]


@pytest.fixture
def switches() -> LeadlexSwitches:
    """How the imitated LeadLex is set; tests override it."""
    return LeadlexSwitches(plan="unmetered")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(switches: LeadlexSwitches, clock: HandClock) -> Store:
    return Store.open(None, "empty", switches=Switches(leadlex=switches), clock=clock)


@pytest.fixture
async def api(store: Store) -> AsyncIterator[Api]:
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://sandbox{LEADLEX_PATH}") as client:
        yield Api(store, client)
