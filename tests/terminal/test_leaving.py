"""However the program ends, the terminal is as it was: a shell in it can be used at once."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.conftest import Open
from tests.terminal.term import Term

TYPED = " never sent"
WIDE = 160
"""Columns in which the whole subject is to be seen."""


def test_ctrl_q_leaves(branchline: Open) -> None:
    app = branchline()
    app.wait("Campaigns · 16")
    app.press("ctrl+q")
    assert app.ended() == 0
    assert app.left_behind() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_leaves_the_terminal_as_it_was(branchline: Open, number: signal.Signals) -> None:
    app = branchline()
    app.wait("Campaigns · 16")
    app.send_signal(number)
    app.ended()
    assert app.left_behind() == []
    assert app.raw.count(b"\x1b[?1049l") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_what_was_typed_survives_a_signal(branchline: Open, number: signal.Signals) -> None:
    app = branchline("partner")
    type_something(app)
    app.send_signal(number)
    app.ended()
    again = branchline("partner", columns=WIDE)
    again.wait(TYPED, "1 unsaved")


def test_unsaved_input_is_asked_about_and_kept(branchline: Open, home: Path) -> None:
    app = branchline("partner")
    type_something(app)
    app.press("ctrl+q")
    app.wait("Quit with unsaved input?", "comes back", "Cancel")
    app.press("k")
    assert app.ended() == 0
    assert app.left_behind() == []
    assert TYPED not in (home / "sandbox.json").read_text(encoding="utf-8")
    again = branchline("partner", columns=WIDE)
    again.wait(TYPED, "1 unsaved")


def test_ctrl_c_does_not_end_it(branchline: Open) -> None:
    app = branchline("partner")
    type_something(app)
    app.press("ctrl+c")
    app.type("!")
    app.wait(f"{TYPED}!")
    app.press("ctrl+q")
    app.wait("Quit with unsaved input?")


def type_something(app: Term) -> None:
    """Open the form of the only step and type into its subject."""
    app.wait("E-mail · step 1", "a add")
    app.press("e")
    app.wait("back to the tree")
    app.press("end")
    app.type(TYPED)
    app.wait(TYPED, "1 unsaved")
