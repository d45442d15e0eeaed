"""The contract between the program and a service: what it can do is asked here, never guessed from its name."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Step
from tui.model.settings import ContainerSettings
from tui.plan.operations import AnyOperation, DeleteStep, Plan, StepOperation, UpdateSettings

if TYPE_CHECKING:
    from tui.providers.branching import BranchHost

FEW_CALLS = 10
"""Calls that are soon used up by somebody who works."""
Action = Literal["add", "insert", "update", "delete", "move", "pause", "start", "settings", "create", "remove"]
"""`insert` adds a step before others; `remove` deletes a whole campaign, `create` makes an empty one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an action is possible now. `reason` and `remedy` are sentences for the user."""

    kind: Literal["allowed", "warned", "refused"] = "allowed"
    reason: str = ""
    remedy: str = ""
    way_out: Literal["", "pause"] = ""
    """A longer way that would work, or work better: `pause` = pause the campaign, do it, resume."""

    @property
    def allowed(self) -> bool:
        """True unless refused."""
        return self.kind != "refused"

    @property
    def sentence(self) -> str:
        """Reason and remedy in one text."""
        return f"{self.reason} {self.remedy}".strip()


ALLOWED = Verdict()


def warned(reason: str, remedy: str = "", *, way_out: Literal["", "pause"] = "") -> Verdict:
    """Possible, with a consequence that is said first."""
    return Verdict("warned", reason, remedy, way_out)


def refused(reason: str, remedy: str, *, way_out: Literal["", "pause"] = "") -> Verdict:
    """Impossible now: why, and what to do."""
    return Verdict("refused", reason, remedy, way_out)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a key belongs to, as far as the service says."""

    name: str
    """Name of the team or account."""
    id: str = ""
    detail: str = ""
    kind: str = ""
    """What `name` names, e.g. "team"."""

    @property
    def words(self) -> str:
        """Kind and name: "team Acme"."""
        return f"{self.kind} {self.name}" if self.kind else self.name


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
    branches: tuple[tuple[bool, str], ...] = ()
    """For an added condition: of each branch that came with it whether it is Else, and the id of its sequence."""


