"""Every example of the Kit contract is what the sandbox answers, to the letter."""

import re

import httpx
import pytest

from tests.contract.kit.arranged import EXAMPLES, Example, arrange, headers_of
from tests.contract.kit.openapi import check_answer, check_request
from tui.sandbox.app import KIT_PATH, create_app
from tui.sandbox.store import Store


def _client(store: Store) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app(store)), base_url=f"http://sandbox{KIT_PATH}")


def _request(client: httpx.AsyncClient, example: Example) -> httpx.Request:
    asked = example["request"]
    body = {} if asked["body"] is None else {"json": asked["body"]}
    return client.build_request(
        example["method"], example["path"], params=asked["query"], headers=headers_of(example), **body
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["name"] for example in EXAMPLES])
async def test_example(example: Example) -> None:
    store = arrange(example)
    async with _client(store) as client:
        request = _request(client, example)
        if example["status"] == 429:
            for _ in range(120):
                assert (await client.send(request)).status_code == 200
        if "twice" in example["name"]:
            assert (await client.send(request)).status_code == 204
        answer = await client.send(request)

    assert answer.status_code == example["status"], answer.text
    content_type = answer.headers.get("content-type", "")
    body = answer.json() if answer.content else None
    if example["response"] is None:
        assert (content_type, answer.content) == ("", b"")
    else:
        assert content_type == "application/json"
    assert body == example["response"]
    assert check_request(example["method"], example["path"], example["request"]["body"]) == []
    assert check_answer(example["method"], example["path"], answer.status_code, content_type, body) == []


def test_no_example_is_forgotten() -> None:
    paths = {(each["method"], re.sub(r"/\d+", "/*", each["path"])) for each in EXAMPLES}
    assert paths == {
        ("GET", "/v4/account"),
        ("GET", "/v4/email_templates"),
        ("GET", "/v4/sequences"),
        ("POST", "/v4/sequences"),
        ("GET", "/v4/sequences/*"),
        ("PUT", "/v4/sequences/*"),
        ("DELETE", "/v4/sequences/*"),
        ("GET", "/v4/sequences/*/emails"),
        ("POST", "/v4/sequences/*/emails"),
        ("GET", "/v4/sequences/*/emails/*"),
        ("PUT", "/v4/sequences/*/emails/*"),
        ("DELETE", "/v4/sequences/*/emails/*"),
        ("GET", "/v4/sequences/*/subscribers"),
        ("POST", "/v4/sequences/*/subscribers"),
        ("POST", "/v4/sequences/*/subscribers/*"),
        ("GET", "/v4/subscribers"),
        ("GET", "/v4/subscribers/*"),
        ("GET", "/v4/subscribers/*/stats"),
        ("POST", "/v4/subscribers/*/unsubscribe"),
        ("POST", "/v4/bulk/subscribers"),
    }
    assert len(EXAMPLES) == 43
