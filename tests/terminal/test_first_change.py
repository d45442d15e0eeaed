"""The way of a new user in a real terminal: start, filter, open, edit, save, quit; and it is still so the next time."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal.conftest import Open

CAMPAIGN = "Partner introductions"
FILTER = "filter by name"
ADDED = " – with a coffee"


def test_a_subject_is_changed_saved_and_there_the_next_time(branchline: Open, home: Path) -> None:
    app = branchline()
    app.wait("Campaigns", "Q4 outbound", CAMPAIGN, "12 steps")
    plain = app.look(FILTER)
    app.press("/")
    app.wait_until(lambda: app.look(FILTER) != plain, "the focus in the filter")
    app.type("partner")
    app.wait(CAMPAIGN, gone=["Q4 outbound"])
    app.press("enter")
    app.wait("E-mail · step 1", "shall we introduce each")
    app.press("e")
    app.wait("back to the tree")
    app.press("end")
    app.type(ADDED)
    app.wait(f"each other?{ADDED}", "1 unsaved")
    app.press("ctrl+s")
    app.wait("done and verified", "a add", gone=["1 unsaved"])
    app.press("escape")
    app.wait("q quit")
    app.press("q")
    assert app.ended() == 0

    assert app.raw.count(b"\x1b[?1049h") == app.raw.count(b"\x1b[?1049l") == 1
    assert app.left_behind() == []
    assert subjects(home) == [f"{{{{firstName}}}}, shall we introduce each other?{ADDED}"]

    again = branchline("partner", columns=160)
    again.wait(f"shall we introduce each other?{ADDED}", "E-mail · step 1")


def test_all_files_lie_below_the_chosen_home(branchline: Open, home: Path) -> None:
    app = branchline()
    app.wait("Campaigns · 16")
    app.press("q")
    assert app.ended() == 0
    assert {path.name for path in home.parent.iterdir()} == {"home", "empty"}
    assert list((home.parent / "empty").iterdir()) == []
    assert {path.name for path in home.iterdir()} <= {"sandbox.json", "branchline.db"}
    assert (home / "sandbox.json").stat().st_mode & 0o077 == 0


def subjects(home: Path) -> list[str]:
    """The subjects of the campaign in the state that the sandbox keeps on disk."""
    state = json.loads((home / "sandbox.json").read_text(encoding="utf-8"))
    campaigns = state["lemlist"]["campaigns"].values()
    (campaign,) = [item for item in campaigns if item["name"] == CAMPAIGN]
    return [step["content"]["subject"] for sequence in campaign["sequences"].values() for step in sequence["steps"]]
