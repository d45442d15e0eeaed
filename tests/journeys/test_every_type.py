"""All seventeen step types, each added, changed and deleted with the keyboard; what went over the wire is judged."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.contract.openapi import STEP_TYPES, check_answer, check_request
from tests.journeys.driver import Editor, editing
from tests.journeys.stores import AUTUMN, TARGET, every_step, main_line
from tests.support.served import Served


class Case(NamedTuple):
    """One type: what is typed, what must be stored, what is changed, what the change must send, what the tree says."""

    kind: str
    fields: dict[str, object]
    stored: dict[str, object]
    change: dict[str, object]
    sent: dict[str, object]
    shown: str


def _timed(kind: str, icon_and_title: str) -> Case:
    """A type that has nothing but its delay."""
    return Case(kind, {"Delay": 3}, {"delay": 3}, {"Delay": 5}, {"delay": 5}, icon_and_title)


def _text(kind: str, icon: str, title: str = "Message", **more: Any) -> Case:
    """A type with one text."""
    return Case(
        kind, {title: "First {{firstName}}\nsecond line", "Delay": 2, **more},
        {"message": "First {{firstName}}\nsecond line", "delay": 2},
        {title: "Changed"}, {"message": "Changed"}, f"{icon} Changed",
    )  # fmt: skip


IMAGE, FILM = "https://a.example/picture.png", "https://a.example/film.mp4"
CASES = {
    "email": Case(
        "E-mail", {"Subject": "About {{companyName}}", "Message": "<p>Hi</p>", "Delay": 4},
        {"subject": "About {{companyName}}", "message": "<p>Hi</p>", "delay": 4},
        {"Subject": "Shorter"}, {"subject": "Shorter"}, "✉ Shorter",
    ),
    "manual": Case(
        "Manual task", {"Title": "Write a card", "Note": "By hand", "Delay": 2},
        {"title": "Write a card", "message": "By hand", "delay": 2},
        {"Title": "Send a cake"}, {"title": "Send a cake"}, "☑ Send a cake",
    ),
    "phone": _text("Phone call", "☎", "Note"),
    "api": Case(
        "API call", {"Method": "PUT", "URL": "https://hooks.example/x", "Delay": 0},
        {"method": "PUT", "url": "https://hooks.example/x", "delay": 0},
        {"Method": "PATCH"}, {"method": "PATCH"}, "⇄ PATCH https://hooks.example/x",
    ),
    "linkedinVisit": _timed("LinkedIn visit", "◎ LinkedIn visit"),
    "linkedinInvite": Case(
        "LinkedIn invite", {"Message": "Shall we connect?", "Images": IMAGE, "Delay": 2},
        {"message": "Shall we connect?", "images": [IMAGE], "delay": 2},
        {"Images": ""}, {"images": []}, "⊕ Shall we connect?",
    ),
    "linkedinSend": Case(
        "LinkedIn message", {"Message": "Thanks", "Fallback": "Not connected", "Videos": FILM, "Delay": 2},
        {"message": "Thanks", "altMessage": "Not connected", "videos": [FILM], "delay": 2},
        {"Message": "Thank you", "Images": IMAGE}, {"message": "Thank you", "images": [IMAGE]}, "✎ Thank you",
    ),
    "linkedinVoiceNote": Case(
        "LinkedIn voice note", {"Recording": "made from a text", "Delay": 2}, {"recordMode": "ai", "delay": 2},
        {"Recording": "recorded by the user"}, {"recordMode": "manual"}, "♪ LinkedIn voice note",
    ),
    "linkedinFollow": _timed("LinkedIn follow", "⚑ LinkedIn follow"),
    "linkedinLikeLastPost": _timed("LinkedIn like", "♥ LinkedIn like"),
    "linkedinCommentLastPost": _timed("LinkedIn comment", "❝ LinkedIn comment"),
    "linkedinEndorse": Case(
        "LinkedIn endorse", {"Skill": "Python", "Any skill": "yes", "Delay": 3},
        {"skillName": "Python", "endorseAnyFallback": True, "delay": 3},
        {"Any skill": "no"}, {"endorseAnyFallback": False}, "★ Python",
    ),
    "linkedinWithdrawInvitation": _timed("withdraw", "⊖ LinkedIn withdraw invite"),
    "sendToAnotherCampaign": Case(
        "Send to another", {"Campaign": TARGET, "Delay": 2}, {"delay": 2},
        {"Campaign": "Live"}, {}, "➔ Live",
    ),
    "conditional": Case(
        "Condition", {"Condition": "Booked a meeting", "Window": 6},
        {"conditionKey": "meetingBooked", "delayType": "within", "delay": 6},
        {"Window": 9}, {"delay": 9}, "◆ Booked a meeting?",
    ),
    "whatsappMessage": _text("WhatsApp", "✆"),
    "sms": _text("SMS", "✱"),
}  # fmt: skip


def test_there_is_a_case_for_each_type() -> None:
    """The table of the seed and this one name the same types."""
    assert set(CASES) == set(STEP_TYPES)


@pytest.mark.parametrize("kind", CASES)
async def test_a_step_is_added_changed_and_deleted(kind: str, served: Served) -> None:
    """Through picker, form and question; one write for each, and each as the three pages of the seed have it."""
    case = CASES[kind]
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        before, rows = list(every_step(served.store, AUTUMN)), user.rows()
        await user.add(case.kind, **_named(case.fields))
        (new,) = set(every_step(served.store, AUTUMN)) - set(before)
        step = every_step(served.store, AUTUMN)[new]
        assert step.type == kind
        stored = {"delay": step.delay, **step.content}
        assert {name: stored.get(name) for name in case.stored} == case.stored
        assert [each.id for each in main_line(served.store, AUTUMN)].index(new) == 2, "it stands behind the selected"
        assert user.step.id == new, "the new step is selected"
        assert served.writes == [("POST", _path(user), served.writes[0].body)]
        assert set(served.writes[0].body) <= {"type", "index", *case.stored, *_wire_names(user)}

        await user.change(**_named(case.change))
        patch = served.writes[1]
        assert (patch.method, patch.path) == ("PATCH", f"{_path(user)}/{new}")
        if kind == "sendToAnotherCampaign":
            assert set(patch.body) == {"type", "campaignId"}
        else:
            assert patch.body == {"type": kind, **case.sent}
        assert case.shown in user.here()
        assert "not reported" not in user.pane() or kind == "linkedinSend"

        await user.delete()
        await user.answer("y")
        assert list(every_step(served.store, AUTUMN)) == before
        assert user.rows() == rows
        assert len(served.writes) == 3
        assert [said.rsplit(" ", 1)[-1] for said in user.messages()[-3:]] == ["verified."] * 3
    judge(served)


def judge(served: Served) -> None:
    """No request and no answer that the pages do not describe."""
    for each in served.exchanges:
        assert check_request(each.method, each.path, each.body) == [], each
        assert check_answer(each.method, each.path, each.status, each.content_type, each.answer) == [], each


def _named(fields: dict[str, object]) -> dict[str, Any]:
    return {name.replace(" ", "_"): value for name, value in fields.items()}


def _path(user: Editor) -> str:
    row = user.editor.row
    assert row is not None
    assert row.sequence is not None
    return f"/sequences/{row.sequence.id}/steps"


def _wire_names(user: Editor) -> set[str]:
    return {spec.wire for spec in user.step.content.fields()}


async def test_the_help_of_a_field_fits_a_small_window(served: Served) -> None:
    """At 80 by 24 the pane appears with the form; the help below it is fitted to the width that it then has."""
    async with editing(served, AUTUMN, size=(80, 24)) as user:
        await user.select("Ask for Bob")
        await user.start("another campaign")
        said = " ".join(user.pane().replace("│", " ").split())
        assert "it must exist and not be archived" in said
