"""Another window size: everything is drawn anew, whatever is open, down to a window that is too small for anything."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import Open
from tests.terminal.term import Term

SIZES = [(50, 15), (200, 60), (80, 24)]


def test_the_list_follows_the_window(branchline: Open) -> None:
    app = branchline(columns=80, lines=24)
    app.wait("Campaigns · 16", "12 steps")
    for columns, lines in SIZES:
        app.resize(columns, lines)
        app.wait("Campaigns · 16", "Q4 outbound", "⏎ open")
        fills(app, columns, lines)
    leaves(app)


@pytest.mark.parametrize("opened", ["tree", "form", "question"])
def test_the_editor_follows_the_window(branchline: Open, opened: str) -> None:
    app = branchline("Q4 outbound", columns=80, lines=24)
    app.wait("Sequence · 12 steps", "a add")
    shown = "Sequence · 12 steps"
    if opened == "form":
        app.press("e")
        shown = "Subject"
    elif opened == "question":
        app.press("d")
        shown = "Pause, delete, resume"
    app.wait(shown)
    for columns, lines in SIZES:
        app.resize(columns, lines)
        app.wait(shown, "branchline")
        fills(app, columns, lines)
    if opened != "tree":
        app.press("escape")
        app.wait("a add", "Sequence · 12 steps")
    leaves(app)


def test_both_panes_stand_side_by_side_when_there_is_room(branchline: Open) -> None:
    app = branchline("Q4 outbound", columns=80, lines=24)
    app.wait("Sequence · 12 steps", gone=["E-mail · step 1"])
    app.resize(200, 60)
    app.wait("Sequence · 12 steps", "E-mail · step 1", "Quick question about releases at {{companyName}}")


@pytest.mark.parametrize(("columns", "lines"), [(10, 3), (1, 1)])
def test_a_tiny_window_is_survived(branchline: Open, columns: int, lines: int) -> None:
    app = branchline("Q4 outbound", columns=80, lines=24)
    app.wait("Sequence · 12 steps", "a add")
    app.resize(columns, lines)
    app.resize(80, 24)
    app.wait("Sequence · 12 steps", "a add")
    leaves(app)


def fills(app: Term, columns: int, lines: int) -> None:
    """The frame goes to the right edge, and the last line is in use."""
    app.wait_until(lambda: len(app.lines) == lines and app.lines[-1] != "", "something on the last line")
    assert max(map(len, app.lines)) == columns


def leaves(app: Term) -> None:
    """It still works and ends as it should."""
    app.press("ctrl+q")
    assert app.ended() == 0
    assert app.left_behind() == []
    assert b"Traceback" not in app.raw
