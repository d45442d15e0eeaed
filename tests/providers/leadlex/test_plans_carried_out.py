"""Plans through the engine: what is sent, stops at every request, lost answers, other people, unsaved input."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.providers.leadlex.connected import adding, email, lines_of, moving, opened, shown, stored
from tui.plan.operations import StepOperation
from tui.providers.base import Done
from tui.providers.errors import Forbidden
from tui.providers.leadlex.email import Email
from tui.sandbox.leadlex.records import Campaign as Record
from tui.workspace.document import Document
from tui.workspace.engine import Outcome, Refused
from tui.workspace.plans import PlanStopped, carry_out, go_on


async def test_an_insert_is_carried_out() -> None:
    async with opened(subjects="abc") as (document, served, record):
        key = document.start_new(Email, document.baseline.sequence.key, document.baseline.sequence.steps[0].key)
        document.keep(key, email().values())
        second = document.start_new(Email, document.baseline.sequence.key, key)
        document.keep(second, email("second").values())
        content, _ = document.check(key, document.values(key))
        assert content is not None
        heard: list[tuple[int, int, str]] = []
        outcome = await carry_out(document, document.saving(key, content), lambda *told: heard.append(told))
        assert outcome == Outcome(document.baseline.sequence.steps[1].key, True)
        path = f"/{record.id}/steps"
        assert lines_of(served) == [f"POST {path}", f"PATCH {path}/step_3", f"PATCH {path}/step_2"]
        assert [row[0] for row in stored(record)] == ["a", "new", "b", "c"]
        assert shown(document.baseline) == stored(record)
        assert [each[:2] for each in heard] == [(0, 3), (1, 3), (2, 3)]
        order = [step.content.headline() for step in document.shown().sequence.steps]
        assert order == ["a", "new", "second", "b", "c"], "a new step behind the new one stays behind it"


@pytest.mark.parametrize("status", ["draft", "paused"])
async def test_a_move_is_carried_out(status: str) -> None:
    async with opened(subjects="abc", status=status) as (document, served, record):
        ids = [step.id for step in record.steps]
        outcome = await carry_out(document, document.moving(document.baseline.sequence.steps[2].key, -1))
        assert outcome == Outcome(document.baseline.sequence.steps[1].key, True)
        assert [row[0] for row in stored(record)] == ["a", "c", "b"]
        assert [step.id for step in record.steps] == ids
        assert shown(document.baseline) == stored(record)
        assert [each.method for each in served.requests] == ["POST", "PATCH", "PATCH", "DELETE"]


async def _stopped(document: Document, operation: Any, record: Record) -> int:
    """Carry out with every request but one refused, and go on so until all is done; how often it stopped.

    Whenever it stops, nothing is lost.
    """
    old, stops, left = Counter(stored(record)), 0, 0
    perform = document.provider.perform

    async def stingy(each: StepOperation) -> Done:
        nonlocal left
        if not left:
            raise Forbidden("No.", "Wait.")
        left -= 1
        return await perform(each)

    document.provider.perform = stingy  # type: ignore[assignment, method-assign]
    with pytest.raises(Forbidden):
        await carry_out(document, operation)
    assert document.rest is None, "nothing was done, so nothing is left to go on with"
    while stops < 20:
        left = 1
        try:
            await (carry_out(document, operation) if document.rest is None else go_on(document))
        except PlanStopped:
            stops += 1
        else:
            return stops
        assert not old - Counter(stored(record))
    raise AssertionError("it never ended")


async def test_an_insert_that_stops_everywhere_goes_on() -> None:
    async with opened(subjects="abcd") as (document, _, record):
        operation = adding(document.baseline, email(), 1, key="k")
        assert await _stopped(document, operation, record) == 3
        assert [row[0] for row in stored(record)] == ["a", "new", "b", "c", "d"]


async def test_a_move_that_stops_everywhere_goes_on() -> None:
    async with opened(subjects="abcd") as (document, _, record):
        assert await _stopped(document, moving(document.baseline, 0, 3), record) == 5
        assert [row[0] for row in stored(record)] == ["b", "c", "d", "a"]
        assert len(record.steps) == 4


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_lost_answers_in_a_plan_are_settled(method: str) -> None:
    async with opened(f"{method}:*:drop-after:1", subjects="abcd") as (document, served, record):
        outcome = await carry_out(document, moving(document.baseline, 3, 0))
        assert outcome.verified
        assert outcome.notes == ("The answer was lost, but the campaign shows that the change was made.",)
        assert [row[0] for row in stored(record)] == ["d", "a", "b", "c"]
        assert [each.method for each in served.writes] == ["POST", *["PATCH"] * 4, "DELETE"]
        assert [each.method for each in served.requests].count("GET") == 2, "read back once, not twice"


async def test_unsaved_input_in_the_way_of_a_plan_is_not_written_over() -> None:
    async with opened(subjects="abc") as (document, served, _):
        steps = document.baseline.sequence.steps
        document.keep(steps[1].key, {**steps[1].content.values(), "subject": "typed"})
        with pytest.raises(Refused, match="Step 2 has unsaved input"):
            await carry_out(document, moving(document.baseline, 0, 2))
        document.drop(steps[1].key)
        document.start_new(Email, document.baseline.sequence.key, steps[1].key)
        with pytest.raises(Refused, match="behind step 2"):
            await carry_out(document, moving(document.baseline, 0, 2))
        assert served.requests == []


async def test_somebody_elses_change_in_the_middle_stops_the_plan() -> None:
    async with opened("PATCH:*:403:1", subjects="abc") as (document, _, record):
        with pytest.raises(PlanStopped):
            await carry_out(document, adding(document.baseline, email(), 0, key="k"))
        record.steps[1].subject = "theirs"
        with pytest.raises(PlanStopped, match="Somebody else has changed"):
            await go_on(document)
        assert "theirs" in [row[0] for row in stored(record)]


async def test_a_refused_plan_is_refused_by_the_engine() -> None:
    async with opened(subjects="abc", status="active") as (document, served, _):
        with pytest.raises(Refused, match="Pause it first"):
            await carry_out(document, moving(document.baseline, 0, 2))
        assert served.requests == []
