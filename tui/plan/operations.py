"""The operations that a change consists of. Frozen; they name nodes by local key and by the ids known when made."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from tui.model.content import StepContent
from tui.model.nodes import Branch
from tui.model.settings import ContainerSettings


class Operation(BaseModel):
    """One change of one campaign. `title` says in words what it does; it heads the request in the log."""

    model_config = ConfigDict(frozen=True)

    campaign_id: str
    title: str


class AddStep(Operation):
    """Add a step to a sequence the service knows."""

    sequence_id: str
    index: int
    """Place from 0; equal to `length` for the last."""
    length: int
    """Number of steps that the sequence has before the add."""
    content: SerializeAsAny[StepContent]
    key: str
    """Local key that the new step will have."""
    sequence_key: str = ""
    """Local key of the sequence, where the plan makes the sequence itself, so that `sequence_id` is still empty."""
    branches: tuple[Branch, ...] = ()
    """For a condition: the branches that come with it, with the keys that they and their sequences are to have."""

    @property
    def appends(self) -> bool:
        """Whether the step goes to the end, for which no index need be sent."""
        return self.index >= self.length


class UpdateStep(Operation):
    """Change fields of a step."""

    sequence_id: str
    step_id: str
    before: SerializeAsAny[StepContent]
    after: SerializeAsAny[StepContent]
    """Only set fields count; those equal to `before` are not sent."""


class DeleteStep(Operation):
    """Delete a step and, for a condition, what hangs below it."""

    sequence_id: str
    step_id: str
    """Empty for a step that an earlier operation of the same plan adds: it has no id when the plan is made."""
    key: str = ""
    """Local key of such a step; the id is looked up when its turn comes."""


class MoveStep(Operation):
    """Move a step to another place of its sequence."""

    sequence_id: str
    step_id: str
    start: int
    """Its place now, from 0."""
    index: int
    """The place, from 0, that it is to have afterwards."""


class UpdateSettings(Operation):
    """Change the settings of a campaign."""

    before: SerializeAsAny[ContainerSettings]
    after: SerializeAsAny[ContainerSettings]
    """Only set fields count; those equal to `before` are not sent."""


StepOperation = AddStep | UpdateStep | DeleteStep
"""What a service may be able to do with one request."""
AnyOperation = StepOperation | MoveStep


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation is carried out: one request, or several in an order that leaves sense wherever it stops."""

    operations: tuple[AnyOperation, ...]
    key: str | None = None
    """The step to select when all is done."""
    draft: str | None = None
    """The draft of a new step that is no longer one when all is done."""
    cost: tuple[str, ...] = ()
    """Why it takes more than one request, and what that does to people on the way; sentences."""
    exact: int | None = None
    """How many of the first operations are requests as they are; the service says of the others, when their turn comes,
    how they are carried out. None: all of them."""

    @property
    def requests(self) -> tuple[StepOperation, ...]:
        """Those of the operations that are one request each."""
        return tuple(operation for operation in self.operations if not isinstance(operation, MoveStep))

    @property
    def emulated(self) -> bool:
        """Whether the service has no single request for it."""
        return bool(self.cost)
