"""What is sent, for any values a form accepts: each body validates against the OpenAPI of the seed pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.openapi import check_request
from tests.model.test_nodes import json_values
from tui.model.content import StepContent
from tui.model.declare import FieldSpec, Kind, Place
from tui.providers.lemlist.steps import STEP_TYPES, Conditional, Email, LinkedinSend, SendToAnotherCampaign

ADD, STEP = "/sequences/seq_a/steps", "/sequences/seq_a/steps/stp_a"
BY_TYPE = {content.type: content for content in STEP_TYPES}
addresses = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9]{0,8}", fullmatch=True)


def values_of(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """Form values that are right for a field, in the forms in which a person or a file gives them."""
    if spec.ask.kind is Kind.NUMBER:
        days = st.integers(0, 1500)
        return days | days.map(str) | days.map(lambda number: f" {number} ")
    if spec.ask.kind is Kind.CHOICE:
        return st.sampled_from([choice.value for choice in spec.ask.choices])
    if spec.ask.kind is Kind.FLAG:
        return st.booleans()
    if spec.ask.kind is Kind.URL:
        return addresses
    if spec.ask.kind is Kind.URLS:
        listed = st.lists(addresses, max_size=3)
        return listed | listed.map("\n".join)
    if spec.ask.kind is Kind.CAMPAIGN:
        return st.from_regex(r"cam_[A-Za-z0-9]{3,17}", fullmatch=True)
    return st.text(min_size=1, max_size=spec.max_length or 500).filter(lambda text: bool(text.strip()))


def forms(content: type[StepContent], *, creating: bool) -> st.SearchStrategy[dict[str, Any]]:
    needed = {spec.name: values_of(spec) for spec in content.fields() if spec.ask.required and creating}
    others = {spec.name: values_of(spec) for spec in content.fields() if spec.name not in needed}
    return st.fixed_dictionaries(needed, optional=others)


@pytest.mark.parametrize("kind", BY_TYPE)
@given(data=st.data())
@settings(max_examples=40)
def test_adds_are_as_documented(kind: str, data: st.DataObject) -> None:
    content, problems = BY_TYPE[kind].check(data.draw(forms(BY_TYPE[kind], creating=True)), Place(creating=True))
    assert content is not None, problems
    body = content.adding()
    assert check_request("POST", ADD, body) == []
    assert set(body) == {"type", *(BY_TYPE[kind].field(name).wire for name in content.adding_names())}


@pytest.mark.parametrize("kind", BY_TYPE)
@given(data=st.data())
@settings(max_examples=40)
def test_updates_are_as_documented_and_hold_changes_only(kind: str, data: st.DataObject) -> None:
    cls = BY_TYPE[kind]
    older, _ = cls.check(data.draw(forms(cls, creating=True)), Place(creating=True))
    assert older is not None
    before = cls.read(older.adding())
    content, problems = cls.check(data.draw(forms(cls, creating=False)), Place())
    assert content is not None, problems
    body = content.updating(before)
    if not body:
        assert all(getattr(content, name) == getattr(before, name) for name in content.changed_fields(before))
        return
    assert check_request("PATCH", STEP, body) == []
    assert body["type"] == kind
    assert "index" not in body
    along = {"delay"} if kind == "conditional" and body.get("delayType") == "within" else set()
    for spec in cls.fields():
        if spec.wire in body and spec.wire not in along:
            value = body[spec.wire]
            old = getattr(before, spec.name) if before.reported(spec.name) else None
            assert (tuple(value) if isinstance(value, list) else value) != old
    assert content.over(before).updating(before) == body, "a whole form sends what the touched fields alone send"


@pytest.mark.parametrize("kind", BY_TYPE)
@given(data=st.data())
@settings(max_examples=60)
def test_checks_take_anything_and_name_the_field(kind: str, data: st.DataObject) -> None:
    cls = BY_TYPE[kind]
    names = st.sampled_from([spec.name for spec in cls.fields()])
    place = data.draw(st.builds(Place, creating=st.booleans(), first_message=st.booleans()))
    values = data.draw(st.dictionaries(names, json_values | st.text(max_size=20) | st.integers()))
    content, problems = cls.check(values, place)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert (content is None) == bool(errors)
    for problem in errors:
        assert problem.field is not None
        assert problem.message.endswith(".")
        assert cls.field(problem.field).ask.title in problem.message or "together" in problem.message
    if content is not None:
        if place.creating:
            assert check_request("POST", ADD, content.adding()) == []
        else:
            assert check_request("PATCH", STEP, content.updating(cls.read({})) or {"type": kind}) == []


@pytest.mark.parametrize("kind", BY_TYPE)
@given(data=st.data())
@settings(max_examples=60)
def test_reading_takes_anything(kind: str, data: st.DataObject) -> None:
    cls = BY_TYPE[kind]
    names = st.sampled_from([*(spec.wire for spec in cls.fields()), "index", "leadAction"])
    reported = data.draw(st.dictionaries(names, json_values))
    content = cls.read(reported)
    assert content.model_fields_set == {spec.name for spec in cls.fields() if reported.get(spec.wire) is not None}
    assert isinstance(content.headline(), str)
    assert isinstance(content.window_text(), str)
    earliest, latest = content.window(is_else=True)
    assert earliest >= 0
    assert latest is None or latest >= earliest
    assert content.wait() is None or isinstance(content.wait(), int)
    content.message_text()
    cls.check(content.values(), Place())


def test_the_delay_of_a_hand_over_is_sent_once() -> None:
    step = SendToAnotherCampaign(campaign_id="cam_2", delay=4)
    assert step.adding() == {"type": "sendToAnotherCampaign", "campaignId": "cam_2", "delay": 4}
    before = SendToAnotherCampaign.read({"campaignId": "cam_1", "delay": 1})
    assert step.updating(before) == {"type": "sendToAnotherCampaign", "campaignId": "cam_2"}
    assert SendToAnotherCampaign(delay=4).updating(before) == {}


def test_a_window_is_sent_with_within_and_not_with_wait_until() -> None:
    before = Conditional.read({"conditionKey": "hasScore", "delayType": "waitUntil", "delay": 3})
    assert Conditional(delay_type="within").updating(before) == {
        "type": "conditional", "delayType": "within", "delay": 3,
    }  # fmt: skip
    assert Conditional(condition_key="emailsOpened").updating(before) == {
        "type": "conditional", "conditionKey": "emailsOpened",
    }  # fmt: skip
    assert Conditional(delay=9).updating(before) == {}
    within = Conditional.read({"conditionKey": "hasScore", "delayType": "within", "delay": 3})
    assert Conditional(delay=9).updating(within) == {"type": "conditional", "delay": 9}
    assert Conditional(delay_type="waitUntil").updating(within) == {"type": "conditional", "delayType": "waitUntil"}


def test_lists_are_replaced_cleared_or_left_alone() -> None:
    before = LinkedinSend.read({"message": "m", "images": ["https://a/1"], "videos": []})
    assert LinkedinSend(images=()).updating(before) == {"type": "linkedinSend", "images": []}
    assert LinkedinSend(message="n").updating(before) == {"type": "linkedinSend", "message": "n"}
    assert LinkedinSend(videos=()).updating(before) == {}


def test_what_was_not_reported_is_sent_only_when_it_was_set() -> None:
    before = Email.read({"subject": "s"})
    assert Email(subject="t").updating(before) == {"type": "email", "subject": "t"}
    assert Email(message="").updating(before) == {"type": "email", "message": ""}
