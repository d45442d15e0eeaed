"""Who gets in: keys, expiry, three vocabularies of permissions, unknown paths, and the order of the checks."""

from typing import Any

import pytest

from tests.contract.arranged import HandClock
from tests.sandbox.leadlex.conftest import KEY, Api, error
from tui.sandbox.leadlex.records import Key


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", KEY, f"Basic {KEY}", "Bearer wbk_", f"Token {KEY}", f"Bearer {KEY}x", f"Bearer {KEY} x"],
)
async def test_headers_that_do_not_do(api: Api, header: str) -> None:
    answer = await api.call("GET", "/campaigns", key=None, headers={"Authorization": header})
    assert error(answer) == (401, "invalid_key")


async def test_no_header_and_a_lower_case_scheme(api: Api) -> None:
    assert error(await api.call("GET", "/campaigns", key=None)) == (401, "invalid_key")
    answer = await api.call("GET", "/campaigns", key=None, headers={"Authorization": f"bearer  {KEY}"})
    assert answer.status_code == 200


async def test_a_key_expires_at_its_moment(api: Api, clock: HandClock) -> None:
    api.store.state.leadlex.keys[KEY].expires_at = "2026-11-21T09:02:42Z"
    clock.now += 1
    assert (await api.call("GET", "/campaigns")).status_code == 200
    clock.now += 1
    assert error(await api.call("GET", "/campaigns")) == (401, "invalid_key")


@pytest.mark.parametrize(
    ("permissions", "reads", "writes"),
    [
        (["campaigns:read"], True, False),
        (["read:campaigns"], True, False),
        (["read"], True, False),
        (["campaigns:write"], False, True),
        (["write:campaigns"], False, True),
        (["write"], False, True),
        (["read", "write:campaigns"], True, True),
        (["lexi", "read:contacts", "contacts:write", "admin:api_keys"], False, False),
        ([], False, False),
    ],
)
async def test_three_vocabularies(api: Api, permissions: list[str], reads: bool, writes: bool) -> None:
    api.store.state.leadlex.keys["wbk_it"] = Key(workspace_id="wsp_acme", permissions=permissions)
    read = await api.call("GET", "/campaigns", key="wbk_it")
    written = await api.call("POST", "/campaigns", {"name": "x"}, key="wbk_it")
    assert read.status_code == (200 if reads else 403)
    assert written.status_code == (201 if writes else 403)
    if not reads:
        assert error(read) == (403, "insufficient_permissions")
        assert read.json()["error"]["message"] == "Missing campaigns:read permission"


async def test_a_workspace_sees_its_own_only(api: Api) -> None:
    campaign = await api.campaign("a")
    listed = await api.call("GET", "/campaigns", key="wbk_sandbox_other")
    assert listed.json()["meta"]["total"] == 0
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/steps"), ("GET", "/stats"), ("POST", "/pause")):
        refused = error(await api.call(method, f"/campaigns/{campaign}{path}", key="wbk_sandbox_other"))
        assert refused == (404, "campaign_not_found")


@pytest.mark.parametrize(
    "path",
    ["", "/", "/campaign", "/campaigns/", "/campaigns/a/steps/", "/campaigns/a/steps/b/c", "/webhook", "/deals"],
)
async def test_unknown_paths(api: Api, path: str) -> None:
    assert error(await api.call("GET", path)) == (404, "not_found")


async def test_the_version_is_part_of_the_path(api: Api) -> None:
    answer = await api.client.get("/campaigns", headers={"Authorization": f"Bearer {KEY}"})
    assert error(answer) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/campaigns", "GET, POST"),
        ("POST", "/campaigns/a", "DELETE, GET, PATCH"),
        ("GET", "/campaigns/a/steps/b", "DELETE, PATCH"),
        ("PUT", "/campaigns/a/steps/b", "DELETE, PATCH"),
        ("DELETE", "/campaigns/a/steps", "GET, POST"),
        ("GET", "/campaigns/a/start", "POST"),
        ("PATCH", "/campaigns/a/contacts/b", "DELETE"),
    ],
)
async def test_wrong_methods(api: Api, method: str, path: str, allowed: str) -> None:
    answer = await api.call(method, path)
    assert error(answer) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == allowed


async def test_route_key_limit_permission_things_body_state(api: Api) -> None:
    bad: dict[str, Any] = {"content": b"{", "key": "wbk_wrong"}
    assert error(await api.call("POST", "/nowhere", **bad))[0] == 404
    assert error(await api.call("PUT", "/campaigns", **bad))[0] == 405
    assert error(await api.call("POST", "/campaigns/no/steps", **bad))[0] == 401
    keys = api.store.state.leadlex.keys
    keys["wbk_few"] = Key(workspace_id="wsp_acme", permissions=["read"], plan="starter")
    for _ in range(10):
        assert error(await api.call("POST", "/campaigns/no/steps", content=b"{", key="wbk_few"))[0] == 403
    assert error(await api.call("POST", "/campaigns/no/steps", content=b"{", key="wbk_few"))[0] == 429
    assert error(await api.call("POST", "/campaigns/no/steps", content=b"{"))[0] == 404
    campaign = await api.campaign()
    assert error(await api.call("POST", f"/campaigns/{campaign}/steps", content=b"{"))[0] == 400
    assert error(await api.call("POST", f"/campaigns/{campaign}/pause", content=b"{"))[0] == 409


async def test_an_idempotency_key_is_not_looked_at(api: Api) -> None:
    campaign = await api.campaign()
    for _ in range(2):
        await api.call(
            "POST", f"/campaigns/{campaign}/steps", {"subject": "s", "body": "b"}, headers={"Idempotency-Key": "one"}
        )
    assert len(await api.steps(campaign)) == 2
