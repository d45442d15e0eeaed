"""What only Kit has around its e-mails: whole sequences made, changed, paused and deleted for good."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journeys.driver import Editor, account_of, running
from tests.journeys.services.stores import COURSE, course, join, of_kit, store_of
from tests.support.served import Served, serve
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.settings import SettingsScreen


@asynccontextmanager
async def _listed(people: int = 0, *, active: bool = True, name: str = COURSE) -> AsyncIterator[tuple[Editor, Served]]:
    """The list of an account with one sequence, the cursor on it; the record of requests begins here."""
    sequence = course(active=active, name=name)
    store = store_of(sequence)
    join(store, sequence, people)
    with serve(store) as served:
        async with running(account_of(served, service="kit"), size=(110, 36)) as user:
            served.forget()
            yield user, served


def _writes(served: Served) -> list[tuple[str, object]]:
    return [(write.method, write.body) for write in served.writes]


async def test_settings() -> None:
    """Only the changed fields go out, after a question where the sequence is active; a bad one stays at its field."""
    async with _listed() as (user, served):
        await user.press("e")
        user.on(SettingsScreen)
        assert COURSE in user.text()
        assert "America/New_York" in user.text()
        await user.fill({"Hour": "24"})
        await user.save()
        assert user.field == "Hour"
        assert served.writes == []
        await user.fill({"Hour": "7", "Sending days": "monday friday"})
        assert "2 unsaved" in user.top()
        await user.press("escape")
        assert "2 fields changed and not sent" in user.asked()
        await user.press("escape")
        user.on(SettingsScreen)
        assert "touch future e-mails only" in await user.send()
        assert _writes(served) == [("PUT", {"send_days": ["monday", "friday"], "send_hour": 7})]
        assert of_kit(served.store).send_hour == 7
        user.on(CampaignsScreen)
        assert "done and verified" in user.messages()[-1]


async def test_settings_whose_answer_is_lost() -> None:
    """Not done: the form is still there with what was typed. Done: seen, said, and sent once."""
    async with _listed(active=False) as (user, served):
        await user.press("e")
        await user.fill({"Name": "Course, new"})
        served.faults.add("PUT:*:drop:*")
        await user.save()
        assert "was not changed" in await user.dismiss()
        user.on(SettingsScreen)
        assert "Course, new" in user.text()
        assert len(served.writes) == 1
        served.faults.clear()
        served.faults.add("PUT:*:drop-after:*")
        await user.save()
        assert "answer was lost, but the change was made" in user.messages()[-1]
        assert len(served.writes) == 2
        assert any("Course, new" in row for row in user.rows())


async def test_nothing_changed_nothing_sent() -> None:
    """Saved without a change, and left without one: no question, no request."""
    async with _listed() as (user, served):
        await user.press("e")
        await user.save()
        user.on(CampaignsScreen)
        await user.press("e")
        await user.press("escape")
        user.on(CampaignsScreen)
        assert served.writes == []


@pytest.mark.parametrize("fault", ["", "drop-after", "drop"])
async def test_a_sequence_is_made_and_opened(fault: str) -> None:
    """One POST. A lost answer is settled by the list; one that was not made keeps the form."""
    async with _listed() as (user, served):
        await user.press("n")
        await user.save()
        assert user.field == "Name"
        assert served.writes == []
        await user.fill({"Name": "Spring"})
        if fault:
            served.faults.add(f"POST:*:{fault}:*")
        await user.save()
        assert [write.method for write in served.writes] == ["POST"]
        made = [each.name for each in served.store.state.kit.live_sequences].count("Spring")
        if fault == "drop":
            assert made == 0
            assert "was not made" in await user.dismiss()
            assert "Spring" in user.text()
            return
        assert made == 1
        user.on(EditorScreen)
        assert "Spring" in user.top()
        assert "a adds the first one" in user.text()
        assert ("answer was lost" in user.messages()[-1]) is bool(fault)
        await user.leave()
        assert sum("Spring" in row for row in user.rows()) == 1


async def test_deleting_one_with_people_in_it(copies: Callable[[], list[str]]) -> None:
    """Count, warnings, pausing as the default; the name typed; a copy in a file before the request."""
    name = "Happy path"
    async with _listed(people=3, name=name) as (user, served):
        await user.press("d")
        question: ConfirmScreen = user.on(ConfirmScreen)
        said = user.asked()
        assert "3 active subscribers are in this sequence." in said
        assert "Visual Automations" in said
        assert f"type its name: {name}" in said
        assert question.focused is question.query_one("#answer-pause"), "the safe answer is the default"
        await user.press("y")
        assert user.app.screen is question, "no key deletes before the name stands there"
        await user.click_words(" ", question.query_one("#typed"))
        for typed in ("happy path", "Happy"):
            await user.press("end", "ctrl+u")
            await user.write(typed)
            await user.press("enter")
            assert user.app.screen is question, typed
            assert question.focused is question.query_one("#typed"), typed
        assert served.writes == []
        await user.write(" path")
        await user.press("enter")
        assert served.writes == [], "the field is left, nothing else"
        await user.press("enter")
        assert _writes(served) == [("DELETE", None)]
        assert of_kit(served.store, name).deleted_at is not None
        assert user.rows() == []
        [copy] = copies()
        held = json.loads(copy)
        assert held["settings"]["send_hour"] == 11
        assert [step["reported"]["subject"] for step in held["sequence"]["steps"]] == ["One", "Two", "Three"]
        assert "A copy of it lies in " in user.messages()[-1]


async def test_pausing_instead() -> None:
    """One key, one request: active is false, nothing is deleted, the list shows it."""
    async with _listed(people=1) as (user, served):
        await user.press("d")
        await user.press("escape")
        assert served.writes == []
        await user.press("d")
        await user.click_words("Pause it instead")
        assert _writes(served) == [("PUT", {"active": False})]
        assert of_kit(served.store).deleted_at is None
        assert "Paused; nothing was deleted." in user.messages()[-1]
        assert "paused" in user.rows()[0]


async def test_deleting_one_without_people(copies: Callable[[], list[str]]) -> None:
    """A key is enough; the copy is written all the same."""
    async with _listed(active=False) as (user, served):
        await user.press("d")
        assert "0 active subscribers" in user.asked()
        assert "type its name" not in user.asked()
        assert user.app.screen.focused is user.app.screen.query_one("#cancel")
        await user.press("y")
        assert _writes(served) == [("DELETE", None)]
        assert len(copies()) == 1
        assert user.rows() == []


@pytest.mark.parametrize(
    ("fault", "gone", "words"),
    [
        ("404", True, "It was gone already."),
        ("500", False, "was not deleted"),
        ("drop", False, "was not deleted"),
        ("drop-after", True, "The answer was lost, but it is gone."),
    ],
)
async def test_a_delete_that_does_not_answer_well(fault: str, gone: bool, words: str) -> None:
    """Sent once; what became of it is looked up by its id, and said."""
    async with _listed(active=False) as (user, served):
        served.faults.add(f"DELETE:*:{fault}:*")
        await user.press("d")
        await user.agree("y")
        assert [write.method for write in served.writes] == ["DELETE"]
        if gone:
            assert words in user.messages()[-1]
            assert user.rows() == []
        else:
            assert words in await user.dismiss()
            assert COURSE in user.rows()[0]


async def test_no_copy_no_delete(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be written, nothing is deleted."""

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.app.screens.removing.write_backup", full)
    async with _listed(active=False) as (user, served):
        await user.press("d")
        await user.agree("y")
        assert "no copy of it could be written" in await user.dismiss()
        assert served.writes == []
        assert COURSE in user.rows()[0]
