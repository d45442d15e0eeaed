"""Writes without a clear answer: settled by reading back, never sent twice, and what was typed is never lost."""

from __future__ import annotations

import pytest

from tests.workspace.opened import Opened, opened
from tui.model.tree import find_step
from tui.providers.errors import BadAnswer, LostAnswer, Sent, ServerFailed, ServiceError, TimedOut
from tui.workspace.engine import Outcome
from tui.workspace.plans import carry_out

LOST = ("The answer was lost, but the campaign shows that the change was made.",)
AFTER = ["drop-after", "500-after", "502-after", "html-after", "half-json"]
BEFORE = ["drop", "500", "html"]


@pytest.mark.parametrize("fault", AFTER)
async def test_an_add_that_arrived_is_found(fault: str) -> None:
    async with opened(f"POST:*:{fault}") as open_:
        operation = open_.add("sms", 1, message="new")
        assert await carry_out(open_.document, operation) == Outcome(operation.key, True, LOST)
        assert open_.steps[1].key == operation.key
        assert open_.document.drafts == {}
        assert len(open_.served.writes) == 1
        assert [step["message"] for step in open_.stored] == ["a", "new", "b", "c"]


@pytest.mark.parametrize("fault", BEFORE)
async def test_an_add_that_did_not_arrive_fails_and_can_be_sent_again(fault: str) -> None:
    async with opened(f"POST:*:{fault}") as open_:
        operation = open_.add("sms", message="new")
        with pytest.raises(ServiceError) as caught:
            await carry_out(open_.document, operation)
        assert caught.value.sent is Sent.NO
        assert "The campaign was read again: the change was not made." in str(caught.value)
        assert open_.calls == ["POST", "GET", "GET"]
        assert open_.document.drafts[operation.key].values == {"message": "new"}
        assert await carry_out(open_.document, operation) == Outcome(operation.key, True)
        assert len(open_.stored) == 4


async def test_an_add_that_cannot_be_settled_is_looked_for_before_it_is_sent_again() -> None:
    """The network breaks with the answer; it is back when the user presses save once more."""
    async with opened("POST:*:drop-after", "GET:*:404:1") as open_:
        operation = open_.add("sms", message="new")
        with pytest.raises(LostAnswer) as caught:
            await carry_out(open_.document, operation)
        assert caught.value.sent is Sent.UNKNOWN
        await open_.document.load(open_.record.id)
        outcome = await carry_out(open_.document, operation)
        assert outcome.verified
        assert outcome.notes == ("An earlier try had added the step already; it was not added again.",)
        assert len(open_.served.writes) == 1
        assert [step.key for step in open_.steps].count(operation.key) == 1
        assert (len(open_.stored), open_.document.drafts, open_.document.unclear) == (4, {}, {})


async def test_what_was_typed_since_is_sent_as_a_change_of_the_step_that_was_found() -> None:
    async with opened("POST:*:drop-after", "GET:*:404:1") as open_:
        operation = open_.add("sms", message="first")
        with pytest.raises(LostAnswer):
            await carry_out(open_.document, operation)
        open_.document.keep(operation.key, {"message": "second"})
        outcome = await carry_out(open_.document, open_.saving(operation.key, type(operation)))
        assert outcome.verified
        assert [write.method for write in open_.served.writes] == ["POST", "PATCH"]
        assert open_.served.writes[1].body == {"type": "sms", "message": "second"}
        assert [step["message"] for step in open_.stored] == ["a", "b", "c", "second"]


async def test_an_unsettled_add_that_never_arrived_is_sent_then() -> None:
    async with opened("POST:*:drop", "GET:*:404:1") as open_:
        operation = open_.add("sms", message="new")
        with pytest.raises(LostAnswer):
            await carry_out(open_.document, operation)
        open_.served.faults.add("GET:*:404:1")
        with pytest.raises(ServiceError):
            await carry_out(open_.document, operation)
        assert len(open_.served.writes) == 1, "as long as nobody can look, nothing is sent"
        assert (await carry_out(open_.document, operation)).verified
        assert len(open_.stored) == 4


async def test_a_dropped_draft_forgets_the_try() -> None:
    async with opened("POST:*:drop-after", "GET:*:404:1") as open_:
        operation = open_.add("sms", message="new")
        with pytest.raises(LostAnswer):
            await carry_out(open_.document, operation)
        open_.document.drop(operation.key)
        assert open_.document.unclear == {}


async def test_an_older_step_with_the_same_words_is_not_taken_for_the_new_one() -> None:
    async with opened("POST:*:drop") as open_:
        operation = open_.add("sms", message="a", delay="0")
        with pytest.raises(LostAnswer):
            await carry_out(open_.document, operation)
        assert find_step(open_.document.baseline, operation.key) is None
        assert operation.key in open_.document.drafts


async def test_a_step_of_somebody_else_is_not_taken_for_ours() -> None:
    async with opened("POST:*:drop") as open_:
        operation = open_.add("sms", message="mine")
        perform = open_.document.provider.perform

        async def beside(each: object) -> object:
            open_.main.steps.append(open_.main.steps[0].model_copy(update={"id": "stp_theirs"}))
            return await perform(each)  # type: ignore[arg-type]

        open_.document.provider.perform = beside  # type: ignore[assignment, method-assign]
        with pytest.raises(LostAnswer):
            await carry_out(open_.document, operation)
        assert operation.key in open_.document.drafts
        assert find_step(open_.document.baseline, operation.key) is None


