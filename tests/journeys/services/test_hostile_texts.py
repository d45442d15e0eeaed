"""Texts of a stranger where only some services show any: settings, pickers, questions, guards, copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.driver import Editor, account_of, running
from tests.journeys.services.stores import course, join, store_of, winter
from tests.journeys.test_hostile import EVIL
from tests.support.served import serve
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.settings import SettingsScreen
from tui.sandbox.kit.records import Template

TEXTS = {"short": "".join(text for text in EVIL.values() if len(text) < 1000), "long": "x" * 100_000}


@pytest.mark.parametrize("name", TEXTS)
async def test_kit(name: str, copies: Callable[[], list[str]]) -> None:
    """Name, subject, template, zone: in the list, the tree, the forms, the pickers, the question, the file."""
    evil = TEXTS[name]
    sequence = course(evil, "Two", active=True, name=evil, time_zone=evil, email_template_id=77)
    sequence.in_order()[0].email_template_id = 77
    store = store_of(sequence)
    store.state.kit.templates[77] = Template(id=77, name=evil, category=evil)
    join(store, sequence, 1)
    with serve(store) as served:
        async with running(account_of(served, service="kit"), size=(110, 34)) as user:
            await _looked_at(user, "e")
            user.on(SettingsScreen)
            await user.go_to("Template")
            await _looked_at(user, "enter", "escape")
            await user.press("escape")
            await _looked_at(user, "i", "escape", "enter")
            user.on(EditorScreen)
            await _looked_at(user, "down", "up", "enter")
            await user.go_to("Template")
            await _looked_at(user, "enter", "escape")
            await _looked_at(user, "escape", "o", "escape", "d", "escape", "shift+down", "escape", "escape")
            user.on(CampaignsScreen)
            await _looked_at(user, "d")
            user.on(ConfirmScreen)
            assert served.writes == []
            await user.click_words(" ", user.app.screen.query_one("#typed"))
            await user.write("501")
            await _looked_at(user, "enter", "enter")
            assert [write.method for write in served.writes] == ["DELETE"]
            assert len(copies()) == 1


@pytest.mark.parametrize("name", TEXTS)
async def test_leadlex(name: str) -> None:
    """Name, subject, body and a send condition that nobody knows: tree, pane, question and settings."""
    evil = TEXTS[name]
    record = winter("paused", evil, "Two", name=evil[:50], description=evil)
    record.steps[0].send_condition = evil
    record.steps[0].body = evil
    with serve(store_of(record)) as served:
        async with running(account_of(served, service="leadlex"), size=(110, 34)) as user:
            await _looked_at(user, "e")
            user.on(SettingsScreen)
            await _looked_at(user, "tab", "tab", "escape", "i", "escape", "enter")
            user.on(EditorScreen)
            await _looked_at(user, "2", "3", "1", "down", "up", "enter", "escape")
            await _looked_at(user, "d", "escape", "shift+down", "escape", "S", "escape", "E", "escape")
            assert served.writes == []


async def _looked_at(user: Editor, *keys: str) -> None:
    """Each key, and after each nothing on the screen that a terminal would obey."""
    for key in keys:
        await user.press(key)
        user.clean()
