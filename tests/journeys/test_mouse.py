"""Everything of a working day with the mouse alone; typing is the only thing that the keyboard does here."""

from __future__ import annotations

import pytest
from textual import events

from tests.journeys.driver import account_of, editing, running
from tests.journeys.stores import AUTUMN, LIVE, main_line
from tests.support.served import Served
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.help import HelpScreen
from tui.app.screens.pick import PickScreen
from tui.app.widgets.drawn import Drawn
from tui.app.widgets.outline import Outline


@pytest.mark.parametrize("size", [(120, 36), (200, 60)])
async def test_open_select_type_and_save_by_clicking(size: tuple[int, int], served: Served) -> None:
    """Two clicks open a campaign, one selects a step, one puts the cursor into a field, one saves."""
    async with running(account_of(served), size=size) as user:
        await user.click_row(LIVE)
        user.on(CampaignsScreen)
        await user.click_row(AUTUMN)
        await user.click_row(AUTUMN)
        user.on(EditorScreen)
        served.forget()
        await user.click_row("Ask for Bob")
        assert "Ask for Bob" in user.pane()
        assert not user.in_form
        await user.click_words("Delay", user.editor.pane)
        assert user.in_form
        assert user.field == "Delay", "the click goes to the field under it"
        await user.press("end", "backspace")
        await user.write("9")
        await user.click_words("Ask for Bob", user.editor.pane)
        assert user.field == "Note"
        await user.click_bar("save")
        assert [write.body for write in served.writes] == [{"type": "phone", "delay": 9}]
        assert "+9 d" in user.here()
        await user.click_bar("esc")
        user.on(CampaignsScreen)


async def test_add_and_delete_by_clicking(served: Served) -> None:
    """The key bar adds, the picker takes a double click, buttons answer."""
    async with editing(served, AUTUMN) as user:
        await user.click_row("Ask for Bob")
        await user.click_bar("add")
        picker: PickScreen = user.on(PickScreen)
        await user.click_words("LinkedIn visit", picker.query_one(Outline))
        if isinstance(user.app.screen, PickScreen):
            await user.click_words("LinkedIn visit", picker.query_one(Outline))
        assert user.in_form
        await user.click_bar("save")
        assert main_line(served.store, AUTUMN)[2].type == "linkedinVisit"
        assert "LinkedIn visit" in user.here()
        await user.click_bar("delete")
        user.on(ConfirmScreen)
        await user.click_words("Cancel")
        assert len(served.writes) == 1
        await user.click_bar("delete")
        await user.click_words("Delete [y]")
        assert [write.method for write in served.writes] == ["POST", "DELETE"]
        assert len(main_line(served.store, AUTUMN)) == 3


async def test_a_picker_is_left_by_clicking(served: Served) -> None:
    """By the words in its last line, or by a click beside it; the words that take, take."""
    async with editing(served, AUTUMN) as user:
        await user.click_bar("add")
        user.on(PickScreen)
        await user.click_words("esc cancel")
        user.on(EditorScreen)
        await user.click_bar("add")
        await user.click_at(1, 1)
        user.on(EditorScreen)
        assert not user.in_form
        await user.click_bar("add")
        await user.click_words("⏎ take")
        assert user.in_form
        assert "new" in user.here()


async def test_a_small_window_is_left_by_clicking(served: Served) -> None:
    """At 80 by 24 the bar of the tree has no room for every key, but the way back and the way out are there."""
    async with editing(served, AUTUMN, size=(80, 24)) as user:
        await user.click_row("Ask for Bob")
        await user.click_row("Ask for Bob")
        assert user.in_form
        await user.write("typed ")
        await user.click_bar("back to the tree")
        assert not user.in_form
        assert "1 unsaved" in user.top()
        await user.click_bar("esc back")
        user.on(CampaignsScreen)
        await user.click_bar("quit")
        user.on(ConfirmScreen)
        await user.click_words("Keep it and quit")
        assert user.app.return_code == 0


async def test_fold_and_tabs_by_clicking(served: Served) -> None:
    """The sign before a condition folds it; the tabs of the pane are clicked."""
    async with editing(served, AUTUMN) as user:
        whole = len(user.rows())
        await user.click_words("▾", user.tree)
        assert len(user.rows()) == 3
        await user.click_words("▸", user.tree)
        assert len(user.rows()) == whole
        await user.click_tab("JSON")
        assert '"type": "email"' in user.pane()
        await user.click_tab("Preview")
        assert "First line." in user.pane()
        assert "<p>" not in user.pane()
        await user.click_tab("Form")
        assert "<p>" in user.pane()


async def test_a_form_is_left_by_a_click_on_another_row(served: Served) -> None:
    """The row that was clicked is selected and shown, and a second click opens it."""
    async with editing(served, AUTUMN) as user:
        await user.click_row("Ask for Bob")
        await user.click_row("Ask for Bob")
        assert user.in_form
        await user.write("typed ")
        await user.click_row("Write a card")
        assert not user.in_form
        assert user.step.content.type == "manual"
        assert "Write a card" in user.pane()
        assert "1 unsaved" in user.top()
        await user.click_row("Write a card")
        assert user.in_form
        assert user.field == "Title"
        await user.click_row("Write a card")
        assert user.step.content.type == "manual"
        assert served.writes == []


async def test_questions_pages_and_help_by_clicking(served: Served) -> None:
    """Help, palette and the switch are reached from the bar; a click beside a box does nothing."""
    async with editing(served, LIVE) as user:
        await user.click_bar("help")
        user.on(HelpScreen)
        await user.click_words("esc closes")
        user.on(EditorScreen)
        await user.click_bar("help")
        await user.click_at(1, 1)
        user.on(EditorScreen)
        await user.click_bar("pause/start")
        user.on(ConfirmScreen)
        await user.click_at(1, 1)
        user.on(ConfirmScreen)
        await user.click_words("Cancel")
        assert served.writes == []


async def test_choices_by_clicking(served: Served) -> None:
    """A select opens and takes a value with two clicks; the field it governs vanishes."""
    async with editing(served, AUTUMN) as user:
        await user.click_row("Opened an e-mail?")
        await user.click_row("Opened an e-mail?")
        assert user.in_form
        assert "Window" in user.pane()
        await user.click_words("within", user.editor.pane)
        await user.click_words("wait until it happens")
        assert "Window" not in user.pane()
        await user.click_bar("save")
        assert [write.body for write in served.writes] == [{"type": "conditional", "delayType": "waitUntil"}]


async def test_scrolling_the_pane_with_the_wheel(served: Served) -> None:
    """A long JSON is read to its end with the wheel, without a click before."""
    main_line(served.store, AUTUMN)[0].content["message"] = "".join(f"<p>line {n}</p>" for n in range(60))
    async with editing(served, AUTUMN, size=(110, 24)) as user:
        await user.click_tab("Preview")
        assert "line 59" not in user.pane()
        drawn = user.editor.pane.query_one(Drawn)
        for _ in range(60):
            await user.pilot._post_mouse_events([events.MouseScrollDown], drawn, offset=(5, 5))
        await user.rest()
        assert "line 59" in user.pane()
