"""Subscribers apart from any sequence: what mail they got, their tags, leaving, and making them."""

from typing import Any

import pytest

from tests.sandbox.kit.conftest import KitApi, kit_api
from tui.sandbox.kit.delivery import silent
from tui.sandbox.kit.records import Member, Sent
from tui.sandbox.kit.switches import KitSwitches

_NOTHING = {
    "sent": 0,
    "opened": 0,
    "clicked": 0,
    "bounced": 0,
    "open_rate": 0.0,
    "click_rate": 0.0,
    "last_sent": None,
    "last_opened": None,
    "last_clicked": None,
    "sends_since_last_open": 0,
    "sends_since_last_click": 0,
}


async def _stats(kit: KitApi, person: int, **query: str) -> Any:
    answer = await kit.good("GET", f"/subscribers/{person}/stats", params=query)
    assert answer["id"] == person
    return answer["stats"]


async def _two_sequences(kit: KitApi) -> None:
    """Somebody in two sequences: three mails went out on three days, and a fourth, by the hour, is on its way."""
    kit.at("2026-12-04T00:00")
    one = await kit.sequence()
    other = await kit.sequence(time_zone="UTC")
    await kit.email(other, 30, "hours")
    kit.person(501)
    days = [Sent(email_id=90 + day, position=day, at=f"2026-12-0{day}T09:00:00Z") for day in (1, 2, 3)]
    days[1].opened = days[1].clicked = True
    days[1].clicked_at = "2026-12-02T18:30:00Z"
    added = "2026-12-01T00:00:00Z"
    kit.state.sequences[one].members[501] = Member(subscriber_id=501, added_at=added, sent=days)
    assert (await kit.call("POST", f"/sequences/{other}/subscribers/501")).status_code == 201


async def test_all_mail_together(kit: KitApi) -> None:
    await _two_sequences(kit)
    stats = await _stats(kit, 501)
    assert stats == {
        **_NOTHING,
        "sent": 3,
        "opened": 1,
        "clicked": 1,
        "open_rate": 0.333,
        "click_rate": 0.333,
        "last_sent": "2026-12-03T09:00:00Z",
        "last_opened": "2026-12-02T09:00:00Z",
        "last_clicked": "2026-12-02T18:30:00Z",
        "sends_since_last_open": 1,
        "sends_since_last_click": 1,
    }
    kit.at("2026-12-05T06:00")
    later = await _stats(kit, 501)
    assert (later["sent"], later["last_sent"], later["sends_since_last_open"]) == (4, "2026-12-05T06:00:00Z", 2)


async def test_mail_of_some_days(kit: KitApi) -> None:
    await _two_sequences(kit)
    late = await _stats(kit, 501, email_sent_after="2026-12-03")
    assert (late["sent"], late["last_opened"], late["sends_since_last_open"]) == (1, None, 1)
    early = await _stats(kit, 501, email_sent_before="2026-12-03")
    assert (early["sent"], early["open_rate"], early["sends_since_last_open"]) == (2, 0.5, 0)
    assert await kit.refused("GET", "/subscribers/501/stats", params={"email_sent_after": "soon"}) == [
        "email_sent_after must be a date (yyyy-mm-dd)"
    ]


async def test_nobody_and_nothing(kit: KitApi) -> None:
    assert await _stats(kit, kit.person(501)) == _NOTHING
    for method, path in (("GET", "stats"), ("GET", "tags"), ("POST", "unsubscribe")):
        missing = await kit.call(method, f"/subscribers/999/{path}")
        assert (missing.status_code, missing.json()) == (404, {"errors": ["Not Found"]})


async def test_tags_in_pages(kit: KitApi) -> None:
    kit.person(501, sources={"tag": [7701, 7703, 4]})
    answer = await kit.good("GET", "/subscribers/501/tags", params={"per_page": 1, "include_total_count": "true"})
    assert answer["tags"] == [{"id": 7703, "name": "Do not pitch"}]
    assert answer["pagination"]["total_count"] == 2
    after = {"after": answer["pagination"]["end_cursor"]}
    assert [each["id"] for each in (await kit.good("GET", "/subscribers/501/tags", params=after))["tags"]] == [7701]


