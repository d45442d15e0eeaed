"""The operations that a change consists of. Frozen; they name nodes by local key and by the ids known when made."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, SerializeAsAny

from tui.model.content import StepContent


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


StepOperation = AddStep | UpdateStep | DeleteStep
