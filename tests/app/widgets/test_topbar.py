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
