"""What the app leaves of the campaigns that are opened: a snapshot when one has changed, and who did it."""

from __future__ import annotations

from tests.journeys.driver import account_of, running
from tests.journeys.services.stores import COURSE, course, store_of
from tests.journeys.stores import AUTUMN, main_line, record_named
from tests.support.served import Served, serve
from tui.config import paths
from tui.workspace.database import Database
from tui.workspace.history import History


async def test_opening_changing_and_opening_again(served: Served) -> None:
    for turn in range(3):
        if turn == 2:
            main_line(served.store, AUTUMN)[1].content["message"] = "Ask for Ben"
        async with running(account_of(served)) as user:
            await user.open(AUTUMN)
            if turn == 1:
                await user.select("Write a card")
                await user.change(Delay=6)
            await user.quit()
    history = History(Database(paths.database_file()))
    found = history.listed("lemlist", record_named(served.store, AUTUMN).id)
    assert [(each.who, each.words) for each in found] == [
        ("somebody else", "~1 step"), ("branchline", "~1 step"), ("", "first seen"),
    ]  # fmt: skip
    assert len(history.campaigns()) == 1, "counting the steps of a list keeps nothing"


async def test_settings_that_were_changed_here_are_ours() -> None:
    with serve(store_of(course("One"))) as served:
        async with running(account_of(served, service="kit")) as user:
            await user.open(COURSE)
            await user.press("E")
            await user.fill({"Hour": 9})
            await user.send()
            await user.quit()
        history = History(Database(paths.database_file()))
        (head,) = history.campaigns()
        newest, oldest = history.listed(head.account, head.id)
        assert (newest.who, newest.words) == ("branchline", "settings")
        assert (oldest.settings["send_hour"], newest.settings["send_hour"]) == (11, 9)
        async with running(account_of(served, service="kit")) as user:
            await user.open(COURSE)
            await user.quit()
        assert len(history.listed(head.account, head.id)) == 2
