"""The branches of conditions beyond the examples: what a write does to the others, what a delete takes along
(contract 6)."""

from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.forks import CUSTOM, VALUES, fork, refused
from tui.sandbox.lemlist.records import Activity, Condition
from tui.sandbox.lemlist.words import ACTION_LABELS
from tui.sandbox.state import State
from tui.sandbox.store import Store


@pytest.mark.parametrize("key", VALUES)
async def test_a_branch_is_added_before_else_changed_and_deleted(api: Api, key: str) -> None:
    made = await fork(api, key)
    first, other = await made.list()
    assert (first["index"], other) == (0, {"sequenceId": other["sequenceId"], "fallback": True})
    new = await made.add(name="Second", **VALUES[key])
    assert await made.list() == [first, new, other]
    assert (new["index"], new["key"], new["name"]) == (1, key, "Second")
    assert ("delay" in new, "delayType" in new) == ((True, True) if key in ACTION_LABELS else (False, False))
    link = (await made.links())[1]
    assert (link["sequenceId"], link["name"], "fallback" in link) == (new["sequenceId"], "Second", False)
    assert (await api.sequences(made.campaign))[new["sequenceId"]]["steps"] == []
    kept = await api.add(new["sequenceId"], type="linkedinVisit")
    gone = await made.call("DELETE", new["sequenceId"])
    assert gone.json() == {"ok": True, "removedSequenceIds": [new["sequenceId"]]}
    assert await made.list() == [first, other]
    assert kept["_id"] not in str(await api.sequences(made.campaign))


@pytest.mark.parametrize(
    ("key", "body", "label"),
    [
        ("customLeadInfo", VALUES["customLeadInfo"], 'If lead variable "jobTitle" equals "CTO"'),
        ("customLeadInfo", {"customOperator": "empty"}, 'If lead variable "jobTitle" is empty'),
        ("hasScore", VALUES["hasScore"], "Score < 20"),
        ("hasScore", {}, "Score >= 80"),
        ("hasEmailAddress", VALUES["hasEmailAddress"], "Email is risky"),
        ("aircallDone", VALUES["aircallDone"], "Call: answered, voicemail"),
    ],
)
async def test_labels_follow_the_values(api: Api, key: str, body: Any, label: str) -> None:
    made = await fork(api, key)
    await made.add(**body)
    assert (await made.links())[1]["label"] == label
    named = await made.add(name="[bold]☂", **body)
    assert (await made.links())[2]["label"] == (label if key == "customLeadInfo" else "[bold]☂")
    await made.call("PATCH", named["sequenceId"], {"name": ""})
    link = (await made.links())[2]
    assert (link["label"], "name" in link) == (label, False)


async def test_the_field_is_that_of_all_branches(api: Api) -> None:
    made = await fork(api, "customLeadInfo")
    new = await made.add(customOperator="notEmpty", customField="fields.city")
    assert [each.get("customField") for each in await made.list()] == ["fields.city", "fields.city", None]
    assert [each.get("customValues") for each in await made.list()] == [["CEO"], [], None]
    changed = (await made.call("PATCH", new["sequenceId"], {"customField": "town"})).json()
    assert changed["customField"] == "variables.town"
    assert (await made.list())[0]["customField"] == "variables.town"
    links = await made.links()
    assert links[0]["label"] == 'If lead variable "town" contains "CEO"'
    assert links[0]["selector"] == '{"variables.town":{"$regex":"CEO","$options":"i"}}'
    assert links[1]["selector"] == '{"variables.town":{"$nin":[null,""]}}'


async def test_several_values_of_the_web_app_survive_until_one_is_written(api: Api) -> None:
    made = await fork(api, "customLeadInfo")
    step = made.record.sequences[made.main].steps[0]
    step.conditions[0].values["customValues"] = ["CEO", "Founder"]
    branch = made.step["conditions"][0]["sequenceId"]
    await made.call("PATCH", branch, {"name": "Bosses"})
    kept = (await made.call("PATCH", branch, {"customField": "role", "customOperator": "equal"})).json()
    assert kept["customValues"] == ["CEO", "Founder"]
    assert (await made.links())[0]["selector"] == '{"$or":[{"variables.role":"CEO"},{"variables.role":"Founder"}]}'
    assert (await made.call("PATCH", branch, {"customValue": "CTO"})).json()["customValues"] == ["CTO"]
    assert (await made.call("PATCH", branch, {"customOperator": "empty"})).json()["customValues"] == []


async def test_a_delete_takes_the_sub_tree_but_nothing_shared(api: Api) -> None:
    made = await fork(api, "hasScore")
    branch = (await made.add())["sequenceId"]
    inner = await api.add(branch, type="conditional", conditionKey="emailsOpened", delayType="waitUntil")
    deep, shared = (link["sequenceId"] for link in inner["conditions"])
    await api.add(deep, type="linkedinVisit")
    first = made.step["conditions"][0]["sequenceId"]
    twin = await api.add(first, type="conditional", conditionKey="emailsClicked", delayType="waitUntil")
    twin_else = twin["conditions"][1]["sequenceId"]
    record = made.record
    record.sequences[first].steps[0].conditions[1].sequence_id = shared
    del record.sequences[twin_else]
    gone = (await made.call("DELETE", branch)).json()
    assert gone == {"ok": True, "removedSequenceIds": [branch, deep]}
    assert set(await api.sequences(made.campaign)) == {
        *(made.main, first, shared, twin["conditions"][0]["sequenceId"]),
        made.step["conditions"][1]["sequenceId"],
    }


