"""Campaigns: pages, settings with their bounds, and what may be deleted."""

from typing import Any

import pytest

from tests.contract.arranged import HandClock
from tests.sandbox.leadlex.conftest import Api, error
from tui.sandbox.leadlex.switches import LeadlexSwitches

_DEFAULTS = {
    "description": "",
    "status": "draft",
    "daily_send_limit": 50,
    "delay_between_emails": 60,
    "sending_timezone": "UTC",
    "send_on_weekends": False,
    "track_opens": True,
    "track_clicks": True,
    "show_unsubscribe": True,
    "steps": [],
    "contacts": [],
}


async def test_a_name_is_enough(api: Api) -> None:
    made = (await api.call("POST", "/campaigns", {"name": "N", "status": "active", "id": "x"})).json()["data"][
        "campaign"
    ]
    at = "2026-11-21T09:02:40Z"
    assert made == {"id": made["id"], "name": "N", **_DEFAULTS, "created_at": at, "updated_at": at}
    assert made["id"].startswith("cmp_")
    assert (await api.call("GET", f"/campaigns/{made['id']}")).json() == {"data": {"campaign": made}}


@pytest.mark.parametrize("body", [{}, {"name": None}, {"name": "  "}])
async def test_without_a_name(api: Api, body: Any) -> None:
    assert error(await api.call("POST", "/campaigns", body)) == (400, "missing_required_field")
    assert api.store.state.leadlex.campaigns == {}


_BAD: list[tuple[dict[str, Any], str]] = [
    ({"sending_timezone": "Mars/Base"}, "invalid_timezone"),
    ({"sending_timezone": "../UTC"}, "invalid_timezone"),
    ({"sending_timezone": ""}, "invalid_timezone"),
    ({"sending_timezone": 3}, "validation_error"),
    ({"daily_send_limit": 0}, "invalid_send_limit"),
    ({"daily_send_limit": 501}, "invalid_send_limit"),
    ({"daily_send_limit": "50"}, "validation_error"),
    ({"daily_send_limit": True}, "validation_error"),
    ({"delay_between_emails": 29}, "validation_error"),
    ({"delay_between_emails": 30.5}, "validation_error"),
    ({"send_on_weekends": 1}, "validation_error"),
    ({"track_opens": None}, "validation_error"),
    ({"description": 1}, "validation_error"),
    ({"name": "x" * 201}, "validation_error"),
    ({"name": 7}, "validation_error"),
]


@pytest.mark.parametrize(("body", "code"), [*_BAD, ({"name": ""}, "validation_error")])
async def test_bad_settings_change_nothing(api: Api, body: dict[str, Any], code: str) -> None:
    campaign = await api.campaign()
    before = api.record(campaign).model_copy()
    answer = await api.call("PATCH", f"/campaigns/{campaign}", {"show_unsubscribe": False, **body})
    assert error(answer) == (400, code)
    if code == "validation_error":
        assert set(answer.json()["error"]["details"]["fields"]) == set(body)
    assert api.record(campaign) == before


@pytest.mark.parametrize(("body", "code"), _BAD)
async def test_a_new_campaign_has_the_same_bounds(api: Api, body: dict[str, Any], code: str) -> None:
    assert error(await api.call("POST", "/campaigns", {"name": "x", **body})) == (400, code)


async def test_settings_change_in_any_status_and_keep_the_rest(api: Api, clock: HandClock) -> None:
    campaign = await api.campaign("a")
    before = (await api.call("GET", f"/campaigns/{campaign}")).json()["data"]["campaign"]
    clock.now += 60
    change = {"name": "M", "description": None, "daily_send_limit": 500, "sending_timezone": "Asia/Kolkata"}
    for status in ("draft", "active", "paused", "completed"):
        api.record(campaign).status = status
        answer = await api.call("PATCH", f"/campaigns/{campaign}", {**change, "status": "draft", "wings": 2})
        expected = {**before, **change, "status": status, "updated_at": "2026-11-21T09:03:40Z"}
        assert answer.json() == {"data": {"campaign": expected}}
    clock.now += 60
    assert (await api.call("PATCH", f"/campaigns/{campaign}", {})).json()["data"]["campaign"] == expected


async def test_pages(api: Api, clock: HandClock) -> None:
    for number in range(103):
        clock.now += number % 2  # some are made in the same second
        await api.campaign(name=f"C{number}")
    names = [f"C{number}" for number in reversed(range(103))]

    async def page(**query: Any) -> tuple[list[str], Any]:
        body = (await api.call("GET", "/campaigns", params=query)).json()
        assert all("steps" not in row and "contacts" not in row for row in body["data"]["campaigns"])
        return [row["name"] for row in body["data"]["campaigns"]], body["meta"]

    assert await page() == (names[:50], {"page": 1, "per_page": 50, "total": 103})
    assert await page(page=3) == (names[100:], {"page": 3, "per_page": 50, "total": 103})
    assert await page(per_page=1000) == (names[:100], {"page": 1, "per_page": 100, "total": 103})
    assert await page(page=9, per_page=20) == ([], {"page": 9, "per_page": 20, "total": 103})
    api.record(next(iter(api.store.state.leadlex.campaigns))).status = "paused"
    assert await page(status="paused") == (["C0"], {"page": 1, "per_page": 50, "total": 1})


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=", "per_page=0", "per_page=1.5", "status=new"])
async def test_bad_pages(api: Api, query: str) -> None:
    assert error(await api.call("GET", f"/campaigns?{query}")) == (400, "validation_error")


async def test_one_shows_its_fifty_newest_contacts(api: Api) -> None:
    campaign = await api.campaign()
    for _ in range(60):
        api.enroll(campaign, 0)
    shown = (await api.call("GET", f"/campaigns/{campaign}")).json()["data"]["campaign"]["contacts"]
    assert [row["contact_id"] for row in shown] == [f"con_p{number}" for number in range(59, 9, -1)]


@pytest.mark.parametrize("status", ["pending_approval", "active", "paused", "completed"])
async def test_only_drafts_are_deleted(api: Api, status: str) -> None:
    campaign = await api.campaign("a")
    api.record(campaign).status = status
    assert error(await api.call("DELETE", f"/campaigns/{campaign}")) == (409, "campaign_not_draft")
    api.record(campaign).status = "draft"
    answer = await api.call("DELETE", f"/campaigns/{campaign}")
    assert (answer.status_code, answer.json()) == (200, {"data": {"deleted": True, "id": campaign}})
    for method in ("GET", "PATCH", "DELETE"):
        assert error(await api.call(method, f"/campaigns/{campaign}")) == (404, "campaign_not_found")


class TestTheOtherAdvice:
    """The page that says "drafts only" also says "pause it first"."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="unmetered", delete="stopped")

    @pytest.mark.parametrize(("status", "expected"), [("paused", 200), ("completed", 200), ("active", 409)])
    async def test_what_does_not_send_may_be_deleted(self, api: Api, status: str, expected: int) -> None:
        campaign = await api.campaign()
        api.record(campaign).status = status
        assert (await api.call("DELETE", f"/campaigns/{campaign}")).status_code == expected
