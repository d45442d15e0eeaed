"""Conditions with several branches, where a service has them: what a branch holds, and what can be done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from tui.model.declared import Declared
from tui.model.nodes import Campaign, CampaignHead, Step
from tui.providers.base import Verdict

BranchAction = Literal["add", "update", "delete", "move"]
"""`move` changes the order of the branches."""


@dataclass(frozen=True, slots=True)
class BranchAccess:
    """What an account may do with single branches, as far as its service has let that be known."""

    kind: Literal["unknown", "none", "read", "write"] = "unknown"
    """`none`: branches come and go with their condition. `write`: nothing speaks against it; a service may still say no
    to the first write, which makes it `read`."""
    reason: str = ""
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """Reason and remedy in one text."""
        return f"{self.reason} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class HostedBranch:
    """One branch of a condition as the service lists it. A person takes the first one whose question is met."""

    id: str
    """Id of its sequence: steps are added to it as to any other."""
    title: str
    """Its name, or its number where it has none; as the service has it."""
    content: Declared
    """What a form can change, name first. The class of Else has no fields."""
    is_else: bool = False
    words: str = ""
    """What it tests, in words: "score at least 80"."""
    locked: str = ""
    """Why what it tests cannot be changed here; its name can. A sentence."""
    inexact: str = ""
    """Why no request can write it as it is: to be said before it is changed or deleted. A sentence."""
    reported: Mapping[str, Any] = field(default_factory=dict)


class BranchHost(Protocol):
    """What `Provider.branch_host` offers. Methods that call out raise `ServiceError`.

    A write is exactly one request, never repeated when its outcome is unknown: `branches` shows what became of it.
    """

    def branch_form(self, step: Step) -> type[Declared] | None:
        """What a branch of this condition is made with; None where it has one branch and Else, and keeps them."""
        ...

    def fresh_branch(self, step: Step, branches: Sequence[HostedBranch]) -> dict[str, Any]:
        """Values that the form of a new branch starts with."""
        ...

    def branch_verdict(
        self, action: BranchAction, head: CampaignHead, step: Step, branch: HostedBranch | None = None
    ) -> Verdict:
        """Whether an action is possible now, and if not, why and what to do. `branch` is None for "add"."""
        ...

    async def probe_branches(self, campaign: Campaign) -> BranchAccess:
        """What the account may do, asked at a condition of this campaign; at most one reading request, remembered."""
        ...

    async def branches(self, sequence_id: str, step_id: str) -> tuple[HostedBranch, ...]:
        """The branches of a condition in their order, Else last. `sequence_id` holds the condition."""
        ...

    async def add_branch(self, sequence_id: str, step_id: str, content: Declared) -> HostedBranch:
        """A new, empty branch, the last before Else."""
        ...

    async def update_branch(
        self, sequence_id: str, step_id: str, branch: HostedBranch, after: Declared
    ) -> HostedBranch:
        """Send what differs from `branch`; nothing when nothing does."""
        ...

    async def reorder_branches(self, sequence_id: str, step_id: str, order: Sequence[str]) -> tuple[HostedBranch, ...]:
        """Put the branches into another order; `order` names every branch but Else by its id."""
        ...

    async def delete_branch(self, sequence_id: str, step_id: str, branch_id: str) -> tuple[str, ...]:
        """Delete a branch with all below it; the ids of the sequences that the service says it removed."""
        ...
