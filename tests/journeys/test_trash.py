"""What is deleted in the app lies in the trash: steps with their place, whole sequences with their file."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.driver import account_of, running
from tests.journeys.services.stores import COURSE, course, store_of
from tests.journeys.stores import AUTUMN
from tests.support.served import Served, serve
from tui.config import paths
from tui.workspace.database import Database
from tui.workspace.trash import Thrown, Trash


def _trash() -> list[Thrown]:
    return Trash(Database(paths.database_file())).listed()


def _copy(thrown: Thrown) -> str:
    return Path(thrown.file).read_text(encoding="utf-8")


async def test_a_step_of_a_branch(served: Served) -> None:
    async with running(account_of(served)) as user:
        await user.open(AUTUMN)
        await user.select("Write a card")
        await user.delete()
        await user.agree("y")
        (thrown,) = _trash()
        assert (thrown.name, thrown.state, thrown.steps) == (AUTUMN, "gone", 1)
        assert thrown.place is not None
        assert thrown.place.words == "step 1 of Else"


async def test_a_whole_sequence() -> None:
    with serve(store_of(course("One", "Two"))) as served:
        async with running(account_of(served, service="kit")) as user:
            await user.press("d")
            await user.agree("y")
            (thrown,) = _trash()
            assert (thrown.title, thrown.place, thrown.steps) == (COURSE, None, 2)
            assert "One" in _copy(thrown)
