"""The judge of traffic itself: it knows the documented examples as good, and finds each fault it is there to find."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.openapi import STEP_TYPES, check_answer, check_request, operation_of
from tests.support.served import serve
from tui.sandbox.lemlist.words import OPTIONAL, REQUIRED
from tui.sandbox.store import Store

_DATA = Path(__file__).parent.parent / "data" / "lemlist"
ADD, STEP = "/sequences/seq_a/steps", "/sequences/seq_a/steps/stp_a"


def _page(name: str) -> Any:
    document = yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
    return next(iter(document["paths"].values()))


@pytest.mark.parametrize(
    ("page", "method", "path"), [("add-step.yaml", "POST", ADD), ("update-step.yaml", "PATCH", STEP)]
)
def test_documented_requests_are_good(page: str, method: str, path: str) -> None:
    content = _page(page)[method.lower()]["requestBody"]["content"]["application/json"]
    assert len(content["examples"]) >= 10
    for name, example in content["examples"].items():
        assert check_request(method, path, example["value"]) == [], name
    assert tuple(content["schema"]["properties"]["type"]["enum"]) == STEP_TYPES


@pytest.mark.parametrize(
    ("page", "method", "path"),
    [("add-step.yaml", "POST", ADD), ("update-step.yaml", "PATCH", STEP), ("delete-step.yaml", "DELETE", STEP)],
)
def test_documented_answers_are_good(page: str, method: str, path: str) -> None:
    for status, answer in _page(page)[method.lower()]["responses"].items():
        for content_type, content in answer.get("content", {"": {"example": ""}}).items():
            assert check_answer(method, path, int(status), content_type, content["example"]) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "fault"),
    [
        ("POST", ADD, {"type": "email", "subject": "s"}, "message is required for email"),
        ("POST", ADD, {"type": "phone", "title": "t"}, "title does not belong to phone"),
        ("POST", ADD, {"type": "phone", "delay": 1501}, "delay 1501 is not between 0 and 1500"),
        ("POST", ADD, {"type": "phone", "delay": 1.0}, "1.0 is not of type 'integer'"),
        ("POST", ADD, {"type": "phone", "delay": True}, "True is not of type 'integer'"),
        ("POST", ADD, {"type": "phone", "index": -2}, "index -2 is below -1"),
        ("POST", ADD, {"type": "fax"}, "type 'fax' is none of the seventeen"),
        ("POST", ADD, {}, "type 'None' is none of the seventeen"),
        ("POST", ADD, None, "the body is not a JSON object"),
        ("POST", ADD, {"type": "manual", "title": "x" * 401}, "title has 401 characters, 400 are allowed"),
        (
            "POST",
            ADD,
            {"type": "api", "method": "GET", "url": "ftp://x"},
            "url does not begin with http:// or https://",
        ),
        ("POST", ADD, {"type": "api", "method": "get", "url": "http://x"}, "'get' is not one of"),
        ("POST", ADD, {"type": "linkedinInvite", "images": ["http://x"]}, "'http://x' is not https"),
        ("POST", ADD, {"type": "linkedinInvite", "images": ["https://x"] * 7}, "7 images and videos, 6 are allowed"),
        ("POST", ADD, {"type": "conditional", "conditionKey": "hasScore", "delayType": "within"}, "delay is required"),
        ("PATCH", STEP, {"delay": 1}, "'type' is a required property"),
        ("PATCH", STEP, {"type": "phone", "index": 1}, "index does not belong to phone"),
        (
            "PATCH",
            STEP,
            {"type": "sendToAnotherCampaign", "delay": 1},
            "delay does not belong to sendToAnotherCampaign",
        ),
        ("DELETE", STEP, {}, "a delete carries no body"),
        ("POST", "https://api.lemlist.com/api" + ADD, {"type": "fax"}, "none of the seventeen"),
        ("POST", "http://127.0.0.1:1/lemlist/api" + ADD, {"type": "fax"}, "none of the seventeen"),
    ],
)
def test_bad_requests_are_found(method: str, path: str, body: Any, fault: str) -> None:
    assert any(fault in each for each in check_request(method, path, body))


_ELSE = {"sequenceId": "seq_b", "fallback": True}


@pytest.mark.parametrize(
    ("method", "status", "content_type", "body", "fault"),
    [
        ("POST", 200, "text/html", "<html>", "200 is text/html"),
        ("POST", 200, "application/json", {"delay": "1"}, "is not of type 'integer'"),
        ("POST", 200, "application/json", {"_id": "stp_a", "index": 1}, "index is no field of the answer"),
        ("POST", 201, "application/json", {}, "status 201 is not documented"),
        ("POST", 400, "application/json", {"error": "x"}, "400 is application/json"),
        ("POST", 413, "application/json", {"code": "LINKEDIN_MEDIA_TIMEOUT"}, "does not come with 413"),
        ("POST", 200, "application/json", {"_id": "a", "type": "conditional", "delay": 1}, "is answered with"),
        (
            "POST",
            200,
            "application/json",
            {
                "_id": "a",
                "type": "conditional",
                "conditions": [_ELSE, {"sequenceId": "seq_a", "label": "l", "key": "k"}],
            },
            "Else is not last",
        ),
        ("DELETE", 200, "application/json", {"ok": "yes"}, "is not of type 'boolean'"),
    ],
)
def test_bad_answers_are_found(method: str, status: int, content_type: str, body: Any, fault: str) -> None:
    path = ADD if method == "POST" else STEP
    assert any(fault in each for each in check_answer(method, path, status, content_type, body))


def test_other_routes_are_not_judged() -> None:
    assert operation_of("GET", "/campaigns") is None
    assert check_request("GET", "/campaigns", None) == []
    assert check_answer("GET", "/campaigns", 500, "", None) == []


def test_the_sandbox_reads_the_tables_alike() -> None:
    """Two lists written down apart, in the judge and in the sandbox, say the same."""
    for kind in STEP_TYPES:
        every = {"type": kind, "delay": 1, **dict.fromkeys((*REQUIRED[kind], *OPTIONAL[kind]), "x")}
        assert not [each for each in check_request("POST", ADD, every) if "belong" in each or "required" in each], kind
        for name in REQUIRED[kind]:
            less = {key: value for key, value in every.items() if key != name}
            assert f"{name} is required for {kind}" in check_request("POST", ADD, less)


def test_recorded_traffic_can_be_judged() -> None:
    import httpx

    with serve(Store.open(None, "empty")) as served, httpx.Client(base_url=served.url, auth=("", "sandbox")) as client:
        main = client.post("/campaigns", json={"name": "Judged"}).json()["sequenceId"]
        made = client.post(f"/sequences/{main}/steps", json={"type": "sms", "message": "m"}).json()
        client.patch(f"/sequences/{main}/steps/{made['_id']}", json={"type": "sms", "delay": 3})
        client.delete(f"/sequences/{main}/steps/{made['_id']}")
    assert [each.method for each in served.exchanges] == ["POST", "POST", "PATCH", "DELETE"]
    for each in served.exchanges:
        assert check_request(each.method, each.path, each.body) == []
        assert check_answer(each.method, each.path, each.status, each.content_type, each.answer) == []