async def test_a_circle_back_to_the_start_deletes_nothing_above(api: Api) -> None:
    made = await fork(api, "hasScore")
    branch = (await made.add())["sequenceId"]
    await api.add(branch, type="conditional", conditionKey="emailsOpened", delayType="waitUntil")
    made.record.sequences[branch].steps[0].conditions[0].sequence_id = made.main
    assert (await made.call("DELETE", branch)).status_code == 200
    assert made.main in await api.sequences(made.campaign)


@pytest.mark.parametrize("how", ["new_sequence_id", "sequence_id", "step_id"])
async def test_a_lead_in_the_sub_tree_holds_it(api: Api, how: str) -> None:
    """A lead that was skipped later has not "entered" by its state, but sits there all the same."""
    made = await fork(api, "hasScore")
    branch = (await made.add())["sequenceId"]
    step = await api.add(branch, type="linkedinVisit")
    made.enter("skipped")
    place: dict[str, Any] = {how: step["_id"] if how == "step_id" else branch}
    happened = Activity(
        id="act_a", type="conditionChosen", created_at="2026-01-01T00:00:00.000Z", lead_id="lea_a", **place
    )
    made.record.activities.append(happened)
    await refused(await made.call("DELETE", branch), 409, "SEQUENCE_BRANCH_CAMPAIGN_RUNNING")
    moved = Activity(
        id="act_b", type="x", created_at="2026-01-02T00:00:00.000Z", lead_id="lea_a", sequence_id=made.main
    )
    made.record.activities.append(moved)
    assert (await made.call("DELETE", branch)).status_code == 200


async def test_a_raw_selector_is_shown_and_can_only_be_renamed(api: Api) -> None:
    made = await fork(api, "customLeadInfo")
    raw = '{"variables.age":{"$gt":30}}'
    made.record.sequences["seq_raw"] = made.record.sequences[made.main].model_copy(
        update={"id": "seq_raw", "steps": []}
    )
    link = Condition(sequence_id="seq_raw", key="customLeadInfo", label="Custom", selector=raw)
    made.record.sequences[made.main].steps[0].conditions.insert(0, link)
    assert (await made.list())[0] == {"sequenceId": "seq_raw", "index": 0, "key": "customLeadInfo", "selector": raw}
    assert (await made.call("PATCH", "seq_raw", {"name": "Old"})).json()["name"] == "Old"
    answer = await made.call("PATCH", "seq_raw", {"customOperator": "empty", "customField": "a"})
    await refused(answer, 400, "SEQUENCE_BRANCH_UPDATE_REJECTED")
    assert (await made.add(customOperator="empty"))["customField"] == "variables.jobTitle"
    assert (await made.links())[0] == {
        "sequenceId": "seq_raw", "key": "customLeadInfo", "name": "Old", "label": "Custom", "selector": raw,
    }  # fmt: skip


async def test_the_step_itself_can_still_be_changed(api: Api) -> None:
    """What a request to the step says goes to its first branch; another key drops what the old one had."""
    made = await fork(api, "hasScore", scoreThreshold=50)
    await made.add(scoreThreshold=20, delay=9)
    path = made.path.removesuffix("/branches")
    await api.call("PATCH", path, {"type": "conditional", "scoreComparator": "$lt"})
    assert [each.get("scoreThreshold") for each in await made.list()] == [50, 20, None]
    assert [each.get("scoreComparator") for each in await made.list()] == ["$lt", "$gte", None]
    assert [each.get("delay") for each in await made.list()] == [3, 9, None]
    await api.call("PATCH", path, {"type": "conditional", "delay": 4})
    assert [each.get("delay") for each in await made.list()] == [4, 4, None]
    wrong = await api.call("PATCH", path, {"type": "conditional", "scoreThreshold": 500})
    assert (wrong.status_code, wrong.headers["content-type"].partition(";")[0]) == (400, "text/plain")
    await api.call("PATCH", path, {"type": "conditional", "conditionKey": "hasEmailAddress"})
    assert [set(each) for each in await made.list()] == [
        {"sequenceId", "index", "key"}, {"sequenceId", "index", "key"}, {"sequenceId", "fallback"},
    ]  # fmt: skip
    await api.call("PATCH", path, {"type": "conditional", "conditionKey": "customLeadInfo", **CUSTOM})
    assert [each.get("customValues") for each in await made.list()] == [["CEO"], ["CEO"], None]


async def test_branches_survive_a_restart_and_a_duplicate(api: Api, tmp_path: Path) -> None:
    made = await fork(api, "customLeadInfo")
    await made.add(name="None", customOperator="empty")
    api.store.path = tmp_path / "sandbox.json"
    api.store.save()
    assert Store.open(api.store.path).state == api.store.state
    copy = (await api.call("POST", f"/campaigns/{made.campaign}/duplicate")).json()["_id"]
    main = next(each for each in (await api.sequences(copy)).values() if each["level"] == 0)
    listed = (await api.call("GET", f"/sequences/{main['_id']}/steps/{main['steps'][0]['_id']}/branches")).json()
    drop = {"sequenceId": None}
    assert [{**each, **drop} for each in listed] == [{**each, **drop} for each in await made.list()]


async def test_files_from_before_there_were_branch_routes(api: Api) -> None:
    """There the values of a condition stand in the content of its step."""
    made = await fork(api, "customLeadInfo")
    step = made.record.sequences[made.main].steps[0]
    step.conditions[0].values = {}
    step.content |= CUSTOM
    api.store.state = State.model_validate_json(api.store.state.model_dump_json())
    assert (await made.list())[0]["customValues"] == ["CEO"]
    await made.add(customOperator="empty", customField="role")
    assert [each.get("customField") for each in await made.list()] == ["variables.role", "variables.role", None]
    assert [each.get("customValues") for each in await made.list()] == [["CEO"], [], None]
