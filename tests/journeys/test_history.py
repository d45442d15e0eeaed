"""What the app leaves of the campaigns that are opened: a snapshot when one has changed, and who did it."""

from __future__ import annotations

from tests.journeys.driver import account_of, running
from tests.journeys.stores import AUTUMN, main_line, record_named
from tests.support.served import Served
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
