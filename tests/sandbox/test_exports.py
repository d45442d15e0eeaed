"""Exports: started, pending, done and gone; the leads as CSV and JSON (contract 3.11)."""

import csv
import io
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.arranged import HandClock
from tests.sandbox.conftest import Api
from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.lemlist.records import Lead
from tui.sandbox.lemlist.words import LEAD_STATES
from tui.sandbox.store import Store

HOUR = 3600


@pytest.fixture
def clock(api: Api) -> HandClock:
    api.store.clock = clock = HandClock()
    return clock


async def _campaign(api: Api) -> str:
    campaign, _ = await api.campaign("Exported")
    api.store.state.lemlist.campaigns[campaign].leads = [
        Lead(
            id=f"lea_{state}",
            contact_id="ctc_a",
            email=f"{state}@example.com",
            state=state,
            paused=state == "hooked",
            email_status="deliverable",
            variables={"firstName": f'Zoë, "{state}"', "email": "other@example.com", "Company name": "A\nB"},
        )
        for state in ("scanned", "contacted", "hooked", "emailsUnsubscribed", "linkedinInterested", "emailsReplied")
    ]
    return campaign


async def test_an_export_is_pending_then_done_then_gone(api: Api, clock: HandClock) -> None:
    campaign = await _campaign(api)
    made = (await api.call("GET", f"/campaigns/{campaign}/export/start")).json()
    path = f"/campaigns/{campaign}/export/{made['_id']}/status"
    assert (await api.call("GET", path)).json() == {"ok": True, "status": made}
    assert (made["status"], made["total"], "url" in made) == ("pending", 0, False)
    early = await api.call("GET", f"/exports/{made['_id']}.csv")
    assert (early.status_code, early.text) == (404, "Not found")
    clock.now += 2
    done = (await api.call("GET", path)).json()["status"]
    assert (done["status"], done["total"], done["progress"]) == ("done", 6, 100)
    assert done["progressTime"] - made["progressTime"] == done["progressLastStepDuration"] == 2000
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(api.store))) as stranger:
        file = await stranger.get(done["url"])
    assert (file.status_code, file.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert len(file.content) == done["fileSize"]
    clock.now += 2 * HOUR
    gone = await api.call("GET", path)
    assert (gone.status_code, gone.json()["ok"]) == (404, False)
    assert (await api.client.get(done["url"])).content == file.content, "the file is kept longer than the status"
    clock.now += 22 * HOUR
    assert (await api.client.get(done["url"])).status_code == 404


async def test_an_export_holds_the_leads_of_its_beginning(api: Api, clock: HandClock) -> None:
    campaign = await _campaign(api)
    made = (await api.call("GET", f"/campaigns/{campaign}/export/start")).json()
    api.store.state.lemlist.campaigns[campaign].leads.clear()
    clock.now += 5
    status = (await api.call("GET", f"/campaigns/{campaign}/export/{made['_id']}/status")).json()["status"]
    rows = list(csv.DictReader(io.StringIO((await api.client.get(status["url"])).text, newline="")))
    assert (len(rows), status["total"]) == (6, 6)
    assert rows[0]["firstName"] == 'Zoë, "scanned"'
    assert rows[0]["Company name"] == "A\nB"
    assert rows[0]["email"] == "scanned@example.com"


async def test_exports_survive_a_restart_and_old_ones_are_forgotten(api: Api, clock: HandClock, tmp_path: Path) -> None:
    campaign = await _campaign(api)
    api.store.path = tmp_path / "sandbox.json"
    path = f"/campaigns/{campaign}/export"
    first = (await api.call("GET", f"{path}/start")).json()["_id"]
    clock.now += 2
    told = (await api.call("PUT", f"{path}/{first}/email/ada%3F%40example.com")).json()["status"]
    assert told == (await api.call("GET", f"{path}/{first}/status")).json()["status"]
    assert told["url"] == f"http://sandbox{LEMLIST_PATH}/exports/{first}.csv"
    kept = Store.open(api.store.path).state.lemlist.exports
    assert kept == api.store.state.lemlist.exports
    assert kept[first].email == "ada?@example.com"
    clock.now += 25 * HOUR
    second = (await api.call("GET", f"{path}/start")).json()["_id"]
    assert list(api.store.state.lemlist.exports) == [second]


async def test_exports_belong_to_their_campaign(api: Api, clock: HandClock) -> None:
    campaign, other = await _campaign(api), await _campaign(api)
    made = (await api.call("GET", f"/campaigns/{campaign}/export/start")).json()["_id"]
    wrong = await api.call("GET", f"/campaigns/{other}/export/{made}/status")
    assert wrong.json() == {"ok": False, "message": f"Export with id {made} not found"}
    assert (await api.call("PUT", f"/campaigns/{other}/export/{made}/email/a@example.com")).status_code == 404
    assert (await api.call("GET", "/campaigns/cam_nowhere/export/start")).text == "Campaign not found"
    assert (await api.call("GET", "/exports/axp_nowhere.csv")).status_code == 404
    assert (await api.call("POST", f"/campaigns/{campaign}/export/start")).status_code == 405


async def _leads(api: Api, version: str = "", **query: str) -> Any:
    campaign = next(iter(api.store.state.lemlist.campaigns))
    path = f"{version}/campaigns/{campaign}/export/leads"
    return (await api.call("GET", path, params={"format": "json", **query})).json()


async def test_leads_by_state(api: Api) -> None:
    await _campaign(api)
    assert {row["lastState"]: row["status"] for row in await _leads(api)} == {
        "scanned": "review",
        "contacted": "inProgress",
        "hooked": "paused",
        "emailsUnsubscribed": "unsubscribed",
        "linkedinInterested": "interested",
        "emailsReplied": "done",
    }
    for state in ("contacted", "emailsReplied"):
        assert [row["_id"] for row in await _leads(api, state=state)] == [f"lea_{state}"]
    assert [row["_id"] for row in await _leads(api, state="paused")] == ["lea_hooked"]
    for state in LEAD_STATES:
        assert isinstance(await _leads(api, state=state), list)


async def test_the_later_route_is_richer_and_wants_a_state(api: Api) -> None:
    await _campaign(api)
    assert await _leads(api, "/v2") == []
    rows = await _leads(api, "/v2", state="all")
    assert [(row["state"], row["stateSystem"]) for row in rows[:3]] == [
        ("scanned", "inProgress"),
        ("contacted", "inProgress"),
        ("hooked", "paused"),
    ]


async def test_csv_is_what_comes_unasked(api: Api) -> None:
    campaign = await _campaign(api)
    path = f"/campaigns/{campaign}/export/leads"
    answer = await api.call("GET", path)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    head = next(csv.reader(io.StringIO(answer.text, newline="")))
    assert head == [
        *("emailStatus", "email", "firstName", "lastName", "picture", "phone", "linkedinUrl", "timezone"),
        *("companyName", "companyDomain", "icebreaker", "Company name", "lastState", "status", "_id"),
    ]
    for query in ({"format": "xml"}, {"state": "happy"}):
        refused = await api.call("GET", path, params=query)
        assert (refused.status_code, refused.text) == (400, "Bad params")
