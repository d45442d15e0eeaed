"""Keys and tokens, what each may do, the rolling limits, and the account they show."""

import pytest

from tests.sandbox.kit.conftest import KitApi, kit_api
from tui.sandbox.kit.switches import KitSwitches

TOKEN = {"X-Kit-Api-Key": None, "Authorization": "Bearer kit_sandbox_token"}
FORBIDDEN = ["You do not have sufficient permissions to access this resource. Please contact support."]


def _bare(kit: KitApi, **headers: str) -> None:
    """Send these headers and no others."""
    del kit.client.headers["X-Kit-Api-Key"]
    kit.client.headers.update({name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Kit_Api_Key": "wrong"},
        {"X_Kit_Api_Key": ""},
        {"X_Kit_Api_Key": "kit_sandbox_token"},
        {"X_Kit_Api_Key": "wrong", "Authorization": "Bearer kit_sandbox_token"},
        {"X_Kit_Api_Key": "", "Authorization": "Bearer kit_sandbox_token"},
        {"Authorization": "Bearer kit_sandbox"},
        {"Authorization": "Bearer"},
        {"Authorization": "kit_sandbox_token"},
        {"Authorization": "Basic kit_sandbox_token"},
    ],
)
async def test_credentials_that_do_not_do(kit: KitApi, headers: dict[str, str]) -> None:
    _bare(kit, **headers)
    for path in ("/account", "/sequences/1", "/nothing"):
        response = await kit.call("GET", path)
        assert (response.status_code, response.json()) == (401, {"errors": ["The access token is invalid"]})


async def test_a_token_does_as_well_and_the_key_counts_first(kit: KitApi) -> None:
    kit.client.headers["Authorization"] = "Bearer wrong"
    assert (await kit.call("GET", "/account")).status_code == 200
    _bare(kit, Authorization="bearer  kit_sandbox_token")
    assert (await kit.call("GET", "/account")).status_code == 200


async def test_a_token_that_only_reads(kit: KitApi) -> None:
    number = await kit.sequence()
    _bare(kit, Authorization="Bearer kit_sandbox_read")
    assert (await kit.call("GET", f"/sequences/{number}")).status_code == 200
    for method, path in (
        ("POST", "/sequences"),
        ("PUT", f"/sequences/{number}"),
        ("DELETE", f"/sequences/{number}/emails/1"),
    ):
        response = await kit.call(method, path, {} if method != "DELETE" else None)
        assert (response.status_code, response.json()["errors"]) == (403, FORBIDDEN)
    response = await kit.call("DELETE", f"/sequences/{number}")
    assert (response.status_code, response.json()) == (401, {"errors": ["The access token is invalid"]})
    assert kit.state.live(number) is not None, "the page of this delete knows no 403"


async def test_bulk_work_needs_a_token(kit: KitApi) -> None:
    for path in ("/bulk/subscribers", "/purchases"):
        response = await kit.call("POST", path, {})
        assert (response.status_code, response.json()) == (401, {"errors": ["This endpoint requires OAuth"]})
    _bare(kit, Authorization="Bearer kit_sandbox_token")
    assert (await kit.call("POST", "/purchases", {})).status_code == 404
    assert await kit.refused("POST", "/bulk/subscribers", {}) == ["subscribers can't be blank"]


async def test_the_account(kit: KitApi) -> None:
    shown = await kit.good("GET", "/account")
    assert shown["user"] == {"email": "hello@slowloaf.example"}
    assert shown["account"]["timezone"]["name"] == "America/New_York"
    assert [each["is_default"] for each in shown["account"]["sending_addresses"]] == [True, False]
    assert [each["id"] for each in (await kit.good("GET", "/email_templates"))["email_templates"]] == [
        36,
        35,
        6,
        4,
        2,
        1,
    ]


@pytest.mark.parametrize(("headers", "allowed"), [({}, 120), (TOKEN, 600)], ids=["key", "token"])
async def test_the_window_rolls(headers: dict[str, str], allowed: int) -> None:
    async with kit_api(KitSwitches()) as kit:
        if headers:
            _bare(kit, Authorization=headers["Authorization"])
        kit.at("2026-12-01T00:00")
        assert {(await kit.call("GET", "/account")).status_code for _ in range(10)} == {200}
        _wait(kit, 30)
        statuses = [(await kit.call("GET", "/account")).status_code for _ in range(allowed - 9)]
        assert statuses == [*[200] * (allowed - 10), 429]
        refused = await kit.call("POST", "/sequences", {})
        assert (refused.status_code, refused.json()) == (429, {"errors": ["Rate limit exceeded"]})
        assert not [name for name in refused.headers if "rate" in name or "retry" in name]
        _wait(kit, 29)
        assert (await kit.call("GET", "/account")).status_code == 429
        _wait(kit, 1)
        assert [(await kit.call("GET", "/account")).status_code for _ in range(11)] == [*[200] * 10, 429]


async def test_credentials_do_not_share_and_bad_ones_use_nothing() -> None:
    async with kit_api(KitSwitches(key_requests=2)) as kit:
        for _ in range(5):
            assert (await kit.call("GET", "/account", headers={"X-Kit-Api-Key": "wrong"})).status_code == 401
        assert [(await kit.call("GET", "/account")).status_code for _ in range(3)] == [200, 200, 429]
        assert (await kit.call("GET", "/account", headers={"X-Kit-Api-Key": "kit_sandbox_free"})).status_code == 200


async def test_a_switch_adds_retry_after() -> None:
    async with kit_api(KitSwitches(key_requests=1, retry_after=True)) as kit:
        assert "retry-after" not in (await kit.call("GET", "/account")).headers
        _wait(kit, 12.5)
        assert (await kit.call("GET", "/account")).headers["retry-after"] == "48"


def _wait(kit: KitApi, seconds: float) -> None:
    kit.store.clock.now += seconds  # type: ignore[attr-defined]