@dataclass(frozen=True, slots=True)
class Request:
    """The request that an operation will make, without host and secrets."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None

    @property
    def line(self) -> str:
        """Method and path, and the fields that are sent."""
        return " ".join((self.method, self.path, *([f"({', '.join(self.body)})"] if self.body else [])))


def _short(seconds: float) -> str:
    """A wait in its largest unit, rounded up: "42 s", "3 min", "9 h"."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds > 2 * size:
            return f"{math.ceil(seconds / size)} {unit}"
    return f"{math.ceil(seconds)} s"


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of the calls that a key may make."""

    remaining: int | None = None
    """Calls left of the long limit (a day), as the service last said."""
    limit: int | None = None
    now: int | None = None
    """Calls that may go out at this moment."""
    next_in: float = 0.0
    """Seconds until one more call may go out."""

    @property
    def first(self) -> str:
        """What is possible now: "4 calls now", or "next call in 42 s"; empty where that is not known."""
        if self.next_in > 0:
            return f"next call in {_short(self.next_in)}"
        return "" if self.now is None else f"{self.now:,} call{'' if self.now == 1 else 's'} now"

    @property
    def rest(self) -> str:
        """What is left of the day: "93 of 100 left today"; empty where that is not known."""
        if self.remaining is None:
            return ""
        return f"{self.remaining:,}{f' of {self.limit:,}' if self.limit else ''} left today"

    @property
    def words(self) -> str:
        """For the top line: "4 calls now · 93 of 100 left today"."""
        return " · ".join(said for said in (self.first, self.rest) if said)

    @property
    def scarce(self) -> bool:
        """Whether it has to be said even where there is little room."""
        soon = self.next_in > 0 or (self.now is not None and self.now < FEW_CALLS)
        return soon or (self.remaining is not None and self.limit is not None and self.remaining * 10 < self.limit)


@dataclass(frozen=True, slots=True)
class People:
    """How many people a change concerns."""

    count: int
    words: str
    """The sentence that says it."""
    exact: bool = True
    """False when there may be more."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about a campaign or a person, as a name and a value to read."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something of the account that a field can name, such as a template."""

    id: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Nouns:
    """What a service calls things, in the singular; lower case."""

    person: str
    """Lead, contact, subscriber."""
    container: str = "campaign"
    """What holds the steps."""


class Provider(Protocol):
    """One account of one service. All methods that call out raise `ServiceError`."""

    service: str
    """Short name of the service, e.g. "lemlist"."""
    account: str
    """Name of the account in the settings."""
    nouns: Nouns
    read_only: bool
    """Nothing but reading leaves this connection."""
    counts_people: bool
    """Whether it can be read how many people a change concerns."""
    looks_up_people: bool
    """Whether one person can be found by address without reading whole lists."""
    frugal: bool
    """Calls are scarce: nothing is read that nobody asked for, and nothing twice."""
    step_types: tuple[type[StepContent], ...]
    settings_type: type[ContainerSettings]

    @property
    def branch_host(self) -> BranchHost | None:
        """What adds, changes, moves and deletes single branches; None: they come and go with their condition."""
        ...

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

    def after(self, operation: StepOperation, done: Done, campaign: Campaign) -> Campaign | None:
        """The campaign as the answer to a write shows it; None when only reading it again can tell."""
        ...

    async def settings(self, campaign_id: str) -> ContainerSettings:
        """The settings of a campaign, as far as the service reports them."""
        ...

    async def set_settings(self, operation: UpdateSettings) -> ContainerSettings:
        """Change settings: one write with the changed fields; what the service holds afterwards."""
        ...

    async def create(self, settings: ContainerSettings) -> CampaignHead:
        """Make an empty campaign: one write, never repeated when its outcome is unknown."""
        ...

    async def remove(self, campaign_id: str) -> None:
        """Delete a whole campaign: one write, never repeated when its outcome is unknown."""
        ...

    async def pause(self, campaign_id: str) -> str:
        """Stop sending. Succeeds when the campaign is paused already. A sentence worth knowing, or an empty text."""
        ...

    async def start(self, campaign_id: str) -> str:
        """Send again. Succeeds when the campaign is running already. A sentence worth knowing, or an empty text."""
        ...

    async def options(self, picks: str) -> tuple[Option, ...]:
        """What a field of kind OPTION can name."""
        ...

    def request(self, operation: StepOperation) -> Request:
        """The request that `perform` would make."""
        ...

    def plan(self, operation: AnyOperation, campaign: Campaign) -> Plan:
        """How an operation is carried out here. Raises ValueError for one that `verdict` refuses."""
        ...

    def verdict(self, action: Action, head: CampaignHead | None, step: Step | None = None) -> Verdict:
        """Whether an action is possible now, and if not, why and what to do. `head` is None for "create"."""
        ...

    def effects(self, operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
        """What an operation does to people on the way and what it cannot bring back; said before it is sent."""
        ...

    async def people(self, operation: DeleteStep | None, campaign: Campaign) -> People | None:
        """How many people are in a campaign now, or whom an operation touches; None where it cannot be read."""
        ...

    async def facts(self, head: CampaignHead) -> tuple[Fact, ...]:
        """What else the service tells of a campaign: numbers, people, dates. Reads only when asked to."""
        ...

    async def look_up(self, head: CampaignHead, words: str) -> tuple[Fact, ...]:
        """One person of a campaign by e-mail address; empty when there is none."""
        ...

    def verify(self, operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
        """What a campaign has other than asked after `operation`; empty when it was verified.

        Fields that the service never reports cannot be compared and are left out.
        """
        ...

    def budget(self) -> Budget | None:
        """What is left of a scarce rate limit; None where calls are plenty."""
        ...

    async def aclose(self) -> None:
        """Close the connection."""
        ...
