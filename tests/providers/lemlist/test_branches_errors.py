"""What goes wrong with branches: every documented refusal has a cause and a next step, and no write is sent twice
(contract 6.8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.lemlist.connected import connected
from tests.providers.lemlist.test_branches_client import forked, listed, place
from tests.providers.lemlist.test_client_shapes import saying
from tui.providers.branching import HostedBranch
from tui.providers.calls import Call
from tui.providers.errors import (
    BadAnswer,
    Conflict,
    Forbidden,
    Invalid,
    LostAnswer,
    NotFound,
    Sent,
    ServerFailed,
    ServiceError,
    from_answer,
)
from tui.providers.lemlist import branch_errors
from tui.providers.lemlist.branches import BranchContent, CallBranch, EmailBranch, LeadInfoBranch, ScoreBranch
from tui.sandbox.lemlist.records import Condition, Lead

ELSE_CODE, BRANCH = "SEQUENCE_BRANCH_IS_FALLBACK", "SEQUENCE_BRANCH_"


def well_told(error: ServiceError, kind: type[ServiceError], code: str | None) -> None:
    """A refusal of the service names its cause, and a next step that is no repetition of it."""
    assert type(error) is kind
    assert error.code == code
    assert error.sent is Sent.REFUSED
    assert error.cause.endswith(".")
    assert error.remedy.endswith(".")
    assert "/branches" in error.request


@pytest.mark.parametrize(
    ("key", "content", "kind", "code", "field"),
    [
        ("hasScore", ScoreBranch(score_comparator="$gt"), Invalid, BRANCH + "INVALID_PARAM", "scoreComparator"),
        ("hasScore", ScoreBranch.model_construct({"delay"}, delay=9999), Invalid, BRANCH + "INVALID_PARAM", "delay"),
        ("hasScore", CallBranch(call_status_filter=("a",)), Invalid, BRANCH + "INVALID_PARAM", "callStatusFilter"),
        ("hasEmailAddress", EmailBranch(name="x"), Invalid, BRANCH + "VALUE_REQUIRED", "emailStatusFilter"),
        ("aircallDone", CallBranch(), Invalid, BRANCH + "VALUE_REQUIRED", "callStatusFilter"),
        ("emailsOpened", BranchContent(name="x"), Invalid, "not-multi-capable", None),
        ("hasPhoneNumber", BranchContent(name="x"), Invalid, BRANCH + "CONDITION_NOT_CONFIGURABLE", None),
        ("customLeadInfo", LeadInfoBranch(custom_operator="equal"), Invalid, None, "customValue"),
        ("customLeadInfo", LeadInfoBranch(custom_operator="like"), Invalid, None, "customOperator"),
        ("customLeadInfo", LeadInfoBranch.model_construct({"custom_field", "custom_operator"}, custom_field="$a"),
         Invalid, None, "customField"),
    ],
)  # fmt: skip
async def test_adds_that_are_refused(
    key: str, content: BranchContent, kind: type[ServiceError], code: str | None, field: str | None
) -> None:
    store, record, _ = forked(key)
    async with connected(store) as (served, provider):
        before = await listed(provider, record)
        with pytest.raises(kind) as caught:
            await provider.add_branch(*place(record), content)
        well_told(caught.value, kind, code)
        assert list(caught.value.fields) == ([field] if field else [])
        assert len(served.writes) == 1
        assert await listed(provider, record) == before


async def test_two_hundred_branches_are_enough() -> None:
    store, record, _ = forked()
    step = record.sequences[place(record)[0]].steps[-1]
    step.conditions[:0] = [Condition(sequence_id=f"seq_{number}", key="hasScore") for number in range(198)]
    async with connected(store) as (_, provider):
        assert len(await listed(provider, record)) == 200
        with pytest.raises(Invalid) as caught:
            await provider.add_branch(*place(record), ScoreBranch())
        well_told(caught.value, Invalid, "cap-reached")


async def test_orders_that_are_not_complete() -> None:
    store, record, _ = forked()
    async with connected(store) as (_, provider):
        new = await provider.add_branch(*place(record), ScoreBranch())
        for order in ([], [new.id], [new.id, new.id], [each.id for each in await listed(provider, record)]):
            with pytest.raises(Invalid) as caught:
                await provider.reorder_branches(*place(record), order)
            well_told(caught.value, Invalid, BRANCH + "ORDER_INVALID")
            assert "somebody else" in caught.value.cause


async def test_else_the_last_one_and_what_is_gone() -> None:
    store, record, _ = forked()
    main, step = place(record)
    async with connected(store) as (_, provider):
        first, other = await listed(provider, record)
        nowhere = HostedBranch("seq_nowhere", "", BranchContent())
        named = BranchContent(name="x")
        for call, kind, code in (
            (provider.update_branch(main, step, other, named), Conflict, ELSE_CODE),
            (provider.delete_branch(main, step, other.id), Conflict, ELSE_CODE),
            (provider.delete_branch(main, step, first.id), Conflict, BRANCH + "LAST_NOT_REMOVABLE"),
            (provider.update_branch(main, step, nowhere, named), NotFound, BRANCH + "NOT_FOUND"),
            (provider.branches(main, "stp_nowhere"), NotFound, "SEQUENCE_STEP_NOT_FOUND"),
            (provider.branches("seq_nowhere", step), NotFound, "SEQUENCE_NOT_FOUND"),
        ):
            with pytest.raises(kind) as caught:
                await call
            well_told(caught.value, kind, code)


async def test_once_leads_have_entered_only_the_name_changes() -> None:
    store, record, _ = forked()
    async with connected(store) as (_, provider):
        new = await provider.add_branch(*place(record), ScoreBranch())
        record.leads.append(Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted"))
        order = [each.id for each in await listed(provider, record) if not each.is_else]
        for call in (
            provider.add_branch(*place(record), ScoreBranch()),
            provider.update_branch(*place(record), new, ScoreBranch(score_threshold=9)),
            provider.update_branch(*place(record), new, ScoreBranch(name="x", delay=9)),
            provider.reorder_branches(*place(record), order[::-1]),
            provider.delete_branch(*place(record), new.id),
        ):
            with pytest.raises(Conflict) as caught:
                await call
            well_told(caught.value, Conflict, BRANCH + "CAMPAIGN_RUNNING")
            assert "Duplicate" in caught.value.remedy
        renamed = await provider.update_branch(*place(record), new, ScoreBranch(name="x"))
        later = await provider.update_branch(*place(record), renamed, ScoreBranch(delay=9))
        assert (later.title, later.content.values()["delay"]) == ("x", 9)


async def test_a_raw_filter_keeps_its_values() -> None:
    store, record, _ = forked("customLeadInfo")
    link = record.sequences[place(record)[0]].steps[-1].conditions[0]
    link.values, link.selector = {}, '{"variables.age":{"$gt":30}}'
    async with connected(store) as (_, provider):
        first, _ = await listed(provider, record)
        assert "raw filter" in first.locked
        assert (await provider.update_branch(*place(record), first, BranchContent(name="x"))).title == "x"
        with pytest.raises(Conflict) as caught:
            await provider.update_branch(*place(record), first, LeadInfoBranch(custom_operator="empty"))
        well_told(caught.value, Conflict, BRANCH + "UPDATE_REJECTED")


@pytest.mark.parametrize("code", [*branch_errors.BY_CODE])
def test_every_documented_code_has_a_cause_and_a_next_step(code: str) -> None:
    call = Call("POST", "/sequences/seq_a/steps/stp_a/branches")
    kind = branch_errors.BY_CODE[code][0]
    status = 403 if kind is Forbidden else 404 if kind is NotFound else 400
    error = from_answer(call, status, {}, f'{{"error": "Some words", "code": "{code}"}}', service="lemlist")
    well_told(branch_errors.refined(error), kind, code)
    elsewhere = from_answer(Call("GET", "/team"), status, {}, "Some words", service="lemlist")
    assert branch_errors.refined(elsewhere) is elsewhere


LOST: list[tuple[str, type[ServiceError]]] = [
    ("drop-after", LostAnswer), ("drop", LostAnswer), ("500-after", ServerFailed), ("502", ServerFailed),
    ("half-json", BadAnswer), ("html-after", BadAnswer),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "kind"), LOST)
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_a_write_whose_answer_is_lost_is_not_repeated(method: str, fault: str, kind: type[ServiceError]) -> None:
    store, record, _ = forked()
    async with connected(store) as (served, provider):
        new = await provider.add_branch(*place(record), ScoreBranch())
        served.forget()
        served.faults.add(f"{method}:*/branches*:{fault}:1")
        calls: dict[str, Any] = {
            "POST": lambda: provider.add_branch(*place(record), ScoreBranch(name="lost")),
            "PATCH": lambda: provider.update_branch(*place(record), new, ScoreBranch(name="lost")),
            "DELETE": lambda: provider.delete_branch(*place(record), new.id),
        }
        with pytest.raises(kind) as caught:
            await calls[method]()
        assert caught.value.sent is Sent.UNKNOWN
        assert "reload" in caught.value.remedy
        assert len(served.writes) == 1
        done = fault.endswith("-after") or fault == "half-json"
        titles = [each.title for each in await listed(provider, record) if not each.is_else]
        after = {"POST": ["Branch 1", "Branch 2", "lost"], "PATCH": ["Branch 1", "lost"], "DELETE": ["Branch 1"]}
        assert titles == (after[method] if done else ["Branch 1", "Branch 2"]), "reading shows what became of it"


@pytest.mark.parametrize("answer", [5, "ok", {}, [], [5], [{"index": 0}], {"sequenceId": ""}, {"branches": []}])
async def test_answers_that_are_no_branches(answer: Any) -> None:
    held = HostedBranch("b", "", ScoreBranch())
    with pytest.raises(BadAnswer) as caught:
        await saying(answer).add_branch("seq_a", "stp_a", ScoreBranch())
    assert caught.value.sent is Sent.UNKNOWN
    with pytest.raises(BadAnswer) as caught:
        await saying(answer).update_branch("seq_a", "stp_a", held, ScoreBranch(delay=1))
    assert caught.value.sent is Sent.UNKNOWN
    if answer != []:
        with pytest.raises(BadAnswer) as caught:
            await saying(answer).branches("seq_a", "stp_a")
        assert caught.value.sent is Sent.NO


async def test_a_delete_that_says_little() -> None:
    assert await saying({"ok": True}).delete_branch("seq_a", "stp_a", "seq_b") == ()
    assert await saying({"removedSequenceIds": ["seq_b", 5]}).delete_branch("seq_a", "stp_a", "seq_b") == ("seq_b",)
    with pytest.raises(BadAnswer):
        await saying([]).delete_branch("seq_a", "stp_a", "seq_b")
