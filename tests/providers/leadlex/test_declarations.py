"""The declarations of the e-mail step and of the settings against the tables of the contract (6.5, 7.1, 7.3, 7.6)."""

from __future__ import annotations

from typing import Any

import pytest

from tui.model.declare import Kind, Place
from tui.providers.base import Provider
from tui.providers.leadlex.client import BASE_URL, Leadlex
from tui.providers.leadlex.email import STEP_TYPES, Email
from tui.providers.leadlex.guards import CHOICES, GUARDS, guard_of
from tui.providers.leadlex.settings import LeadlexSettings
from tui.sandbox.leadlex import words

ADD, LATER = Place(creating=True, first_message=True), Place()
GOOD = {"subject": "s", "body": "b", "delay_days": 1, "delay_hours": 0, "send_condition": "always"}


def test_it_is_a_provider() -> None:
    provider: Provider = Leadlex("wbk_x", account="a")
    assert (provider.service, provider.nouns.person, provider.nouns.container) == ("leadlex", "contact", "campaign")
    assert provider.frugal
    assert provider.counts_people
    assert BASE_URL == "https://data.leadlex.com/functions/v1/api-gateway"


def test_one_step_type_with_the_documented_fields_in_snake_case() -> None:
    assert (Email,) == STEP_TYPES
    table = [
        ("subject", Kind.LINE, True, "", None, None),
        ("body", Kind.HTML, True, "", None, None),
        ("delay_days", Kind.NUMBER, False, 0, 0, None),
        ("delay_hours", Kind.NUMBER, False, 0, 0, 23),
        ("send_condition", Kind.CHOICE, False, "always", None, None),
    ]
    assert [
        (spec.wire, spec.ask.kind, spec.ask.required, spec.default, spec.minimum, spec.maximum)
        for spec in Email.fields()
    ] == table
    for spec in (*Email.fields(), *LeadlexSettings.fields()):
        assert spec.name == spec.wire
        assert spec.ask.title
        assert spec.ask.help.endswith(".")
        assert spec.ask.source.startswith("LeadLex API")
        assert spec.ask.on_add
        assert spec.ask.on_update
    assert all(spec.max_length is None for spec in Email.fields()), "no maxima are documented"
    assert [spec.name for spec in Email.fields() if spec.ask.variables] == ["subject", "body"]


def test_the_requests_carry_no_type() -> None:
    assert Email(**GOOD).adding() == GOOD
    assert Email(**{**GOOD, "delay_days": 2}).updating(Email(**GOOD)) == {"delay_days": 2}
    assert Email(**GOOD).updating(Email(**GOOD)) == {}


def test_the_conditions_are_the_five_documented_ones() -> None:
    values = [choice.value for choice in CHOICES]
    assert values == list(words.SEND_CONDITIONS) == ["always", *GUARDS]
    assert all(choice.label and choice.help for choice in CHOICES)
    open_questions = Email.field("send_condition").ask.help
    for question in ("which earlier e-mail", "when the test is made", "when it fails", "reply ends the sequence"):
        assert question in open_questions


def test_guards_and_their_opposites() -> None:
    by_words = {guard.words: guard for guard in GUARDS.values()}
    assert list(by_words) == ["if no reply", "if not opened", "if opened", "if clicked"]
    assert Email(send_condition="always").guard() is None
    assert Email().guard() is None, "what was not reported guards nothing that could be shown"
    opened, unopened = guard_of("if_opened"), guard_of("if_no_open")
    assert opened is not None
    assert unopened is not None
    assert (opened.opposite, unopened.opposite) == (unopened.words, opened.words)
    assert (opened.sent_to, opened.skipped_by) == (unopened.skipped_by, unopened.sent_to)
    assert [guard.opposite for guard in GUARDS.values()].count("") == 2


def test_a_condition_that_nobody_knows_is_still_a_guard() -> None:
    guard = Email.read({"send_condition": "if_moon_is_full"}).guard()
    assert guard is not None
    assert guard.words == "if_moon_is_full"
    assert "if_moon_is_full" in guard.sent_to
    for odd in (None, "", "  ", 3, ["always"]):
        assert guard_of(odd) is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "  "}, "subject"),
        ({"subject": None}, "subject"),
        ({"body": "\n"}, "body"),
        ({"delay_days": -1}, "delay_days"),
        ({"delay_days": "1.5"}, "delay_days"),
        ({"delay_hours": 24}, "delay_hours"),
        ({"delay_hours": "-1"}, "delay_hours"),
        ({"send_condition": "never"}, "send_condition"),
    ],
)
def test_what_the_service_would_refuse_is_refused_here(values: dict[str, Any], field: str) -> None:
    content, problems = Email.check({**GOOD, **values}, ADD)
    assert content is None
    assert [problem.field for problem in problems] == [field]
    assert problems[0].message.endswith(".")


