"""Adding, changing and deleting steps: what the examples of the contract do not show."""

from typing import Any

import pytest

from tests.contract.openapi import STEP_TYPES
from tests.sandbox.conftest import Api
from tui.sandbox.lemlist.words import CUSTOM_KEY
from tui.sandbox.switches import Switches

_LEAST: dict[str, dict[str, Any]] = {
    "email": {"subject": "s", "message": "<p>m</p>"},
    "manual": {"title": "t"},
    "api": {"method": "GET", "url": "https://example.com/x"},
    "linkedinSend": {"message": "m"},
    "conditional": {"conditionKey": "emailsOpened", "delayType": "waitUntil"},
    "whatsappMessage": {"message": "m"},
    "sms": {"message": "m"},
}


async def _least(api: Api, kind: str) -> dict[str, Any]:
    if kind == "sendToAnotherCampaign":
        return {"type": kind, "campaignId": (await api.campaign("Target"))[0]}
    return {"type": kind, **_LEAST.get(kind, {})}


@pytest.mark.parametrize("kind", STEP_TYPES)
async def test_every_type_is_added_read_changed_and_deleted(api: Api, kind: str) -> None:
    campaign, main = await api.campaign()
    body = await _least(api, kind)
    made = await api.add(main, **body)
    path = f"/sequences/{main}/steps/{made['_id']}"
    read = (await api.sequences(campaign))[main]["steps"]
    assert [step["_id"] for step in read] == [made["_id"]]
    assert {name: read[0][name] for name in body} == body
    assert read[0]["delay"] == (1 if kind == "conditional" else 0)

    changed = await api.call("PATCH", path, {"type": kind, "delay": 7})
    assert changed.status_code == 200
    read = (await api.sequences(campaign))[main]["steps"]
    assert read[0]["delay"] == (0 if kind == "sendToAnotherCampaign" else 7)
    assert {name: read[0][name] for name in body} == body

    assert (await api.call("DELETE", path)).json() == {"ok": True}
    assert list(await api.sequences(campaign)) == [main]
    assert (await api.sequences(campaign))[main]["steps"] == []
    assert (await api.call("DELETE", path)).text == "Step not found"


@pytest.mark.parametrize("kind", STEP_TYPES)
async def test_required_fields_are_required(api: Api, kind: str) -> None:
    _, main = await api.campaign()
    body = await _least(api, kind)
    for name in body.keys() - {"type"}:
        response = await api.call("POST", f"/sequences/{main}/steps", {key: body[key] for key in body if key != name})
        assert (response.status_code, response.text) == (400, f"Match error: Missing key '{name}'")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"type": None}, "Match error: Expected string, got null in field type"),
        ({"type": "email", "subject": 1, "message": "m"}, "Match error: Expected string, got number in field subject"),
        ({"type": "email", "subject": "s", "message": None}, "Match error: Expected string, got null in field message"),
        ({"type": "email", "subject": "", "message": "m"}, "subject must not be empty on the first email"),
        ({"type": "manual", "title": "x" * 401}, "title must be at most 400 characters"),
        ({"type": "phone", "delay": "2"}, "delay must be an integer between 0 and 1500"),
        ({"type": "phone", "delay": None}, "delay must be an integer between 0 and 1500"),
        ({"type": "phone", "delay": True}, "delay must be an integer between 0 and 1500"),
        ({"type": "phone", "index": 0.5}, "index must be an integer greater than or equal to -1"),
        ({"type": "api", "method": "get", "url": "https://a.b"}, "Invalid method"),
        ({"type": "api", "method": "GET", "url": "https://"}, "Invalid url"),
        ({"type": "api", "method": "GET", "url": "http://[broken"}, "Invalid url"),
        ({"type": "conditional", "conditionKey": "emailsOpened", "delayType": "soon"}, "Invalid delayType"),
        ({"type": "linkedinVoiceNote", "recordMode": "auto"}, "Invalid recordMode"),
        (
            {"type": "linkedinEndorse", "endorseAnyFallback": "yes"},
            "Match error: Expected boolean, got string in field endorseAnyFallback",
        ),
        (
            {"type": "linkedinInvite", "images": "https://a.example/a.png"},
            "Match error: Expected array, got string in field images",
        ),
        ({"type": "linkedinInvite", "images": [3]}, "Match error: Expected string, got number in field images"),
        ({"type": "sms", "message": "m", "altMessage": "n"}, "altMessage is not supported on this step type"),
        ({"type": "sendToAnotherCampaign", "campaignId": "cam_nowhere"}, "Campaign not found or archived"),
        ({"type": "conditional", "conditionKey": CUSTOM_KEY, "delayType": "waitUntil"}, "Invalid customField"),
    ],
)
async def test_bad_values_are_refused_with_a_sentence(api: Api, body: dict[str, Any], sentence: str) -> None:
    campaign, main = await api.campaign()
    response = await api.call("POST", f"/sequences/{main}/steps", body)
    assert (response.status_code, response.text) == (400, sentence)
    assert response.headers["content-type"].startswith("text/plain")
    assert (await api.sequences(campaign))[main]["steps"] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"null",
        b'{"type": "sms", "message": "\\ud800"}',
        b"\xff",
        b"[" * 100_000,
        b'{"a": NaN}',
    ],
)
async def test_a_body_that_is_no_json_object_is_a_bad_request(api: Api, raw: bytes) -> None:
    _, main = await api.campaign()
    for method, path in (("POST", f"/sequences/{main}/steps"), ("POST", "/campaigns")):
        response = await api.call(method, path, content=raw)
        assert (response.status_code, response.text) == (400, "Bad request")


