"""The top line: whatever it has to say, the status and what is not saved stay on it."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tui.app.widgets.topbar import TopBar


class BarApp(App[None]):
    """A top line alone."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield TopBar()


@pytest.mark.parametrize("width", [60, 80, 100])
async def test_progress_gives_way_to_status_and_unsaved_input(width: int) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 3)) as pilot:
        bar = app.query_one(TopBar)
        waiting = "waiting 12 s: lemlist got too many requests with this key, and says when it takes more"
        bar.show(place=("lemlist", "Q4 outbound"), status="running", unsaved=12, read_only=True, waiting=waiting)
        await pilot.pause()
        line = bar.render().plain
        assert len(line) <= width
        assert line.startswith(" branchline")
        assert "wait" in line
        assert "● 12 unsaved" in line
        assert line.rstrip().endswith("● running")


@pytest.mark.parametrize(("width", "said"), [(120, "98 of 100 left today"), (80, "8 calls now"), (60, "8 calls now")])
async def test_a_budget_gives_way_to_the_place(width: int, said: str) -> None:
    app = BarApp()
    async with app.run_test(size=(width, 3)) as pilot:
        bar = app.query_one(TopBar)
        words = ("8 calls now · 98 of 100 left today", "8 calls now")
        bar.show(place=("leadlex", "Release managers — autumn"), status="running", word="active", budget=words)
        await pilot.pause()
        line = bar.render().plain
        assert len(line) <= width
        assert said in line
        assert ("today" in line) is (width == 120)
        assert ("autumn" in line) is (width > 60), "it is shortened where nothing is left to give way"


async def test_plenty_is_not_told_where_there_is_no_room() -> None:
    app = BarApp()
    async with app.run_test(size=(60, 3)) as pilot:
        bar = app.query_one(TopBar)
        bar.show(
            place=("leadlex", "Release managers — autumn"), budget=("198 calls now · 9,998 of 10,000 left today", "")
        )
        await pilot.pause()
        assert bar.render().plain.rstrip().endswith("autumn")
