"""Sequences: defaults, what is refused and in which words, changed fields only, and the soft delete."""

from datetime import timedelta
from typing import Any

import pytest

from tests.sandbox.kit.conftest import FREE, KitApi, kit_api
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.kit.words import DAYS


async def test_defaults(kit: KitApi) -> None:
    made = await kit.good("POST", "/sequences", {"name": "Plain"})
    assert made == {
        "id": 1,
        "name": "Plain",
        "hold": False,
        "repeat": False,
        "created_at": "2026-11-21T09:02:40Z",
        "updated_at": "2026-11-21T09:02:40Z",
        "email_address": None,
        "email_template_id": None,
        "send_days": list(DAYS),
        "send_hour": 11,
        "time_zone": "America/New_York",
        "active": True,
        "exclude_subscriber_sources": [],
        "email_count": 0,
        "subscriber_count": 0,
    }
    assert await kit.good("GET", "/sequences/1") == made


BAD: list[tuple[dict[str, Any], str]] = [
    ({"name": " "}, "name can't be blank"),
    ({"name": None}, "name can't be blank"),
    ({"name": 7}, "name must be a string"),
    ({"send_hour": 24}, "send_hour must be an integer between 0 and 23"),
    ({"send_hour": -1}, "send_hour must be an integer between 0 and 23"),
    ({"send_hour": True}, "send_hour must be an integer between 0 and 23"),
    ({"send_hour": 9.0}, "send_hour must be an integer between 0 and 23"),
    ({"send_hour": None}, "send_hour must be an integer between 0 and 23"),
    ({"send_days": []}, "send_days must include at least one day"),
    ({"send_days": None}, "send_days must include at least one day"),
    ({"send_days": ["Monday"]}, f"send_days must be one of: {', '.join(DAYS)}"),
    ({"send_days": [["monday"]]}, f"send_days must be one of: {', '.join(DAYS)}"),
    ({"time_zone": "Mars/Olympus"}, "time_zone must be a valid IANA time zone"),
    ({"time_zone": "../etc/passwd"}, "time_zone must be a valid IANA time zone"),
    ({"time_zone": "America"}, "time_zone must be a valid IANA time zone"),
    ({"time_zone": ""}, "time_zone must be a valid IANA time zone"),
    ({"time_zone": "a\0b"}, "time_zone must be a valid IANA time zone"),
    ({"email_template_id": 999}, "Email template not found"),
    ({"email_template_id": True}, "Email template not found"),
    ({"email_template_id": "6"}, "Email template not found"),
    ({"email_address": 5}, "email_address must be a string"),
    ({"active": "yes"}, "active must be true or false"),
    ({"repeat": None}, "repeat must be true or false"),
    ({"exclude_subscriber_sources": {}}, "exclude_subscriber_sources must be an array"),
    (
        {"exclude_subscriber_sources": [{"type": "planet", "ids": []}]},
        "exclude_subscriber_sources type must be one of: form, segment, sequence, tag",
    ),
    (
        {"exclude_subscriber_sources": ["tag"]},
        "exclude_subscriber_sources type must be one of: form, segment, sequence, tag",
    ),
    (
        {"exclude_subscriber_sources": [{"type": "tag", "ids": ["7701"]}]},
        "exclude_subscriber_sources ids must be an array of integers",
    ),
    (
        {"exclude_subscriber_sources": [{"type": "tag", "ids": [1, 7701]}]},
        "exclude_subscriber_sources tag not found: 1",
    ),
    (
        {"exclude_subscriber_sources": [{"type": "sequence", "ids": [404]}]},
        "exclude_subscriber_sources sequence not found: 404",
    ),
]


@pytest.mark.parametrize(("settings", "sentence"), BAD)
async def test_bad_settings_are_refused_alike_by_create_and_update(
    kit: KitApi, settings: dict[str, Any], sentence: str
) -> None:
    assert await kit.refused("POST", "/sequences", {"name": "Bad", **settings}) == [sentence]
    assert kit.state.sequences == {}
    number = await kit.sequence()
    before = kit.state.model_copy(deep=True)
    assert await kit.refused("PUT", f"/sequences/{number}", settings) == [sentence]
    assert kit.state == before


async def test_all_sentences_come_at_once(kit: KitApi) -> None:
    assert await kit.refused("POST", "/sequences", {"send_hour": 24, "hold": 1}) == [
        "name can't be blank",
        "send_hour must be an integer between 0 and 23",
        "hold must be true or false",
    ]


@pytest.mark.parametrize("raw", [b"{", b"[]", b'"x"', b"\xff", b'{"name": "\\ud800"}', b'{"name": NaN}', b"[" * 99999])
async def test_what_is_no_json_object_is_refused(kit: KitApi, raw: bytes) -> None:
    assert await kit.refused("POST", "/sequences", content=raw) == ["Invalid JSON"]


async def test_only_what_is_sent_changes(kit: KitApi) -> None:
    number = await kit.sequence(name="One", send_hour=0, repeat=True, email_address="b@example.com")
    before = await kit.good("GET", f"/sequences/{number}")
    kit.at("2026-11-22T10:00")
    for body in ({}, {"send_hour": 0}, {"unknown": 1}):
        assert await kit.good("PUT", f"/sequences/{number}", body) == before
    assert await kit.good("PUT", f"/sequences/{number}") == before, "an empty body changes nothing"
    after = await kit.good("PUT", f"/sequences/{number}", {"email_address": None, "send_days": ["friday", "monday"]})
    assert after == {
        **before,
        "email_address": None,
        "send_days": ["monday", "friday"],
        "updated_at": "2026-11-22T10:00:00Z",
    }


