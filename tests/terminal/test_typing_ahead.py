"""Keys that arrive faster than the screen follows, as over a slow line: text for a field never acts as commands."""

from __future__ import annotations

from tests.terminal.conftest import Open


def test_text_for_the_filter_does_not_quit(branchline: Open) -> None:
    app = branchline()
    app.wait("Campaigns · 16", "12 steps")
    app.type("/q4")
    app.wait("q4", "Q4 outbound", gone=["Slow nurture"])


def test_text_for_a_form_does_not_delete(branchline: Open) -> None:
    app = branchline("webinar")
    app.wait("Sequence · 13 steps", "a add")
    app.type("edy")
    app.wait("back to the tree")
    app.type(" on Friday")
    app.wait(" on Friday", "1 unsaved", "Sequence · 13 steps", gone=["Delete"])


def test_keys_in_one_burst_keep_their_order(branchline: Open) -> None:
    app = branchline("webinar")
    app.wait("Sequence · 13 steps", "a add")
    app.type("jd")
    app.wait("Delete Condition (step 2)?", "Cancel")
    app.press("escape")
    app.wait("Sequence · 13 steps", "a add", gone=["Delete Condition"])
    assert not app.shows("unsaved")