async def test_foreign_fields_are_ignored(api: Api) -> None:
    campaign, main = await api.campaign()
    step = await api.add(main, type="linkedinVisit", subject=17, colour="red", delay=3.0)
    await api.call(
        "PATCH", f"/sequences/{main}/steps/{step['_id']}", {"type": "linkedinVisit", "index": 0, "title": "t"}
    )
    read = (await api.sequences(campaign))[main]["steps"][0]
    assert set(read) == {"_id", "type", "delay", "index", "sequenceId", "sequenceStep"}
    assert read["delay"] == 3


async def test_index_inserts_and_numbers_follow(api: Api) -> None:
    campaign, main = await api.campaign()
    for title, index in (("a", None), ("b", None), ("first", 0), ("second", 1), ("end", -1), ("far", 99), ("sixth", 5)):
        await api.add(main, type="manual", title=title, **({} if index is None else {"index": index}))
    steps = (await api.sequences(campaign))[main]["steps"]
    assert [step["title"] for step in steps] == ["first", "second", "a", "b", "end", "sixth", "far"]
    assert [(step["index"], step["sequenceStep"]) for step in steps] == [(n + 1, n) for n in range(7)]
    assert [step["delay"] for step in steps] == [0, 1, 0, 1, 1, 1, 1]


async def test_index_can_be_read_as_counting_from_one(api: Api) -> None:
    api.store.switches = Switches(rate_requests=0, index_base=1)
    campaign, main = await api.campaign()
    for title, index in (("a", 1), ("b", 2), ("first", 1), ("third", 3), ("zero", 0)):
        await api.add(main, type="manual", title=title, index=index)
    titles = [step["title"] for step in (await api.sequences(campaign))[main]["steps"]]
    assert titles == ["zero", "first", "a", "third", "b"]


async def test_an_empty_subject_continues_a_thread(api: Api) -> None:
    _, main = await api.campaign()
    mail = {"type": "email", "subject": "", "message": "m"}
    first = await api.add(main, type="email", subject="s", message="m")
    await api.add(main, **mail)
    step = await api.add(main, type="conditional", conditionKey="emailsOpened", delayType="waitUntil")
    await api.add(step["conditions"][1]["sequenceId"], **mail)
    refused = await api.call("POST", f"/sequences/{main}/steps", {**mail, "index": 0})
    assert refused.status_code == 400
    changed = await api.call("PATCH", f"/sequences/{main}/steps/{first['_id']}", {"type": "email", "subject": ""})
    assert changed.status_code == 400


async def test_a_running_campaign_refuses_deletion_only(api: Api) -> None:
    campaign, main = await api.campaign(launched=True)
    step = await api.add(main, type="linkedinVisit")
    path = f"/sequences/{main}/steps/{step['_id']}"
    assert (await api.call("PATCH", path, {"type": "linkedinVisit", "delay": 2})).status_code == 200
    refused = await api.call("DELETE", path)
    assert (refused.status_code, refused.text) == (400, "You cannot delete this step because the campaign is running")
    assert (await api.call("POST", f"/campaigns/{campaign}/pause")).status_code == 200
    assert (await api.call("DELETE", path)).status_code == 200
    assert (await api.call("POST", f"/campaigns/{campaign}/start")).json() == {"_id": campaign, "state": "running"}


async def test_doubtful_reads_can_be_left_out(api: Api) -> None:
    campaign, main = await api.campaign()
    await api.add(main, type="email", subject="s", message="m")
    await api.add(main, type="api", method="GET", url="https://a.example")
    api.store.switches = Switches(rate_requests=0, email_type_missing=True, drop_optional_reads=True)
    mail, call = (await api.sequences(campaign))[main]["steps"]
    assert "type" not in mail
    assert mail["subject"] == "s"
    assert call["type"] == "api"
    assert not {"method", "url"} & set(call)
