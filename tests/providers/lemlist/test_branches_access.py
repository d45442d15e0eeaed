"""Whether an account has branch routes and may write: found out once, told in the same words (contract 6)."""

from __future__ import annotations

import pytest

from tests.providers.lemlist.connected import connected, new_store, put, read
from tests.providers.lemlist.test_branches_client import forked, listed, place
from tests.providers.lemlist.test_branches_errors import well_told
from tui.providers.errors import (
    BadAnswer,
    BadKey,
    Forbidden,
    LostAnswer,
    NotFound,
    PlanTooLow,
    Sent,
    ServerFailed,
    ServiceError,
    WrongMethod,
)
from tui.providers.lemlist import branch_errors
from tui.providers.lemlist.branches import ScoreBranch
from tui.sandbox.switches import Switches


async def test_the_beta_shows_at_the_first_write_and_is_remembered() -> None:
    store, record, _ = forked("hasScore", "branches_beta=no")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        assert (await provider.probe_branches(tree)).kind == "write"
        with pytest.raises(Forbidden) as caught:
            await provider.add_branch(*place(record), ScoreBranch())
        well_told(caught.value, Forbidden, branch_errors.BETA)
        served.forget()
        access = await provider.probe_branches(tree)
        assert (access.kind, access.reason, access.remedy) == ("read", caught.value.cause, caught.value.remedy)
        verdict = provider.branch_verdict("add", tree.head, tree.sequence.steps[-1])
        assert (verdict.kind, verdict.sentence) == ("refused", access.sentence)
        assert len(await listed(provider, record)) == 2
        assert len(served.requests) == 1
        store.switches = Switches(rate_requests=0)
        await provider.add_branch(*place(record), ScoreBranch())
        assert (await provider.probe_branches(tree)).kind == "write"


@pytest.mark.parametrize("fault", ["404", "405", "html"])
async def test_an_account_without_the_routes_is_asked_once(fault: str) -> None:
    store, record, _ = forked()
    async with connected(store, f"*:*/branches*:{fault}:*") as (served, provider):
        tree = await read(provider, record)
        served.forget()
        access = await provider.probe_branches(tree)
        assert access.kind == "none"
        assert access.sentence == f"{branch_errors.NO_ROUTES} {branch_errors.ELSEWHERE}"
        assert await provider.probe_branches(tree) is access
        assert len(served.requests) == 1
        for action in ("add", "update", "move", "delete"):
            assert provider.branch_verdict(action, tree.head, tree.sequence.steps[-1]).reason == access.reason


@pytest.mark.parametrize(("fault", "kind"), [("404", NotFound), ("405", WrongMethod)])
async def test_a_write_without_the_routes_says_the_same(fault: str, kind: type[ServiceError]) -> None:
    store, record, _ = forked()
    async with connected(store, f"*:*/branches*:{fault}:*") as (_, provider):
        with pytest.raises(kind, match=branch_errors.NO_ROUTES):
            await provider.add_branch(*place(record), ScoreBranch())
        assert (await provider.probe_branches(await read(provider, record))).kind == "none"


async def test_a_plan_that_is_too_low_hosts_none() -> None:
    store, record, _ = forked("hasScore", "plan=free")
    async with connected(store) as (_, provider):
        access = await provider.probe_branches(await read(provider, record))
        assert access.kind == "none"
        assert "plan" in access.reason
        with pytest.raises(PlanTooLow):
            await provider.add_branch(*place(record), ScoreBranch())


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("401", BadKey), ("403", Forbidden), ("500", ServerFailed), ("half-json", BadAnswer), ("drop", LostAnswer)],
)
async def test_a_probe_that_fails_otherwise_is_not_remembered(fault: str, kind: type[ServiceError]) -> None:
    store, record, _ = forked()
    async with connected(store, f"GET:*/branches:{fault}:*") as (served, provider):
        tree = await read(provider, record)
        with pytest.raises(kind) as caught:
            await provider.probe_branches(tree)
        assert caught.value.sent in (Sent.NO, Sent.REFUSED)
        served.faults.clear()
        assert (await provider.probe_branches(tree)).kind == "write"


async def test_a_probe_needs_a_condition_and_survives_an_old_tree() -> None:
    store = new_store()
    record, main = put(store)
    main.add("linkedinVisit")
    async with connected(store) as (served, provider):
        access = await provider.probe_branches(await read(provider, record))
        assert access.kind == "unknown"
        assert access.sentence
        main.branch("emailsOpened")
        tree = await read(provider, record)
        del record.sequences[main.sequence_id].steps[-1]
        served.forget()
        assert (await provider.probe_branches(tree)).kind == "write", "only a branch route says “step not found” so"
        assert len(served.requests) == 1
