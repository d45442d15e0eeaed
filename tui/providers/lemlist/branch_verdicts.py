"""Whether lemlist will do something to a branch now (contracts/lemlist 6.1, 6.3, 6.5 to 6.8)."""

from __future__ import annotations

from tui.model.nodes import CampaignHead, Step
from tui.providers.base import ALLOWED, Verdict, refused, warned
from tui.providers.branching import BranchAccess, BranchAction, HostedBranch
from tui.providers.lemlist import branch_errors as words
from tui.providers.lemlist.branch_reading import key_of
from tui.providers.lemlist.branches import HOSTING


def branch_verdict(
    access: BranchAccess, action: BranchAction, head: CampaignHead, step: Step, branch: HostedBranch | None
) -> Verdict:
    """What the account, the condition, the branch and the campaign allow, in that order."""
    if access.kind in ("none", "read"):
        return refused(access.reason, access.remedy)
    if action == "add" and key_of(step) not in HOSTING:
        return refused(words.ONE_ONLY, words.SEVERAL)
    if branch is not None and branch.is_else:
        return refused(words.FIXED_ELSE, words.INSIDE_ELSE)
    others = [each for each in step.branches if not each.is_else]
    if action == "delete" and len(others) < 2:
        return refused(words.LAST, words.DELETE_STEP)
    if action == "move" and len(others) < 2:
        return refused("There is no other branch to change places with.", "Add one first.")
    if action != "update" and head.status in ("running", "ended"):
        return refused(words.ENTERED, words.STILL_POSSIBLE)
    said = _said(action, head)
    if branch is not None and branch.inexact and action in ("update", "delete"):
        said.append(branch.inexact)
    return warned(" ".join(said)) if said else ALLOWED


def _said(action: BranchAction, head: CampaignHead) -> list[str]:
    """What is to be known first. Whether leads have entered, which locks branches, only some states of a campaign say
    for sure: a draft has none, one that runs or has ended has some (contract 3.1, 6.8)."""
    said = []
    if head.status != "draft" and action == "update":
        said.append(f"{words.ENTERED} Its name can be changed all the same, of a score or a call also its window.")
    elif head.status != "draft":
        said.append(f"{words.ENTERED} If some have entered this one, lemlist will refuse.")
    if action == "delete":
        said.append("The branch goes with all steps in it, and with the branches below them.")
    return said
