"""The key bar: what fits, in order; the way back and the way out always."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tests.journeys.screen import lines_of
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.editor import FORM_BAR, EditorScreen
from tui.app.widgets.keybar import ALWAYS, KeyBar

BARS = {"list": CampaignsScreen.OFFERS, "editor": EditorScreen.OFFERS, "form": FORM_BAR}


class Shown(App[None]):
    """A key bar alone, with everything that a screen offers."""

    CSS = "KeyBar { height: 1; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.commands = [command for command in BARS[name] if command.in_bar]

    def compose(self) -> ComposeResult:
        yield KeyBar(self.commands)


@pytest.mark.parametrize("name", BARS)
@pytest.mark.parametrize("width", [60, 80, 104, 200])
async def test_the_way_back_and_the_way_out_are_always_there(name: str, width: int) -> None:
    """Whatever else has no room is left out; nothing is cut."""
    app = Shown(name)
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        line = lines_of(app)[0]
        entries = [f"{command.key} {command.label}" for command in app.commands]
        kept = [f"{command.key} {command.label}" for command in app.commands if command.id in ALWAYS]
        shown = [entry for entry in entries if entry in line]
        assert set(kept) <= set(shown)
        assert line.split() == " ".join(shown).split(), "whole entries, in their order, and nothing else"
        if width == 200:
            assert shown == entries
