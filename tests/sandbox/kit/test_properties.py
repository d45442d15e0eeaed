"""Whatever is done with e-mails: places are unique, only the first is immediate, and the file holds it all."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.arranged import HandClock
from tests.sandbox.kit.conftest import FREE, KitApi, kit_api
from tui.sandbox.kit.words import DAYS
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

_FIELDS = {
    "delay_value": st.integers(0, 3),
    "delay_unit": st.sampled_from(["days", "hours"]),
    "position": st.none() | st.integers(0, 6),
    "send_days": st.none() | st.lists(st.sampled_from(DAYS), min_size=1),
    "published": st.booleans(),
    "subject": st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
}
_CHANGES = st.fixed_dictionaries({}, optional=_FIELDS)
_ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "change", "change", "delete", "join", "wait"]), st.integers(0, 9), _CHANGES
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ACTIONS)
def test_any_edits(actions: list[tuple[str, int, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder) / "sandbox.json", actions))


async def _run(path: Path, actions: list[tuple[str, int, dict[str, Any]]]) -> None:
    store = Store.open(path, "empty", switches=Switches(kit=FREE), clock=HandClock())
    async with kit_api(store=store) as kit:
        number = await kit.sequence()
        for what, choice, fields in actions:
            await _act(kit, number, what, choice, fields)
            _sound((await kit.good("GET", f"/sequences/{number}/emails"))["emails"])
        assert Store.open(path).state == store.state


async def _act(kit: KitApi, number: int, what: str, choice: int, fields: dict[str, Any]) -> None:
    path = f"/sequences/{number}/emails"
    before = await kit.good("GET", path, params={"include_content": "true"})
    ids = [each["id"] for each in before["emails"]]
    if what == "wait":
        assert isinstance(kit.store.clock, HandClock)
        kit.store.clock.now += choice * 86400.0
    elif what == "join":
        if choice not in kit.state.subscribers:
            kit.person(choice)
        await kit.good("POST", f"/sequences/{number}/subscribers/{choice}")
    elif what == "add":
        body = {"subject": "S", "delay_value": 1, "delay_unit": "days", **fields}
        answer = await kit.call("POST", path, body)
        assert answer.status_code in (201, 422)
        await _unless_refused(kit, path, before, answer.status_code)
    elif ids and what == "change":
        chosen = ids[choice % len(ids)]
        held = await kit.good("GET", f"{path}/{chosen}")
        answer = await kit.call("PUT", f"{path}/{chosen}", fields)
        assert answer.status_code in (200, 422)
        await _unless_refused(kit, path, before, answer.status_code)
        if answer.status_code == 200:
            follows = {"send_days"} if {"delay_unit", "send_days"} & set(fields) else set()
            after = answer.json()["email"]
            assert {name: after[name] for name in held if name not in {*fields, *follows}} == {
                name: value for name, value in held.items() if name not in {*fields, *follows}
            }
    elif ids:
        assert (await kit.call("DELETE", f"{path}/{ids[choice % len(ids)]}")).status_code == 204


async def _unless_refused(kit: KitApi, path: str, before: Any, status: int) -> None:
    if status == 422:
        assert await kit.good("GET", path, params={"include_content": "true"}) == before


def _sound(emails: list[dict[str, Any]]) -> None:
    places = [each["position"] for each in emails]
    assert places == sorted(set(places))
    for number, each in enumerate(emails):
        assert each["delay_value"] >= (0 if number == 0 and each["delay_unit"] == "days" else 1)
        assert (each["send_days"] is None) == (each["delay_unit"] == "hours")