async def test_leaving_is_for_good(kit: KitApi) -> None:
    await _two_sequences(kit)
    for _ in range(2):
        left = await kit.call("POST", "/subscribers/501/unsubscribe", {})
        assert (left.status_code, left.content) == (204, b"")
        assert "content-type" not in left.headers
    assert (await kit.good("GET", "/subscribers/501"))["state"] == "cancelled"
    kit.at("2026-12-30T00:00")
    assert (await _stats(kit, 501))["sent"] == 3, "what was on its way does not come"
    for sequence in kit.state.live_sequences:
        assert silent(kit.state, sequence, kit.state.subscribers[501]) == "cancelled"
        path = f"/sequences/{sequence.id}"
        assert (await kit.good("GET", path))["subscriber_count"] == 0
    stats = (await kit.good("GET", f"/sequences/{min(kit.state.sequences)}", params={"include": "stats"}))["stats"]
    assert (stats["unsubscribed"], stats["unsubscribe_rate"]) == (1, 0.333), "once, with the last mail"
    again = await kit.call("POST", "/subscribers", {"email_address": "person501@example.com", "state": "active"})
    assert (again.status_code, again.json()["subscriber"]["state"]) == (200, "cancelled")


async def test_made_once_by_address(kit: KitApi) -> None:
    kit.at("2026-12-01T00:00")
    body = {"email_address": " New@example.com ", "first_name": "Ny", "fields": {"level": "beginner"}}
    made = await kit.call("POST", "/subscribers", body)
    assert (made.status_code, made.json()["subscriber"]) == (
        201,
        {
            "id": 1,
            "first_name": "Ny",
            "email_address": "New@example.com",
            "state": "active",
            "created_at": "2026-12-01T00:00:00Z",
            "fields": {"level": "beginner"},
        },
    )
    again = await kit.call("POST", "/subscribers", {"email_address": "new@EXAMPLE.com", "state": "inactive"})
    expected = {**made.json()["subscriber"], "state": "inactive"}
    assert (again.status_code, again.json()["subscriber"]) == (200, expected)


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, ["email_address can't be blank"]),
        ({"email_address": "nobody"}, ["email_address is invalid"]),
        ({"email_address": 7, "first_name": 7}, ["email_address is invalid", "first_name must be a string"]),
        (
            {"email_address": "a@example.com", "state": "asleep"},
            ["state must be one of: active, inactive, bounced, complained, cancelled"],
        ),
        ({"email_address": "a@example.com", "fields": []}, ["fields must be an object"]),
    ],
)
async def test_made_badly(kit: KitApi, body: dict[str, Any], errors: list[str]) -> None:
    assert await kit.refused("POST", "/subscribers", body) == errors
    assert kit.state.subscribers == {}


async def _bulk(kit: KitApi, rows: list[Any]) -> tuple[int, Any]:
    del kit.client.headers["X-Kit-Api-Key"]
    kit.client.headers["Authorization"] = "Bearer kit_sandbox_token"
    answer = await kit.call("POST", "/bulk/subscribers", {"subscribers": rows, "callback_url": None})
    return answer.status_code, answer.json()


def _rows(count: int) -> list[Any]:
    return [{"email_address": f"s{number}@example.com"} for number in range(count)]


async def test_many_at_once(kit: KitApi) -> None:
    status, body = await _bulk(kit, [*_rows(98), {"first_name": "x"}, 7])
    assert (status, len(body["subscribers"])) == (200, 98)
    assert [each["errors"] for each in body["failures"]] == [
        ["email_address can't be blank"],
        ["subscriber must be an object"],
    ]
    assert len(kit.state.subscribers) == 98


async def test_more_are_answered_with_nothing(kit: KitApi) -> None:
    assert await _bulk(kit, _rows(101)) == (202, {})
    assert len(kit.state.subscribers) == 101


async def test_too_much_queued() -> None:
    async with kit_api(KitSwitches(bulk_queue_megabytes=0)) as kit:
        status, body = await _bulk(kit, _rows(1))
        assert (status, len(body["errors"])) == (413, 1)
        assert kit.state.subscribers == {}
