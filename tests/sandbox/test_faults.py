"""Faults by rule: in this process, and on a real socket where a client sees what it would see."""

from pathlib import Path

import httpx
import pytest

from tests.support.served import serve
from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.faults import ConnectionDropped, Fault, Faults
from tui.sandbox.store import Store

AUTH = ("", "sandbox")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POST:/sequences/*:drop-after:1", Fault("POST", "/sequences/*", "drop", 1, after_write=True)),
        ("get:/team:500", Fault("GET", "/team", "500")),
        ("*:*:latency=1.5:*", Fault("*", "*", "latency", None, seconds=1.5)),
        ("GET:/campaigns:huge=1000:2", Fault("GET", "/campaigns", "huge", 2, size=1000)),
        ("PATCH:/sequences/*:502-after:3", Fault("PATCH", "/sequences/*", "502", 3, after_write=True)),
        ("GET:*:429-bare", Fault("GET", "*", "429-bare")),
    ],
)
def test_rules_are_read(text: str, expected: Fault) -> None:
    assert Fault.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "METHOD:PATH:KIND"),
        ("GET:/team", "METHOD:PATH:KIND"),
        ("GET:team:500", "must begin with / or"),
        ("G3T:/team:500", "is no method"),
        ("GET:/team:explode", "unknown kind of fault 'explode'"),
        ("GET:/team:200", "unknown kind"),
        ("GET:/team:500:none", "times takes a number"),
        ("GET:/team:500:0", "at least once"),
        ("GET:/team:latency", "latency takes a number"),
        ("GET:/team:latency=nan", "between 0 and 3600"),
        ("GET:/team:500=3", "takes no value"),
        ("GET:/team:huge=0", "at least one byte"),
    ],
)
def test_bad_rules_say_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        Fault.parse(text)


def test_a_rule_happens_as_often_as_it_says() -> None:
    faults = Faults(["GET:/team:500:2", "*:/team:502:*"])
    kinds = [fault.kind if (fault := faults.take("GET", ["/lemlist/api/team", "/team"])) else None for _ in range(4)]
    assert kinds == ["500", "500", "502", "502"]
    assert faults.take("GET", ["/teams"]) is None
    assert [rule.kind for rule in faults.rules] == ["502"]
    faults.clear()
    assert faults.take("GET", ["/team"]) is None


async def test_a_drop_in_process_is_an_exception() -> None:
    store = Store.open(None, "empty")
    app = create_app(store, faults=["POST:/campaigns:drop", "POST:/campaigns:drop-after"])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=f"http://x{LEMLIST_PATH}", auth=AUTH
    ) as client:
        with pytest.raises(ConnectionDropped):
            await client.post("/campaigns", json={"name": "Before"})
        assert store.state.lemlist.campaigns == {}
        with pytest.raises(ConnectionDropped):
            await client.post("/campaigns", json={"name": "After"})
        assert [each.name for each in store.state.lemlist.campaigns.values()] == ["After"]
        assert (await client.post("/campaigns", json={"name": "Whole"})).status_code == 200


def test_a_drop_on_a_socket_is_a_broken_connection(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "sandbox.json", "empty")
    with (
        serve(store, faults=["POST:/campaigns:drop", "POST:/campaigns:drop-after"]) as served,
        httpx.Client(base_url=served.url, auth=AUTH) as client,
    ):
        for name in ("Before", "After"):
            with pytest.raises(httpx.RemoteProtocolError):
                client.post("/campaigns", json={"name": name})
        assert client.post("/campaigns", json={"name": "Whole"}).status_code == 200
        names = [each["name"] for each in client.get("/campaigns").json()]
    assert names == ["After", "Whole"]
    assert [request.body for request in served.writes] == [{"name": "Before"}, {"name": "After"}, {"name": "Whole"}]
    assert served.requests[-1] == ("GET", "/campaigns", None)
    assert [each.name for each in Store.open(tmp_path / "sandbox.json").state.lemlist.campaigns.values()] == names


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 413, 415, 422, 429, 500, 502, 503, 504])
def test_statuses_on_a_socket(status: int) -> None:
    with serve(Store.open(None, "empty"), faults=[f"GET:/team:{status}"]) as served:
        refused = httpx.get(f"{served.url}/team", auth=AUTH)
        assert httpx.get(f"{served.url}/team", auth=AUTH).status_code == 200
    assert refused.status_code == status
    assert refused.content
    assert ("Retry-After" in refused.headers) == (status == 429)


def test_wrong_answers_on_a_socket() -> None:
    store = Store.open(None, "empty")
    rules = ["GET:*:429-bare", "GET:*:html", "GET:*:half-json", "GET:*:huge=3000000", "POST:/campaigns:half-json"]
    with serve(store, faults=rules) as served, httpx.Client(base_url=served.url, auth=AUTH) as client:
        bare, page, half, huge = (client.get("/team") for _ in range(4))
        cut = client.post("/campaigns", json={"name": "Cut"})
    assert bare.status_code == 429
    assert not [name for name in bare.headers if "rate" in name or "retry" in name]
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert half.status_code == 200
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        half.json()
    assert len(huge.content) == 3_000_000
    assert huge.json() == []
    assert cut.status_code == 200
    assert [each.name for each in store.state.lemlist.campaigns.values()] == ["Cut"]


def test_a_late_answer_is_late() -> None:
    with serve(Store.open(None, "empty"), faults=["GET:/team:latency=0.5"]) as served:
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{served.url}/team", auth=AUTH, timeout=0.1)
        assert httpx.get(f"{served.url}/team", auth=AUTH).status_code == 200
