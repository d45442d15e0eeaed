"""Carrying out changes when everything works, and when the service says no: verdict, one write, read back, compare."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.workspace.opened import opened
from tui.model.tree import find_step, walk
from tui.plan.operations import AddStep, DeleteStep
from tui.providers.errors import Conflict, Invalid, NotFound, ServerFailed
from tui.sandbox.demo.builder import Line
from tui.sandbox.lemlist.records import Lead
from tui.workspace.engine import Outcome, Refused
from tui.workspace.pausing import switch
from tui.workspace.plans import carry_out


async def test_an_add_is_verified_and_keeps_its_key() -> None:
    async with opened() as open_:
        operation = open_.add("sms", 1, message="new")
        assert await carry_out(open_.document, operation) == Outcome(operation.key, True)
        assert [step["message"] for step in open_.stored] == ["a", "new", "b", "c"]
        assert open_.steps[1].key == operation.key
        assert open_.document.drafts == {}
        assert open_.calls == ["POST", "GET", "GET"]
        assert open_.served.writes[0].body == {"type": "sms", "message": "new", "index": 1}


async def test_a_change_sends_the_touched_field_alone() -> None:
    async with opened() as open_:
        key = open_.steps[2].key
        assert await carry_out(open_.document, open_.change(2, message="C", delay="4")) == Outcome(key, True)
        assert open_.served.writes[0].body == {"type": "sms", "message": "C", "delay": 4}
        assert open_.stored[2] == {"type": "sms", "delay": 4, "message": "C"}
        assert open_.document.drafts == {}


async def test_a_change_of_nothing_sends_nothing() -> None:
    async with opened() as open_:
        outcome = await carry_out(open_.document, open_.change(0, message="a", delay=" 0 "))
        assert outcome.verified
        assert open_.served.writes == []


async def test_a_new_condition_shows_its_branches_and_takes_steps() -> None:
    async with opened() as open_:
        operation = open_.add("conditional", condition_key="hasScore", delay_type="within", delay=3)
        assert (await carry_out(open_.document, operation)).verified
        step = open_.steps[3]
        assert step.key == operation.key
        met, other = step.branches
        assert (met.is_else, other.is_else) == (False, True)
        for branch in (met, other):
            key = open_.document.start_new(open_.document.type_named("sms"), branch.sequence.key, None)
            open_.document.keep(key, {"message": branch.label})
            assert (await carry_out(open_.document, open_.saving(key, AddStep))).verified
        found = [spot.step.content.values()["message"] for spot in walk(open_.document.baseline) if spot.way]
        assert found == [met.label, other.label]


@pytest.mark.parametrize(("place", "left"), [(0, "b"), (1, "c"), (2, "b")])
async def test_a_delete_moves_the_cursor_to_a_neighbour(place: int, left: str) -> None:
    async with opened() as open_:
        key = open_.steps[place].key
        outcome = await carry_out(open_.document, open_.delete(place))
        assert outcome.verified
        assert find_step(open_.document.baseline, key) is None
        selected = find_step(open_.document.baseline, outcome.key or "")
        assert selected is not None
        assert selected.step.content.values()["message"] == left


async def test_the_last_step_of_a_branch_gives_the_cursor_to_the_branch() -> None:
    def write(line: Line) -> None:
        met, _ = line.branch("hasScore")
        met.add("sms", message="only")

    async with opened(write=write) as open_:
        branch = open_.steps[0].branches[0]
        outcome = await carry_out(open_.document, open_.document.deleting(branch.sequence.steps[0].key))
        assert outcome.key == branch.key
        outcome = await carry_out(open_.document, open_.delete(0))
        assert outcome == Outcome(None, True)


async def test_a_wrong_place_is_told_and_learnt() -> None:
    async with opened(switches=("index_base=1",)) as open_:
        outcome = await carry_out(open_.document, open_.add("sms", 2, message="new"))
        assert not outcome.verified
        assert outcome.notes == ("The step is at place 2, asked was place 3.",)
        assert (await carry_out(open_.document, open_.add("sms", 3, message="again"))).verified


async def test_a_stored_difference_is_told() -> None:
    async with opened() as open_:
        operation = open_.change(0, message="mine")
        perform = open_.document.provider.perform

        async def and_somebody_else(each: Any) -> Any:
            done = await perform(each)
            open_.main.steps[0].content["message"] = "theirs"
            return done

        open_.document.provider.perform = and_somebody_else  # type: ignore[assignment, method-assign]
        outcome = await carry_out(open_.document, operation)
        assert (outcome.verified, outcome.notes) == (False, ("Message was stored differently from what was sent.",))


@pytest.mark.parametrize(("status", "kind"), [("400", Invalid), ("404", NotFound)])
async def test_a_refusal_keeps_the_draft_and_the_tree(status: str, kind: type[Exception]) -> None:
    async with opened(f"POST:*:{status}", f"PATCH:*:{status}") as open_:
        before = open_.document.baseline
        for operation in (open_.add("sms", message="x"), open_.change(0, message="y")):
            with pytest.raises(kind):
                await carry_out(open_.document, operation)
        assert open_.document.baseline is before
        assert len(open_.document.drafts) == 2
        assert open_.calls == ["POST", "PATCH"], "nothing was unclear, so nothing was read"


async def test_a_delete_while_running_is_refused_before_any_request() -> None:
    async with opened(launched=True) as open_:
        with pytest.raises(Refused, match="refuses to delete a step while the campaign is running"):
            await carry_out(open_.document, open_.delete(0))
        assert open_.calls == []


async def test_a_campaign_that_was_started_meanwhile_refuses_itself() -> None:
    async with opened() as open_:
        open_.record.leads.append(Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted"))
        with pytest.raises(Conflict, match="running"):
            await carry_out(open_.document, open_.delete(0))


async def test_an_unknown_step_is_not_changed_but_can_be_deleted() -> None:
    def write(line: Line) -> None:
        line.add("manual", title="x").type = "pigeonPost"

    async with opened(write=write) as open_:
        step = open_.steps[0]
        operation = open_.document.saving(step.key, step.content)
        with pytest.raises(Refused, match="pigeonPost"):
            await carry_out(open_.document, operation)
        assert (await carry_out(open_.document, open_.delete(0))).verified
        assert open_.stored == []


async def test_two_changes_at_once_go_one_after_the_other() -> None:
    async with opened("POST:*:latency=0.05:*", "PATCH:*:latency=0.05:*") as open_:
        first, second = open_.add("sms", message="x"), open_.change(0, message="y")
        outcomes = await asyncio.gather(carry_out(open_.document, first), carry_out(open_.document, second))
        assert all(outcome.verified for outcome in outcomes)
        assert open_.calls == ["POST", "GET", "GET", "PATCH", "GET", "GET"]
        assert not open_.document.lock.locked()


async def test_the_same_add_asked_twice_is_sent_once() -> None:
    async with opened("POST:*:latency=0.05:*") as open_:
        operation = open_.add("sms", message="x")
        first, second = await asyncio.gather(*(carry_out(open_.document, operation) for _ in range(2)))
        assert first == Outcome(operation.key, True)
        assert second == Outcome(operation.key, True, ("It was added already.",))
        assert len(open_.served.writes) == 1


async def test_a_caller_who_goes_away_does_not_cut_a_write_off() -> None:
    async with opened("POST:*:latency=0.2:*") as open_:
        operation = open_.add("sms", message="x")
        asked = asyncio.create_task(carry_out(open_.document, operation))
        await open_.arrived()
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        async with open_.document.lock:
            assert open_.steps[3].key == operation.key, "it was carried out, read back and taken over"
            assert open_.document.drafts == {}
        assert open_.calls == ["POST", "GET", "GET"]


async def test_a_caller_who_goes_away_while_waiting_sends_nothing() -> None:
    async with opened() as open_:
        operation = open_.add("sms", message="x")
        async with open_.document.lock:
            asked = asyncio.create_task(carry_out(open_.document, operation))
            await asyncio.sleep(0)
            asked.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asked
        assert open_.calls == []
        assert operation.key in open_.document.drafts


async def test_what_is_typed_while_it_is_sent_stays() -> None:
    async with opened("*:/sequences/*:latency=0.1:*") as open_:
        for operation in (open_.add("sms", message="x"), open_.change(0, message="y")):
            key = operation.key if isinstance(operation, AddStep) else open_.steps[0].key
            open_.served.forget()
            asked = asyncio.create_task(carry_out(open_.document, operation))
            await open_.arrived()
            open_.document.keep(key, {"message": "typed on", "delay": open_.document.values(key).get("delay")})
            assert (await asked).verified
            draft = open_.document.drafts[key]
            assert (draft.values, draft.new) == ({"message": "typed on"}, None)


async def test_switching() -> None:
    async with opened(launched=True) as open_:
        await switch(open_.document, running=False)
        assert (open_.record.state, open_.document.baseline.head.status) == ("paused", "paused")
        await switch(open_.document, running=True)
        assert (open_.record.state, open_.document.baseline.head.status) == ("running", "running")
        open_.served.faults.add("POST:*/pause:500:*")
        with pytest.raises(ServerFailed):
            await switch(open_.document, running=False)
        assert not open_.document.lock.locked()


async def test_ids_stay_inside_their_part_of_the_path() -> None:
    async with opened() as open_:
        campaign_id = open_.record.id
        for evil in ("x/../../team", "a'b", 'q"', "a?b#c", "ü/ö"):
            operation = DeleteStep(campaign_id=campaign_id, title="Delete", sequence_id=evil, step_id=evil)
            outcome = await carry_out(open_.document, operation)
            assert outcome.notes == ("It was gone already.",)
        assert all(path.startswith("/sequences/") and path.count("/steps/") == 1
                   for method, path, _ in open_.served.requests if method == "DELETE")  # fmt: skip
        assert len(open_.stored) == 3