async def test_the_soft_delete(kit: KitApi) -> None:
    gone, other = await kit.sequence(name="Gone"), await kit.sequence(name="Other")
    email, person = await kit.email(gone), kit.person(501)
    await kit.good("POST", f"/sequences/{gone}/subscribers/{person}")
    sources = [{"type": "sequence", "ids": [gone]}]
    await kit.good("PUT", f"/sequences/{other}", {"exclude_subscriber_sources": sources})

    response = await kit.call("DELETE", f"/sequences/{gone}")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers
    routes = [
        ("GET", "", None),
        ("PUT", "", {"active": False}),
        ("DELETE", "", None),
        ("GET", "/emails", None),
        ("POST", "/emails", {"subject": "S", "delay_value": 1, "delay_unit": "days"}),
        ("GET", f"/emails/{email}", None),
        ("PUT", f"/emails/{email}", {"subject": "S"}),
        ("DELETE", f"/emails/{email}", None),
        ("GET", "/subscribers", None),
        ("POST", "/subscribers", {"email_address": "person501@example.com"}),
        ("POST", f"/subscribers/{person}", {}),
    ]
    for method, rest, body in routes:
        refused = await kit.call(method, f"/sequences/{gone}{rest}", body)
        assert (refused.status_code, refused.json()) == (404, {"errors": ["Not Found"]}), (method, rest)

    listed = (await kit.good("GET", "/sequences"))["sequences"]
    assert [each["id"] for each in listed] == [other]
    assert listed[0]["exclude_subscriber_sources"] == sources
    held = await kit.good("PUT", f"/sequences/{other}", {"exclude_subscriber_sources": sources, "hold": True})
    assert held["exclude_subscriber_sources"] == sources, "what is held already may be sent back"
    assert await kit.sequence() > other, "no id is given out twice"


async def test_memberships_are_cleaned_up_later(kit: KitApi) -> None:
    gone = await kit.sequence()
    await kit.email(gone)
    await kit.good("POST", f"/sequences/{gone}/subscribers/{kit.person(501)}")
    assert (await kit.call("DELETE", f"/sequences/{gone}")).status_code == 204
    assert kit.state.sequences[gone].members, "the answer does not wait for the cleaning"
    kit.at((kit.store.clock.utc() + timedelta(minutes=6)).strftime("%Y-%m-%dT%H:%M"))
    await kit.sequence()
    assert kit.state.sequences[gone].members == {}
    assert kit.state.sequences[gone].emails, "the e-mails stay with the record"


@pytest.mark.parametrize(
    "path", ["/sequences/abc", "/sequences/-1", "/sequences/1/nothing", "/nothing", "", "/sequences/²"]
)
async def test_unknown_paths(kit: KitApi, path: str) -> None:
    response = await kit.call("GET", path)
    assert (response.status_code, response.json()) == (404, {"errors": ["Not Found"]})


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/sequences/1", "DELETE, GET, PUT"),
        ("DELETE", "/sequences", "GET, POST"),
        ("PATCH", "/sequences/1/emails/1", "DELETE, GET, PUT"),
        ("DELETE", "/sequences/1/subscribers/1", "POST"),
        ("POST", "/account", "GET"),
    ],
)
async def test_wrong_methods(kit: KitApi, method: str, path: str, allowed: str) -> None:
    response = await kit.call(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert response.json() == {"errors": ["Method Not Allowed"]}


async def test_an_account_that_may_not_create() -> None:
    forbidden = {"errors": ["You do not have sufficient permissions to access this resource. Please contact support."]}
    async with kit_api(KitSwitches(entitled=False)) as kit:
        response = await kit.call("POST", "/sequences", {})
        assert (response.status_code, response.json()) == (403, forbidden)
    async with kit_api() as kit:
        number = await kit.sequence()
        free = {"X-Kit-Api-Key": "kit_sandbox_free"}
        assert (await kit.call("POST", "/sequences", {"name": "N"}, headers=free)).status_code == 403
        assert (await kit.call("PUT", f"/sequences/{number}", {"name": "N"}, headers=free)).status_code == 200


async def test_older_answers_have_no_counts() -> None:
    async with kit_api(KitSwitches(counts=False)) as kit:
        made = await kit.good("POST", "/sequences", {"name": "Old"})
        assert not {"email_count", "subscriber_count"} & set(made)


async def test_stats_only_when_asked_for(kit: KitApi) -> None:
    number = await kit.sequence()
    await kit.email(number, 0)
    await kit.good("POST", f"/sequences/{number}/subscribers/{kit.person(501)}")
    kit.at("2026-12-24T00:00")
    shown = await kit.good("GET", f"/sequences/{number}", params={"include": "stats"})
    assert shown["stats"] == {
        "sent": 1,
        "opened": 0,
        "clicked": 0,
        "unsubscribed": 0,
        "bounced": 0,
        "open_rate": 0.0,
        "click_rate": 0.0,
        "unsubscribe_rate": 0.0,
    }
    (email,) = (await kit.good("GET", f"/sequences/{number}/emails", params={"include": "stats"}))["emails"]
    assert email["stats"]["sent"] == 1
    assert "stats" not in await kit.good("GET", f"/sequences/{number}")
    assert await kit.refused("GET", "/sequences", params={"include": "stats,tags"}) == ["include must be one of: stats"]


async def test_what_stays_unlimited_is_the_tests(kit: KitApi) -> None:
    assert kit.store.switches.kit == FREE
    assert {(await kit.call("GET", "/account")).status_code for _ in range(130)} == {200}
