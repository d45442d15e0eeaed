"""Branches as declared and read: forms, what a request carries, what cannot be written (contract 6.2, 6.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.arranged import EXAMPLES
from tui.model.declare import Kind, Place
from tui.providers.branching import HostedBranch
from tui.providers.lemlist.branch_reading import NotABranch, read_branch, read_branches
from tui.providers.lemlist.branches import HOSTING, BranchContent, CallBranch, EmailBranch, LeadInfoBranch, ScoreBranch

NEW, OLD = Place(creating=True), Place()
FIELDS = {
    "customLeadInfo": "name custom_field! custom_operator! custom_value!",
    "hasScore": "name score_comparator score_threshold delay_type delay",
    "hasEmailAddress": "name email_status_filter!",
    "aircallDone": "name call_status_filter! delay_type delay",
}


def of(reported: dict[str, Any]) -> HostedBranch:
    return read_branch({"sequenceId": "seq_a", "index": 0, **reported})


def about_jobs(*values: Any, **more: Any) -> dict[str, Any]:
    given = {"customField": "variables.jobTitle", "customOperator": "contains", "customValues": [*values]}
    return {"key": "customLeadInfo", **given, **more}


@pytest.mark.parametrize("key", FIELDS)
def test_the_four_conditions_that_host_several(key: str) -> None:
    kind = HOSTING[key]
    words = FIELDS[key].split()
    assert [spec.name for spec in kind.fields()] == [word.rstrip("!") for word in words]
    assert {f"{spec.name}!" for spec in kind.fields() if spec.ask.required} == {each for each in words if "!" in each}
    for spec in kind.fields():
        assert spec.ask.help.endswith(".")
        assert spec.ask.source.startswith("lemlist API")
    assert kind.label != BranchContent.label


def test_bounds_are_those_of_the_contract() -> None:
    threshold, window = ScoreBranch.field("score_threshold"), CallBranch.field("delay")
    assert (threshold.minimum, threshold.maximum, window.minimum, window.maximum) == (0, 100, 0, 1500)
    statuses = EmailBranch.field("email_status_filter")
    assert statuses.ask.kind is Kind.DAYS
    assert [choice.value for choice in statuses.ask.choices] == ["deliverable", "risky", "undeliverable", "unverified"]
    operators = LeadInfoBranch.field("custom_operator").ask.choices
    assert {choice.value for choice in operators} == {"equal", "contains", "empty", "notEmpty"}


@pytest.mark.parametrize(
    ("kind", "values", "body"),
    [
        (LeadInfoBranch, {"name": "T", "custom_field": " jobTitle", "custom_operator": "equal", "custom_value": "CTO"},
         {"name": "T", "customField": "jobTitle", "customOperator": "equal", "customValue": "CTO"}),
        (LeadInfoBranch, {"custom_field": "variables.a", "custom_operator": "empty", "custom_value": "left over"},
         {"customField": "a", "customOperator": "empty"}),
        (LeadInfoBranch, {"custom_field": "fields.city", "custom_operator": "notEmpty"},
         {"customField": "fields.city", "customOperator": "notEmpty"}),
        (ScoreBranch, {"score_comparator": "$lt", "score_threshold": "20", "delay_type": "within", "delay": "3"},
         {"scoreComparator": "$lt", "scoreThreshold": 20, "delayType": "within", "delay": 3}),
        (ScoreBranch, {"delay_type": "waitUntil", "delay": "3"}, {"delayType": "waitUntil"}),
        (EmailBranch, {"email_status_filter": ["risky", "deliverable"]},
         {"emailStatusFilter": ["deliverable", "risky"]}),
        (CallBranch, {"call_status_filter": "answered\n\n voicemail "},
         {"callStatusFilter": ["answered", "voicemail"]}),
    ],
)  # fmt: skip
def test_what_an_add_carries(kind: type[BranchContent], values: dict[str, Any], body: dict[str, Any]) -> None:
    content, problems = kind.check(values, NEW)
    assert problems == ()
    assert content is not None
    assert content.adding() == body


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (LeadInfoBranch, {"custom_operator": "empty"}, "custom_field"),
        (LeadInfoBranch, {"custom_field": "$where", "custom_operator": "empty"}, "custom_field"),
        (LeadInfoBranch, {"custom_field": "fields._id", "custom_operator": "empty"}, "custom_field"),
        (LeadInfoBranch, {"custom_field": "a", "custom_operator": "equal", "custom_value": " "}, "custom_value"),
        (LeadInfoBranch, {"custom_field": "a", "custom_operator": "like"}, "custom_operator"),
        (ScoreBranch, {"score_threshold": "101"}, "score_threshold"),
        (ScoreBranch, {"delay": "1501"}, "delay"),
        (EmailBranch, {}, "email_status_filter"),
        (EmailBranch, {"email_status_filter": ("good",)}, "email_status_filter"),
        (CallBranch, {"call_status_filter": " \n"}, "call_status_filter"),
    ],
)
def test_what_a_form_refuses(kind: type[BranchContent], values: dict[str, Any], field: str) -> None:
    content, problems = kind.check(values, NEW)
    assert content is None
    assert [problem.field for problem in problems] == [field]


@pytest.mark.parametrize(
    ("held", "values", "body"),
    [
        (about_jobs("CEO"), {"name": "N"}, {"name": "N"}),
        (about_jobs("CEO", name="N"), {"name": ""}, {"name": ""}),
        (about_jobs("CEO"), {"custom_field": "jobTitle", "custom_value": "CEO", "name": ""}, {}),
        (about_jobs("CEO"), {"custom_operator": "equal"}, {"customOperator": "equal", "customValue": "CEO"}),
        (about_jobs("CEO"), {"custom_operator": "empty"}, {"customOperator": "empty"}),
        (about_jobs("CEO", "CTO"), {"custom_field": "role"}, {"customField": "role"}),
        (about_jobs("CEO", "CTO"), {"custom_value": "CFO"}, {"customValue": "CFO"}),
        ({"key": "hasScore", "delay": 2, "delayType": "waitUntil"}, {"delay_type": "within"},
         {"delayType": "within", "delay": 2}),
        ({"key": "hasScore", "delay": 2, "delayType": "within"}, {"delay": 4}, {"delay": 4}),
        ({"key": "hasEmailAddress", "emailStatusFilter": ["risky", "deliverable"]},
         {"email_status_filter": ("deliverable", "risky")}, {}),
    ],
)  # fmt: skip
def test_an_update_carries_what_changed(held: dict[str, Any], values: dict[str, Any], body: dict[str, Any]) -> None:
    before = of(held).content
    after, problems = type(before).check({**before.values(), **values}, OLD)
    assert problems == ()
    assert after is not None
    assert after.updating(before) == body


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (about_jobs("CEO"), "jobTitle contains “CEO”"),
        (about_jobs("CEO", "Founder"), "jobTitle contains “CEO” or “Founder”"),
        (about_jobs(customOperator="empty"), "jobTitle is empty"),
        ({"key": "hasScore", "scoreComparator": "$gte", "scoreThreshold": 80}, "score at least 80"),
        ({"key": "hasEmailAddress", "emailStatusFilter": ["risky", "deliverable"]}, "address is deliverable or risky"),
        ({"key": "hasEmailAddress"}, "has an address"),
        ({"key": "aircallDone", "callStatusFilter": ["busy"]}, "call busy"),
        ({"key": "emailsOpened"}, ""),
        ({}, ""),
    ],
)
def test_branches_in_words(held: dict[str, Any], words: str) -> None:
    assert of(held).words == words


def test_the_list_of_the_contract() -> None:
    listed = next(each["response"] for each in EXAMPLES if each["name"] == "list branches")
    first, second, other = read_branches(listed)
    assert [(each.title, each.is_else) for each in (first, second, other)] == [
        ("Decision makers", False), ("Branch 2", False), ("Else", True),
    ]  # fmt: skip
    assert second.content.values() == {
        "name": "", "custom_field": "jobTitle", "custom_operator": "contains", "custom_value": "CTO",
    }  # fmt: skip
    assert "2 values at once" in first.inexact
    assert "custom_value" not in first.content.values()
    assert (first.locked, second.inexact, other.content.fields()) == ("", "", ())
    assert read_branches(listed[::-1])[-1].is_else


RAW = '{"variables.age":{"$gt":30}}'


@pytest.mark.parametrize("key", ["customLeadInfo", "hasEmailAddress", "emailsOpened", "future"])
def test_a_raw_filter_can_be_read_and_named(key: str) -> None:
    branch = of({"key": key, "selector": RAW, "name": "Old"})
    assert (branch.title, branch.words) == ("Old", f"raw filter {RAW}")
    assert "raw filter" in branch.locked
    assert "again" in branch.inexact
    assert [spec.name for spec in branch.content.fields()] == ["name"]
    described = of({**about_jobs("CEO"), "selector": RAW})
    assert (described.locked, described.inexact) == ("", "")


@pytest.mark.parametrize(
    "held",
    [
        about_jobs(customField="a.$where"), about_jobs(customOperator="startsWith"), about_jobs(customValues="CEO"),
        about_jobs(5), {"key": "hasScore", "scoreThreshold": "high"}, {"key": "hasScore", "scoreComparator": {}},
        {"key": "hasEmailAddress", "emailStatusFilter": ["catchAll"]}, {"key": "aircallDone", "callStatusFilter": {}},
        {"key": "hasScore", "delay": -1},
    ],
)  # fmt: skip
def test_values_that_nobody_knows_are_shown_but_locked(held: dict[str, Any]) -> None:
    branch = of(held)
    assert "Branchline does not know" in branch.locked
    assert branch.inexact
    assert [spec.name for spec in branch.content.fields()] == ["name"]
    assert branch.reported == {"sequenceId": "seq_a", "index": 0, **held}


@pytest.mark.parametrize("reported", [None, 5, {}, "seq_a", {"sequenceId": 5}, {"sequenceId": ""}, []])
def test_what_is_no_branch(reported: Any) -> None:
    with pytest.raises(NotABranch):
        read_branch(reported)
    with pytest.raises(NotABranch):
        read_branches([reported])
    with pytest.raises(NotABranch):
        read_branches({"branches": []})


@pytest.mark.parametrize("value", [None, 5, True, "x", [], [[]], {"a": 1}, -1, 10**30])
def test_no_value_breaks_the_reader(value: Any) -> None:
    names = {spec.wire for kind in HOSTING.values() for spec in kind.fields()} - {"customValue"}
    for key in (*HOSTING, "emailsOpened", value):
        for name in (*names, "customValues", "key", "index", "selector", "fallback"):
            reported = {"sequenceId": "seq_a", "key": key, "index": 0, name: value}
            branch = read_branch(reported)
            assert isinstance(branch.title, str)
            assert json.loads(json.dumps(branch.reported)) == reported
