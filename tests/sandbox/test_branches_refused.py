"""What the branch routes refuse, and with which code (contract 6.3 to 6.8); a refusal changes nothing."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.forks import LOCKED, VALUES, fork, refused
from tui.sandbox.lemlist.words import ACTION_LABELS, BRANCH_PARAMETERS, CONDITION_KEYS, INSTANT_LABELS
from tui.sandbox.switches import Switches

INVALID = "SEQUENCE_BRANCH_INVALID_PARAM"


@pytest.mark.parametrize("name", ["", "$where", "a.$b", "_id", "teamId", "fields.leadId", "__proto__", "a..b", 5, None])
async def test_fields_that_reach_elsewhere_are_refused(api: Api, name: Any) -> None:
    made = await fork(api, "customLeadInfo")
    before = await made.list()
    body = {"customField": name, "customOperator": "empty"}
    await refused(await made.call("POST", body=body), 400, None, "customField")
    await refused(await made.call("PATCH", before[0]["sequenceId"], body), 400, None, "customField")
    assert await made.list() == before


@pytest.mark.parametrize(
    ("key", "body", "code", "words"),
    [
        ("customLeadInfo", {}, None, "customOperator is required"),
        ("customLeadInfo", {"customOperator": "like"}, None, "customOperator"),
        ("customLeadInfo", {"customOperator": ["equal"]}, None, "customOperator"),
        ("customLeadInfo", {"customOperator": "equal", "customValue": ""}, None, 'required for operator "equal"'),
        ("customLeadInfo", {"customOperator": "equal", "customValue": ["a", "b"]}, None, "must be a string"),
        ("customLeadInfo", {"customOperator": "empty", "customValue": "a"}, None, "customValue is not accepted"),
        ("customLeadInfo", {"customOperator": "empty", "name": 5}, INVALID, "name"),
        ("customLeadInfo", {"customOperator": "empty", "scoreThreshold": 5}, INVALID, "scoreThreshold"),
        ("hasScore", {"scoreComparator": "$gt"}, INVALID, "scoreComparator"),
        ("hasScore", {"scoreComparator": {}}, INVALID, "scoreComparator"),
        ("hasScore", {"scoreThreshold": 101}, INVALID, "scoreThreshold"),
        ("hasScore", {"scoreThreshold": "80"}, INVALID, "scoreThreshold"),
        ("hasScore", {"scoreThreshold": True}, INVALID, "scoreThreshold"),
        ("hasScore", {"delay": 1501}, INVALID, "delay"),
        ("hasScore", {"delay": None}, INVALID, "delay"),
        ("hasScore", {"delayType": "soon"}, INVALID, "delayType"),
        ("hasEmailAddress", {"emailStatusFilter": []}, INVALID, "emailStatusFilter"),
        ("hasEmailAddress", {"emailStatusFilter": ["good"]}, INVALID, "emailStatusFilter"),
        ("hasEmailAddress", {"emailStatusFilter": "risky"}, INVALID, "emailStatusFilter"),
        ("aircallDone", {"name": "x"}, "SEQUENCE_BRANCH_VALUE_REQUIRED", "callStatusFilter"),
        ("aircallDone", {"callStatusFilter": ["", "a"]}, INVALID, "callStatusFilter"),
        ("aircallDone", {"callStatusFilter": ["a"], "conditionKey": "x"}, "SEQUENCE_BRANCH_CONDITION_KEY_NOT_ALLOWED",
         "conditionKey"),
    ],
)  # fmt: skip
async def test_bodies_that_are_refused(api: Api, key: str, body: Any, code: str | None, words: str) -> None:
    made = await fork(api, key)
    before, tree = await made.list(), await api.sequences(made.campaign)
    await refused(await made.call("POST", body=body), 400, code, words)
    assert (await made.list(), await api.sequences(made.campaign)) == (before, tree)


async def test_a_window_without_meaning_is_ignored(api: Api) -> None:
    for key in ("customLeadInfo", "hasEmailAddress"):
        made = await fork(api, key)
        new = await made.add(**VALUES[key], delay="soon", delayType="within", wingspan=62)
        assert not {"delay", "delayType", "wingspan"} & set(new)
        await refused(
            await made.call("PATCH", new["sequenceId"], {"delay": 4}), 400, "SEQUENCE_BRANCH_NO_UPDATE", "Nothing"
        )
    made = await fork(api, "hasScore")
    assert [(await made.add(delay=5))[name] for name in ("delay", "delayType")] == [5, "within"]


@pytest.mark.parametrize("key", [key for key in CONDITION_KEYS if key not in BRANCH_PARAMETERS])
async def test_the_other_keys_have_one_branch_that_can_be_named(api: Api, key: str) -> None:
    made = await fork(api, key)
    code = "SEQUENCE_BRANCH_CONDITION_NOT_CONFIGURABLE" if key in INSTANT_LABELS else "not-multi-capable"
    await refused(await made.call("POST", body={"name": "x"}), 400, code)
    branch = (await made.list())[0]["sequenceId"]
    assert (await made.call("PATCH", branch, {"name": "Yes"})).json()["name"] == "Yes"
    code = "SEQUENCE_BRANCH_CONDITION_NOT_CONFIGURABLE" if key in INSTANT_LABELS else INVALID
    await refused(await made.call("PATCH", branch, {"scoreThreshold": 5}), 400, code)
    await refused(await made.call("DELETE", branch), 400, "SEQUENCE_BRANCH_LAST_NOT_REMOVABLE")
    assert (await made.links())[0]["name"] == "Yes"


ORDERS: list[Any] = [
    *(None, "all", {}, [], ["one"], ["one", "one"], ["one", "two", "two"], ["one", 2], ["one", "two", "else"]),
    *(["one", "else"], ["one", "seq_x"], [["one"], "two"]),
]


@pytest.mark.parametrize("order", ORDERS)
async def test_an_order_names_every_branch_once(api: Api, order: Any) -> None:
    made = await fork(api, "hasScore")
    await made.add()
    before = await made.list()
    names = dict(zip(("one", "two", "else"), (each["sequenceId"] for each in before), strict=True))
    if isinstance(order, list):
        order = [names.get(name, name) if isinstance(name, str) else name for name in order]
    body = {} if order is None else {"order": order}
    await refused(await made.call("PATCH", body=body), 400, "SEQUENCE_BRANCH_ORDER_INVALID")
    assert await made.list() == before
    turned = await made.call("PATCH", body={"order": [names["two"], names["one"]]})
    assert [each["sequenceId"] for each in turned.json()] == [names["two"], names["one"], names["else"]]
    assert [each.get("index") for each in turned.json()] == [0, 1, None]
    assert [each["sequenceId"] for each in await made.links()] == [names["two"], names["one"], names["else"]]
    again = await made.call("PATCH", body={"order": [names["two"], names["one"]]})
    assert again.json() == turned.json()


@pytest.mark.parametrize("key", VALUES)
async def test_once_leads_entered_only_names_and_some_delays_change(api: Api, key: str) -> None:
    made = await fork(api, key)
    new = (await made.add(**VALUES[key]))["sequenceId"]
    made.enter()
    await api.call("POST", f"/campaigns/{made.campaign}/pause")
    before = await made.list()
    code, order = "SEQUENCE_BRANCH_CAMPAIGN_RUNNING", [each["sequenceId"] for each in before[:-1]]
    for answer in (
        await made.call("POST", body=VALUES[key]),
        await made.call("PATCH", body={"order": order[::-1]}),
        await made.call("PATCH", body={"order": order}),
        await made.call("PATCH", new, VALUES[key]),
        await made.call("PATCH", new, {"name": "x", **VALUES[key]}),
        await made.call("DELETE", new),
    ):
        await refused(answer, 409, code, LOCKED)
    assert await made.list() == before
    assert (await made.call("PATCH", new, {"name": "x"})).json()["name"] == "x"
    if key in ACTION_LABELS:
        assert (await made.call("PATCH", new, {"delay": 9})).json()["delay"] == 9
        await refused(await made.call("PATCH", new, {"delay": 8, "delayType": "within"}), 409, code)
        await refused(await made.call("PATCH", new, {"delay": 8, "name": "y"}), 409, code)
        await refused(await made.call("PATCH", new, {"delay": -1}), 400, INVALID)


async def test_else_stays_as_it_is(api: Api) -> None:
    made = await fork(api, "hasScore")
    other = (await made.list())[-1]["sequenceId"]
    for answer in (
        await made.call("PATCH", other, {"name": "x"}),
        await made.call("PATCH", other, {"scoreThreshold": 5}),
        await made.call("DELETE", other),
    ):
        await refused(answer, 400, "SEQUENCE_BRANCH_IS_FALLBACK")
    await refused(await made.call("PATCH", other, {}), 400, "SEQUENCE_BRANCH_NO_UPDATE")


async def test_two_hundred_entries_are_the_most(api: Api) -> None:
    made = await fork(api, "hasScore")
    for number in range(198):
        await made.add(scoreThreshold=number % 101)
    assert len(await made.list()) == 200
    await refused(await made.call("POST", body={}), 400, "cap-reached")


async def test_the_gates(api: Api) -> None:
    made = await fork(api, "hasScore")
    branch = (await made.list())[0]["sequenceId"]
    writes: tuple[tuple[str, str, Any], ...] = (
        ("POST", "", {}),
        ("PATCH", "", {}),
        ("PATCH", branch, {}),
        ("DELETE", branch, None),
    )
    api.store.switches = Switches.parse(["rate_requests=0", "branches_beta=no"])
    for method, name, body in writes:
        await refused(await made.call(method, name, body), 403, "SEQUENCE_BRANCH_BETA_REQUIRED")
    assert len(await made.list()) == 2
    api.store.switches = Switches(rate_requests=0, plan="free")
    for method, name, body in (("GET", "", None), *writes):
        answer = await made.call(method, name, body)
        assert (answer.status_code, answer.text) == (402, "route is available starting emailPro plan")
    api.store.switches = Switches(rate_requests=0)
    assert (await made.call("PUT")).headers["Allow"] == "GET, PATCH, POST"
    assert (await made.call("GET", branch)).headers["Allow"] == "DELETE, PATCH"
    for raw in (b"", b"[]", b"{", b'{"name": NaN}'):
        await refused(await api.call("POST", made.path, content=raw), 400, INVALID)
