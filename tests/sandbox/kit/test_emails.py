"""The e-mails of a sequence: null and absent, days and hours, positions, and the doubts behind switches."""

from typing import Any

import pytest

from tests.sandbox.kit.conftest import KitApi, kit_api
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.kit.words import DAYS

EVERY_DAY = list(DAYS)
FULL: dict[str, Any] = {
    "subject": "Full",
    "preview_text": "Preview",
    "content": "<p>{{ snippet.key }}</p>",
    "email_template_id": 6,
    "published": True,
    "send_days": ["sunday", "monday", "monday"],
    "delay_value": 2,
    "delay_unit": "days",
    "position": 7,
}


async def test_everything_that_can_be_sent(kit: KitApi) -> None:
    number = await kit.sequence(email_address="own@example.com")
    made = await kit.good("POST", f"/sequences/{number}/emails", FULL)
    assert made == {
        **FULL,
        "id": 1,
        "sequence_id": number,
        "email_address": "own@example.com",
        "send_days": ["monday", "sunday"],
    }
    assert await kit.good("GET", f"/sequences/{number}/emails/1") == made
    plain = (await kit.good("GET", f"/sequences/{number}/emails"))["emails"][0]
    assert plain == {name: value for name, value in made.items() if name != "content"}
    whole = (await kit.good("GET", f"/sequences/{number}/emails", params={"include_content": "true"}))["emails"][0]
    assert whole == made
    assert (await kit.call("GET", f"/sequences/{await kit.sequence()}/emails/1")).status_code == 404


async def test_null_and_absent_are_two_things(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/emails/{await kit.email(number, **FULL)}"
    made = await kit.good("GET", path)
    assert await kit.good("PUT", path, {}) == made
    assert await kit.good("PUT", path, {"published": None, "position": None}) == made, "not sent, by decision"
    cleared = {"preview_text": None, "content": None, "email_template_id": None, "send_days": None}
    assert await kit.good("PUT", path, cleared) == {**made, **cleared, "send_days": EVERY_DAY}
    emptied = await kit.good("PUT", path, {"preview_text": "", "content": ""})
    assert (emptied["preview_text"], emptied["content"]) == ("", "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "subject can't be blank"),
        ({"subject": None}, "subject can't be blank"),
        ({"subject": 1}, "subject must be a string"),
        ({"delay_value": None}, "delay_value must be an integer"),
        ({"delay_value": "1"}, "delay_value must be an integer"),
        ({"delay_value": 1.0}, "delay_value must be an integer"),
        ({"delay_value": True}, "delay_value must be an integer"),
        ({"delay_value": -1}, "delay_value must be greater than or equal to 0"),
        ({"delay_unit": "weeks"}, "delay_unit must be one of: days, hours"),
        ({"delay_unit": None}, "delay_unit must be one of: days, hours"),
        ({"position": -1}, "position must be greater than or equal to 0"),
        ({"position": 1.5}, "position must be an integer"),
        ({"position": 0}, "Position has already been taken"),
        ({"published": "yes"}, "published must be true or false"),
        ({"preview_text": 1}, "preview_text must be a string"),
        ({"content": ["<p>"]}, "content must be a string"),
        ({"email_template_id": 0}, "Email template not found"),
        ({"send_days": []}, "send_days must include at least one day"),
        ({"send_days": ["someday"]}, f"send_days must be one of: {', '.join(DAYS)}"),
        ({"delay_value": 0}, "delay_value must be greater than 0"),
        ({"delay_unit": "hours"}, "send_days is only supported when delay_unit is days"),
    ],
)
async def test_bad_fields_are_refused_alike_by_create_and_update(
    kit: KitApi, change: dict[str, Any], sentence: str
) -> None:
    number = await kit.sequence()
    await kit.email(number, 0)
    path = f"/sequences/{number}/emails"
    second = await kit.email(number, send_days=["monday"])
    whole = {"subject": "S", "delay_value": 1, "delay_unit": "days", "send_days": ["monday"]}
    before = kit.state.model_copy(deep=True)
    assert await kit.refused("POST", path, {**whole, **change}) == [sentence]
    if change == {"delay_unit": "hours"}:
        change = {**change, "send_days": ["monday"]}
    assert await kit.refused("PUT", f"{path}/{second}", change) == [sentence]
    assert kit.state == before


async def test_a_new_email_needs_three_fields(kit: KitApi) -> None:
    number = await kit.sequence()
    assert await kit.refused("POST", f"/sequences/{number}/emails", {}) == [
        "subject can't be blank",
        "delay_value can't be blank",
        "delay_unit must be one of: days, hours",
    ]


