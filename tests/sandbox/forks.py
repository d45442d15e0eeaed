"""Conditions with branches for the tests of the branch routes."""

from typing import Any

from tests.sandbox.conftest import Api
from tui.sandbox.lemlist.records import Lead

CUSTOM = {"customField": "jobTitle", "customOperator": "contains", "customValue": "CEO"}
VALUES: dict[str, dict[str, Any]] = {
    "customLeadInfo": {"customOperator": "equal", "customValue": "CTO"},
    "hasScore": {"scoreComparator": "$lt", "scoreThreshold": 20},
    "hasEmailAddress": {"emailStatusFilter": ["risky"]},
    "aircallDone": {"callStatusFilter": ["answered", "voicemail"]},
}
LOCKED = "You cannot add, remove or reorder branches once leads have entered the campaign"


class Fork:
    """A condition in a campaign of its own."""

    def __init__(self, api: Api, campaign: str, main: str, step: Any) -> None:
        self.api, self.campaign, self.main, self.step = api, campaign, main, step
        self.path = f"/sequences/{main}/steps/{step['_id']}/branches"

    async def call(self, method: str, branch: str = "", body: Any = None) -> Any:
        return await self.api.call(method, f"{self.path}/{branch}" if branch else self.path, body)

    async def list(self) -> Any:
        answer = await self.call("GET")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def add(self, **body: Any) -> Any:
        answer = await self.call("POST", body=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def links(self) -> Any:
        step = (await self.api.sequences(self.campaign))[self.main]["steps"][-1]
        return step["conditions"]

    @property
    def record(self) -> Any:
        return self.api.store.state.lemlist.campaigns[self.campaign]

    def enter(self, state: str = "contacted") -> None:
        self.record.leads.append(Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state=state))


async def fork(api: Api, key: str, **more: Any) -> Fork:
    campaign, main = await api.campaign()
    given = {**(CUSTOM if key == "customLeadInfo" else {}), **more}
    step = await api.add(main, type="conditional", conditionKey=key, delayType="within", delay=3, **given)
    return Fork(api, campaign, main, step)


async def refused(answer: Any, status: int, code: str | None, words: str = "") -> None:
    body = answer.json()
    assert (answer.status_code, body.get("code")) == (status, code), body
    assert set(body) == ({"error", "code"} if code else {"error"})
    assert words in body["error"]
