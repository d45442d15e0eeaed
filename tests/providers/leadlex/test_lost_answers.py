"""Writes whose answer was lost, settled through the engine: looked for once, never sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.connected import adding, changing, deleting, email, enroll, opened, shown, stored
from tui.providers.errors import LostAnswer, NotFound, Sent, ServiceError
from tui.workspace.engine import Outcome
from tui.workspace.pausing import delete_with_pause, switch
from tui.workspace.plans import carry_out

LOST = ("The answer was lost, but the campaign shows that the change was made.",)
AFTER = ["drop-after", "500-after", "502-after", "html-after", "half-json"]


@pytest.mark.parametrize("fault", AFTER)
async def test_an_add_that_arrived_is_found(fault: str) -> None:
    async with opened(f"POST:*:{fault}") as (document, served, record):
        operation = adding(document.baseline, email(), key="new")
        assert await carry_out(document, operation) == Outcome("new", True, LOST)
        assert [each.method for each in served.requests] == ["POST", "GET", "GET"], "read once to settle it"
        assert [step.key for step in document.baseline.sequence.steps][-1] == "new"
        assert shown(document.baseline) == stored(record)
        assert len(record.steps) == 4
        await document.load(record.id)
        assert [step.key for step in document.baseline.sequence.steps][-1] == "new"


async def test_an_add_that_did_not_arrive_can_be_sent_again() -> None:
    async with opened("POST:*:drop") as (document, served, record):
        operation = adding(document.baseline, email(), key="new")
        with pytest.raises(LostAnswer) as caught:
            await carry_out(document, operation)
        assert caught.value.sent is Sent.NO
        assert (await carry_out(document, operation)).verified
        assert len(record.steps) == 4
        assert len(served.writes) == 2


async def test_an_add_that_cannot_be_settled_is_looked_for_before_it_is_sent_again() -> None:
    async with opened("POST:*:drop-after", "GET:*:404:1") as (document, served, record):
        operation = adding(document.baseline, email(), key="new")
        with pytest.raises(LostAnswer) as caught:
            await carry_out(document, operation)
        assert caught.value.sent is Sent.UNKNOWN
        outcome = await carry_out(document, operation)
        assert outcome.notes == ("An earlier try had added the step already; it was not added again.",)
        assert len(served.writes) == 1
        assert len(record.steps) == 4


@pytest.mark.parametrize("fault", AFTER)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
async def test_a_change_and_a_delete_that_arrived_are_found(method: str, fault: str) -> None:
    async with opened(f"{method}:*:{fault}") as (document, served, record):
        step = document.baseline.sequence.steps[0]
        operation: Any = (
            changing(document.baseline, step, email()) if method == "PATCH" else deleting(document.baseline, step)
        )
        outcome = await carry_out(document, operation)
        assert outcome.verified
        assert outcome.notes == LOST
        assert [each.method for each in served.requests] == [method, "GET", "GET"]
        assert shown(document.baseline) == stored(record)


async def test_a_delete_of_what_is_gone_is_done() -> None:
    async with opened() as (document, served, record):
        operation = deleting(document.baseline, document.baseline.sequence.steps[0])
        del record.steps[0]
        outcome = await carry_out(document, operation)
        assert outcome.notes == ("It was gone already.",)
        assert len(served.writes) == 1


async def test_a_change_of_what_is_gone_is_an_error() -> None:
    async with opened() as (document, _, record):
        operation = changing(document.baseline, document.baseline.sequence.steps[0], email())
        del record.steps[0]
        with pytest.raises(NotFound, match="no such step"):
            await carry_out(document, operation)


async def test_a_delete_pauses_and_resumes_an_active_campaign() -> None:
    async with opened(status="active") as (document, served, record):
        enroll(served.store, record, 1)
        operation = deleting(document.baseline, document.baseline.sequence.steps[0])
        outcome = await delete_with_pause(document, operation)
        assert outcome.verified
        assert record.status == "active"
        assert document.baseline.is_running
        assert [each.path.rpartition("/")[2] for each in served.writes] == ["pause", "step_1", "start"]
        assert document.baseline.head.steps == 2


async def test_a_delete_while_active_is_possible_too() -> None:
    async with opened(status="active") as (document, served, record):
        outcome = await carry_out(document, deleting(document.baseline, document.baseline.sequence.steps[0]))
        assert outcome.verified
        assert len(record.steps) == 2
        assert [each.method for each in served.requests] == ["DELETE"]


async def test_a_start_that_waits_for_approval_is_told() -> None:
    async with opened(switches=("approval=1",)) as (document, served, record):
        for _ in range(2):
            enroll(served.store, record, 0, "pending")
        outcome = await switch(document, running=True)
        assert document.baseline.head.status == "pending"
        assert len(outcome.notes) == 1
        assert "approval" in outcome.notes[0]


async def test_a_first_step_makes_an_empty_campaign_startable() -> None:
    async with opened(subjects="") as (document, _, record):
        provider = document.provider
        assert not provider.verdict("start", document.baseline.head).allowed
        await carry_out(document, adding(document.baseline, email(), key="new"))
        assert provider.verdict("start", document.baseline.head).allowed
        await carry_out(document, deleting(document.baseline, document.baseline.sequence.steps[0]))
        assert not provider.verdict("start", document.baseline.head).allowed
        assert record.steps == []


async def test_a_read_that_fails_is_an_error() -> None:
    async with opened("GET:*:403:*") as (document, _, record):
        with pytest.raises(ServiceError):
            await document.load(record.id)
