"""Operations written down and read back: nothing is lost, nothing is guessed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.test_nodes import json_values
from tui.model.content import StepContent
from tui.model.nodes import Branch, Sequence, UnknownContent
from tui.plan.operations import AddStep, DeleteStep, MoveStep, Plan, UpdateStep
from tui.plan.serial import Unreadable, dumped, dumped_plan, keys_of, read, read_plan
from tui.providers.kit.client import Kit
from tui.providers.leadlex.client import Leadlex
from tui.providers.lemlist.client import Lemlist

TYPES = {"lemlist": Lemlist.step_types, "leadlex": Leadlex.step_types, "kit": Kit.step_types}
EVERY = [(service, kind) for service, kinds in TYPES.items() for kind in kinds]


def filled(kind: type[StepContent]) -> StepContent:
    """Content of a type as a service may report it, every field with a value."""
    values: dict[str, Any] = {}
    for spec in kind.fields():
        default = spec.default
        values[spec.wire] = {str: "7", bool: True, int: 3, tuple: ["monday"]}.get(type(default), default)
        if spec.ask.choices and isinstance(default, str):
            values[spec.wire] = spec.ask.choices[0].value
    return kind.read(values)


def through_json(data: object) -> Any:
    return json.loads(json.dumps(data))


@pytest.mark.parametrize(("service", "kind"), EVERY, ids=lambda item: getattr(item, "type", item))
def test_every_step_type_comes_back(service: str, kind: type[StepContent]) -> None:
    whole, bare = filled(kind), kind.read({})
    add = AddStep(campaign_id="c", title="Add", sequence_id="s", index=1, length=2, content=whole, key="k9")
    change = UpdateStep(campaign_id="c", title="Change", sequence_id="s", step_id="x", before=bare, after=whole)
    for operation in (add, change):
        again = read(through_json(dumped(operation)), TYPES[service])
        assert again == operation
        assert type(again) is type(operation)
    back = read(through_json(dumped(change)), TYPES[service])
    assert isinstance(back, UpdateStep)
    assert back.after.model_fields_set == whole.model_fields_set
    assert back.before.model_fields_set == set()


@given(st.dictionaries(st.sampled_from([spec.wire for spec in Kit.step_types[0].fields()]), json_values))
def test_what_a_service_reports_against_its_own_rules_comes_back(reported: dict[str, Any]) -> None:
    held = Kit.step_types[0].read(reported)
    operation = UpdateStep(campaign_id="c", title="", sequence_id="s", step_id="x", before=held, after=held)
    again = read(through_json(dumped(operation)), Kit.step_types)
    assert isinstance(again, UpdateStep)
    assert again.before.values() == held.values()


def test_keys_get_the_names_of_today() -> None:
    branches = (
        Branch(key="b1", label="Yes", sequence=Sequence(key="q1")),
        Branch(key="b2", label="Else", is_else=True, sequence=Sequence(key="q2")),
    )
    condition = next(kind for kind in Lemlist.step_types if kind.branching)
    plan = Plan(
        (
            AddStep(campaign_id="c", title="1", sequence_id="s", index=0, length=0, content=filled(condition), key="k1",
                    branches=branches),
            AddStep(campaign_id="c", title="2", sequence_id="", sequence_key="q2", index=0, length=0,
                    content=UnknownContent.read({"type": "odd", "x": [1]}), key="k2"),
            MoveStep(campaign_id="c", title="3", sequence_id="s", step_id="x", start=1, index=0),
            DeleteStep(campaign_id="c", title="4", sequence_id="s", step_id="", key="k1"),
        ),
        key="k2", draft="k7", cost=("Costs.",), exact=2,
    )  # fmt: skip
    assert keys_of(plan.operations) == {"k1", "k2", "b1", "b2", "q1", "q2"}
    stored = through_json(dumped_plan(plan))
    assert read_plan(stored, Lemlist.step_types) == plan
    again = read_plan(stored, Lemlist.step_types, lambda key: f"new {key}")
    assert keys_of(again.operations) == {f"new {key}" for key in keys_of(plan.operations)}
    assert (again.key, again.draft) == ("new k2", "new k7")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "explode"}, "no operation"),
        ({"content": {"type": "carrier pigeon", "fields": {}}}, "carrier pigeon"),
        ({"content": {"type": "sms", "fields": {"colour": "red"}}}, "no field colour"),
        ({"content": {"type": "sms"}}, "no fields"),
        ({"content": None}, "no fields"),
        ({"index": "first"}, "index"),
        ({"branches": [{}]}, "another shape"),
        ({"branches": 5}, "another shape"),
    ],
)
def test_what_this_version_does_not_know_is_refused(changed: dict[str, Any], why: str) -> None:
    sms = next(kind for kind in Lemlist.step_types if kind.type == "sms")
    operation = AddStep(campaign_id="c", title="", sequence_id="s", index=0, length=0, content=filled(sms), key="k")
    with pytest.raises(Unreadable, match=why):
        read({**dumped(operation), **changed}, Lemlist.step_types)


@given(json_values)
def test_nothing_stored_is_more_than_unreadable(data: object) -> None:
    for reader in (read, read_plan):
        try:
            reader(data, Lemlist.step_types)
        except Unreadable:
            continue
