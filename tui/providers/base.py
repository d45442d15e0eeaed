"""The contract between the program and a service: what it can do is asked here, never guessed from its name."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Step
from tui.plan.operations import StepOperation

Action = Literal["add", "update", "delete", "pause", "start"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an action is possible now. `reason` and `remedy` are sentences for the user."""

    kind: Literal["allowed", "warned", "refused"] = "allowed"
    reason: str = ""
    remedy: str = ""
    way_out: Literal["", "pause"] = ""
    """A longer way that would work: `pause` = pause the campaign, do it, resume."""

    @property
    def allowed(self) -> bool:
        """True unless refused."""
        return self.kind != "refused"

    @property
    def sentence(self) -> str:
        """Reason and remedy in one text."""
        return f"{self.reason} {self.remedy}".strip()


ALLOWED = Verdict()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a key belongs to, as far as the service says."""

    name: str
    """Name of the team or account."""
    id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HeadPage:
    """One page of a list of campaigns."""

    heads: tuple[CampaignHead, ...]
    total: int | None = None
    """How many there are in all, where the service says so."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the service answered to an operation that it carried out."""

    step_id: str = ""
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The request that an operation will make, without host and secrets."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None


class Provider(Protocol):
    """One account of one service. All methods that call out raise `ServiceError`."""

    service: str
    """Short name of the service, e.g. "lemlist"."""
    account: str
    """Name of the account in the settings."""
    person: str
    """What the service calls a person: lead, contact, subscriber."""
    read_only: bool
    """Nothing but reading leaves this connection."""
    step_types: tuple[type[StepContent], ...]

    async def identity(self) -> Identity:
        """Check the key with the cheapest call."""
        ...

    def heads(self) -> AsyncIterator[HeadPage]:
        """All campaigns, page by page, newest first where the service can sort."""
        ...

    async def head(self, campaign_id: str) -> CampaignHead:
        """One campaign without its steps."""
        ...

    async def campaign(
        self, campaign_id: str, keys: Keys, *, head: CampaignHead | None = None, urgent: bool = True
    ) -> Campaign:
        """One campaign with its whole tree; known ids get the keys they had. `urgent` False: behind everything else."""
        ...

    async def perform(self, operation: StepOperation) -> Done:
        """Carry out one operation: exactly one write, never repeated when its outcome is unknown."""
        ...

    async def pause(self, campaign_id: str) -> None:
        """Stop sending. Succeeds when the campaign is paused already."""
        ...

    async def start(self, campaign_id: str) -> None:
        """Send again. Succeeds when the campaign is running already."""
        ...

    def request(self, operation: StepOperation) -> Request:
        """The request that `perform` would make."""
        ...

    def verdict(self, action: Action, campaign: Campaign, step: Step | None = None) -> Verdict:
        """Whether an action is possible now, and if not, why and what to do."""
        ...

    def verify(self, operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
        """What a campaign read back after `operation` has other than asked; empty when it was verified.

        Fields that the service never reports cannot be compared and are left out.
        """
        ...

    async def aclose(self) -> None:
        """Close the connection."""
        ...
