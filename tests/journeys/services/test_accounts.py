"""Accounts of several services side by side: one list, one that fails, and accounts that must not be changed."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, account_of, running
from tests.journeys.services.stores import COURSE, WINTER, course, of_kit, store_of, winter
from tests.journeys.services.table import TABLE, Row, small_store
from tests.journeys.stores import LIVE
from tests.support.served import serve
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.pick import PickScreen

SERVICES = ("lemlist", "leadlex", "kit")


async def test_one_list_of_all_accounts() -> None:
    """Each campaign with its account, found by it; names and states in the words of its service."""
    with serve(store_of(winter("active"), course())) as served:
        async with running(*(account_of(served, service=each) for each in SERVICES)) as user:
            assert "3 accounts" in user.top()
            rows = user.rows()
            assert [row.split()[-1] for row in rows] == ["lemlist", "lemlist", "leadlex", "kit"]
            assert "● active" in rows[2]
            assert "‖ paused" in rows[3]
            assert rows[3].split()[-3:-1] == ["3", "steps"]
            assert served.writes == []
            assert not any(each.path.startswith("/v1/campaigns/") for each in served.requests), "calls are scarce"
            await user.point_at(WINTER)
            await user.press("enter")
            assert "leadlex" in user.top()
            assert WINTER in user.top()
            await user.leave()
            await user.press("escape", "slash")
            await user.write("kit", wait=False)
            await user.press("enter")
            user.on(EditorScreen)
            assert COURSE in user.top()


async def test_one_account_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong key: a page that names the account; the others are listed and can be edited."""
    monkeypatch.setenv("BRANCHLINE_LEADLEX_API_KEY", "wbk_wrong")
    with serve(small_store()) as served:
        async with running(*(account_of(served, service=each) for each in SERVICES)) as user:
            told = await user.dismiss()
            assert "“leadlex” could not be listed" in told
            assert "LeadLex does not accept the key" in told
            assert "wbk_wrong" not in told
            assert [row.split()[-1] for row in user.rows()] == ["lemlist", "lemlist", "kit"]
            await user.open(COURSE)
            await user.edit()
            await user.fill({"Subject": "Still works"})
            await user.send()
            assert of_kit(served.store).in_order()[0].subject == "Still works"


async def test_a_new_campaign_of_lemlist() -> None:
    """`n` asks for the account where there are several; a lemlist campaign has a name, and opens empty."""
    with serve(small_store()) as served:
        async with running(*(account_of(served, service=each) for each in SERVICES), size=(110, 34)) as user:
            await user.press("n")
            user.on(PickScreen)
            await user.write("lemlist")
            await user.press("enter")
            await user.save()
            assert served.writes == []
            assert user.field == "Name"
            await user.fill({"Name": "Harvest"})
            await user.send()
            assert [(write.method, write.path) for write in served.writes] == [("POST", "/campaigns")]
            assert served.writes[0].body["name"] == "Harvest"
            user.on(EditorScreen)
            assert "Harvest" in user.top()
            assert "a adds the first one" in user.text()
            served.forget()
            await user.start("SMS", Message="The first of all")
            await user.save()
            assert [write.method for write in served.writes] == ["POST"]
            assert "The first of all" in user.here()
            await user.leave()
            await user.point_at("Harvest")
            await user.press("d")
            user.on(CampaignsScreen)
            assert "lemlist" in user.messages()[-1], "what cannot be deleted there is said"


@pytest.mark.parametrize(
    ("row", "marked"),
    [*((row, True) for row in TABLE), (TABLE[-1], False)],
    ids=[*(row.service for row in TABLE), "option"],
)
async def test_nothing_but_reading_leaves_a_read_only_account(row: Row, marked: bool) -> None:
    """Every key that changes something: no request but GET, and a sentence that says why."""
    sequence = course(active=True)
    sequence.in_order()[1].published = False
    with serve(store_of(winter(), sequence)) as served:
        account = account_of(served, service=row.service, read_only=marked)
        async with running(account, size=(110, 34), read_only=not marked) as user:
            campaign = LIVE if row.service == "lemlist" else row.campaign
            await user.point_at(campaign)
            await _refused(user, "n", "e", "d")
            user.on(CampaignsScreen)
            await user.press("enter")
            user.on(EditorScreen)
            assert "read-only" in user.top()
            await user.press("down")
            await _refused(user, *"aedES", "enter", "shift+up", *("o" if row.service == "kit" else ""))
            await user.press("r", "2", "3", "1", "y", "x", "ctrl+s", "R", "u", "i", "escape")
            await _refused(user, "p")
            user.on(EditorScreen)
            assert {each.method for each in served.requests} == {"GET"}


async def _refused(user: Editor, *keys: str) -> None:
    """Each key opens nothing, and a sentence says why."""
    for key in keys:
        user.app.clear_notifications()
        before = user.app.screen
        await user.press(key)
        assert user.app.screen is before, key
        assert any("read-only" in said for said in user.messages()), key
