"""Conditions and their branches: made in pairs, restamped, deleted with what hangs on them, read when broken."""

import pytest

from tests.sandbox.conftest import Api
from tui.sandbox.demo import lemlist
from tui.sandbox.demo.builder import campaign as new_campaign
from tui.sandbox.lemlist.sequences import outline
from tui.sandbox.lemlist.words import CONDITION_KEYS, CUSTOM_KEY
from tui.sandbox.switches import Switches


@pytest.mark.parametrize("key", [key for key in CONDITION_KEYS if key != CUSTOM_KEY])
async def test_conditions_have_two_branches_and_only_waiting_ones_a_window(api: Api, key: str) -> None:
    _, main = await api.campaign()
    step = await api.add(main, type="conditional", conditionKey=key, delayType="within", delay=3)
    met, other = step["conditions"]
    assert other == {"sequenceId": other["sequenceId"], "fallback": True}
    waits = key in (
        "hasScore",
        "aircallDone",
        "meetingBooked",
        "linkedinInviteAccepted",
        "linkedinOpened",
    ) or key.startswith("emails")
    assert {name: met[name] for name in met if name.startswith("delay")} == (
        {"delay": 3, "delayType": "within"} if waits else {}
    )
    assert (met["key"], bool(met["label"])) == (key, True)


async def test_changing_the_key_keeps_the_branches(api: Api) -> None:
    campaign, main = await api.campaign()
    step = await api.add(main, type="conditional", conditionKey="emailsOpened", delayType="within", delay=3)
    branch = step["conditions"][0]["sequenceId"]
    kept = await api.add(branch, type="linkedinVisit")
    path = f"/sequences/{main}/steps/{step['_id']}"
    answer = (await api.call("PATCH", path, {"type": "conditional", "conditionKey": "hasPhoneNumber"})).json()
    assert answer["conditions"][0] == {"sequenceId": branch, "label": "Has phone number", "key": "hasPhoneNumber"}
    assert (await api.sequences(campaign))[branch]["steps"][0]["_id"] == kept["_id"]
    answer = (await api.call("PATCH", path, {"type": "conditional", "conditionKey": "meetingBooked"})).json()
    assert answer["conditions"][0]["delay"] == 3


async def test_deleting_a_condition_takes_its_branches_along(api: Api) -> None:
    campaign, main = await api.campaign()
    outer = await api.add(main, type="conditional", conditionKey="emailsOpened", delayType="waitUntil")
    inner_id = outer["conditions"][0]["sequenceId"]
    inner = await api.add(inner_id, type="conditional", conditionKey="emailsClicked", delayType="waitUntil")
    await api.add(inner["conditions"][0]["sequenceId"], type="linkedinVisit")
    await api.add(main, type="linkedinVisit", index=0)
    tree = await api.sequences(campaign)
    assert (len(tree), tree[inner_id]["conditionalStepIndex"], tree[inner_id]["parentId"]) == (5, 2, main)
    assert tree[inner["conditions"][1]["sequenceId"]]["level"] == 2
    assert (await api.call("DELETE", f"/sequences/{main}/steps/{outer['_id']}")).status_code == 200
    assert list(await api.sequences(campaign)) == [main]
    gone = await api.call("POST", f"/sequences/{inner_id}/steps", {"type": "linkedinVisit"})
    assert (gone.status_code, gone.text) == (404, "Sequence not found")


async def test_a_strict_lock_refuses_structure_as_well(api: Api) -> None:
    _, main = await api.campaign(launched=True)
    step = await api.add(main, type="conditional", conditionKey="emailsOpened", delayType="waitUntil")
    path = f"/sequences/{main}/steps/{step['_id']}"
    api.store.switches = Switches(rate_requests=0, lock="strict")
    assert (await api.call("POST", f"/sequences/{main}/steps", {"type": "linkedinVisit"})).status_code == 400
    assert (await api.call("PATCH", path, {"type": "conditional", "conditionKey": "hasScore"})).status_code == 400
    assert (await api.call("PATCH", path, {"type": "conditional", "delay": 4})).status_code == 200


async def test_broken_campaigns_are_read_and_can_be_mended(api: Api) -> None:
    api.store.state.lemlist = lemlist.awkward()
    by_name = {each.name: each for each in api.store.state.lemlist.campaigns.values()}
    shared = by_name["Two conditions, one branch"]
    tree = await api.sequences(shared.id)
    assert len(tree) == 4
    inner = next(entry for entry in tree.values() if entry.get("level") == 1 and len(entry["steps"]) == 2)
    answer = await api.call("DELETE", f"/sequences/{inner['_id']}/steps/{inner['steps'][1]['_id']}")
    assert answer.status_code == 200
    assert len(await api.sequences(shared.id)) == 3, "the shared branch is still needed by the other condition"
    future = by_name["A step from the future"]
    steps = (await api.sequences(future.id))[str(future.sequence_id)]["steps"]
    path = f"/sequences/{future.sequence_id}/steps/{steps[1]['_id']}"
    assert steps[1]["wingspan"] == 62
    assert (await api.call("PATCH", path, {"type": "pigeonPost", "delay": 1})).text == "Invalid step type"
    assert (await api.call("DELETE", path)).status_code == 200
    disordered = by_name["Numbers out of order"]
    numbers = [step["index"] for step in (await api.sequences(disordered.id))[str(disordered.sequence_id)]["steps"]]
    assert numbers == [1, 3, 2, 4]
    none = await api.call("GET", f"/campaigns/{by_name['No sequence at all'].id}/sequences")
    assert (none.status_code, none.text) == (400, "Campaign has no sequence")


def test_a_branch_hangs_where_it_is_met_first_and_a_circle_ends() -> None:
    record, main = new_campaign("circle", "tea_a", "usr_a", "Circle", "2026-01-01T00:00:00.000Z")
    met, other = main.branch("emailsOpened", "within", 1)
    main.add("phone")
    again, _ = main.branch("hasScore", "within", 1)
    record.sequences[main.sequence_id].steps[-1].conditions[0].sequence_id = met.sequence_id
    back, _ = met.branch("emailsClicked", "within", 1)
    record.sequences[met.sequence_id].steps[-1].conditions[0].sequence_id = main.sequence_id
    places = outline(record)
    assert places[main.sequence_id] == (0, None, None)
    assert places[met.sequence_id] == (1, main.sequence_id, 1)
    assert places[other.sequence_id] == (1, main.sequence_id, 1)
    assert {again.sequence_id, back.sequence_id}.isdisjoint(places)
