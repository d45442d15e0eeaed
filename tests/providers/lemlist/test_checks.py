"""What a form of a lemlist step lets through, and the sentence for what it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tui.model.content import StepContent
from tui.model.declare import Place, Problem
from tui.providers.lemlist.steps import (
    Api,
    Conditional,
    Email,
    LinkedinEndorse,
    LinkedinInvite,
    LinkedinSend,
    LinkedinVisit,
    Manual,
    SendToAnotherCampaign,
    Sms,
)

NEW = Place(creating=True, first_message=True)
OLD = Place(first_message=True)
LATER = Place(creating=True)


def checked(
    content: type[StepContent], place: Place = NEW, /, **values: Any
) -> tuple[StepContent | None, list[Problem]]:
    found, problems = content.check(values, place)
    return found, list(problems)


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


@pytest.mark.parametrize(
    ("typed", "days"),
    [(0, 0), (1500, 1500), ("0", 0), ("1500", 1500), (" 3 ", 3), ("007", 7), (2.0, 2), ("+4", 4), ("-0", 0)],
)
@pytest.mark.parametrize("place", [NEW, OLD])
def test_delays_that_are_right(typed: Any, days: int, place: Place) -> None:
    content, problems = checked(LinkedinVisit, place, delay=typed)
    assert problems == []
    assert content is not None
    assert content.values() == {"delay": days}


@pytest.mark.parametrize(
    "typed",
    [
        *(-1, 1501, 2.5, True, False, [], [3], {}, "-1", "1501", "2.5", "2,5", "1e3", "0x10", "1_000", "two", "3 days"),
        *("\u0661", "\u0967", "３", "²", "9" * 5000, "1 500", "--1", "1.0", float("1e300")),
    ],
)
@pytest.mark.parametrize("place", [NEW, OLD])
def test_delays_that_are_wrong(typed: Any, place: Place) -> None:
    content, problems = checked(LinkedinVisit, place, delay=typed)
    assert content is None
    problem = only(problems)
    assert (problem.field, problem.message) == ("delay", "Delay must be a whole number of days from 0 to 1500.")


def test_no_delay_leaves_it_to_lemlist_on_add_and_is_an_error_later() -> None:
    for typed in ("", " ", None):
        content, problems = checked(LinkedinVisit, NEW, delay=typed)
        assert content is not None
        assert content.adding() == {"type": "linkedinVisit"}
        assert problems == []
    assert checked(LinkedinVisit, OLD, delay=None)[1] == []
    assert only(checked(LinkedinVisit, OLD, delay="")[1]).message.startswith("Delay is empty: enter a whole number")


@pytest.mark.parametrize("letter", ["x", "é", "🧑", "漢"])
@pytest.mark.parametrize(("content", "field"), [(Email, "subject"), (Manual, "title")])
def test_four_hundred_characters(content: type[StepContent], field: str, letter: str) -> None:
    for length in (399, 400):
        found, problems = checked(content, NEW, message="m", **{field: letter * length})
        assert problems == []
        assert found is not None
    found, problems = checked(content, NEW, message="m", **{field: letter * 401})
    assert found is None
    title = content.field(field).ask.title
    assert only(problems).message == f"{title} has 401 characters, 1 more than the 400 allowed: shorten it."


def test_the_limit_counts_the_raw_template() -> None:
    assert checked(Email, subject="{{" + "x" * 397 + "}}", message="m")[0] is None


@pytest.mark.parametrize("subject", ["", "   ", None])
def test_the_first_email_needs_a_subject(subject: Any) -> None:
    problem = only(checked(Email, NEW, subject=subject, message="m")[1])
    assert (problem.field, problem.severity) == ("subject", "error")
    assert problem.message.startswith("Subject is required")


def test_a_later_email_may_continue_the_thread() -> None:
    for place in (LATER, Place()):
        content, problems = checked(Email, place, subject="", message="m")
        assert content is not None
        assert content.values() == {"subject": "", "message": "m"}
        assert only(problems).severity == "warning"
    assert only(checked(Email, LATER, subject=None, message="m")[1]).message.startswith("Subject is required")
    assert checked(Email, OLD, subject="", message="m")[0] is None


def test_messages_that_must_be_there() -> None:
    for content in (Email, LinkedinSend, Sms):
        values: dict[str, Any] = {"subject": "s"} if content is Email else {}
        for empty in ("", "\n", None):
            assert only(checked(content, NEW, message=empty, **values)[1]).message == (
                "Message is required: enter any text."
            )
        assert checked(content, OLD, message="")[0] is None, "it cannot be cleared later either"


@pytest.mark.parametrize(
    "url",
    [
        *("http://a", "https://a.example/x?y=1#z", "https://a/{{firstName}}", "https://{{domain}}/x", "http://[::1]/"),
        *(" https://a.example ", "https://user@a.example", "http://localhost:8080"),
    ],
)
def test_web_addresses(url: str) -> None:
    content, problems = checked(Api, method="GET", url=url)
    assert problems == []
    assert isinstance(content, Api)
    assert content.url == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://a", "a.example", "http:/a", "http://", "https:///x", "http://?x", "http://:80", "javascript:alert(1)"),
        *("https://a b", "https://a\tb", "https://a\nb", "http://[", "//a", "https://a.example/x y", "HTTP//a"),
    ],
)
def test_what_is_no_web_address(url: str) -> None:
    problem = only(checked(Api, method="GET", url=url)[1])
    assert problem.field == "url"
    assert "an address without spaces that starts with http:// or https://" in problem.message
    assert problem.message.startswith("URL")


def test_methods() -> None:
    for good in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        assert checked(Api, method=good, url="http://a")[1] == []
    wrong: list[Any] = ["get", "HEAD", "", None, 5, ["GET"]]
    for method in wrong:
        assert only(checked(Api, method=method, url="http://a")[1]).field == "method"


HTTPS = "https://a.example/"


def test_six_media_together() -> None:
    for content in (LinkedinInvite, LinkedinSend):
        six: dict[str, Any] = {"images": [f"{HTTPS}{n}.png" for n in range(4)], "videos": f"{HTTPS}1.mp4\n{HTTPS}2.mp4"}
        found, problems = checked(content, NEW, message="m", **six)
        assert found is not None
        assert problems == []
        six["videos"] = f"{six['videos']}\n{HTTPS}3.mp4"
        problem = only(checked(content, NEW, message="m", **six)[1])
        assert problem.field == "images"
        assert "7 images and videos together, at most 6" in problem.message


@pytest.mark.parametrize(
    "address", ["http://a/x.png", "https://", "https:///x", "x.png", "https://a b/x", "ftp://a", "https://a/ü\u00a0x"]
)
def test_media_that_are_not_public_https(address: str) -> None:
    problem = only(checked(LinkedinInvite, OLD, images=[f"{HTTPS}ok.png", address])[1])
    assert problem.field == "images"
    assert problem.message == (
        f"Images: “{address}” is no https address; it must be public https:// addresses, one per line."
    )


@pytest.mark.parametrize(("length", "words"), [(200, ""), (201, "free"), (300, "free"), (301, "launch is blocked")])
def test_notes_of_an_invite_warn(length: int, words: str) -> None:
    content, problems = checked(LinkedinInvite, message="n" * length)
    assert content is not None
    if not words:
        assert problems == []
        return
    problem = only(problems)
    assert (problem.field, problem.severity) == ("message", "warning")
    assert words in problem.message
    assert str(length) in problem.message


def test_within_needs_its_days_and_wait_until_has_none() -> None:
    for days in ("", None):
        problem = only(checked(Conditional, condition_key="hasScore", delay_type="within", delay=days)[1])
        assert problem.message == "Window is required: enter a whole number of days from 0 to 1500."
    content, problems = checked(Conditional, condition_key="hasScore", delay_type="waitUntil", delay="nonsense")
    assert problems == []
    assert content is not None
    assert content.adding() == {"type": "conditional", "conditionKey": "hasScore", "delayType": "waitUntil"}
    assert only(checked(Conditional, OLD, delay_type="within", delay="")[1]).field == "delay"
    assert only(checked(Conditional, OLD, condition_key="customLeadInfo")[1]).field == "condition_key"


def test_flags_and_targets() -> None:
    assert checked(LinkedinEndorse, endorse_any_fallback=True)[1] == []
    assert only(checked(LinkedinEndorse, endorse_any_fallback="yes")[1]).message == "Any skill must be yes or no."
    content, _ = checked(SendToAnotherCampaign, campaign_id=" cam_1 ", delay="2")
    assert content is not None
    assert content.adding() == {"type": "sendToAnotherCampaign", "campaignId": "cam_1", "delay": 2}
    assert only(checked(SendToAnotherCampaign, campaign_id=" ")[1]).message.startswith("Campaign is required")
    content, problems = checked(SendToAnotherCampaign, OLD, campaign_id="cam_2", delay="nonsense")
    assert problems == [], "the delay is not asked for any more"
    assert content is not None
    assert content.values() == {"campaign_id": "cam_2"}
