"""Kit through the engine: plans in a document, writes whose answer was lost, unsaved input, whole sequences."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.providers.kit.connected import connected, new_store, put, stored
from tests.support.served import Served
from tui.plan.operations import AddStep, UpdateSettings, UpdateStep
from tui.providers.errors import Conflict, LostAnswer, Sent, ServiceError, TimedOut
from tui.providers.kit.emails import Email
from tui.providers.kit.settings import KitSettings
from tui.sandbox.kit.records import Sequence
from tui.workspace import containers
from tui.workspace.document import Document
from tui.workspace.engine import Outcome, Refused
from tui.workspace.pausing import switch
from tui.workspace.plans import PlanStopped, carry_out, go_on

LOST = ("The answer was lost, but the campaign shows that the change was made.",)
AFTER = ["drop-after", "500-after", "502-after", "html-after", "half-json"]
BEFORE = ["drop", "500", "html"]


@dataclass
class Opened:
    """A sequence that is open over a served sandbox."""

    document: Document
    served: Served
    record: Sequence

    @property
    def shown(self) -> list[str]:
        return [step.content.headline() for step in self.document.baseline.sequence.steps]

    @property
    def writes(self) -> list[tuple[str, Any]]:
        return [(each.method, (each.body or {}).get("position")) for each in self.served.writes]

    def add(self, index: int, **values: Any) -> AddStep:
        """The add of a new draft in front of the e-mail at `index`."""
        document, steps = self.document, self.document.baseline.sequence.steps
        after = steps[index - 1].key if index else None
        key = document.start_new(Email, document.baseline.sequence.key, after)
        document.keep(key, {"subject": "new", "delay_value": "1", "delay_unit": "days", **values})
        operation = self.saving(key)
        assert isinstance(operation, AddStep)
        return operation

    def change(self, place: int, **values: Any) -> UpdateStep:
        """The change of an e-mail, its draft kept."""
        key = self.document.baseline.sequence.steps[place].key
        self.document.keep(key, values)
        operation = self.saving(key)
        assert isinstance(operation, UpdateStep)
        return operation

    def saving(self, key: str) -> AddStep | UpdateStep:
        content, problems = self.document.check(key, self.document.values(key))
        assert content is not None, problems
        return self.document.saving(key, content)

    def key(self, place: int) -> str:
        return self.document.baseline.sequence.steps[place].key


@asynccontextmanager
async def opened(
    *faults: str, positions: tuple[int, ...] = (0, 1, 2), switches: tuple[str, ...] = (), active: bool = False
) -> AsyncIterator[Opened]:
    """E-mails `a`, `b`, …, opened; then the faults begin."""
    store = new_store(*switches)
    record = put(store, *positions, active=active)
    async with connected(store) as (served, provider):
        document = Document(provider)
        await document.load(str(record.id))
        served.forget()
        for fault in faults:
            served.faults.add(fault)
        yield Opened(document, served, record)


async def test_an_add_between_others_is_carried_out_and_verified() -> None:
    async with opened() as open_:
        operation = open_.add(1)
        assert await carry_out(open_.document, operation) == Outcome(operation.key, True, ())
        assert open_.writes == [("PUT", 3), ("PUT", 2), ("POST", 1)]
        assert open_.shown == stored(open_.record) == ["a", "new", "b", "c"]
        assert open_.document.baseline.sequence.steps[1].key == operation.key
        assert (open_.document.drafts, open_.document.rest) == ({}, None)
        assert len(open_.served.exchanges) == 3, "the answers are the record: nothing is read back"


async def test_a_move_is_carried_out_and_verified() -> None:
    async with opened() as open_:
        moved = open_.key(2)
        outcome = await carry_out(open_.document, open_.document.moving(moved, -2))
        assert outcome == Outcome(moved, True, ())
        assert open_.shown == stored(open_.record) == ["c", "a", "b"]


@pytest.mark.parametrize("fault", AFTER)
@pytest.mark.parametrize("index", [0, 1, 3])
async def test_an_add_that_arrived_is_found_and_not_sent_again(fault: str, index: int) -> None:
    async with opened(f"POST:*:{fault}") as open_:
        operation = open_.add(index)
        outcome = await carry_out(open_.document, operation)
        assert (outcome.key, outcome.verified, outcome.notes) == (operation.key, True, LOST)
        assert [method for method, _ in open_.writes].count("POST") == 1
        assert open_.shown == stored(open_.record)
        assert open_.shown[index] == "new"


@pytest.mark.parametrize("fault", BEFORE)
async def test_an_add_that_did_not_arrive_stays_unclear_and_can_be_sent_again(fault: str) -> None:
    """The list may be late, so that it does not show the e-mail proves nothing (contract 6)."""
    async with opened(f"POST:*:{fault}") as open_:
        operation = open_.add(3)
        with pytest.raises(TimedOut) as caught:
            await carry_out(open_.document, operation)
        assert caught.value.sent is Sent.UNKNOWN
        assert "does not show it yet" in caught.value.remedy
        assert operation.key in open_.document.drafts
        assert (await carry_out(open_.document, operation)).verified
        assert stored(open_.record) == ["a", "b", "c", "new"]


async def test_an_add_that_arrived_but_is_not_listed_yet_is_refused_the_second_time() -> None:
    """The explicit position makes the difference: without it there would be two of them now."""
    async with opened("POST:*:drop-after", switches=("lag_seconds=200",)) as open_:
        operation = open_.add(3)
        with pytest.raises(TimedOut):
            await carry_out(open_.document, operation)
        with pytest.raises(Conflict, match="stands at this position by now"):
            await carry_out(open_.document, operation)
        assert stored(open_.record) == ["a", "b", "c", "new"]
        assert operation.key in open_.document.drafts
        _catch_up(open_)
        outcome = await carry_out(open_.document, operation)
        assert outcome.notes == ("An earlier try had added the step already; it was not added again.",)
        assert stored(open_.record) == open_.shown == ["a", "b", "c", "new"]
        assert len(open_.writes) == 2


def _catch_up(open_: Opened) -> None:
    """Let the lists show what is."""
    store = open_.served.store
    store.switches = replace(store.switches, kit=replace(store.switches.kit, lag_seconds=0.0))


@pytest.mark.parametrize("fault", AFTER)
async def test_a_change_that_arrived_is_found_even_in_a_late_list(fault: str) -> None:
    async with opened(f"PUT:*:{fault}", switches=("lag_seconds=200",)) as open_:
        outcome = await carry_out(open_.document, open_.change(0, subject="changed"))
        assert (outcome.verified, outcome.notes) == (True, LOST)
        assert open_.shown == ["changed", "b", "c"]
        assert len(open_.writes) == 1


@pytest.mark.parametrize("fault", BEFORE)
async def test_a_change_that_did_not_arrive_fails_and_keeps_what_was_typed(fault: str) -> None:
    async with opened(f"PUT:*:{fault}") as open_:
        with pytest.raises(ServiceError) as caught:
            await carry_out(open_.document, open_.change(0, subject="changed"))
        assert caught.value.sent is Sent.NO
        assert open_.document.drafts[open_.key(0)].values == {"subject": "changed"}


@pytest.mark.parametrize("late", [(), ("lag_seconds=200",)])
async def test_a_delete_that_arrived_is_found(late: tuple[str, ...]) -> None:
    async with opened("DELETE:*:drop-after", switches=late) as open_:
        outcome = await carry_out(open_.document, open_.document.deleting(open_.key(1)))
        assert outcome.verified
        assert open_.shown == stored(open_.record) == ["a", "c"]
        assert [method for method, _ in open_.writes] == ["DELETE"]


async def test_a_plan_that_stops_goes_on_where_it_was() -> None:
    async with opened("PUT:*/emails/2:500:*") as open_:
        with pytest.raises(PlanStopped) as caught:
            await carry_out(open_.document, open_.add(0))
        assert "Stopped after 1 of 4 requests, at “Make room (step 2: position 1 → 2)”" in caught.value.cause
        open_.served.faults.clear()
        outcome = await go_on(open_.document)
        assert outcome.verified
        assert open_.shown == stored(open_.record) == ["new", "a", "b", "c"]
        assert open_.document.rest is None


async def test_a_plan_that_lost_an_answer_in_the_middle_goes_on_by_itself() -> None:
    async with opened("PUT:*/emails/2:drop-after", switches=("lag_seconds=200",)) as open_:
        outcome = await carry_out(open_.document, open_.add(0))
        assert (outcome.verified, outcome.notes) == (True, LOST)
        assert open_.shown == stored(open_.record) == ["new", "a", "b", "c"]
        assert open_.writes == [("PUT", 3), ("PUT", 2), ("PUT", 1), ("POST", 0)]


async def test_a_plan_stops_where_somebody_else_has_changed_the_order() -> None:
    async with opened("POST:*:500:1") as open_:
        with pytest.raises(PlanStopped):
            await carry_out(open_.document, open_.add(1))
        await open_.document.provider.perform(
            UpdateStep(
                campaign_id="1", title="Theirs", sequence_id="1", step_id="1", before=Email(), after=Email(position=1)
            )
        )
        with pytest.raises(PlanStopped) as caught:
            await go_on(open_.document)
        assert "Another e-mail stands at this position" in caught.value.cause
        assert stored(open_.record) == ["a", "b", "c"]


async def test_an_order_that_kit_would_refuse_is_not_even_begun() -> None:
    async with opened() as open_:
        open_.record.emails[1].delay_value = 0
        await open_.document.load("1")
        with pytest.raises(Refused, match="only the first e-mail may go out at once"):
            await carry_out(open_.document, open_.document.moving(open_.key(0), 1))
        assert open_.writes == []


@pytest.mark.parametrize(("start", "by", "requests"), [(0, 2, 1), (2, -2, 4)])
async def test_unsaved_input_survives_a_move(start: int, by: int, requests: int) -> None:
    """A position is in no form: what was typed for the same e-mail stays typed."""
    async with opened() as open_:
        key = open_.key(start)
        open_.document.keep(key, {"subject": "typed"})
        new = open_.add(1).key
        await carry_out(open_.document, open_.document.moving(key, by))
        assert len(open_.writes) == requests
        assert open_.document.drafts[key].values == {"subject": "typed"}
        assert open_.document.drafts[new].values["subject"] == "new"
        assert stored(open_.record)[start + by] == chr(97 + start)
        assert (await carry_out(open_.document, open_.saving(key))).verified
        assert "typed" in stored(open_.record)


async def test_an_add_whose_predecessor_moves_aside_is_not_in_its_own_way() -> None:
    async with opened(positions=(1, 2, 3, 4)) as open_:
        assert (await carry_out(open_.document, open_.add(1))).verified
        assert open_.writes == [("PUT", 0), ("POST", 1)]
        assert stored(open_.record) == ["a", "new", "b", "c", "d"]


async def test_pausing_and_starting_a_sequence() -> None:
    async with opened(active=True) as open_:
        assert (await switch(open_.document, running=False)).verified
        assert open_.document.baseline.head.status == "paused"
        assert (await switch(open_.document, running=True)).verified
        assert open_.record.active


@pytest.mark.parametrize("fault", ["drop-after", "500-after", "html-after"])
async def test_whole_sequences_whose_answers_were_lost(fault: str) -> None:
    async with opened(f"POST:*:{fault}", f"PUT:*:{fault}", f"DELETE:*:{fault}") as open_:
        provider, head = open_.document.provider, open_.document.baseline.head
        made, note = await containers.create(provider, KitSettings(name="Made"), frozenset({head.id}))
        assert (made.name, note) == ("Made", "The answer was lost, but the list shows that it was made.")
        before = await provider.settings(head.id)
        change = UpdateSettings(campaign_id=head.id, title="Rename", before=before, after=KitSettings(name="N"))
        assert await containers.change_settings(provider, head, change) == (
            "The answer was lost, but the change was made.",
        )
        assert await containers.remove(provider, head) == "The answer was lost, but it is gone."
        assert [each.method for each in open_.served.writes] == ["POST", "PUT", "DELETE"]


async def test_a_sequence_that_is_not_listed_yet_is_not_made_again() -> None:
    async with opened("POST:*:drop-after", switches=("lag_seconds=200",)) as open_:
        with pytest.raises(LostAnswer) as caught:
            await containers.create(open_.document.provider, KitSettings(name="Made"), frozenset({"1"}))
        assert "may be late by five minutes" in caught.value.remedy
        assert len(open_.served.writes) == 1
