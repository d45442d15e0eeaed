"""Every example of the contract about keys, campaigns, sequences and steps is what the sandbox answers."""

import re
from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.contract.arranged import EXAMPLES, Example, arrange, authorization
from tests.contract.openapi import check_answer
from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.store import Store

_RATE_HEADERS = ("Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
_ID = re.compile(r"^([a-z]{3})_[A-Za-z0-9]+$")
# Optional fields of a campaign that the examples mostly leave out (contract 3.2).
_CAMPAIGN_EXTRAS = {"teamId", "scheduleIds", "senders", "sequenceId", "creator", "labels", "createdBy"}


def _client(store: Store) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(store)), base_url=f"http://sandbox{LEMLIST_PATH}")


def _send(client: httpx.AsyncClient, example: Example) -> httpx.Request:
    request = example["request"]
    headers = {name: authorization(value) for name, value in request["headers"].items()}
    body = {} if request["body"] is None else {"json": request["body"]}
    return client.build_request(example["method"], example["path"], params=request["query"], headers=headers, **body)


def _differences(expected: Any, got: Any, known: str, where: str = "") -> list[str]:
    """What differs; ids and times that the state did not hold before were minted, and only their form counts."""
    if isinstance(expected, dict) and isinstance(got, dict):
        found = [f"{where}.{name} is missing" for name in expected if name not in got]
        found += [f"{where}.{name} is too much" for name in got if name not in expected and name not in _extras(where)]
        for name in expected.keys() & got.keys():
            found += _differences(expected[name], got[name], known, f"{where}.{name}")
        return found
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [line for pair in zip(expected, got, strict=True) for line in _differences(*pair, known, f"{where}[]")]
    if expected == got and type(expected) is type(got):
        return []
    if isinstance(expected, str) and isinstance(got, str) and expected not in known:
        wanted, minted = _ID.match(expected), _ID.match(got)
        if wanted and minted and wanted[1] == minted[1]:
            return []
        if where.endswith(".createdAt") and len(got) == len(expected) and datetime.fromisoformat(got).tzinfo:
            return []
    return [f"{where}: expected {expected!r}, got {got!r}"]


def _start(example: Example) -> str:
    """Where the comparison begins: `list`, `read` and `stats` are answers that hold optional fields."""
    if "/stats" in example["path"]:
        return "stats"
    if example["method"] == "GET" and example["path"] == "/campaigns":
        return "list"
    return "read" if example["method"] == "GET" and re.fullmatch("/campaigns/[^/]+", example["path"]) else ""


def _extras(where: str) -> set[str]:
    if where in ("stats", "stats.results[]"):
        return {"perChannel"}  # only the later pages have it (contract 3.10)
    return _CAMPAIGN_EXTRAS if where in ("list[]", "list.campaigns[]", "read") else set()


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
async def test_example(example: Example) -> None:
    store = arrange(example)
    async with _client(store) as client:
        request = _send(client, example)
        if example["status"] == 429:
            for _ in range(20):
                assert (await client.send(request)).status_code == 200
        if "twice" in example["name"]:
            assert (await client.send(request)).status_code == 200
        known = store.state.model_dump_json()
        answer = await client.send(request)

    assert answer.status_code == example["status"]
    assert all(name in answer.headers for name in _RATE_HEADERS)
    if example["status"] == 429:
        assert {name: answer.headers[name] for name in _RATE_HEADERS} == example["response_headers"]
    if example["status"] == 405:
        assert example["method"] not in answer.headers["Allow"].split(", ")
    content_type = answer.headers["content-type"].partition(";")[0]
    body = answer.json() if content_type == "application/json" else answer.text
    if example["response_content_type"] is not None:
        assert content_type == example["response_content_type"]
        assert _differences(example["response"], body, known, _start(example)) == []
    if "customLeadInfo" not in example["name"]:
        assert check_answer(example["method"], example["path"], answer.status_code, content_type, body) == []


def test_no_example_is_forgotten() -> None:
    paths = {(example["method"], re.sub(r"(?<=/)[a-z]{3}_\w+", "*", example["path"])) for example in EXAMPLES}
    assert {
        ("GET", "/team"),
        ("GET", "/campaigns"),
        ("POST", "/campaigns"),
        ("GET", "/campaigns/*"),
        ("PATCH", "/campaigns/*"),
        ("POST", "/campaigns/*/pause"),
        ("POST", "/campaigns/*/start"),
        ("POST", "/campaigns/*/duplicate"),
        ("GET", "/campaigns/*/statutes"),
        ("GET", "/campaigns/*/sequences"),
        ("POST", "/sequences/*/steps"),
        ("PATCH", "/sequences/*/steps/*"),
        ("DELETE", "/sequences/*/steps/*"),
        ("POST", "/sequences/*/steps/*/ab-test"),
        ("GET", "/sequences/*/steps/*/ab-test"),
        ("PATCH", "/sequences/*/steps/*/ab-test"),
        ("DELETE", "/sequences/*/steps/*/ab-test"),
        ("POST", "/sequences/*/steps/*/ab-test/winner"),
        ("GET", "/sequences/*/steps/*/branches"),
        ("POST", "/sequences/*/steps/*/branches"),
        ("PATCH", "/sequences/*/steps/*/branches"),
        ("PATCH", "/sequences/*/steps/*/branches/*"),
        ("DELETE", "/sequences/*/steps/*/branches/*"),
        ("GET", "/v2/campaigns/*/stats"),
        ("POST", "/v2/campaigns/stats/batch"),
        ("GET", "/campaigns/reports"),
        ("GET", "/campaigns/*/export/start"),
        ("GET", "/campaigns/*/export/*/status"),
        ("GET", "/campaigns/*/export/leads"),
    } <= paths
    assert len(EXAMPLES) == 169
