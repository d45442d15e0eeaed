"""The people of a sequence: counting, finding, adding."""

from typing import Any

import pytest

from tests.sandbox.kit.conftest import KitApi


async def _ids(kit: KitApi, path: str, **query: Any) -> list[int]:
    return [each["id"] for each in (await kit.good("GET", path, params=query))["subscribers"]]


async def test_counting_those_who_are_active(kit: KitApi) -> None:
    number = await kit.sequence()
    for person, state in ((501, "active"), (502, "bounced"), (503, "active"), (504, "cancelled")):
        await kit.good("POST", f"/sequences/{number}/subscribers/{kit.person(person, state)}")
    query = {"status": "active", "per_page": 1, "include_total_count": "true"}
    counted = await kit.good("GET", f"/sequences/{number}/subscribers", params=query)
    assert counted["pagination"]["total_count"] == 2
    assert (await kit.good("GET", f"/sequences/{number}"))["subscriber_count"] == 2
    path = f"/sequences/{number}/subscribers"
    assert await _ids(kit, path) == [503, 501]
    assert await _ids(kit, path, status="all") == [504, 503, 502, 501]
    assert await _ids(kit, path, status="bounced") == [502]
    for where in (path, "/subscribers"):
        assert await kit.refused("GET", where, params={"status": "asleep"}) == [
            "status must be one of: active, inactive, bounced, complained, cancelled, all"
        ]


async def test_days_as_filters(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/subscribers"
    kit.at("2026-12-01T00:00")
    await kit.good("POST", f"{path}/{kit.person(501)}")
    kit.at("2026-12-02T23:59")
    await kit.good("POST", f"{path}/{kit.person(502)}")
    assert await _ids(kit, path, added_after="2026-12-02") == [502]
    assert await _ids(kit, path, added_before="2026-12-02") == [501]
    assert await _ids(kit, path, added_after="2026-12-01", added_before="2026-12-03") == [502, 501]
    assert await _ids(kit, path, added_before="2026-12-01") == [], "the first moment of a day is not before it"
    assert await _ids(kit, path, created_after="2026-10-02") == []
    assert await _ids(kit, "/subscribers", created_before="2026-10-02") == [502, 501]
    assert await kit.refused("GET", path, params={"added_after": "yesterday"}) == [
        "added_after must be a date (yyyy-mm-dd)"
    ]


async def test_finding_by_address(kit: KitApi) -> None:
    kit.person(501)
    kit.person(502, "cancelled", first_name="Bo", fields={"level": None})
    assert await _ids(kit, "/subscribers", email_address="person502@example.com") == [], "only the active"
    both = "Person501@Example.com, person502@example.com,person@example.com"
    assert await _ids(kit, "/subscribers", email_address=both, status="all") == [502, 501]
    slim = await kit.good("GET", "/subscribers", params={"status": "cancelled", "slim": "true"})
    assert slim["subscribers"] == [
        {
            "id": 502,
            "first_name": "Bo",
            "email_address": "person502@example.com",
            "state": "cancelled",
            "created_at": "2026-10-01T00:00:00Z",
        }
    ]
    assert (await kit.good("GET", "/subscribers/502"))["fields"] == {"level": None}
    assert (await kit.call("GET", "/subscribers/999")).status_code == 404


async def test_adding(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/subscribers"
    kit.person(501)
    made = await kit.call("POST", path, {"email_address": "PERSON501@example.com "})
    assert made.status_code == 201
    kit.at("2026-12-24T00:00")
    for again in (
        await kit.call("POST", path, {"email_address": "person501@example.com"}),
        await kit.call("POST", f"{path}/501"),
    ):
        assert (again.status_code, again.json()) == (200, made.json()), "no restart"
    for unknown in ("/subscribers/999", "/subscribers"):
        missing = await kit.call("POST", f"/sequences/{number}{unknown}", {"email_address": "not an address"})
        assert (missing.status_code, missing.json()) == (404, {"errors": ["Not Found"]})
    assert (await kit.call("POST", f"/sequences/{number + 1}/subscribers/501")).status_code == 404


@pytest.mark.parametrize("body", [{}, {"email_address": None}, {"email_address": " "}])
async def test_adding_nobody(kit: KitApi, body: dict[str, Any]) -> None:
    number = await kit.sequence()
    assert await kit.refused("POST", f"/sequences/{number}/subscribers", body) == ["email_address can't be blank"]


async def test_a_paused_sequence_takes_nobody(kit: KitApi) -> None:
    number = await kit.sequence(active=False)
    kit.person(501)
    path = f"/sequences/{number}/subscribers"
    assert await kit.refused("POST", path, {"email_address": "person501@example.com"}) == ["Sequence is inactive"]
    assert await kit.refused("POST", f"{path}/501") == ["Sequence is inactive"]
    assert (await kit.call("POST", f"{path}/999")).status_code == 404, "who is unknown comes first"
