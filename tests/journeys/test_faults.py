"""Everything that a network and a service can do wrong, where the app reads: told, survived, and read again."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, account_of, editing, running
from tests.journeys.stores import AUTUMN
from tests.support.served import Served
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.failure import FailureScreen

REFUSALS = ["401", "402", "403", "404", "405", "413", "415", "422", "500", "502"]
GARBAGE = ["html", "half-json", "huge=30000000", "drop"]
TOO_MANY = ["429", "429-bare"]
NEXT_STEP = (
    "check", "ask ", "try ", "correct", "reload", "use ", "shorten", "sign in", "press", "send it again", "give ",
    "remove", "make it", "save again",
)  # fmt: skip


def told(user: Editor) -> str:
    """The page of an error as one line; it names a cause and a next step."""
    page: FailureScreen = user.on(FailureScreen)
    assert len(page._cause) > 15
    assert any(words in page._remedy.lower() for words in NEXT_STEP), page._remedy
    said = " ".join(user.text().replace("│", " ").split())
    assert page._cause[:20] in said
    assert "Close [esc]" in said
    return said


@pytest.mark.parametrize("kinds", [REFUSALS, [*GARBAGE, *TOO_MANY]], ids=["refusals", "garbage"])
async def test_the_list(kinds: list[str], served: Served) -> None:
    """A page with the cause, the list says what to do, and `r` reads it when the fault is gone."""
    served.faults.add(f"GET:/campaigns:{kinds[0]}:*")
    async with running(account_of(served)) as user:
        for kind in kinds:
            if kind != kinds[0]:
                served.faults.add(f"GET:/campaigns:{kind}:*")
                await user.press("r")
            told(user)
            await user.dismiss()
            user.on(CampaignsScreen)
            assert user.rows() or "r tries again" in user.text(), kind
            served.faults.clear()
            await user.press("r")
            assert any(AUTUMN in row for row in user.rows()), kind
        await user.open(AUTUMN)
        assert user.rows()
    assert served.writes == []


@pytest.mark.parametrize("kinds", [REFUSALS, GARBAGE], ids=["refusals", "garbage"])
async def test_reading_a_campaign(kinds: list[str], served: Served) -> None:
    """Not read at first: the page, a tree that says how to go on, keys that say why not; then `r` reads it.

    Read before and not again: the page, and what was there stays.
    """
    async with running(account_of(served)) as user:
        served.faults.add(f"GET:*/sequences:{kinds[0]}:*")
        await user.press("slash")
        await user.write(AUTUMN)
        await user.press("enter")
        told(user)
        await user.dismiss()
        user.on(EditorScreen)
        assert user.rows() == []
        assert "r reads again" in user.text()
        assert user.bar().split() == ["esc", "back", "r", "reload", "^p", "all", "F1", "help"]
        await user.press("a")
        assert any("not read yet" in said for said in user.messages())
        await user.press("d", "enter", "e", "2", "3", "1", "u", "c", "slash", "escape", "S")
        assert isinstance(user.app.screen, EditorScreen)
        served.faults.clear()
        await user.press("r")
        assert len(user.rows()) == 11
        assert user.tree.has_focus
        await user.press("down")
        assert "Ask for Bob" in user.pane()
        for kind in kinds[1:]:
            served.faults.add(f"GET:*/sequences:{kind}:*")
            await user.press("r")
            told(user)
            await user.dismiss()
            assert len(user.rows()) == 11, kind
            assert user.tree.has_focus, kind
            assert "reading" not in user.top(), kind
            served.faults.clear()
    assert served.writes == []


async def test_targets_that_cannot_be_listed(served: Served) -> None:
    """The picker of campaigns when they cannot be listed: a page that says why, and the form is still there."""
    async with editing(served, AUTUMN) as user:
        user.app.session.heads.clear()
        served.faults.add("GET:/campaigns:403:*")
        await user.press("a")
        await user.write("another campaign")
        await user.press("enter", "enter")
        told(user)
        await user.dismiss()
        assert user.in_form
        assert user.field == "Campaign"


async def test_a_wrong_key_and_no_network(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two things that happen on the first day."""
    monkeypatch.setenv("BRANCHLINE_LEMLIST_API_KEY", "not-the-key")
    async with running(account_of(served)) as user:
        assert "key" in told(user)
        assert "not-the-key" not in user.text()
        await user.dismiss()
        assert "key" in user.text()
    nowhere = account_of(served)
    object.__setattr__(nowhere, "base_url", "http://127.0.0.1:9/lemlist/api")
    async with running(nowhere) as user:
        assert "127.0.0.1:9" in told(user)


async def test_one_account_of_two_fails(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """The campaigns of the other account are listed, and its editor works."""
    monkeypatch.setenv("BRANCHLINE_SECOND_API_KEY", "wrong")
    async with running(account_of(served, "second"), account_of(served)) as user:
        assert "second" in told(user)
        await user.dismiss()
        assert any(AUTUMN in row for row in user.rows())
        await user.open(AUTUMN)
        assert len(user.rows()) == 11
