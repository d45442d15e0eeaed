"""The calls about the branches of a condition: each one documented request (contracts/lemlist 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.model.declared import Declared
from tui.model.nodes import Campaign, CampaignHead, Step
from tui.model.tree import walk
from tui.providers.base import Request, Verdict
from tui.providers.branching import BranchAccess, BranchAction, BranchHost, HostedBranch
from tui.providers.calls import Answer, Call
from tui.providers.connection import Connection, part
from tui.providers.errors import PlanTooLow, ServiceError, wrong_shape
from tui.providers.lemlist.branch_errors import BETA, ELSEWHERE, NO_ROUTES, is_absent, is_known
from tui.providers.lemlist.branch_reading import NotABranch, key_of, read_branch, read_branches, start_values
from tui.providers.lemlist.branch_verdicts import branch_verdict
from tui.providers.lemlist.branches import HOSTING

_UNKNOWN = BranchAccess(
    reason="Whether this lemlist account has requests for single branches can be asked at a condition only.",
    remedy="Add a condition first.",
)
_NONE = BranchAccess("none", NO_ROUTES, ELSEWHERE)


def adding(sequence_id: str, step_id: str, content: Declared) -> Request:
    """The request that adds a branch."""
    return Request("POST", _path(sequence_id, step_id), content.adding())


def updating(sequence_id: str, step_id: str, branch: HostedBranch, after: Declared) -> Request:
    """The request that changes a branch; an empty body when nothing differs."""
    return Request("PATCH", f"{_path(sequence_id, step_id)}/{part(branch.id)}", after.updating(branch.content))


def ordering(sequence_id: str, step_id: str, order: Sequence[str]) -> Request:
    """The request that puts the branches into another order."""
    return Request("PATCH", _path(sequence_id, step_id), {"order": list(order)})


def deleting(sequence_id: str, step_id: str, branch_id: str) -> Request:
    """The request that deletes a branch."""
    return Request("DELETE", f"{_path(sequence_id, step_id)}/{part(branch_id)}")


def _path(sequence_id: str, step_id: str) -> str:
    return f"/sequences/{part(sequence_id)}/steps/{part(step_id)}/branches"


class BranchCalls(Connection):
    """What a lemlist connection can do with single branches, where the account has the routes."""

    _branch_access: BranchAccess | None = None

    @property
    def branch_host(self) -> BranchHost:
        """This connection."""
        return self

    def branch_form(self, step: Step) -> type[Declared] | None:
        """By the condition's key (contracts/lemlist 6.3)."""
        return HOSTING.get(key_of(step))

    def fresh_branch(self, step: Step, branches: Sequence[HostedBranch]) -> dict[str, Any]:
        """The field that the other branches look at, and the window of the condition."""
        fields = (branch.content.values().get("custom_field") for branch in branches)
        return start_values(step, next((name for name in fields if name), ""))

    def branch_verdict(
        self, action: BranchAction, head: CampaignHead, step: Step, branch: HostedBranch | None = None
    ) -> Verdict:
        """What is known of the account counts as well: ask it by `probe_branches` first."""
        return branch_verdict(self._branch_access or _UNKNOWN, action, head, step, branch)

    async def probe_branches(self, campaign: Campaign) -> BranchAccess:
        """Whether the account has the routes, found out by listing the branches of the first condition.

        404, 405 and a web page mean no; so does a plan that is too low. Other failures are raised and not remembered.
        """
        if self._branch_access is not None:
            return self._branch_access
        conditions = ((spot.sequence.id, spot.step.id) for spot in walk(campaign) if spot.step.branches)
        asked = next(((line, step) for line, step in conditions if line and step), None)
        if asked is None:
            return _UNKNOWN
        found = BranchAccess("write")
        try:
            await self.branches(*asked)
        except ServiceError as error:
            if is_absent(error):
                found = _NONE
            elif isinstance(error, PlanTooLow) or error.code == BETA:
                found = BranchAccess("none", error.cause, error.remedy)
            elif not is_known(error):
                raise
        # A write that went on at the same time knows better.
        self._branch_access = self._branch_access or found
        return self._branch_access

    async def branches(self, sequence_id: str, step_id: str) -> tuple[HostedBranch, ...]:
        """`GET …/branches`."""
        call, answer = await self._sent("GET", _path(sequence_id, step_id), "List the branches")
        return self._branches_in(call, answer)

    async def add_branch(self, sequence_id: str, step_id: str, content: Declared) -> HostedBranch:
        """`POST …/branches`: the fields that are set; the new branch comes before Else, with an empty sequence."""
        return self._branch_in(*await self._write(adding(sequence_id, step_id, content), "Add a branch"))

    async def update_branch(
        self, sequence_id: str, step_id: str, branch: HostedBranch, after: Declared
    ) -> HostedBranch:
        """`PATCH …/branches/{id}` with the changed fields; without any, nothing is sent."""
        request = updating(sequence_id, step_id, branch, after)
        if not request.body:
            return branch
        return self._branch_in(*await self._write(request, "Change a branch"))

    async def reorder_branches(self, sequence_id: str, step_id: str, order: Sequence[str]) -> tuple[HostedBranch, ...]:
        """`PATCH …/branches` with every branch but Else."""
        return self._branches_in(*await self._write(ordering(sequence_id, step_id, order), "Move a branch"))

    async def delete_branch(self, sequence_id: str, step_id: str, branch_id: str) -> tuple[str, ...]:
        """`DELETE …/branches/{id}`; the list is empty for a branch that had no steps (contracts/lemlist 6.7)."""
        call, answer = await self._write(deleting(sequence_id, step_id, branch_id), "Delete a branch")
        removed = self._object(call, answer).get("removedSequenceIds")
        return tuple(item for item in removed if isinstance(item, str)) if isinstance(removed, list) else ()

    async def _write(self, request: Request, title: str) -> tuple[Call, Answer]:
        """One write, sent once; what its answer says about the account is remembered."""
        body = dict(request.body) if request.body is not None else None
        try:
            sent = await self._sent(request.method, request.path, title, body=body, repeatable=False)
        except ServiceError as error:
            if error.code == BETA:
                self._branch_access = BranchAccess("read", error.cause, error.remedy)
            elif is_absent(error):
                self._branch_access = _NONE
            raise
        self._branch_access = BranchAccess("write")
        return sent

    def _branch_in(self, call: Call, answer: Answer) -> HostedBranch:
        try:
            return read_branch(answer.data)
        except NotABranch as error:
            raise wrong_shape(call, answer, f"a branch that can be read ({error})", service=self.service) from error

    def _branches_in(self, call: Call, answer: Answer) -> tuple[HostedBranch, ...]:
        try:
            return read_branches(answer.data)
        except NotABranch as error:
            raise wrong_shape(call, answer, f"branches that can be read ({error})", service=self.service) from error