def test_a_blank_text_is_refused_in_a_change_too() -> None:
    for name in ("subject", "body"):
        assert Email.check({**GOOD, name: " "}, LATER)[0] is None


def test_what_a_form_gives_is_taken() -> None:
    content, problems = Email.check({**GOOD, "delay_days": " 3 ", "delay_hours": "23"}, ADD)
    assert problems == ()
    assert content is not None
    assert content.adding() == {**GOOD, "delay_days": 3, "delay_hours": 23}
    long, _ = Email.check({**GOOD, "subject": "x" * 100_000, "delay_days": 10_000}, ADD)
    assert long is not None


def test_a_follow_up_without_delay_is_warned_of() -> None:
    at_once = {**GOOD, "delay_days": 0}
    content, problems = Email.check(at_once, Place(creating=True))
    assert content is not None
    assert [problem.severity for problem in problems] == ["warning"]
    assert Email.check(at_once, ADD)[1] == ()
    assert Email.check({**at_once, "delay_hours": 1}, LATER)[1] == ()


def test_a_fresh_form_has_the_documented_defaults() -> None:
    assert Email.fresh(first=True) == {"delay_days": 0, "delay_hours": 0, "send_condition": "always"}


@pytest.mark.parametrize(
    ("reported", "hours"),
    [
        ({}, None),
        ({"delay_hours": 3}, None),
        ({"delay_days": 0}, 0),
        ({"delay_days": 2, "delay_hours": 5}, 53),
        ({"delay_days": "2", "delay_hours": 5.0}, 53),
        ({"delay_days": 2, "delay_hours": "noon"}, 48),
        ({"delay_days": -2, "delay_hours": 5}, None),
        ({"delay_days": True}, None),
        ({"delay_days": "soon", "delay_hours": None}, None),
    ],
)
def test_the_wait_in_hours(reported: dict[str, Any], hours: int | None) -> None:
    assert Email.read(reported).wait() == hours


@pytest.mark.parametrize(
    ("body", "is_html"),
    [
        ("Hi {{first_name}}", False),
        ("<p>Hi</p>", True),
        ("a<br/>b", True),
        ("1 < 2 and 3 > 2", False),
        ("if a <b and c> d", True),
        ("<3 from me@example.com", False),
        ("<!-- x -->", True),
        ("", False),
    ],
)
def test_the_message_is_html_when_it_holds_a_tag(body: str, is_html: bool) -> None:
    assert Email(subject="s", body=body).message_text() == ("s", body, is_html)


def test_odd_values_are_kept_and_shown() -> None:
    content = Email.read({"subject": 7, "body": ["x"], "send_condition": 1, "delay_days": {}, "new_field": 1})
    assert content.headline() == "7"
    assert content.message_text() == ("7", "['x']", False)
    assert content.wait() is None
    assert content.guard() is None
    assert not content.reported("delay_hours")


def test_the_settings_are_the_documented_ones() -> None:
    table = {
        "name": (Kind.LINE, None, None, 200),
        "description": (Kind.TEXT, None, None, None),
        "daily_send_limit": (Kind.NUMBER, 1, 500, None),
        "delay_between_emails": (Kind.NUMBER, 30, None, None),
        "sending_timezone": (Kind.LINE, None, None, None),
        "send_on_weekends": (Kind.FLAG, None, None, None),
        "track_opens": (Kind.FLAG, None, None, None),
        "track_clicks": (Kind.FLAG, None, None, None),
        "show_unsubscribe": (Kind.FLAG, None, None, None),
    }
    assert {
        spec.wire: (spec.ask.kind, spec.minimum, spec.maximum, spec.max_length) for spec in LeadlexSettings.fields()
    } == table
    assert [spec.name for spec in LeadlexSettings.fields() if spec.ask.required] == ["name"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"daily_send_limit": 0}, "daily_send_limit"),
        ({"daily_send_limit": 501}, "daily_send_limit"),
        ({"delay_between_emails": 29}, "delay_between_emails"),
        ({"sending_timezone": "Mars/Olympus"}, "sending_timezone"),
        ({"sending_timezone": "../etc/passwd"}, "sending_timezone"),
    ],
)
def test_settings_out_of_bounds(values: dict[str, Any], field: str) -> None:
    good = {"name": "n", "daily_send_limit": 500, "delay_between_emails": 30, "sending_timezone": "Europe/Berlin"}
    assert LeadlexSettings.check(good, ADD)[1] == ()
    content, problems = LeadlexSettings.check({**good, **values}, ADD)
    assert content is None
    assert [problem.field for problem in problems] == [field]


def test_a_description_of_null_is_an_empty_one() -> None:
    settings = LeadlexSettings.read({"name": "n", "description": None, "track_opens": None, "status": "draft"})
    assert settings.values() == {"name": "n", "description": ""}
    assert settings.wire()["description"] == ""
