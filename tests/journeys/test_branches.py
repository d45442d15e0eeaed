"""Conditions: their branches at once, steps inside them to any depth, and a delete that says what goes."""

from __future__ import annotations

from tests.journeys.driver import editing
from tests.journeys.stores import AUTUMN, TARGET, every_step, main_line, record_named
from tests.journeys.test_every_type import judge
from tests.support.served import Served
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.pick import PickScreen


async def test_a_condition_in_a_condition_in_a_condition(served: Served) -> None:
    """Built with the keyboard in an empty campaign: three levels, Else last each time, steps only where asked."""
    async with editing(served, TARGET) as user:
        assert user.rows() == []
        assert "No steps yet" in user.text()
        await user.add("Condition", Condition="Clicked")
        assert [row.split("◆")[-1].strip() for row in user.rows()] == [
            "Clicked a link? within 3 d", "├─ Clicked email link empty", "└─ Else empty",
        ]  # fmt: skip
        await user.select("Clicked email link")
        await user.add("Condition", Condition="Invite accepted", Window=2)
        await user.select("Accepted invite")
        await user.add("Condition", Condition="phone number")
        await user.select("Has phone number")
        await user.add("SMS", Message="deep down")
        assert "deep down" in user.here()
        await user.add("SMS", Message="and after it")
        assert [row.strip("│├└─ ") for row in user.rows()] == [
            "1 ◆ Clicked a link? within 3 d",
            "Clicked email link",
            "1 ◆ Invite accepted? within 2 d",
            "Accepted invite",
            "1 ◆ Has a phone number?",
            "Has phone number",
            "1 ✱ deep down day 0–5",
            "2 ✱ and after it +1 d  day 1–6",
            "Else empty",
            "Else empty",
            "Else empty",
        ]
        assert "Sequence · 5 steps" in user.text()
    assert len(served.writes) == 5
    judge(served)


async def test_a_step_goes_first_into_a_branch_that_has_some(served: Served) -> None:
    """On a branch, `a` adds as its first step; on a step, behind it."""
    async with editing(served, AUTUMN) as user:
        rows = user.rows()
        place = next(number for number, row in enumerate(rows) if row.startswith("└─ Else"))
        await user.press("home", *["down"] * place)
        await user.add("SMS", Message="Before the card")
        first, second = user.rows()[place + 1 : place + 3]
        assert first.strip().startswith("1 ✱ Before the card")
        assert second.strip().startswith("2 ☑ Write a card")
        assert served.writes[0].body["index"] == 0
        assert served.writes[0].body["delay"] == 0, "the default of the first step of a sequence"


async def test_deleting_a_condition_says_how_many_steps_go(served: Served) -> None:
    """The question counts branches and steps, Cancel has the focus, and the key that asked does not answer."""
    async with editing(served, AUTUMN) as user:
        rows = user.rows()
        await user.select("Opened an e-mail?")
        await user.delete()
        question: ConfirmScreen = user.on(ConfirmScreen)
        assert "its 2 branches and the 4 steps" in user.text()
        assert question.focused is not None
        assert question.focused.id == "cancel"
        await user.press("d")
        user.on(ConfirmScreen)
        await user.press("enter")
        assert not isinstance(user.app.screen, ConfirmScreen)
        assert user.rows() == rows
        assert served.writes == []
        await user.delete()
        await user.press("escape")
        assert served.writes == []
        await user.delete()
        await user.answer("y")
        assert [row.split(" ")[1] for row in user.rows()] == ["✉", "☎"]
        assert len(served.writes) == 1
        assert len(record_named(served.store, AUTUMN).sequences) == 1
        assert user.editor.tree_view.has_focus
        assert "Ask for Bob" in user.here(), "the cursor goes to a neighbour"
        assert "Ask for Bob" in user.pane(), "and the pane with it"


async def test_the_delete_key_hammered_deletes_nothing(served: Served) -> None:
    """Keys that arrive before anything could be read: the key that asks never answers."""
    async with editing(served, AUTUMN) as user:
        await user.press(*["d"] * 6, wait=False)
        await user.rest()
        assert served.writes == []
        await user.press("escape")
        assert len(main_line(served.store, AUTUMN)) == 3


async def test_the_answer_hammered_deletes_one_step(served: Served) -> None:
    """The answer pressed three times answers one question."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.delete()
        await user.press("y", "y", "y", wait=False)
        await user.rest()
        assert [write.method for write in served.writes] == ["DELETE"]
        assert len(every_step(served.store, AUTUMN)) == 6


async def test_steps_behind_a_condition_are_warned_about(served: Served) -> None:
    """Nobody reaches a step behind a condition: the picker says so before anything is typed."""
    async with editing(served, AUTUMN) as user:
        await user.select("Opened an e-mail?")
        await user.press("a")
        user.on(PickScreen)
        assert "never reached" in user.text()
        await user.press("escape")
        assert served.writes == []
        assert user.tree.has_focus


async def test_changing_a_condition_keeps_its_branches(served: Served) -> None:
    """`within` needs its window in the same request; `waitUntil` has none, and the branches stay."""
    async with editing(served, AUTUMN) as user:
        await user.select("Opened an e-mail?")
        steps = len(user.rows())
        await user.change(Waits="until it happens")
        assert served.writes[-1].body == {"type": "conditional", "delayType": "waitUntil"}
        assert len(user.rows()) == steps
        await user.change(Waits="within", Window=8)
        assert served.writes[-1].body == {"type": "conditional", "delayType": "within", "delay": 8}
        await user.change(Condition="Booked")
        assert served.writes[-1].body == {"type": "conditional", "conditionKey": "meetingBooked"}
        assert "within 8 d" in user.here()
    judge(served)
