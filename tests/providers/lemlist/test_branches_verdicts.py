"""What can be done to a branch now, and what the form of a new one starts with (contract 6.1, 6.3, 6.5 to 6.8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.lemlist.test_branches import RAW, about_jobs, of
from tui.model.nodes import Branch, CampaignHead, Sequence, Status, Step
from tui.providers.base import Verdict
from tui.providers.branching import BranchAccess, BranchAction, HostedBranch
from tui.providers.lemlist.branch_errors import ENTERED, FIXED_ELSE, LAST, ONE_ONLY
from tui.providers.lemlist.branch_reading import read_branch, start_values
from tui.providers.lemlist.branch_verdicts import branch_verdict
from tui.providers.lemlist.steps import Conditional, LinkedinVisit


def condition(key: str = "hasScore", *, branches: int = 2, **more: Any) -> Step:
    links = tuple(Branch(key=f"b{number}", sequence=Sequence(key=f"s{number}")) for number in range(branches))
    other = Branch(key="e", is_else=True, sequence=Sequence(key="se"))
    content = Conditional.read({"conditionKey": key, **more})
    return Step(key="k", id="stp_a", content=content, branches=(*links, other))


def test_a_new_branch_starts_like_its_condition() -> None:
    window: dict[str, Any] = {"delayType": "waitUntil", "delay": 9}
    assert start_values(condition(**window), "") == {
        "score_comparator": "$gte", "score_threshold": 80, "delay_type": "waitUntil", "delay": 9,
    }  # fmt: skip
    assert start_values(condition("aircallDone"), "")["delay_type"] == "within"
    assert start_values(condition("customLeadInfo"), "jobTitle") == {
        "custom_field": "jobTitle", "custom_operator": "contains",
    }  # fmt: skip
    assert start_values(condition("emailsOpened"), "") == {}
    assert start_values(Step(key="k", content=LinkedinVisit()), "") == {}


def judged(
    action: BranchAction, status: Status = "draft", step: Step | None = None, branch: HostedBranch | None = None,
    access: BranchAccess | None = None,
) -> Verdict:  # fmt: skip
    head = CampaignHead(id="cam_a", name="", service="lemlist", account="a", status=status)
    return branch_verdict(access or BranchAccess("write"), action, head, step or condition(), branch)


def test_a_draft_allows_everything_that_makes_sense() -> None:
    other = read_branch({"sequenceId": "seq_e", "fallback": True})
    assert [judged(action).kind for action in ("add", "update", "move", "delete")] == [
        "allowed", "allowed", "allowed", "warned",
    ]  # fmt: skip
    assert "all steps in it" in judged("delete").reason
    assert "2 values" in judged("update", branch=of(about_jobs("a", "b"))).reason
    assert "raw filter" in judged("delete", branch=of({"selector": RAW})).reason
    assert judged("move", branch=of({"selector": RAW})).kind == "allowed"
    for verdict, reason in (
        (judged("add", step=condition("emailsOpened")), ONE_ONLY),
        (judged("add", step=condition("future")), ONE_ONLY),
        (judged("update", branch=other), FIXED_ELSE),
        (judged("delete", step=condition(branches=1)), LAST),
        (judged("move", step=condition(branches=1)), "There is no other branch to change places with."),
    ):
        assert (verdict.kind, verdict.reason) == ("refused", reason)
        assert verdict.remedy.endswith(".")


@pytest.mark.parametrize(("status", "kind"), [("running", "refused"), ("ended", "refused"), ("paused", "warned"),
                                              ("errors", "warned"), ("unknown", "warned")])  # fmt: skip
def test_once_leads_have_entered(status: Status, kind: str) -> None:
    for action in ("add", "move", "delete"):
        verdict = judged(action, status)
        assert verdict.kind == kind
        assert ENTERED in verdict.sentence
    assert judged("update", status).kind == "warned"
    assert "name can be changed" in judged("update", status).reason


@pytest.mark.parametrize("kind", ["none", "read"])
def test_what_the_account_does_not_allow_comes_first(kind: Any) -> None:
    for action in ("add", "update", "move", "delete"):
        verdict = judged(action, access=BranchAccess(kind, "Why.", "What next."))
        assert (verdict.kind, verdict.sentence) == ("refused", "Why. What next.")
    assert judged("add", access=BranchAccess()).kind == "allowed"
