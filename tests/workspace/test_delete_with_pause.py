"""Pause, delete, resume as one action: whatever fails on the way, the campaign runs again or somebody is told."""

from __future__ import annotations

import asyncio

import pytest

from tests.workspace.opened import opened
from tui.providers.errors import LostAnswer, ServiceError
from tui.workspace.engine import Outcome
from tui.workspace.pausing import LeftPaused, delete_with_pause
from tui.workspace.plans import carry_out

WRITES = ["pause", "DELETE", "start"]


def writes(calls: list[str]) -> list[str]:
    return [call for call in calls if call != "GET"]


async def test_it_deletes_and_resumes() -> None:
    async with opened(launched=True) as open_:
        operation, left = open_.delete(0), open_.steps[1].key
        assert await delete_with_pause(open_.document, operation) == Outcome(left, True)
        assert writes(open_.calls) == WRITES
        assert open_.record.state == "running"
        assert open_.document.baseline.head.status == "running"
        assert [step["message"] for step in open_.stored] == ["b", "c"]


@pytest.mark.parametrize("fault", ["400", "500", "drop"])
async def test_a_failed_delete_resumes_too(fault: str) -> None:
    async with opened(f"DELETE:*:{fault}:*", launched=True) as open_:
        with pytest.raises(ServiceError) as caught:
            await delete_with_pause(open_.document, open_.delete(0))
        assert caught.value.status in (400, 500, 200, None)
        assert open_.calls[-2:] == ["start", "GET"], "its state is read back, its steps were read before"
        assert open_.record.state == "running"
        assert open_.document.baseline.head.status == "running"
        assert len(open_.steps) == 3


async def test_a_delete_and_a_resume_that_both_fail_are_told_together() -> None:
    async with opened("DELETE:*:400", "POST:*/start:403", launched=True) as open_:
        with pytest.raises(LeftPaused) as caught:
            await delete_with_pause(open_.document, open_.delete(0))
        assert isinstance(caught.value.__cause__, ServiceError)
        assert "400" in str(caught.value)
        assert "The campaign is still paused: " in str(caught.value)
        assert open_.record.state == "paused"


async def test_a_resume_that_fails_after_the_delete_is_part_of_the_outcome() -> None:
    async with opened("POST:*/start:403", launched=True) as open_:
        left = open_.steps[1].key
        outcome = await delete_with_pause(open_.document, open_.delete(0))
        assert (outcome.key, outcome.verified) == (left, False)
        assert outcome.notes[-1].startswith("The campaign is still paused: ")
        assert len(open_.stored) == 2


async def test_a_resume_whose_answer_was_lost_and_cannot_be_looked_up() -> None:
    async with opened("POST:*/start:drop-after", launched=True) as open_:
        provider = open_.document.provider
        start = provider.start

        async def and_then_nothing(campaign_id: str) -> str:
            open_.served.faults.add("GET:*:403:*")
            return await start(campaign_id)

        provider.start = and_then_nothing  # type: ignore[method-assign]
        outcome = await delete_with_pause(open_.document, open_.delete(0))
        assert outcome.notes[-1].startswith("The campaign may still be paused: ")


async def test_a_campaign_that_runs_again_but_cannot_be_read_is_not_called_paused() -> None:
    async with opened(launched=True) as open_:
        provider = open_.document.provider
        start = provider.start

        async def and_then_nothing(campaign_id: str) -> str:
            said = await start(campaign_id)
            open_.served.faults.add("GET:*:404")
            return said

        provider.start = and_then_nothing  # type: ignore[method-assign]
        outcome = await delete_with_pause(open_.document, open_.delete(0))
        assert outcome.verified
        assert len(outcome.notes) == 1
        assert outcome.notes[0].startswith("The campaign runs again, but could not be read: ")


async def test_a_pause_that_fails_touches_nothing() -> None:
    async with opened("POST:*/pause:403", launched=True) as open_:
        with pytest.raises(ServiceError):
            await delete_with_pause(open_.document, open_.delete(0))
        assert writes(open_.calls) == ["pause"]
        assert open_.record.state == "running"


async def test_a_campaign_that_somebody_has_paused_stays_paused() -> None:
    """It was running when the question was asked; starting it now would be nobody's wish."""
    async with opened(launched=True) as open_:
        operation = open_.delete(0)
        open_.record.state = "paused"
        assert (await delete_with_pause(open_.document, operation)).verified
        assert writes(open_.calls) == ["DELETE"]
        assert open_.record.state == "paused"


async def test_reading_that_fails_behind_the_pause_resumes() -> None:
    async with opened(launched=True) as open_:
        provider = open_.document.provider
        pause = provider.pause

        async def and_then_nothing(campaign_id: str) -> str:
            said = await pause(campaign_id)
            open_.served.faults.add("GET:*:404")
            return said

        provider.pause = and_then_nothing  # type: ignore[method-assign]
        with pytest.raises(ServiceError):
            await delete_with_pause(open_.document, open_.delete(0))
        assert writes(open_.calls) == ["pause", "start"]
        assert open_.record.state == "running"
        assert len(open_.stored) == 3


async def test_a_caller_who_goes_away_in_the_middle_leaves_no_paused_campaign() -> None:
    async with opened("DELETE:*:latency=0.2", launched=True) as open_:
        asked = asyncio.create_task(delete_with_pause(open_.document, open_.delete(0)))
        while "DELETE" not in open_.calls:
            await open_.arrived(len(open_.calls) + 1)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        async with open_.document.lock:
            assert writes(open_.calls) == WRITES
            assert open_.record.state == "running"
            assert len(open_.steps) == 2


async def test_a_fault_of_our_own_in_the_middle_resumes_too() -> None:
    async with opened(launched=True) as open_:

        async def broken(operation: object) -> object:
            raise RuntimeError(f"a fault: {operation!r}")

        open_.document.provider.perform = broken  # type: ignore[assignment, method-assign]
        with pytest.raises(RuntimeError):
            await delete_with_pause(open_.document, open_.delete(0))
        assert open_.record.state == "running"
        assert not open_.document.lock.locked()


async def test_nothing_else_happens_to_the_campaign_in_between() -> None:
    async with opened("DELETE:*:latency=0.1", launched=True) as open_:
        delete, change = open_.delete(0), open_.change(1, message="B")
        both = (delete_with_pause(open_.document, delete), carry_out(open_.document, change))
        outcomes = await asyncio.gather(*both)
        assert all(outcome.verified for outcome in outcomes)
        assert writes(open_.calls) == [*WRITES, "PATCH"]


async def test_a_lost_answer_of_the_delete_is_settled_while_paused() -> None:
    async with opened("DELETE:*:drop-after:*", launched=True) as open_:
        try:
            outcome = await delete_with_pause(open_.document, open_.delete(0))
        except LostAnswer:
            pytest.fail("the step is gone, so the delete is done")
        assert outcome.verified
        assert (open_.record.state, len(open_.stored)) == ("running", 2)
