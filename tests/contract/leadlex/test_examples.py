"""Every example of the LeadLex contract is what the sandbox answers."""

import re
from typing import Any

import httpx
import pytest

from tests.contract.leadlex.arranged import CAMPAIGN, EXAMPLES, SHORTENED, Example, arrange
from tui.sandbox.app import LEADLEX_PATH, create_app

_OWN = "/functions/v1/api-gateway"
_HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-ID")
_ID = re.compile(r"(cmp|step|task)[_-][A-Za-z0-9]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MINTED = {"create campaign", "create step", "start campaign, approval needed"}


def _differences(expected: Any, got: Any, known: str, where: str = "") -> list[str]:
    """What differs; of ids and times that the state did not hold before only the form counts."""
    if isinstance(expected, dict) and isinstance(got, dict):
        found = [f"{where}.{name} is missing" for name in expected.keys() - got.keys()]
        found += [f"{where}.{name} is too much" for name in got.keys() - expected.keys()]
        for name in expected.keys() & got.keys():
            found += _differences(expected[name], got[name], known, f"{where}.{name}")
        return found
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        return [line for pair in zip(expected, got, strict=True) for line in _differences(*pair, known, f"{where}[]")]
    if expected == got and type(expected) is type(got):
        return []
    if isinstance(expected, str) and isinstance(got, str) and expected not in known:
        wanted, minted = _ID.fullmatch(expected), _ID.fullmatch(got)
        if wanted and minted and wanted[1] == minted[1] and got not in known:
            return []
        if _MOMENT.fullmatch(expected) and _MOMENT.fullmatch(got):
            return []
    return [f"{where}: expected {expected!r}, got {got!r}"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
async def test_example(example: Example) -> None:
    store = arrange(example)
    app, request = create_app(store), example["request"]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=f"http://sandbox{LEADLEX_PATH}"
    ) as client:
        path = example["path"].removeprefix(_OWN)
        assert path != example["path"]
        if example["status"] == 429:
            for _ in range(10):
                read = await client.get(f"/v1/campaigns/{CAMPAIGN}", headers=request["headers"])
                assert read.status_code == 200
        if "one of three" in example["name"]:
            gone = await client.delete(f"/v1/campaigns/{CAMPAIGN}/steps/step_2", headers=request["headers"])
            assert gone.status_code == 200
        known = store.state.model_dump_json()
        body = {} if request["body"] is None else {"json": request["body"]}
        answer = await client.request(
            example["method"], path, params=request["query"], headers=request["headers"], **body
        )
    assert answer.status_code == example["status"], answer.text
    assert answer.headers["content-type"] == "application/json"
    assert all(name in answer.headers for name in _HEADERS)
    assert ("Retry-After" in answer.headers) == (example["status"] == 429)
    got = answer.json()
    if example["name"] == SHORTENED:
        assert len(got["data"]["contacts"]) == 50
        del got["data"]["contacts"][1:]
    assert _differences(example["response"], got, known) == []
    if example["name"] not in _MINTED and "paused_at" not in answer.text:
        assert got == example["response"]
    if answer.status_code >= 400 or example["method"] == "GET":
        assert store.state.model_dump_json() == known, "what is refused or read changes nothing"


def test_no_example_is_forgotten() -> None:
    one = r"/(cmp|step)_\w+|/[0-9a-f]{8}-[0-9a-f-]{27}|/task-uuid"
    paths = {(each["method"], re.sub(one, "/*", each["path"].removeprefix(_OWN))) for each in EXAMPLES}
    assert paths == {
        ("GET", "/v1/campaigns"),
        ("POST", "/v1/campaigns"),
        ("GET", "/v1/campaigns/*"),
        ("PATCH", "/v1/campaigns/*"),
        ("DELETE", "/v1/campaigns/*"),
        ("POST", "/v1/campaigns/*/start"),
        ("POST", "/v1/campaigns/*/pause"),
        ("GET", "/v1/campaigns/*/stats"),
        ("GET", "/v1/campaigns/*/steps"),
        ("POST", "/v1/campaigns/*/steps"),
        ("PATCH", "/v1/campaigns/*/steps/*"),
        ("DELETE", "/v1/campaigns/*/steps/*"),
        ("GET", "/v1/campaigns/*/contacts"),
        ("POST", "/v1/campaigns/*/contacts"),
        ("DELETE", "/v1/campaigns/*/contacts/*"),
        ("GET", "/v1/contacts"),
        ("GET", "/v1/contacts/*/activities"),
        ("POST", "/v1/lists"),
        ("GET", "/v1/webhooks"),
        ("GET", "/v1/lexi/tasks"),
        ("POST", "/v1/lexi/tasks/*/approve"),
    }
    assert len(EXAMPLES) == 39
