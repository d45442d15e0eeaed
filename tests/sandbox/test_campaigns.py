"""Keys, paths and campaigns: what the examples of the contract do not show."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


@pytest.mark.parametrize(
    ("key", "status", "text"),
    [
        ("", 400, "No API key provided"),
        ("wrong", 401, "The authentication you supplied is incorrect"),
        ("sandbox-blocked", 403, "User linked to this API key is blocked"),
        ("sandbox-orphan", 404, "No user found for this API key"),
        ("sandbox-noteam", 400, "Bad team"),
    ],
)
async def test_keys_that_do_not_do(api: Api, key: str, status: int, text: str) -> None:
    response = await api.call("GET", "/team", auth=("", key))
    assert (response.status_code, response.text) == (status, text)
    assert response.headers["X-RateLimit-Limit"] == "20"


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic /w==", "Basic c2FuZGJveA==", "Bearer sandbox", "x"])
async def test_broken_credentials(api: Api, header: str) -> None:
    response = await api.call("GET", "/team", auth=None, headers={"Authorization": header})
    assert response.status_code == 401


async def test_the_plan_closes_step_routes_but_not_reading(api: Api) -> None:
    free = ("", "sandbox-free")
    made = (await api.call("POST", "/campaigns", {"name": "Free"}, auth=free)).json()
    assert (await api.call("GET", f"/campaigns/{made['_id']}/sequences", auth=free)).status_code == 200
    refused = await api.call("POST", f"/sequences/{made['sequenceId']}/steps", {}, auth=free)
    assert (refused.status_code, refused.text) == (402, "route is available starting emailPro plan")
    refused = await api.call("POST", f"/campaigns/{made['_id']}/duplicate", auth=free)
    assert (refused.status_code, refused.headers["content-type"]) == (402, "text/plain; charset=utf-8")


async def test_another_teams_campaign_is_a_bad_team(api: Api) -> None:
    campaign, main = await api.campaign()
    free = ("", "sandbox-free")
    api.store.state.lemlist.teams[next(reversed(api.store.state.lemlist.teams))].plan = "emailPro"
    foreign = await api.call("POST", f"/sequences/{main}/steps", {"type": "phone"}, auth=free)
    assert (foreign.status_code, foreign.text) == (400, "Bad team")
    assert (await api.call("GET", f"/campaigns/{campaign}", auth=free)).text == "Bad team"
    assert (await api.call("GET", "/campaigns", auth=free)).json() == []
    other, _ = await api.campaign("Target")
    api.store.state.lemlist.campaigns[other].team_id = "tea_other"
    body = {"type": "sendToAnotherCampaign", "campaignId": other}
    assert (await api.call("POST", f"/sequences/{main}/steps", body)).text == "Campaign not found or archived"
    own = {"type": "sendToAnotherCampaign", "campaignId": campaign}
    assert (await api.call("POST", f"/sequences/{main}/steps", own)).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/team", "GET"),
        ("HEAD", "/team", "GET"),
        ("PUT", "/campaigns", "GET, POST"),
        ("DELETE", "/campaigns/cam_x", "GET, PATCH"),
        ("GET", "/campaigns/cam_x/pause", "POST"),
        ("POST", "/campaigns/cam_x/sequences", "GET"),
        ("GET", "/sequences/seq_x/steps", "POST"),
        ("PUT", "/sequences/seq_x/steps/stp_x", "DELETE, PATCH"),
    ],
)
async def test_wrong_methods_name_the_right_ones(api: Api, method: str, path: str, allow: str) -> None:
    response = await api.call(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, allow)


async def test_unknown_paths_and_slashes(api: Api) -> None:
    campaign, _ = await api.campaign()
    assert (await api.call("GET", "/team/")).status_code == 200
    assert (await api.call("GET", f"/campaigns/{campaign}/sequences/")).status_code == 200
    assert (await api.call("GET", "/nowhere")).text == "Not found"
    assert (await api.call("GET", "/")).status_code == 404
    api.store.switches = Switches(rate_requests=0, unknown_path="html")
    page = await api.call("GET", "/nowhere")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


async def test_pages_filters_and_order(api: Api) -> None:
    for number in range(7):
        campaign, _ = await api.campaign(f"{number}")
        api.store.state.lemlist.campaigns[campaign].created_at = f"2026-01-0{7 - number}T00:00:00.000Z"

    async def names(**query: str) -> list[str]:
        listed = (await api.call("GET", "/campaigns", params=query)).json()
        return [each["name"] for each in (listed if isinstance(listed, list) else listed["campaigns"])]

    assert await names() == list("0123456")
    assert await names(sortBy="createdAt") == list("6543210")
    assert await names(sortBy="createdAt", sortOrder="desc", limit="2", offset="1") == ["1", "2"]
    assert await names(version="v2", page="3", limit="3") == ["6"]
    assert await names(limit="3", offset="9") == []
    assert len(await names(limit="5000")) == 7
    assert await names(createdBy="usr_nobody") == []
    body = (await api.call("GET", "/campaigns", params={"version": "v2", "limit": "3"})).json()
    assert body["pagination"] == {"totalRecords": 7, "currentPage": 1, "nextPage": 2, "totalPage": 3}
    api.store.switches = Switches(rate_requests=0, campaigns_v2="array")
    assert isinstance((await api.call("GET", "/campaigns?version=v2")).json(), list)
    for query in ({"limit": "x"}, {"limit": "0"}, {"offset": "-1"}, {"page": "0"}, {"status": "on"}):
        assert (await api.call("GET", "/campaigns", params=query)).text == "Bad params"


async def test_status_follows_state_and_leads(api: Api) -> None:
    campaign, _ = await api.campaign(launched=True)
    record = api.store.state.lemlist.campaigns[campaign]

    async def status() -> Any:
        word = (await api.call("GET", f"/campaigns/{campaign}")).json()["status"]
        listed = (await api.call("GET", "/campaigns", params={"status": word})).json()
        assert [each["_id"] for each in listed] == [campaign]
        return word

    assert await status() == "running"
    await api.call("POST", f"/campaigns/{campaign}/pause")
    assert await status() == "paused"
    await api.call("POST", f"/campaigns/{campaign}/start")
    record.leads[0].state = "interested"
    assert await status() == "ended"
    record.leads[0].state = "scanned"
    assert await status() == "draft"
    await api.call("PATCH", f"/campaigns/{campaign}", {"archived": True})
    assert await status() == "archived"
    record.errors = ["Your campaign does not have sender."]
    assert len((await api.call("GET", "/campaigns?status=errors")).json()) == 1


async def test_settings_are_checked_and_echoed(api: Api) -> None:
    campaign, _ = await api.campaign()
    path = f"/campaigns/{campaign}"
    echo = (await api.call("PATCH", path, {"name": "New", "stopOnLinkClicked": True, "colour": "red"})).json()
    assert echo == {"name": "New", "stopOnLinkClicked": True}
    for body, text in (
        ({"name": 3}, "Match error: Expected string, got number in field name"),
        ({"stopOnLinkClicked": "x"}, "Match error: Expected boolean, got string in field stopOnLinkClicked"),
        ({"autoReviewConditions": ["fine"]}, "Invalid autoReviewConditions"),
        ({"sendUserIds": ["usr_nobody"]}, "None of the provided sendUserIds are members of the team"),
    ):
        assert (await api.call("PATCH", path, body)).text == text
    member = next(iter(api.store.state.lemlist.users))
    users = (await api.call("PATCH", path, {"sendUserIds": [member]})).json()["sendUsers"]
    assert [each["id"] for each in users] == [member]
    assert [each["id"] for each in (await api.call("GET", path)).json()["senders"]] == [member]


async def test_a_duplicate_has_the_steps_under_new_ids(api: Api) -> None:
    api.store.state = Store.open(None, "demo").state
    original = next(each for each in api.store.state.lemlist.campaigns.values() if each.status == "running")
    copy = (await api.call("POST", f"/campaigns/{original.id}/duplicate")).json()
    assert (copy["name"], copy["status"]) == (f"{original.name} Copy", "draft")
    before, after = await api.sequences(original.id), await api.sequences(copy["_id"])
    assert not before.keys() & after.keys()
    assert [entry["level"] for entry in before.values()] == [entry["level"] for entry in after.values()]
    kinds = [[step["type"] for step in entry["steps"]] for entry in before.values()]
    assert kinds == [[step["type"] for step in entry["steps"]] for entry in after.values()]
    assert api.store.state.lemlist.campaigns[copy["_id"]].state == "paused"
    assert api.store.state.lemlist.campaigns[copy["_id"]].leads == []


async def test_statutes_name_what_is_wrong(api: Api) -> None:
    campaign, main = await api.campaign()

    async def messages() -> list[tuple[int, str]]:
        found = (await api.call("GET", f"/campaigns/{campaign}/statutes")).json()["statutes"]
        return [(each["level"], each["message"]) for each in found]

    assert await messages() == [(3, "No senders configured on this campaign."), (3, "The sequence has no steps.")]
    api.store.state.lemlist.campaigns[campaign].sender_ids = ["usr_x"]
    await api.add(main, type="linkedinInvite", message="x" * 250)
    await api.add(main, type="linkedinInvite", message="x" * 301)
    await api.add(main, type="manual", title=" ")
    step = await api.add(main, type="conditional", conditionKey="hasScore", delayType="waitUntil")
    await api.add(main, type="linkedinVisit")
    await api.add(step["conditions"][0]["sequenceId"], type="phone")
    assert await messages() == [
        (2, "The invitation note of step 1 has 250 characters; free accounts send 200."),
        (3, "The invitation note of step 2 has 301 characters; 300 are allowed."),
        (3, "Step 3 (manual) has no title."),
        (2, "Step 5 can never be reached: leads leave at step 4."),
        (2, "A branch of step 4 has no steps."),
    ]
