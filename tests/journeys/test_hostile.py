"""Text of a stranger, in every place where text is shown: no crash, and nothing that a terminal would obey."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.journeys.driver import Editor, account_of, editing, running
from tests.journeys.stores import every_step, main_line, new_campaign, record_named, store_of
from tests.support.served import Served, serve
from tui.app.app import Branchline
from tui.app.options import AppOptions
from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.failure import FailureScreen
from tui.app.screens.help import HelpScreen
from tui.app.screens.pick import PickScreen
from tui.sandbox.app import create_app
from tui.sandbox.lemlist.records import Campaign
from tui.sandbox.store import Store

EVIL = {
    "markup": "price [/] each [red]x[/blue] [@click=app.quit]y $primary [$error]z[/] {{firstName}} [link=https://evil",
    "controls": "\x1b[31mred\x1b]0;title\x07\x1b[2J a\x00b\x07c\x7fd\x85e\x9bf",
    "lines": "one\r\ntwo\nthree\rfour\x0bfive\x0csix\ttab \u2028 and \u2029 end",
    "invisible": "\u202efdp.exe\u202c \u2066x\u2069 a\u200bb\u00adc\ufeffd half HALF of a pair",
    "wide": "👩‍👩‍👧‍👦 🏴‍☠️ 🇫🇷 e\u0301 漢字 مرحبا",
    "long": "x" * 100_000,
    "long words": "word {{firstName}} [/] " * 5_000,
}
HALF = "\ud83d"
"""Half a surrogate pair: valid JSON when escaped, but no text. The sandbox is made to answer it for the word HALF."""


@pytest.fixture(autouse=True)
def halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers of the sandbox that hold the word HALF hold half a surrogate pair."""
    whole = create_app

    def create(store: Store, **options: Any) -> ASGIApp:
        app = whole(store, **options)

        async def halved(scope: Scope, receive: Receive, send: Send) -> None:
            async def pass_on(message: Message) -> None:
                if message["type"] == "http.response.body":
                    message = {**message, "body": message.get("body", b"").replace(b"HALF", b"\\ud83d")}
                elif message["type"] == "http.response.start":
                    headers = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                    message = {**message, "headers": headers}
                await send(message)

            await app(scope, receive, pass_on)

        return halved

    monkeypatch.setattr("tests.support.served.create_app", create)


def hostile_store(text: str) -> Store:
    """A campaign whose name, steps and labels are the text, and one to hand over to that is called so too."""
    target, target_line = new_campaign("evil-target", f"Beta {text}")
    target_line.add("phone", message=text)
    record, main = new_campaign("evil", f"Alpha {text}")
    record.emoji, record.labels, record.errors = text[:5], [text], [text]
    main.add("email", 0, subject=text, message=f"<p>{text}</p><a href='{text}'>{text}</a>")
    main.add("manual", 1, title=text, message=text)
    main.add("linkedinSend", 1, message=text, altMessage=text, images=[text], videos=[text])
    main.add("linkedinEndorse", 1, skillName=text)
    main.add("api", 1, method=text, url=text)
    main.add("sendToAnotherCampaign", 1, campaignId=target.id)
    met, other = main.branch("emailsOpened", "within", 2)
    met.add("sms", 1, message=text)
    for link in record.sequences[main.sequence_id].steps[-1].conditions:
        link.label = text
    other.add("whatsappMessage", 1, message=text)
    _unknown(record, text)
    return store_of(record, target)


def _unknown(record: Campaign, text: str) -> None:
    """The last step gets a type that nobody knows."""
    assert record.sequence_id is not None
    step = record.sequences[record.sequence_id].steps[3].model_copy(deep=True)
    step.id, step.type, step.content = "stp_unknown", f"pigeon {text[:50]}", {}
    record.sequences[record.sequence_id].steps.insert(3, step)


