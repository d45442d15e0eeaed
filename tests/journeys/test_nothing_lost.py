"""What was typed stays, whatever the user does next, until it is saved or thrown away after a question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.journeys.driver import Editor, account_of, editing, running
from tests.journeys.stores import AUTUMN, LIVE, main_line
from tests.support.served import Served
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen

TYPED = "Ask for Bobby"
Way = Callable[[Editor], Awaitable[None]]


async def _by_escape(user: Editor) -> None:
    await user.press("escape")


async def _by_clicking_a_row(user: Editor) -> None:
    await user.click_row("You opened it")
    assert "You opened it" in user.pane(), "the pane follows the click"


async def _by_another_form(user: Editor) -> None:
    await user.press("escape")
    await user.select("Write a card")
    await user.edit()
    assert user.field == "Title"
    await user.press("escape")


async def _by_another_campaign(user: Editor) -> None:
    await user.leave()
    assert "●" in next(row for row in user.rows() if AUTUMN in row), "the list marks it"
    await user.open(LIVE)
    await user.leave()
    await user.open(AUTUMN)


async def _by_reloading(user: Editor) -> None:
    await user.press("escape", "r")


async def _by_preview_and_json(user: Editor) -> None:
    await user.press("f3")
    assert TYPED in user.pane(), "the preview shows what was typed"
    await user.press("f4", "escape", "escape")


async def _by_folding_it_away(user: Editor) -> None:
    await user.press("escape", "z", "z")


@pytest.mark.parametrize(
    "way",
    [
        _by_escape, _by_clicking_a_row, _by_another_form, _by_another_campaign, _by_reloading, _by_preview_and_json,
        _by_folding_it_away,
    ],
)  # fmt: skip
async def test_input_stays(way: Way, served: Served) -> None:
    """Marked in tree and top line, shown in the pane, there again in the form, sent by a later save."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        assert "●" in user.here(), "marked while typing"
        await way(user)
        assert not user.in_form
        assert TYPED in next(row for row in user.rows() if "●" in row)
        assert "1 unsaved" in user.top()
        await user.select(TYPED)
        assert TYPED in user.pane()
        assert "Unsaved input" in user.pane()
        await user.edit()
        assert TYPED in user.pane()
        assert served.writes == []
        await user.save()
        assert [write.body for write in served.writes] == [{"type": "phone", "message": TYPED}]
        assert "unsaved" not in user.top()
        assert not any("●" in row for row in user.rows())


async def test_input_stays_over_a_new_start(served: Served) -> None:
    """Quitting says that it is kept; a new program on the same home has it: a change, and a step never sent."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        await user.press("escape")
        await user.select("You opened it")
        await user.start("SMS", Message="never sent")
        await user.quit()
        user.on(ConfirmScreen)
        assert "2 steps have unsaved input." in user.text()
        await user.press("escape")
        assert user.in_form, "Cancel goes back to where it was asked"
        assert user.field
        await user.quit()
        await user.answer("k")
        assert user.app.return_code == 0
    assert served.writes == []
    async with editing(served, AUTUMN) as user:
        assert any("2 step" in said for said in user.messages())
        assert "2 unsaved" in user.top()
        rows = user.rows()
        place = next(number for number, row in enumerate(rows) if "never sent" in row)
        assert "You opened it" in rows[place - 1], "at its place"
        assert "new" in rows[place]
        await user.select(TYPED)
        assert "●" in user.here()
        await user.change()
        assert served.writes[-1].body == {"type": "phone", "message": TYPED}
        await user.select("never sent")
        await user.change()
        assert served.writes[-1].body["message"] == "never sent"
        assert len(served.writes) == 2


async def test_throwing_away_asks(served: Served) -> None:
    """`u` asks, Cancel keeps, the answer brings back what the service has; a new step goes."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.press("u")
        assert any("no unsaved input" in said for said in user.messages()), "says why it does nothing"
        await user.edit()
        await user.fill({"Note": TYPED})
        await user.press("escape", "u")
        question: ConfirmScreen = user.on(ConfirmScreen)
        assert question.focused is not None
        assert question.focused.id == "cancel"
        await user.press("enter")
        assert TYPED in user.here()
        await user.press("u")
        await user.answer("y")
        assert "Ask for Bob +2 d" in user.here()
        assert "●" not in user.here()
        assert TYPED not in user.pane()
        assert "unsaved" not in user.top()
        rows = user.rows()
        await user.start("SMS", Message="nobody wants me")
        await user.press("escape")
        assert "new" in user.here()
        await user.press("u")
        await user.answer("y")
        assert user.rows() == rows
        assert "nobody" not in user.text()
    assert served.writes == []


