"""The declarations of the 17 step types against the tables and the OpenAPI of the seed pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contract.openapi import STEP_TYPES as DOCUMENTED_TYPES
from tui.model.content import StepContent
from tui.model.declare import Kind
from tui.providers.lemlist.conditions import CONDITIONS, condition_of
from tui.providers.lemlist.fields import MAX_DELAY_DAYS, MAX_TITLE
from tui.providers.lemlist.steps import STEP_TYPES

DATA = Path(__file__).parents[2] / "data" / "lemlist"
BY_TYPE = {content.type: content for content in STEP_TYPES}

ADD = {
    "email": "subject! message! delay",
    "manual": "title! message delay",
    "phone": "message delay",
    "api": "method! url! delay",
    "linkedinVisit": "delay",
    "linkedinInvite": "message images videos delay",
    "linkedinSend": "message! altMessage images videos delay",
    "linkedinVoiceNote": "recordMode delay",
    "linkedinFollow": "delay",
    "linkedinLikeLastPost": "delay",
    "linkedinCommentLastPost": "delay",
    "linkedinEndorse": "skillName endorseAnyFallback delay",
    "linkedinWithdrawInvitation": "delay",
    "sendToAnotherCampaign": "campaignId! delay",
    "conditional": "conditionKey! delayType! delay!",
    "whatsappMessage": "message! delay",
    "sms": "message! delay",
}
"""Contract 5.1: the fields of an add beside `type` and `index`; `!` marks required ones."""


@cache
def properties(page: str) -> dict[str, Any]:
    document = yaml.safe_load((DATA / page).read_text(encoding="utf-8"))
    operation = next(entry for name, entry in next(iter(document["paths"].values())).items() if name != "parameters")
    found: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
    return found


def wires(content: type[StepContent], *, creating: bool) -> set[str]:
    values = {"delay_type": "within"}
    return {spec.wire for spec in content.asked(values, creating=creating)}


def test_all_types_are_there_once() -> None:
    assert sorted(BY_TYPE) == sorted(DOCUMENTED_TYPES) == sorted(properties("add-step.yaml")["type"]["enum"])
    assert len(STEP_TYPES) == 17


@pytest.mark.parametrize("kind", ADD)
def test_fields_of_an_add(kind: str) -> None:
    content = BY_TYPE[kind]
    words = ADD[kind].split()
    assert wires(content, creating=True) == {word.rstrip("!") for word in words}
    required = {spec.wire for spec in content.fields() if spec.ask.required}
    assert required == {word.rstrip("!") for word in words if word.endswith("!")}
    assert {spec.wire for spec in content.fields()} <= set(properties("add-step.yaml"))


@pytest.mark.parametrize("kind", ADD)
def test_fields_of_an_update(kind: str) -> None:
    """Contract 5.2: the same but for the delay of a hand-over. `index` and `type` are fields of no form."""
    expected = {word.rstrip("!") for word in ADD[kind].split()}
    if kind == "sendToAnotherCampaign":
        expected.remove("delay")
    assert wires(BY_TYPE[kind], creating=False) == expected
    assert expected <= set(properties("update-step.yaml"))
    assert not {spec.wire for spec in BY_TYPE[kind].fields()} & {"index", "type"}


def test_every_documented_field_is_offered_somewhere() -> None:
    offered = {spec.wire for content in STEP_TYPES for spec in content.fields()}
    assert offered | {"type", "index"} == set(properties("add-step.yaml"))
    assert offered | {"type"} == set(properties("update-step.yaml"))


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("api", "method"),
        ("conditional", "condition_key"),
        ("conditional", "delay_type"),
        ("linkedinVoiceNote", "record_mode"),
    ],
)
def test_choices_are_those_of_the_pages(kind: str, field: str) -> None:
    spec = BY_TYPE[kind].field(field)
    choices = [choice.value for choice in spec.ask.choices]
    for page in ("add-step.yaml", "update-step.yaml"):
        assert sorted(choices) == sorted(properties(page)[spec.wire]["enum"]), page
    assert spec.default in choices
    assert all(choice.label for choice in spec.ask.choices)


def test_thirteen_condition_keys_and_the_later_one_only_for_reading() -> None:
    assert len(CONDITIONS) == 13
    assert {key for key, item in CONDITIONS.items() if not item.waits} == {
        "hasEmailAddress", "hasLinkedinUrl", "hasPhoneNumber", "linkedinNetworkCheck", "hasWhatsappAccount",
    }  # fmt: skip
    later = condition_of("customLeadInfo")
    assert later is not None
    assert not later.waits
    assert later.key not in CONDITIONS
    assert condition_of("brandNew") is condition_of(["hasScore"]) is condition_of(None) is None


KINDS = {
    "subject": Kind.LINE, "title": Kind.LINE, "skillName": Kind.LINE, "altMessage": Kind.TEXT, "delay": Kind.NUMBER,
    "method": Kind.CHOICE, "conditionKey": Kind.CHOICE, "delayType": Kind.CHOICE, "recordMode": Kind.CHOICE,
    "url": Kind.URL, "images": Kind.URLS, "videos": Kind.URLS, "endorseAnyFallback": Kind.FLAG,
    "campaignId": Kind.CAMPAIGN,
}  # fmt: skip


@pytest.mark.parametrize("kind", ADD)
def test_kinds_bounds_and_words(kind: str) -> None:
    content = BY_TYPE[kind]
    assert content.label
    assert content.about
    assert len(content.icon) == 1
    assert content.branching == (kind == "conditional")
    assert content.ends_path == (kind in ("conditional", "sendToAnotherCampaign"))
    for spec in content.fields():
        message = Kind.HTML if kind == "email" else Kind.TEXT
        assert spec.ask.kind is KINDS.get(spec.wire, message), spec.name
        assert spec.ask.title
        assert spec.ask.help.endswith(".")
        assert spec.ask.source.startswith("lemlist API")
        if spec.wire == "delay":
            assert (spec.minimum, spec.maximum, spec.ask.unit) == (0, MAX_DELAY_DAYS, "days")
            assert MAX_DELAY_DAYS == 1500
        limited = spec.wire in ("subject", "title")
        assert spec.max_length == (MAX_TITLE if limited else None)
        assert MAX_TITLE == 400
        if not (spec.ask.on_add and spec.ask.on_update):
            assert spec.ask.why_absent


def test_fresh_forms_start_with_the_documented_defaults() -> None:
    for content in STEP_TYPES:
        first, later = content.fresh(first=True), content.fresh(first=False)
        if content.type == "conditional":
            assert first == later == {"condition_key": "emailsOpened", "delay_type": "within", "delay": 3}
        else:
            assert (first.pop("delay"), later.pop("delay")) == (0, 1)
            assert first == later
    assert BY_TYPE["api"].fresh(first=True) == {"method": "GET", "delay": 0}
    assert BY_TYPE["linkedinVoiceNote"].fresh(first=False) == {"record_mode": "manual", "delay": 1}
    assert BY_TYPE["linkedinEndorse"].fresh(first=False) == {"endorse_any_fallback": False, "delay": 1}