async def test_days_follow_the_unit(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/emails/{await kit.email(number, send_days=['friday'])}"
    assert (await kit.good("PUT", path, {"delay_value": 3}))["send_days"] == ["friday"]
    hours = await kit.good("PUT", path, {"delay_unit": "hours"})
    assert (hours["delay_value"], hours["send_days"]) == (3, None)
    assert (await kit.good("PUT", path, {"send_days": None}))["send_days"] is None
    assert await kit.refused("PUT", path, {"send_days": ["friday"]}) == [
        "send_days is only supported when delay_unit is days"
    ]
    assert (await kit.good("PUT", path, {"delay_unit": "days"}))["send_days"] == EVERY_DAY
    assert (await kit.good("PUT", path, {"delay_unit": "days", "send_days": ["monday"]}))["send_days"] == ["monday"]


async def test_only_the_first_is_immediate(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/emails"
    needed = ["delay_value must be greater than 0"]
    whole = {"subject": "S", "delay_value": 0, "delay_unit": "days"}
    assert await kit.refused("POST", path, {**whole, "delay_unit": "hours"}) == needed, "hours need at least one"
    first = await kit.email(number, 0, position=5)
    assert await kit.refused("POST", path, whole) == needed
    assert await kit.refused("POST", path, {**whole, "delay_value": 1, "position": 2}) == needed, "pushed back"
    await kit.email(number, 1, position=9)
    assert await kit.refused("PUT", f"{path}/{first}", {"position": 10}) == needed
    await kit.good("PUT", f"{path}/{first}", {"position": 10, "delay_value": 1})
    await kit.email(number, 0, position=0)
    assert list((await kit.positions(number)).values()) == [0, 9, 10]


async def test_an_immediate_one_that_stays_first_moves_freely(kit: KitApi) -> None:
    number = await kit.sequence()
    path = f"/sequences/{number}/emails/{await kit.email(number, 0, position=4)}"
    await kit.email(number, 1, position=9)
    for place in (8, 2):
        assert (await kit.good("PUT", path, {"position": place}))["position"] == place


async def test_positions_leave_gaps_and_are_never_shared(kit: KitApi) -> None:
    number = await kit.sequence()
    one, two, three = [await kit.email(number) for _ in range(3)]
    path = f"/sequences/{number}/emails"
    assert await kit.positions(number) == {one: 0, two: 1, three: 2}
    assert (await kit.call("DELETE", f"{path}/{two}")).status_code == 204
    assert (await kit.call("DELETE", f"{path}/{two}")).status_code == 404
    assert await kit.positions(number) == {one: 0, three: 2}
    four = await kit.email(number)
    assert await kit.positions(number) == {one: 0, three: 2, four: 3}, "the end, not the gap"
    assert (await kit.call("DELETE", f"{path}/{four}")).status_code == 204
    four, old = await kit.email(number), four
    assert four > old, "no id is given out twice"
    assert await kit.refused("PUT", f"{path}/{four}", {"position": 2}) == ["Position has already been taken"]
    await kit.good("PUT", f"{path}/{four}", {"position": 1})
    assert (await kit.good("PUT", f"{path}/{four}", {"position": 1}))["position"] == 1, "its own place is no other's"
    assert list(await kit.positions(number)) == [one, four, three]


async def test_doubts_about_positions() -> None:
    async with kit_api(KitSwitches(positions="shared")) as kit:
        number = await kit.sequence()
        one = await kit.email(number, position=0)
        two = await kit.email(number, position=0)
        assert await kit.positions(number) == {one: 0, two: 0}
    async with kit_api(KitSwitches(closing_up=True)) as kit:
        number = await kit.sequence()
        one, two, three = [await kit.email(number) for _ in range(3)]
        await kit.call("DELETE", f"/sequences/{number}/emails/{one}")
        assert await kit.positions(number) == {two: 0, three: 1}
    async with kit_api(KitSwitches(null_positions=True)) as kit:
        number = await kit.sequence()
        assert (await kit.good("GET", f"/sequences/{number}/emails/{await kit.email(number)}"))["position"] is None


async def test_days_beside_hours_may_be_stored() -> None:
    async with kit_api(KitSwitches(hours_with_days="store")) as kit:
        number = await kit.sequence()
        path = f"/sequences/{number}/emails/{await kit.email(number)}"
        changed = await kit.good("PUT", path, {"delay_unit": "hours", "send_days": ["monday", "tuesday"]})
        assert changed["send_days"] == ["monday", "tuesday"]
        assert (await kit.good("PUT", path, {"subject": "T"}))["send_days"] == ["monday", "tuesday"]