async def test_looking_is_not_typing(served: Served) -> None:
    """A form that is opened and left makes no unsaved input, and a save in it sends nothing."""
    async with editing(served, AUTUMN) as user:
        for words in ("Hello", "Ask for Bob", "Opened an e-mail", "You opened it", "LinkedIn visit", "Write a card"):
            await user.select(words)
            await user.edit()
            await user.press("escape")
            assert "●" not in user.here(), words
        await user.edit()
        await user.save()
        assert any("Nothing was changed" in said for said in user.messages())
        assert not user.in_form
        assert served.writes == []


async def test_input_typed_back_is_no_input(served: Served) -> None:
    """What equals the reported value again is not unsaved."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        await user.press("backspace", "backspace")
        assert "●" not in user.here()
        assert "unsaved" not in user.top()


async def test_what_was_typed_is_kept_when_the_form_is_left_in_the_same_breath(served: Served) -> None:
    """Keys that come faster than the screen is painted."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.press("ctrl+a", wait=False)
        await user.write("quick", wait=False)
        await user.press("escape", "down", "down", wait=False)
        await user.rest()
        assert any("quick" in row and "●" in row for row in user.rows())


async def test_quitting_without_input_asks_nothing(served: Served) -> None:
    """No question where nothing can be lost."""
    async with running(account_of(served)) as user:
        await user.press("q")
        assert user.app.return_code == 0


async def test_the_list_and_the_way_back(served: Served) -> None:
    """Esc leads from form to tree to list, one level each time, and stays on the list."""
    async with editing(served, AUTUMN) as user:
        await user.edit()
        await user.press("escape")
        assert user.tree.has_focus
        await user.press("escape")
        user.on(CampaignsScreen)
        await user.press("escape")
        user.on(CampaignsScreen)
        assert len(main_line(served.store, AUTUMN)) == 3


async def test_asking_to_quit_twice_asks_once(served: Served) -> None:
    """Ctrl+Q pressed twice in one breath: one question, and its answer counts."""
    async with editing(served, AUTUMN) as user:
        await user.edit()
        await user.fill({"Subject": TYPED})
        await user.press("ctrl+q", "ctrl+q", wait=False)
        await user.rest()
        assert sum(isinstance(screen, ConfirmScreen) for screen in user.app.screen_stack) == 1
        await user.answer("k")
        assert user.app.return_code == 0


async def test_new_steps_stay_in_their_order(served: Served) -> None:
    """Two new steps, one behind the other: over a new start, and when the first is thrown away."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        for words in ("first new", "second new"):
            await user.start("SMS", Message=words)
            await user.press("escape")
        rows = user.rows()
        assert ["first new" in rows[2], "second new" in rows[3]] == [True, True]
        await user.quit()
        await user.answer("k")
    async with running(account_of(served)) as user:
        assert any("●" in row for row in user.rows()), "the list marks the campaign before it is opened"
        await user.open(AUTUMN)
        assert user.rows() == rows
        await user.select("first new")
        await user.press("u")
        await user.answer("y")
        assert "second new" in user.rows()[2]
    assert served.writes == []
