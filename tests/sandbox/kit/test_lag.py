"""Lists that are late, while reads by id are exact."""

from typing import Any

from tests.contract.arranged import HandClock
from tests.sandbox.kit.conftest import FREE, KitApi, kit_api
from tui.sandbox.kit.switches import KitSwitches

LATE = KitSwitches(key_requests=0, lag_seconds=30)


def _wait(kit: KitApi, seconds: float) -> None:
    assert isinstance(kit.store.clock, HandClock)
    kit.store.clock.now += seconds


async def _names(kit: KitApi) -> list[Any]:
    return [each["name"] for each in (await kit.good("GET", "/sequences"))["sequences"]]


async def test_each_change_shows_after_its_time() -> None:
    async with kit_api(LATE) as kit:
        number = await kit.sequence(name="One")
        assert (await kit.good("GET", f"/sequences/{number}"))["name"] == "One"
        assert await _names(kit) == []
        _wait(kit, 20)
        await kit.good("PUT", f"/sequences/{number}", {"name": "Two"})
        _wait(kit, 10)
        assert await _names(kit) == ["One"]
        assert (await kit.good("GET", f"/sequences/{number}"))["name"] == "Two"
        _wait(kit, 20)
        assert await _names(kit) == ["Two"]
        await kit.call("DELETE", f"/sequences/{number}")
        assert (await kit.call("GET", f"/sequences/{number}")).status_code == 404
        assert await _names(kit) == ["Two"]
        _wait(kit, 30)
        assert await _names(kit) == []


async def test_emails_and_people_are_late_too() -> None:
    async with kit_api(LATE) as kit:
        number = await kit.sequence()
        assert (await kit.good("GET", f"/sequences/{number}/emails"))["emails"] == []
        email = await kit.email(number)
        await kit.good("POST", f"/sequences/{number}/subscribers/{kit.person(501)}")
        for what in ("emails", "subscribers"):
            assert (await kit.good("GET", f"/sequences/{number}/{what}"))[what] == []
        assert (await kit.good("GET", f"/sequences/{number}/emails/{email}"))["id"] == email
        _wait(kit, 31)
        for what in ("emails", "subscribers"):
            assert len((await kit.good("GET", f"/sequences/{number}/{what}"))[what]) == 1
        assert (await kit.call("GET", f"/sequences/{number + 1}/emails")).status_code == 404


async def test_no_lag_unless_asked_for() -> None:
    async with kit_api(FREE) as kit:
        await kit.sequence(name="At once")
        assert await _names(kit) == ["At once"]
