"""What is declared for Kit against its contract: fields, bounds, names on the wire, forms and checks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.declare import Kind, Place
from tui.providers.kit.emails import Email
from tui.providers.kit.fields import WEEK, checked_lines, source_lines, sources
from tui.providers.kit.settings import KitSettings

FIRST, LATER = Place(creating=True, first_message=True), Place(creating=True)
CHANGE = Place()
EMAIL = {"subject": "Hello", "delay_value": "1", "delay_unit": "days"}
ALL_DAYS = list(WEEK)


def test_fields_of_an_email_are_those_of_the_contract_under_their_own_names() -> None:
    """Contract 8.6; `type` is sent by no request."""
    assert {spec.wire for spec in Email.fields()} == {
        "subject", "delay_value", "delay_unit", "preview_text", "content", "email_template_id", "published",
        "send_days", "position",
    }  # fmt: skip
    assert all(spec.wire == spec.name for spec in (*Email.fields(), *KitSettings.fields()))
    assert Email(subject="s").fixed_wire() == {}
    assert {spec.wire for spec in Email.fields() if spec.ask.required} == {"subject", "delay_value", "delay_unit"}
    assert {spec.wire for spec in Email.fields() if spec.ask.nullable} == {
        "preview_text", "content", "send_days", "email_template_id",
    }  # fmt: skip
    assert {spec.wire for spec in Email.fields() if spec.ask.hidden} == {"position"}
    assert Email.field(Email.toggle).ask.kind is Kind.FLAG


def test_fields_of_a_sequence_are_those_of_the_contract() -> None:
    """Contract 7.3."""
    assert {spec.wire for spec in KitSettings.fields()} == {
        "name", "email_address", "email_template_id", "send_days", "send_hour", "time_zone", "active", "repeat", "hold",
        "exclude_subscriber_sources",
    }  # fmt: skip
    assert {spec.wire for spec in KitSettings.fields() if spec.ask.required} == {"name"}
    assert {spec.wire for spec in KitSettings.fields() if spec.ask.nullable} == {"email_address", "email_template_id"}
    hour = KitSettings.field("send_hour")
    assert (hour.minimum, hour.maximum) == (0, 23)


@pytest.mark.parametrize("content", [Email, KitSettings])
def test_every_field_says_what_it_is_for(content: type[Email] | type[KitSettings]) -> None:
    for spec in content.fields():
        assert spec.ask.title
        assert spec.ask.help.endswith(".")
        assert spec.ask.source.startswith("Kit API v4")
        assert (spec.ask.kind is Kind.OPTION) == bool(spec.ask.picks)
        assert spec.rule()


def test_a_fresh_form() -> None:
    """A draft; only the first goes out at once."""
    assert Email.fresh(first=True) == {"delay_value": 0, "delay_unit": "days", "published": False}
    assert Email.fresh(first=False) == {"delay_value": 1, "delay_unit": "days", "published": False}
    assert KitSettings.fresh(first=True) == {
        "active": False, "send_days": WEEK, "send_hour": 11, "repeat": False, "hold": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"delay_value": "0"}, FIRST, None),
        ({"delay_value": "0"}, LATER, "Only the first"),
        ({"delay_value": "0", "delay_unit": "hours"}, FIRST, "in hours is at least 1"),
        ({"delay_value": "0", "delay_unit": "hours"}, LATER, "in hours is at least 1"),
        ({"delay_value": "1", "delay_unit": "hours"}, FIRST, None),
        ({"delay_value": "-1"}, FIRST, "from 0 on"),
        ({"delay_value": "1.5"}, LATER, "whole number"),
        ({"delay_unit": "weeks"}, LATER, "one of days, hours"),
        ({"subject": "  "}, LATER, "Subject is required"),
        ({"send_days": ("monday",)}, LATER, None),
        ({"send_days": ("monday", "caturday")}, LATER, "any of Monday"),
        ({"send_days": ("monday",), "delay_unit": "hours"}, LATER, None),
        ({"email_template_id": "x1"}, LATER, "no id of a template"),
        ({"email_template_id": "36"}, LATER, None),
    ],
)
def test_checks_of_an_email(values: dict[str, Any], place: Place, words: str | None) -> None:
    content, problems = Email.check({**EMAIL, **values}, place)
    assert (content is None) == (words is not None)
    assert words is None or any(words in problem.message for problem in problems), problems


def test_a_form_becomes_the_body_of_an_add() -> None:
    """What is empty is left out, days with hours never go along, and numbers are numbers."""
    typed = {**EMAIL, "preview_text": "", "content": "<p>x</p>", "email_template_id": "36", "send_days": ["friday"]}
    content, _ = Email.check({**typed, "published": False}, LATER)
    assert content is not None
    assert content.adding() == {
        "subject": "Hello", "content": "<p>x</p>", "delay_value": 1, "delay_unit": "days", "send_days": ["friday"],
        "email_template_id": 36, "published": False,
    }  # fmt: skip
    content, _ = Email.check({**typed, "delay_unit": "hours"}, LATER)
    assert content is not None
    assert "send_days" not in content.adding()


REPORTED = {
    "id": 5, "sequence_id": 2, "subject": "S", "preview_text": None, "email_template_id": 36, "published": True,
    "position": 3, "delay_value": 2, "delay_unit": "days", "send_days": ["monday"], "content": "<p>x</p>",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "body"),
    [
        ({}, {}),
        ({"preview_text": ""}, {}),
        ({"preview_text": "p"}, {"preview_text": "p"}),
        ({"content": ""}, {"content": None}),
        ({"email_template_id": ""}, {"email_template_id": None}),
        ({"send_days": ()}, {"send_days": None}),
        ({"send_days": WEEK}, {"send_days": None}),
        ({"delay_unit": "hours"}, {"delay_unit": "hours"}),
        ({"published": False}, {"published": False}),
        ({"subject": "T", "delay_value": "3"}, {"subject": "T", "delay_value": 3}),
    ],
)
def test_a_form_becomes_the_body_of_a_change(typed: dict[str, Any], body: dict[str, Any]) -> None:
    """Changed fields only; null for what is taken away (contract 8.7)."""
    before = Email.read(REPORTED)
    content, problems = Email.check({**before.values(), **typed}, CHANGE)
    assert content is not None, problems
    assert content.updating(before) == body


def test_null_and_absent_are_kept_apart() -> None:
    nulls = Email.read({**REPORTED, "content": None, "send_days": None, "email_template_id": None})
    assert nulls.reported("content")
    assert nulls.content == nulls.email_template_id == ""
    assert nulls.send_days == ()
    absent = Email.read({name: REPORTED[name] for name in ("id", "subject", "position")})
    assert not any(absent.reported(name) for name in ("content", "send_days", "email_template_id", "preview_text"))
    assert absent.wait() is None
    assert absent.remark() == ""


def test_a_position_of_null_is_one_that_is_not_said() -> None:
    email = Email.read({**REPORTED, "position": None})
    assert email.place is None
    content, problems = Email.check({**email.values(), "subject": "T"}, CHANGE)
    assert content is not None, problems
    assert content.updating(email) == {"subject": "T"}


@pytest.mark.parametrize(
    ("reported", "wait", "remark"),
    [
        ({"delay_value": 2, "delay_unit": "days", "published": True}, 48, ""),
        ({"delay_value": 5, "delay_unit": "hours", "published": False}, 5, "draft"),
        ({"delay_value": 0, "delay_unit": "days"}, 0, ""),
        ({"delay_value": "2", "delay_unit": "days"}, 48, ""),
        ({"delay_value": 2, "delay_unit": "weeks"}, None, ""),
        ({"delay_value": True, "delay_unit": "days"}, None, ""),
        ({"delay_value": -1, "delay_unit": "days"}, None, ""),
        ({"delay_unit": "days"}, None, ""),
    ],
)
def test_waits_and_remarks(reported: dict[str, Any], wait: int | None, remark: str) -> None:
    email = Email.read(reported)
    assert (email.wait(), email.remark()) == (wait, remark)


def test_what_a_subscriber_gets() -> None:
    assert Email.read(REPORTED).message_text() == ("S", "<p>x</p>", True)
    assert Email.read(REPORTED).headline() == "S"


@pytest.mark.parametrize("value", [None, "x", 7, [], {}, [1], {"a": 1}, True, 1.5])
def test_reading_never_refuses(value: Any) -> None:
    email = Email.read({spec.wire: value for spec in Email.fields()})
    email.headline()
    email.wait()
    email.remark()
    email.message_text()
    email.wire()
    assert email.place is None or email.place == value
    KitSettings.read({spec.wire: value for spec in KitSettings.fields()}).wire()


def test_all_seven_days_are_no_restriction() -> None:
    """Contract 8.1: so what is stored compares equal to what was asked."""
    assert Email.read({**REPORTED, "send_days": ALL_DAYS}).send_days == ()
    assert not Email(send_days=()).unlike(Email.read({**REPORTED, "send_days": ALL_DAYS}), {"send_days"})
    assert KitSettings.read({"send_days": ALL_DAYS}).send_days == WEEK


SETTINGS = {"name": "N", "send_days": WEEK, "time_zone": "Europe/Paris"}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, None),
        ({"name": " "}, "Name is required"),
        ({"send_days": ()}, "at least one of Monday"),
        ({"send_hour": "24"}, "from 0 to 23"),
        ({"send_hour": "0"}, None),
        ({"time_zone": "Paris"}, "no time zone"),
        ({"email_address": "nobody"}, "no e-mail address"),
        ({"email_address": ""}, None),
        ({"exclude_subscriber_sources": "tag: 12, 14\nform: 3"}, None),
        ({"exclude_subscriber_sources": "tag: 12\ntags 14"}, "“tags 14” is no type"),
        ({"exclude_subscriber_sources": "tag:"}, "“tag:” is no type"),
        ({"exclude_subscriber_sources": ""}, None),
    ],
)
def test_checks_of_settings(values: dict[str, Any], words: str | None) -> None:
    content, problems = KitSettings.check({**SETTINGS, **values}, CHANGE)
    assert (content is None) == (words is not None), problems
    assert words is None or any(words in problem.message for problem in problems), problems


def test_exclusions_as_lines_and_back() -> None:
    reported = [{"type": "tag", "ids": [14, 12]}, {"type": "form", "ids": [3]}, {"type": "tag", "ids": [9]}]
    settings = KitSettings.read({"exclude_subscriber_sources": reported})
    assert settings.exclude_subscriber_sources == ("form: 3", "tag: 9, 12, 14")
    assert settings.wire() == {
        "exclude_subscriber_sources": [{"type": "form", "ids": [3]}, {"type": "tag", "ids": [9, 12, 14]}]
    }
    typed, _ = KitSettings.check({**SETTINGS, "exclude_subscriber_sources": "TAG: 14,12 , 9\n form:3"}, CHANGE)
    assert typed is not None
    assert not typed.changed_fields(settings) & {"exclude_subscriber_sources"}
    cleared, _ = KitSettings.check({**SETTINGS, "exclude_subscriber_sources": ""}, CHANGE)
    assert cleared is not None
    assert cleared.updating(settings)["exclude_subscriber_sources"] == []


@pytest.mark.parametrize("odd", ["x", 7, [7], [{"type": "tag"}], [{"type": 1, "ids": [1]}], [{"ids": ["a"]}]])
def test_exclusions_that_cannot_be_read_stay_as_they_came(odd: Any) -> None:
    assert source_lines(odd) is odd


@given(
    st.dictionaries(st.sampled_from(["form", "segment", "sequence", "tag"]), st.sets(st.integers(0, 10**9), min_size=1))
)
def test_lines_and_exclusions_are_the_same_thing(found: dict[str, set[int]]) -> None:
    lines = tuple(source_lines([{"type": kind, "ids": list(ids)} for kind, ids in found.items()]))
    assert checked_lines(lines) == lines
    assert source_lines(sources(lines)) == list(lines)
