"""Faults on a real socket, worded as LeadLex words its errors."""

import time

import httpx
import pytest

from tests.support.served import serve
from tui.sandbox.app import LEADLEX_PATH
from tui.sandbox.store import Store

_HEADERS = {"Authorization": "Bearer wbk_sandbox"}


def _client(origin: str) -> httpx.Client:
    return httpx.Client(base_url=f"{origin}{LEADLEX_PATH}/v1", headers=_HEADERS)


def _names(store: Store) -> list[str]:
    return [each.name for each in store.state.leadlex.campaigns.values()]


def test_a_drop_before_and_after_the_write() -> None:
    store = Store.open(None, "empty")
    rules = ["POST:/v1/campaigns:drop", f"POST:{LEADLEX_PATH}/v1/campaigns:drop-after"]
    with serve(store, faults=rules) as served, _client(served.origin) as client:
        for name in ("Before", "After"):
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/campaigns", json={"name": name})
        assert client.post("/campaigns", json={"name": "Whole"}).status_code == 201
    assert _names(store) == ["After", "Whole"]
    assert served.requests[0] == ("POST", "/v1/campaigns", {"name": "Before"})


def test_a_delete_whose_answer_is_lost_has_happened_once() -> None:
    store = Store.open(None, "demo")
    campaign = next(each for each in store.state.leadlex.campaigns.values() if each.status == "active")
    path, left = f"/campaigns/{campaign.id}/steps/{campaign.steps[1].id}", len(campaign.steps) - 1
    steps = [each.current_step for each in campaign.enrollments]
    with serve(store, faults=["DELETE:/v1/*/steps/*:drop-after"]) as served, _client(served.origin) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            client.delete(path)
        again = client.delete(path)
    assert (again.status_code, again.json()["error"]["code"]) == (404, "step_not_found")
    assert len(campaign.steps) == left
    assert [each.current_step for each in campaign.enrollments] == [at - 1 if at > 1 else at for at in steps]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "validation_error"),
        (401, "invalid_key"),
        (403, "insufficient_permissions"),
        (404, "not_found"),
        (405, "method_not_allowed"),
        (409, "conflict"),
        (418, "request_failed"),
        (429, "rate_limited"),
        (500, "internal_error"),
    ],
)
def test_statuses(status: int, code: str) -> None:
    with (
        serve(Store.open(None, "empty"), faults=[f"GET:/v1/campaigns:{status}"]) as served,
        _client(served.origin) as client,
    ):
        refused = client.get("/campaigns")
        assert client.get("/campaigns").status_code == 200
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert ("Retry-After" in refused.headers) == (status == 429)
    if status == 429:
        assert int(refused.headers["X-RateLimit-Reset"]) > time.time()
        assert refused.headers["X-RateLimit-Remaining"] == "0"


def test_wrong_answers() -> None:
    store = Store.open(None, "empty")
    rules = ["GET:*:429-bare", "GET:*:502", "GET:*:html", "GET:*:half-json", "POST:/v1/campaigns:500-after"]
    with serve(store, faults=rules) as served, _client(served.origin) as client:
        bare, gateway, page, half = (client.get("/campaigns") for _ in range(4))
        failed = client.post("/campaigns", json={"name": "Made all the same"})
    assert bare.json()["error"]["code"] == "rate_limited"
    assert not [name for name in bare.headers if "rate" in name or "retry" in name]
    assert (gateway.status_code, gateway.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert half.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        half.json()
    assert failed.status_code == 500
    assert _names(store) == ["Made all the same"]


def test_a_file_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(None, "empty")

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "save", full)
    with serve(store) as served, _client(served.origin) as client:
        failed = client.post("/campaigns", json={"name": "x"})
    assert (failed.status_code, failed.json()["error"]["code"]) == (500, "internal_error")
    assert "No space left" in failed.json()["error"]["message"]


def test_a_rule_for_one_service_leaves_the_others_alone() -> None:
    with serve(Store.open(None, "empty"), faults=[f"GET:{LEADLEX_PATH}/*:500:*"]) as served:
        with _client(served.origin) as client:
            assert client.get("/campaigns").status_code == 500
        assert httpx.get(f"{served.url}/team", auth=("", "sandbox")).status_code == 200
