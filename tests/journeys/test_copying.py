"""Steps and whole branches, copied, cut and pasted: each paste is a plan that is shown first."""

from __future__ import annotations

from tests.journeys.driver import account_of, editing, running
from tests.journeys.stores import AUTUMN, LIVE, TARGET, main_line, record_named
from tests.support.served import Served
from tui.app.screens.confirm import ConfirmScreen


async def test_a_condition_is_copied_into_another_campaign_with_its_branches(served: Served) -> None:
    async with running(account_of(served)) as user:
        await user.open(AUTUMN)
        await user.press("p")
        assert "Nothing was copied" in user.messages()[-1]
        await user.select("Opened")
        await user.press("y")
        assert "and the 4 steps below it" in user.messages()[-1]
        await user.leave()
        await user.open(TARGET)
        served.forget()
        await user.press("p")
        told = user.text()
        assert "Paste Condition" in told
        await user.answer("y")
        assert "verified" in user.messages()[-1]
        assert [each.method for each in served.writes] == ["POST"] * 5
        assert [step.type for step in main_line(served.store, TARGET)] == ["conditional"]
        rows = user.rows()
    async with editing(served, AUTUMN) as user:
        await user.select("Opened")
        place = user.rows().index(user.here())
        copied = [_undated(row) for row in user.rows()[place : place + len(rows)]]
        assert [_undated(row) for row in rows] == copied


def _undated(row: str) -> str:
    """A row without its number and its days, which depend on where it stands."""
    return row.lstrip("0123456789 ").partition(" day ")[0]


async def test_a_step_is_cut_and_put_into_a_branch(served: Served) -> None:
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.press("x")
        assert served.writes == [], "cutting alone sends nothing"
        await user.select("Else")
        await user.press("p")
        question = user.on(ConfirmScreen)
        assert question is not None
        await user.press("escape")
        assert served.writes == []
        await user.press("p")
        await user.answer("y")
        assert [each.method for each in served.writes] == ["POST", "DELETE"], "made before the old one goes"
        assert "Ask for Bob" in user.here()
        assert [step.type for step in main_line(served.store, AUTUMN)] == ["email", "conditional"]
        await user.press("p")
        assert "Nothing was copied" in user.messages()[-1], "what was cut is pasted once"


async def test_a_condition_is_not_put_into_itself_and_a_running_campaign_keeps_its_steps(served: Served) -> None:
    async with editing(served, AUTUMN) as user:
        await user.select("Opened")
        await user.press("x")
        await user.select("You opened it")
        await user.press("p")
        assert "stands there already" in user.messages()[-1]
    async with editing(served, LIVE) as user:
        await user.select("Running now")
        await user.press("x")
        await user.select("Call them")
        await user.press("p")
        assert "running" in user.messages()[-1]
        assert served.writes == []
    assert record_named(served.store, LIVE).name == LIVE
