"""The tree: Campaign > Sequence > Step > Branch > Sequence. Frozen; an edit makes a new tree that shares the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from tui.model.content import StepContent, day_count, hours

Status = Literal["running", "paused", "draft", "pending", "ended", "archived", "errors", "unknown"]
"""What a campaign does now, in one set of words for all services; `pending` waits for somebody's approval."""


class Node(BaseModel):
    """A node has a local key that never changes; its remote id may be absent or change (re-created after a delete)."""

    model_config = ConfigDict(frozen=True)

    key: str
    id: str | None = None


class Sequence(Node):
    """Steps in order; the main line of a campaign, or what a branch leads to."""

    steps: tuple[Step, ...] = ()


class Branch(Node):
    """One way out of a condition. `id` is the id of its sequence."""

    label: str = ""
    """As the service words it; for display only."""
    is_else: bool = False
    sequence: Sequence
    link: Literal["own", "shared", "missing"] = "own"
    """`shared`: another branch holds this sequence and shows it; `missing`: the service did not report it."""
    reported: Mapping[str, Any] = {}


class Step(Node):
    """One step. `reported` is its JSON as the service gave it, empty while the service does not have it."""

    content: SerializeAsAny[StepContent]
    branches: tuple[Branch, ...] = ()
    reported: Mapping[str, Any] = {}


class CampaignHead(BaseModel):
    """What a list of campaigns says about one of them."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    status: Status = "unknown"
    status_word: str = ""
    """The service's own word where it says more than `status`; shown as it came."""
    service: str
    account: str
    emoji: str = ""
    labels: tuple[str, ...] = ()
    created_at: str = ""
    errors: tuple[str, ...] = ()
    steps: int | None = None
    """Number of steps, where the list says it."""
    reported: Mapping[str, Any] = {}

    @property
    def title(self) -> str:
        """Name with its emoji, or the id when there is no name."""
        name = self.name.strip() or self.id
        return f"{self.emoji} {name}" if self.emoji else name

    @property
    def is_running(self) -> bool:
        """Whether people are being sent steps now, as far as the status tells."""
        return self.status in ("running", "errors")


class Campaign(BaseModel):
    """A campaign with its whole tree."""

    model_config = ConfigDict(frozen=True)

    head: CampaignHead
    sequence: Sequence
    stray: tuple[Sequence, ...] = ()
    """Sequences that the service reported but no branch leads to; shown after the tree, so that nothing is hidden."""

    @property
    def is_running(self) -> bool:
        """Whether people are being sent steps now, as far as the status tells."""
        return self.head.is_running


class UnknownContent(StepContent):
    """A step of a type that nobody here knows: shown with its JSON, can be passed and deleted, not edited."""

    model_config = ConfigDict(extra="allow")

    type = "unknown"
    label, icon, about = "Unknown step", "?", "A step type this version does not know"
    editable = False

    @classmethod
    def read(cls, reported: Mapping[str, Any]) -> UnknownContent:
        """Everything that was reported, as it came, in `model_extra`."""
        return cls.model_validate(dict(reported))

    def headline(self) -> str:
        """The service's word for the type."""
        return str((self.model_extra or {}).get("type", "")) or "no type reported"

    def wait(self) -> int | None:
        """The reported delay, when it is a number; it counts as days."""
        return hours(day_count((self.model_extra or {}).get("delay")))


class Keys:
    """Local keys for remote ids: the same id keeps its key for as long as a campaign is open."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        self._next = 0

    def mint(self) -> str:
        """A key that was never used here."""
        self._next += 1
        return f"k{self._next}"

    def of(self, remote_id: str, *within: str) -> str:
        """The key that belongs to a remote id, or with `within` to something inside it that has no id of its own."""
        name = (remote_id, *within)
        if name not in self._known:
            self._known[name] = self.mint()
        return self._known[name]

    def bind(self, remote_id: str, key: str) -> None:
        """Give the key of a local node to the id that the service minted for it."""
        self._known[remote_id,] = key


Sequence.model_rebuild()
Branch.model_rebuild()
Step.model_rebuild()
