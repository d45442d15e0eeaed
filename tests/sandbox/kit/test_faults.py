"""Faults on a real socket, worded as Kit words its own errors."""

from pathlib import Path

import httpx
import pytest

from tests.sandbox.kit.conftest import KEY
from tests.support.served import serve
from tui.sandbox.app import KIT_PATH
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


def test_a_drop_before_and_after_the_write(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "sandbox.json", "empty")
    rules = ["POST:/v4/sequences:drop", "POST:/v4/sequences:drop-after"]
    with (
        serve(store, faults=rules) as served,
        httpx.Client(base_url=served.origin + KIT_PATH, headers=KEY) as client,
    ):
        for name in ("Before", "After"):
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/v4/sequences", json={"name": name})
        assert client.post("/v4/sequences", json={"name": "Whole"}).status_code == 201
        names = [each["name"] for each in client.get("/v4/sequences").json()["sequences"]]
    assert names == ["Whole", "After"]
    assert [each.body["name"] for each in served.writes] == ["Before", "After", "Whole"]
    assert served.requests[-1] == ("GET", "/v4/sequences", None)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (401, "The access token is invalid"),
        (403, "You do not have sufficient permissions to access this resource. Please contact support."),
        (404, "Not Found"),
        (422, "Unprocessable Entity"),
        (429, "Rate limit exceeded"),
        (500, "Internal Server Error"),
        (418, "The request failed"),
    ],
)
def test_statuses(status: int, text: str) -> None:
    with serve(Store.open(None, "empty"), faults=[f"GET:/v4/account:{status}"]) as served:
        url = f"{served.origin}{KIT_PATH}/v4/account"
        refused = httpx.get(url, headers=KEY)
        assert httpx.get(url, headers=KEY).status_code == 200
    assert (refused.status_code, refused.json()) == (status, {"errors": [text]})
    assert not [name for name in refused.headers if "rate" in name or "retry" in name]


def test_a_429_may_say_how_long() -> None:
    store = Store.open(None, "empty", switches=Switches(kit=KitSwitches(retry_after=True)))
    with serve(store, faults=["GET:*:429", "GET:*:429-bare"]) as served:
        first, second = (httpx.get(f"{served.origin}{KIT_PATH}/v4/account", headers=KEY) for _ in range(2))
    assert (first.status_code, first.headers["retry-after"]) == (429, "2")
    assert (second.status_code, second.headers.get("retry-after")) == (429, None)


def test_wrong_answers() -> None:
    store = Store.open(None)
    rules = ["GET:*:503", "GET:*:html", "GET:*:half-json", "DELETE:*:500-after"]
    with serve(store, faults=rules) as served, httpx.Client(base_url=served.origin + KIT_PATH, headers=KEY) as client:
        down, page, half = (client.get("/v4/sequences") for _ in range(3))
        number = client.get("/v4/sequences").json()["sequences"][0]["id"]
        failed = client.delete(f"/v4/sequences/{number}")
        assert client.delete(f"/v4/sequences/{number}").status_code == 404, "it had been done"
    assert (down.status_code, page.status_code, failed.status_code) == (503, 200, 500)
    assert down.headers["content-type"].startswith("text/html")
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        half.json()


def test_the_other_services_keep_their_words() -> None:
    with serve(Store.open(None, "empty"), faults=["GET:/team:404"]) as served:
        refused = httpx.get(f"{served.url}/team", auth=("", "sandbox"))
    assert (refused.status_code, refused.text) == (404, "Not found")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(tmp_path / "sandbox.json", "empty")

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "save", full)
    with serve(store) as served:
        failed = httpx.post(f"{served.origin}{KIT_PATH}/v4/sequences", headers=KEY, json={"name": "N"})
    assert failed.status_code == 500
    assert failed.json() == {"errors": ["The sandbox could not write its file: No space left on device"]}