@pytest.mark.parametrize("fault", AFTER)
async def test_a_change_that_arrived_is_found(fault: str) -> None:
    async with opened(f"PATCH:*:{fault}") as open_:
        key = open_.steps[0].key
        assert await carry_out(open_.document, open_.change(0, message="new")) == Outcome(key, True, LOST)
        assert len(open_.served.writes) == 1
        assert open_.document.drafts == {}


@pytest.mark.parametrize("fault", BEFORE)
async def test_a_change_that_did_not_arrive_fails_and_keeps_the_draft(fault: str) -> None:
    async with opened(f"PATCH:*:{fault}") as open_:
        key = open_.steps[0].key
        with pytest.raises(ServiceError) as caught:
            await carry_out(open_.document, open_.change(0, message="new"))
        assert caught.value.sent is Sent.NO
        assert open_.document.drafts[key].values == {"message": "new"}
        assert len(open_.served.writes) == 1


async def test_a_change_that_lemlist_does_not_report_stays_unclear() -> None:
    """The campaign cannot show whether it was made, so nobody says that it was."""

    def write(line: object) -> None:
        line.add("manual", title="t")  # type: ignore[attr-defined]

    async with opened("PATCH:*:drop-after", switches=("drop_optional_reads",), write=write) as open_:
        with pytest.raises(LostAnswer) as caught:
            await carry_out(open_.document, open_.change(0, title="new"))
        assert caught.value.sent is Sent.UNKNOWN
        assert open_.steps[0].key in open_.document.drafts


async def test_a_delete_that_arrived_is_found() -> None:
    async with opened("DELETE:*:drop-after") as open_:
        outcome = await carry_out(open_.document, open_.delete(0))
        assert outcome.verified
        assert [step["message"] for step in open_.stored] == ["b", "c"]
        assert open_.calls.count("DELETE") == 1


async def test_a_delete_that_did_not_arrive_fails() -> None:
    async with opened("DELETE:*:500:*") as open_:
        with pytest.raises(ServerFailed) as caught:
            await carry_out(open_.document, open_.delete(0))
        assert caught.value.sent is Sent.NO
        assert len(open_.stored) == 3


async def test_a_delete_of_what_is_gone_is_done() -> None:
    async with opened() as open_:
        operation, key = open_.delete(0), open_.steps[0].key
        open_.document.keep(key, {"message": "never to be sent"})
        del open_.main.steps[0]
        outcome = await carry_out(open_.document, operation)
        assert outcome == Outcome(open_.steps[0].key, True, ("It was gone already.",))
        assert key not in open_.document.drafts


async def test_a_delete_that_is_refused_with_404_although_it_is_there_is_an_error() -> None:
    async with opened("DELETE:*:404") as open_:
        with pytest.raises(ServiceError, match="404"):
            await carry_out(open_.document, open_.delete(0))
        assert len(open_.steps) == 3


async def _unread(open_: Opened, operation: object) -> Outcome:
    open_.served.faults.add("GET:*:403:*")
    outcome = await carry_out(open_.document, operation)  # type: ignore[arg-type]
    assert not outcome.verified
    assert outcome.notes[0].startswith("It was saved, but reading the campaign back failed: ")
    assert len(open_.served.writes) == 1
    assert open_.document.drafts == {}
    return outcome


async def test_a_write_that_worked_is_shown_even_when_it_cannot_be_read_back() -> None:
    async with opened() as open_:
        operation = open_.add("sms", 1, message="new")
        outcome = await _unread(open_, operation)
        assert outcome.key == operation.key
        assert [step.content.values()["message"] for step in open_.steps] == ["a", "new", "b", "c"]
        assert open_.steps[1].id == open_.main.steps[1].id
    async with opened() as open_:
        key = open_.steps[0].key
        await _unread(open_, open_.change(0, message="new"))
        assert open_.steps[0].content.values() == {"message": "new", "delay": 0}
        assert open_.steps[0].key == key
    async with opened() as open_:
        await _unread(open_, open_.delete(0))
        assert [step.content.values()["message"] for step in open_.steps] == ["b", "c"]


async def test_a_late_answer_says_that_it_may_still_come() -> None:
    async with opened("POST:*:latency=30") as open_:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tui.providers.lemlist.client.TIMEOUT", 0.2)
            with pytest.raises(TimedOut) as caught:
                await carry_out(open_.document, open_.add("sms", message="new"))
        assert caught.value.sent is Sent.UNKNOWN
        assert "does not show it yet" in caught.value.remedy


async def test_an_answer_without_an_id_is_settled_like_a_lost_one() -> None:
    async with opened() as open_:
        operation = open_.add("sms", message="new")
        perform = open_.document.provider.perform

        async def without_id(each: object) -> object:
            await perform(each)  # type: ignore[arg-type]
            raise BadAnswer("lemlist answered 200, but not with the id of the new step.", "Look.", sent=Sent.UNKNOWN)

        open_.document.provider.perform = without_id  # type: ignore[assignment, method-assign]
        assert await carry_out(open_.document, operation) == Outcome(operation.key, True, LOST)
