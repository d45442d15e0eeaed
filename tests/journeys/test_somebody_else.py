"""Somebody else works on the same campaign: what was typed is not lost, and nothing is told that is not so."""

from __future__ import annotations

import pytest

from tests.journeys.driver import account_of, editing, running
from tests.journeys.stores import AUTUMN, every_step, main_line
from tests.support.served import Served, serve
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

TYPED = "Typed meanwhile"


async def test_the_step_is_deleted_elsewhere_while_its_form_is_open(served: Served) -> None:
    """The save is refused with a reason, nothing else is written, and the text can still be read."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        del main_line(served.store, AUTUMN)[1]
        await user.save()
        told = await user.dismiss()
        assert "not done" in told
        assert len(served.writes) == 1
        assert TYPED in user.text()


async def test_a_change_elsewhere_comes_with_a_reload(served: Served) -> None:
    """Fields that were not touched follow the service; the touched one stays as it was typed."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        await user.press("escape")
        main_line(served.store, AUTUMN)[1].delay = 9
        await user.press("r")
        assert "+9 d" in user.here()
        assert TYPED in user.here()
        await user.edit()
        await user.save()
        assert [write.body for write in served.writes] == [{"type": "phone", "message": TYPED}]


async def test_new_steps_elsewhere_keep_the_cursor(served: Served) -> None:
    """The cursor stays on its step, whatever is put before it."""
    async with editing(served, AUTUMN) as user:
        await user.select("Write a card")
        line = main_line(served.store, AUTUMN)
        line.insert(0, line[1].model_copy(update={"id": "stp_new"}))
        await user.press("r")
        assert "Write a card" in user.here()
        assert "Write a card" in user.pane()


async def test_the_campaign_runs_meanwhile(served: Served) -> None:
    """Started elsewhere after it was opened: the service refuses the delete, the user learns why, nothing is lost."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        record = next(each for each in served.store.state.lemlist.campaigns.values() if each.name == AUTUMN)
        record.state = "running"
        await user.delete()
        await user.answer("y")
        assert "running" in await user.dismiss()
        assert len(every_step(served.store, AUTUMN)) == 7
        await user.press("r")
        assert "running" in user.top()
        await user.delete()
        user.on(ConfirmScreen)
        assert "Pause, delete, resume" in user.text()


async def test_unsaved_input_goes_with_the_condition_that_is_deleted(served: Served) -> None:
    """The question says that it goes too, and afterwards nothing counts as unsaved."""
    async with editing(served, AUTUMN) as user:
        await user.select("You opened it")
        await user.edit()
        await user.fill({"Message": TYPED})
        await user.press("escape")
        await user.select("Opened an e-mail?")
        await user.delete()
        assert "The unsaved input of 1 step goes with it." in " ".join(user.text().split())
        await user.answer("y")
        assert "unsaved" not in user.top()
        await user.leave()
        assert not any("●" in row for row in user.rows())
        await user.press("q")
        assert user.app.return_code == 0, "nothing to ask about"


@pytest.mark.parametrize("name", ["one branch", "not there", "from the future"])
async def test_trees_that_no_editor_makes(name: str) -> None:
    """Shared and missing branches, unknown types: shown, walked through, explained; only what is safe is offered."""
    store = Store.open(None, seed="awkward", switches=Switches(rate_requests=0))
    with serve(store) as served:
        async with running(account_of(served)) as user:
            await user.open(name)
            user.on(EditorScreen)
            assert user.rows()
            for _ in user.rows():
                user.clean()
                await user.press("enter")
                if user.in_form:
                    await user.press("escape")
                assert "●" not in user.here()
                await user.press("right", "down")
            assert served.writes == []
            if name == "from the future":
                await user.select("?")
                assert "can be looked at and deleted" in " ".join(user.pane().split())
                await user.press("e")
                assert any("does not know the step type" in said for said in user.messages())
                await user.delete()
                await user.answer("y")
                assert [write.method for write in served.writes] == ["DELETE"]
            await user.leave()
            user.on(CampaignsScreen)
