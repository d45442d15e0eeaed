"""Statistics of many campaigns at once, reports, and what a duplicate begins with (contract 3.10)."""

from typing import Any

from tests.sandbox.conftest import Api
from tests.sandbox.happenings import ALWAYS, People, people_in, stats_of
from tui.sandbox.demo import lemlist


async def test_many_at_once(api: Api) -> None:
    people, (step,) = await people_in(api, "email")
    people.happened("emailsSent", "lea_a", step)
    foreign, empty = (await api.campaign("Foreign"))[0], (await api.campaign("Empty"))[0]
    api.store.state.lemlist.campaigns[foreign].team_id = "tea_other"
    api.store.state.lemlist.campaigns[empty].sequence_id = None
    path, name = "/v2/campaigns/stats/batch", people.campaign.id
    ids = [name, "cam_nowhere", foreign, empty]
    body = (await api.call("POST", path, {"campaignIds": ids, **ALWAYS, "channels": ["email"]})).json()
    assert body == {
        "results": [{"campaignId": name, **await stats_of(api, people, channels='["email"]')}],
        "errors": [
            {"campaignId": "cam_nowhere", "error": "Campaign not found"},
            {"campaignId": foreign, "error": "Bad team"},
        ],
    }
    for more, text in (
        ({"campaignIds": "cam_a"}, "Bad params: campaignIds must be a non-empty array"),
        ({"campaignIds": ["cam_a"] * 101}, "Bad params: campaignIds must contain at most 100 items"),
        ({"startDate": None}, "Bad params: startDate and endDate are required"),
        ({"startDate": 5}, "Bad params"),
        ({"channels": ["fax"]}, 'Bad params: channels must be an array of "others", "email" or "linkedin"'),
        ({"channels": "email"}, 'Bad params: channels must be an array of "others", "email" or "linkedin"'),
        ({"ABSelected": 1}, "Bad params: ABSelected must be A or B"),
    ):
        refused = await api.call("POST", path, {"campaignIds": [name], **ALWAYS, **more})
        assert (refused.status_code, refused.text) == (400, text)


async def test_reports_count_all_of_the_time(api: Api) -> None:
    api.store.state.lemlist = lemlist.demo()
    campaigns = list(api.store.state.lemlist.campaigns.values())
    outbound = next(each for each in campaigns if each.status == "running")
    webinar = next(each for each in campaigns if each.status == "paused" and each.leads)

    async def report(names: str) -> Any:
        return (await api.call("GET", "/campaigns/reports", params={"campaignIds": names})).json()

    one, other = await report(f"{outbound.id}, {webinar.id},cam_nowhere")
    assert (one["name"], one["state"], one["status"], one["labels"]) == (
        "Q4 outbound — CTOs",
        "running",
        "running",
        "outbound, Q4",
    )
    assert (one["totalCount"], one["reviewedCount"], one["inSequenceLeadCount"]) == (8, 7, 5)
    assert {name: one[name] for name in ("emailsSent", "linkedinSent", "linkedinOpened", "interested")} == {
        "emailsSent": 7,
        "linkedinSent": 1,
        "linkedinOpened": 1,
        "interested": 1,
    }
    assert one["sendersUsers"] == "Ada Byron:ada@acme.example, Ben Okafor:ben@acme.example"
    assert (other["state"], other["emailsReplied"], other["notInterested"]) == ("paused", 2, 1)
    assert "linkedinOpened" not in other
    for query, text in (({}, "Bad params"), ({"campaignIds": " , "}, "Bad params")):
        assert (await api.call("GET", "/campaigns/reports", params=query)).text == text
    webinar.team_id = "tea_other"
    assert (await api.call("GET", "/campaigns/reports", params={"campaignIds": webinar.id})).text == "Bad team"


async def test_a_duplicate_begins_at_nought(api: Api) -> None:
    people, (step,) = await people_in(api, "email")
    people.happened("emailsSent", "lea_a", step)
    copy = (await api.call("POST", f"/campaigns/{people.campaign.id}/duplicate")).json()["_id"]
    body = await stats_of(api, People(api.store.state.lemlist.campaigns[copy]))
    assert (body["nbLeads"], body["messagesSent"]) == (0, 0)
