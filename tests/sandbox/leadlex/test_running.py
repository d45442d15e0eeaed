"""Start with and without approval, pause, people going in and out, counters, histories."""

from typing import Any

import pytest

from tests.sandbox.leadlex.conftest import Api, error
from tui.sandbox.leadlex.records import Activity
from tui.sandbox.leadlex.switches import LeadlexSwitches


async def _status(api: Api, campaign: str) -> str:
    return str((await api.call("GET", f"/campaigns/{campaign}")).json()["data"]["campaign"]["status"])


async def test_start_and_pause_and_start_again(api: Api) -> None:
    campaign = await api.campaign("a")
    api.enroll(campaign, 0, "pending")
    started = await api.call("POST", f"/campaigns/{campaign}/start")
    assert (started.status_code, started.json()) == (200, {"data": {"campaign_id": campaign, "status": "active"}})
    assert error(await api.call("POST", f"/campaigns/{campaign}/start")) == (400, "validation_error")
    paused = await api.call("POST", f"/campaigns/{campaign}/pause")
    at = "2026-11-21T09:02:40Z"
    assert paused.json() == {"data": {"campaign": {"id": campaign, "status": "paused", "paused_at": at}}}
    assert await _status(api, campaign) == "paused"
    assert error(await api.call("POST", f"/campaigns/{campaign}/pause")) == (409, "campaign_not_active")
    assert (await api.call("POST", f"/campaigns/{campaign}/start")).json()["data"]["status"] == "active"


@pytest.mark.parametrize(("steps", "people"), [(0, 0), (1, 0), (0, 1)])
async def test_an_empty_campaign_does_not_start(api: Api, steps: int, people: int) -> None:
    campaign = await api.campaign(*["a"] * steps)
    for _ in range(people):
        api.enroll(campaign, 0)
    assert error(await api.call("POST", f"/campaigns/{campaign}/start")) == (400, "validation_error")


@pytest.mark.parametrize("status", ["active", "completed", "pending_approval"])
async def test_statuses_that_do_not_start(api: Api, status: str) -> None:
    campaign = await api.campaign("a")
    api.enroll(campaign, 0)
    api.record(campaign).status = status
    assert error(await api.call("POST", f"/campaigns/{campaign}/start")) == (400, "validation_error")


async def test_unknown_campaigns_have_two_codes(api: Api) -> None:
    assert error(await api.call("POST", "/campaigns/no/start")) == (404, "not_found")
    assert error(await api.call("POST", "/campaigns/no/pause")) == (404, "campaign_not_found")
    assert error(await api.call("GET", "/campaigns/no/stats")) == (404, "campaign_not_found")


