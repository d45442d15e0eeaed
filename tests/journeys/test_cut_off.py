"""The next start after a crash: what was in flight, what became of it, and the rest of a plan."""

from __future__ import annotations

import json

from tests.journeys.driver import Editor, account_of, running
from tests.journeys.services.stores import WINTER, of_leadlex, store_of, subjects_of, winter
from tests.journeys.stores import AUTUMN, main_line, record_named
from tests.support.served import Served, serve
from tui.config import paths
from tui.plan.operations import DeleteStep
from tui.plan.serial import dumped
from tui.workspace.database import Database
from tui.workspace.journal import Journal, Sending


def _cut_off(served: Served, place: int) -> None:
    """What a Branchline leaves that was killed while it deleted a step of Autumn."""
    record, step = record_named(served.store, AUTUMN), main_line(served.store, AUTUMN)[place]
    operation = DeleteStep(
        campaign_id=record.id, title="Delete Call (step 2)", sequence_id=record.sequence_id or "", step_id=step.id
    )
    text = json.dumps(dumped(operation))
    sending = Sending("lemlist", record.id, AUTUMN, operation.title, "DELETE …", text)
    Journal(Database(paths.database_file())).begin(sending)


async def test_the_start_says_what_was_on_its_way_and_the_campaign_what_became_of_it(served: Served) -> None:
    _cut_off(served, 1)
    async with running(account_of(served)) as user:
        assert user.messages() == [
            "When Branchline ended, “Delete Call (step 2)” in “Autumn” was on its way. "
            "Open the campaign to see what became of it."
        ]
        await user.open(AUTUMN)
        assert user.messages()[-1] == (
            "“Delete Call (step 2)” was on its way when Branchline ended, a moment ago: the campaign does not show it, "
            "it was not made."
        )
        await user.quit()
    async with running(account_of(served)) as user:
        await user.open(AUTUMN)
        assert user.messages() == []
    assert served.writes == []


async def test_a_request_that_had_arrived(served: Served) -> None:
    _cut_off(served, 1)
    del main_line(served.store, AUTUMN)[1]
    async with running(account_of(served)) as user:
        await user.open(AUTUMN)
        assert "the campaign shows that it was made" in user.messages()[-1]


async def _stop_half_way(user: Editor, served: Served) -> None:
    await user.open(WINTER)
    served.faults.add("PATCH:*:500:1")
    await user.select("One")
    await user.start("", Subject="Put between", Body="Its text", Delay_days=5)
    await user.save()
    await user.agree("y")
    await user.dismiss()


async def test_a_plan_that_stopped_is_gone_on_with_after_a_new_start() -> None:
    with serve(store_of(winter("draft", "One", "Two", "Three"))) as served:
        account = account_of(served, service="leadlex")
        async with running(account, size=(120, 36)) as user:
            await _stop_half_way(user, served)
        # Left without a word, as by a crash: nothing asked, nothing answered.
        async with running(account, size=(120, 36)) as user:
            assert "Open the campaign to go on." in user.messages()[0]
            await user.open(WINTER)
            assert "2 requests are left. R goes on with it, or gives it up." in " ".join(user.messages())
            assert "go on" in user.bar()
            await user.press("R")
            await user.agree("y")
            assert subjects_of(of_leadlex(served.store)) == ["One", "Put between", "Two", "Three"]
            assert "go on" not in user.bar()
            assert not any("●" in row for row in user.rows()), "the input is sent"
        assert [write.method for write in served.writes] == ["POST", "PATCH", "PATCH", "PATCH"], "one was refused"


async def test_a_plan_that_is_given_up_after_a_new_start() -> None:
    with serve(store_of(winter("draft", "One", "Two", "Three"))) as served:
        account = account_of(served, service="leadlex")
        async with running(account, size=(120, 36)) as user:
            await _stop_half_way(user, served)
        async with running(account, size=(120, 36)) as user:
            await user.open(WINTER)
            await user.press("R")
            await user.agree("g")
        async with running(account, size=(120, 36)) as user:
            assert user.messages() == []
            await user.open(WINTER)
            assert "go on" not in user.bar()