@pytest.mark.parametrize("name", EVIL)
async def test_every_widget_survives(name: str) -> None:
    """List, tree, pane in three tabs, form of each step, top line, question, picker, messages."""
    text = EVIL[name]
    with serve(hostile_store(text)) as served:
        async with running(account_of(served)) as user:
            user.clean()
            await user.open("Alpha")
            assert "reading" not in user.top()
            user.clean()
            for number in range(len(user.rows()) if len(text) < 1000 else 2):
                if number:
                    await user.press("down")
                await _look_at(user)
            await user.press("home", "d")
            assert isinstance(user.app.screen, ConfirmScreen)
            assert "Cancel" in user.text(), "the buttons of a question are on the screen"
            user.clean()
            await user.press("escape", "S")
            user.clean()
            await user.press("escape", "a")
            user.clean()
            await user.press("escape", "slash")
            await user.paste(text)
            user.clean()
            await user.press("escape", "c", "f1")
            user.clean()
            await user.press("escape")
            assert served.writes == []
            assert "unsaved" not in user.top(), "looking is not typing"


async def _look_at(user: Editor) -> None:
    user.clean()
    for tab in "231":
        await user.press(tab)
        user.clean()
    if user.editor.step is not None and user.editor.step.content.editable:
        await user.edit()
        user.clean()
        await user.press("escape")


@pytest.mark.parametrize("name", ["controls", "lines", "invisible", "wide"])
async def test_a_change_of_one_field_leaves_hostile_ones_alone(name: str) -> None:
    """What was not touched is not sent, and stays in the store to the last character."""
    text = EVIL[name]
    with serve(hostile_store(text)) as served:
        async with editing(served, "Alpha") as user:
            await user.press("home", "down")
            assert user.step.content.type == "manual"
            await user.edit()
            await user.fill({"Delay": 7})
            await user.save()
            assert [write.body for write in served.writes] == [{"type": "manual", "delay": 7}]
            assert main_line(served.store, f"Alpha {text}")[1].content == {"title": text, "message": text}


@pytest.mark.parametrize("name", [name for name in EVIL if name != "long words"])
async def test_typing_hostile_text(name: str) -> None:
    """Pasted into a subject and a message; kept as a draft over a new start."""
    text = EVIL[name]
    record, main = new_campaign("plain", "Plain")
    main.add("email", subject="Plain", message="plain")
    with serve(store_of(record)) as served:
        async with editing(served, "Plain") as user:
            await user.edit()
            await user.paste(text)
            user.clean()
            await user.press("tab")
            await user.paste(text)
            user.clean()
            await user.press("f3")
            user.clean()
            await user.press("escape", "escape")
            user.clean()
            assert "1 unsaved" in user.top()
            await user.quit()
            user.clean()
            await user.answer("k")
        async with editing(served, "Plain") as user:
            assert "1 unsaved" in user.top()
            user.clean()
        assert every_step(served.store, "Plain")
        assert record_named(served.store, "Plain")


@pytest.mark.parametrize("name", EVIL)
async def test_pages_and_messages(name: str, served: Served) -> None:
    """Titles of boxes, pages of errors, questions, and what is said in passing."""
    text = EVIL[name].replace("HALF", HALF)
    async with running(account_of(served)) as user:
        app: Branchline = user.app
        app.say(text, severity="warning")
        await asyncio.sleep(0)
        await user.rest()
        user.clean()
        app.push_screen(FailureScreen(text, text, text, f"{text}\n{text}"))
        await user.rest()
        user.clean()
        assert "Close" in user.text(), "the way out is on the screen"
        await user.press("c")
        user.clean()
        await user.press("escape")
        app.push_screen(ConfirmScreen(text, [text, text], [Answer("a", "Do it", "y")]))
        await user.rest()
        user.clean()
        assert "Cancel" in user.text()
        await user.press("escape")


async def test_the_picker_of_campaigns_and_the_help(served: Served) -> None:
    """Names of campaigns where one is chosen."""
    text = EVIL["invisible"] + EVIL["markup"]
    with serve(hostile_store(text)) as hostile:
        async with editing(hostile, "Alpha") as user:
            await user.select("➔")
            await user.edit()
            await user.press("enter")
            user.on(PickScreen)
            user.clean()
            assert "Beta" in user.text()
            await user.press("escape", "f1")
            user.on(HelpScreen)
            user.clean()


async def test_an_account_with_a_hostile_answer(served: Served) -> None:
    """A page of HTML where JSON was expected: the page of the error shows it without obeying it."""
    served.faults.add("GET:/campaigns:html:*")
    app = Branchline(AppOptions((account_of(served),)))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        user = Editor(app, pilot)
        await user.until(lambda: isinstance(app.screen, FailureScreen), "the page of the error")
        await user.rest()
        user.clean()
