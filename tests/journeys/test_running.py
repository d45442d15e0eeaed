"""A campaign that people are going through: nothing happens to it without a question that says what it means."""

from __future__ import annotations

import pytest

from tests.journeys.driver import editing
from tests.journeys.stores import LIVE, main_line, record_named
from tests.support.served import Served
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.failure import FailureScreen


async def test_a_delete_is_refused_before_any_call_and_offers_the_way_out(served: Served) -> None:
    """Reason, remedy, Cancel focused; the longer way is one confirmed action: pause, delete, resume."""
    async with editing(served, LIVE) as user:
        assert "running" in user.top()
        await user.select("Call them")
        await user.delete()
        question: ConfirmScreen = user.on(ConfirmScreen)
        assert served.requests == []
        assert "lemlist refuses to delete a step while the campaign is running." in " ".join(user.text().split())
        assert "Pause, delete, resume" in user.text()
        assert question.focused is not None
        assert question.focused.id == "cancel"
        await user.press("enter")
        assert served.requests == []
        await user.delete()
        await user.answer("p")
        assert [write.path.rsplit("/", 1)[-1] for write in served.writes][::2] == ["pause", "start"]
        assert [write.method for write in served.writes] == ["POST", "DELETE", "POST"]
        assert len(main_line(served.store, LIVE)) == 1
        assert record_named(served.store, LIVE).status == "running"
        assert "running" in user.top()


@pytest.mark.parametrize("fault", ["DELETE:*:403", "DELETE:*:drop:*", "DELETE:*:500"])
async def test_it_is_resumed_when_the_delete_fails(fault: str, served: Served) -> None:
    """Whatever happens to the delete, the campaign runs again."""
    async with editing(served, LIVE) as user:
        await user.select("Call them")
        served.faults.add(fault)
        await user.delete()
        await user.answer("p")
        assert "not done" in await user.dismiss()
        assert record_named(served.store, LIVE).status == "running"
        assert len(main_line(served.store, LIVE)) == 2
        assert served.writes[0].path.endswith("/pause")
        assert served.writes[-1].path.endswith("/start")
        assert {write.method for write in served.writes[1:-1]} == {"DELETE"}
        assert "running" in user.top()
        assert user.tree.has_focus


async def test_a_campaign_that_stays_paused_is_said_to_be(served: Served) -> None:
    """When it cannot be started again, the user is told that it is paused, and the top line shows it."""
    async with editing(served, LIVE) as user:
        await user.select("Call them")
        served.faults.add("POST:/campaigns/*/start:403:*")
        await user.delete()
        await user.answer("p")
        told = " ".join(user.messages()) + user.text()
        assert "still paused" in told
        assert record_named(served.store, LIVE).status == "paused"
        assert "paused" in user.top()
        served.faults.clear()
        await user.press("S")
        await user.answer("y")
        assert "running" in user.top()


@pytest.mark.parametrize("kind", ["change", "add"])
async def test_a_save_asks_first(kind: str, served: Served) -> None:
    """Cancel sends nothing and leaves the form as it was; the answer sends it once."""
    async with editing(served, LIVE) as user:
        await user.select("Call them")
        if kind == "change":
            await user.edit()
            await user.fill({"Note": "Call them twice"})
        else:
            await user.start("SMS", Message="Call them twice")
        await user.save()
        user.on(ConfirmScreen)
        assert "The campaign is running." in user.text()
        await user.press("escape")
        assert served.writes == []
        assert user.in_form
        assert user.field, "the cursor is still in the form"
        assert "Call them twice" in user.pane()
        await user.save()
        await user.answer("y")
        assert len(served.writes) == 1
        assert not user.in_form
        assert "Call them twice" in user.here()


async def test_pausing_and_starting_ask(served: Served) -> None:
    """`S` asks both ways; the top line follows."""
    async with editing(served, LIVE) as user:
        await user.press("S")
        await user.press("S")
        user.on(ConfirmScreen)
        await user.press("escape")
        assert served.writes == []
        await user.press("S")
        await user.answer("y")
        assert "paused" in user.top()
        await user.press("S")
        await user.answer("y")
        assert "running" in user.top()
        assert not isinstance(user.app.screen, FailureScreen)