class TestApproval:
    """A workspace that wants to approve campaigns with more than two recipients."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="unmetered", approval=2)

    async def _waiting(self, api: Api) -> tuple[str, str]:
        campaign = await api.campaign("a")
        for _ in range(3):
            api.enroll(campaign, 0, "pending")
        data = (await api.call("POST", f"/campaigns/{campaign}/start")).json()["data"]
        assert data == {"campaign_id": campaign, "status": "pending_approval", "task_id": data["task_id"]}
        assert await _status(api, campaign) == "pending_approval"
        return campaign, data["task_id"]

    @pytest.mark.parametrize(
        ("word", "status", "campaign_status", "more"),
        [
            ("approve", "approved", "active", {"execution_started": True}),
            ("dismiss", "dismissed", "draft", {}),
        ],
    )
    async def test_a_task_is_decided_once(
        self, api: Api, word: str, status: str, campaign_status: str, more: dict[str, Any]
    ) -> None:
        campaign, task = await self._waiting(api)
        rows = (await api.call("GET", "/lexi/tasks")).json()["data"]["tasks"]
        assert [(row["id"], row["type"], row["metadata"]) for row in rows] == [
            (task, "campaign_start", {"campaign_id": campaign})
        ]
        answer = await api.call("POST", f"/lexi/tasks/{task}/{word}")
        assert answer.json() == {"data": {"task_id": task, "status": status, **more}}
        assert await _status(api, campaign) == campaign_status
        assert error(await api.call("POST", f"/lexi/tasks/{task}/{word}")) == (400, "validation_error")
        assert (await api.call("GET", "/lexi/tasks")).json() == {"data": {"tasks": []}}
        assert len((await api.call("GET", f"/lexi/tasks?status={status}")).json()["data"]["tasks"]) == 1

    async def test_tasks_need_their_own_permission(self, api: Api) -> None:
        _, task = await self._waiting(api)
        for key in ("wbk_sandbox_readonly", "wbk_sandbox_writeonly"):
            refused = error(await api.call("POST", f"/lexi/tasks/{task}/approve", key=key))
            assert refused == (403, "insufficient_permissions")
        assert error(await api.call("POST", "/lexi/tasks/no/approve")) == (404, "not_found")
        assert error(await api.call("POST", f"/lexi/tasks/{task}/approve", key="wbk_sandbox_other"))[0] == 404

    async def test_a_paused_campaign_needs_no_second_approval(self, api: Api) -> None:
        campaign, task = await self._waiting(api)
        await api.call("POST", f"/lexi/tasks/{task}/approve")
        await api.call("POST", f"/campaigns/{campaign}/pause")
        assert (await api.call("POST", f"/campaigns/{campaign}/start")).json()["data"]["status"] == "active"


async def test_people_go_in_once_and_out(api: Api) -> None:
    campaign = await api.campaign("a", "b")
    ada, bob, foreign = api.person("ada"), api.person("bob"), api.person("foreign", "wsp_other")
    gone = api.person("gone")
    gone.unsubscribed = True
    path = f"/campaigns/{campaign}/contacts"
    wanted = [ada.id, "nobody", gone.id, foreign.id, ada.id, bob.id]
    answer = await api.call("POST", path, {"contact_ids": wanted, "source": "list:x"})
    assert answer.json() == {"data": {"added": 2, "skipped": 4, "contact_ids": [ada.id, bob.id]}}
    rows = (await api.call("GET", path)).json()["data"]["contacts"]
    assert rows[0] == {
        "contact_id": bob.id,
        "full_name": "Bob",
        "email": "bob@example.com",
        "status": "pending",
        "current_step": 0,
        "added_at": "2026-11-21T09:02:40Z",
        "last_sent_at": None,
        "source": "list:x",
    }
    again = await api.call("POST", path, {"contact_ids": [bob.id]})
    assert again.json()["data"] == {"added": 0, "skipped": 1, "contact_ids": []}
    removed = await api.call("DELETE", f"{path}/{ada.id}")
    assert removed.json() == {"data": {"removed": True, "campaign_id": campaign, "contact_id": ada.id}}
    assert error(await api.call("DELETE", f"{path}/{ada.id}")) == (404, "enrollment_not_found")
    assert error(await api.call("DELETE", f"/campaigns/no/contacts/{ada.id}")) == (404, "campaign_not_found")
    assert (await api.call("GET", f"{path}?status=pending")).json()["meta"]["total"] == 1
    assert error(await api.call("GET", f"{path}?status=asleep")) == (400, "validation_error")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "missing_required_field"),
        ({"contact_ids": []}, "missing_required_field"),
        ({"contact_ids": "x"}, "validation_error"),
        ({"contact_ids": [1]}, "validation_error"),
        ({"contact_ids": ["x"], "source": 1}, "validation_error"),
        ({"contact_ids": ["x"] * 501}, "too_many_contacts"),
    ],
)
async def test_refused_enrollments(api: Api, body: Any, code: str) -> None:
    campaign = await api.campaign()
    assert error(await api.call("POST", f"/campaigns/{campaign}/contacts", body)) == (400, code)


async def test_rates_without_anything_sent_are_zero(api: Api) -> None:
    stats = (await api.call("GET", f"/campaigns/{await api.campaign()}/stats")).json()["data"]["stats"]
    assert set(stats.values()) == {0}
    assert [type(stats[name]) for name in ("open_rate", "click_rate", "reply_rate")] == [float] * 3


async def test_people_are_found_and_have_a_history(api: Api) -> None:
    ada, _ = api.person("ada"), api.person("bob")
    rows = (await api.call("GET", "/contacts?search=ADA@")).json()
    assert [row["id"] for row in rows["data"]["contacts"]] == [ada.id]
    assert rows["meta"]["total"] == 1
    rows = (await api.call("GET", "/contacts?sort=-full_name")).json()["data"]["contacts"]
    assert [row["full_name"] for row in rows] == ["Bob", "Ada"]
    assert error(await api.call("GET", "/contacts?sort=age")) == (400, "validation_error")
    for number, kind in enumerate(("note", "campaign_sent", "call"), start=1):
        at = f"2026-11-0{number}T00:00:00Z"
        entry = Activity(id=f"act_{number}", contact_id=ada.id, type=kind, title=kind, created_date=at)
        api.store.state.leadlex.activities.append(entry)
    path = f"/contacts/{ada.id}/activities"

    async def ids(query: str) -> list[str]:
        return [row["id"] for row in (await api.call("GET", path + query)).json()["data"]["activities"]]

    assert await ids("") == ["act_3", "act_2", "act_1"]
    assert await ids("?type=campaign_sent") == ["act_2"]
    assert await ids("?from_date=2026-11-02&to_date=2026-11-02T12:00:00Z") == ["act_2"]
    assert error(await api.call("GET", f"{path}?from_date=soon")) == (400, "validation_error")
    assert error(await api.call("GET", "/contacts/no/activities")) == (404, "not_found")
