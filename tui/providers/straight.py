"""Services whose steps are one straight list: the tree made of it, and kept up to date by the answers to writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Sequence, Step
from tui.plan.operations import AddStep, DeleteStep, StepOperation
from tui.providers.base import Done

Read = Callable[[Mapping[str, Any]], StepContent]


def campaign_of(head: CampaignHead, rows: Iterable[Mapping[str, Any]], read: Read, keys: Keys) -> Campaign:
    """A campaign whose only sequence holds the reported steps in this order; the sequence has the campaign's id."""
    steps = tuple(Step(key=keys.of(str(row["id"])), id=str(row["id"]), content=read(row), reported=row) for row in rows)
    return Campaign(head=head, sequence=Sequence(key=keys.of(head.id, "steps"), id=head.id, steps=steps))


def after(operation: StepOperation, done: Done, campaign: Campaign, read: Read) -> Campaign | None:
    """The campaign with the step as the answer to a write shows it, at the end for a new one.

    None where the answer does not show it (it was lost), so that the campaign must be read again.
    """
    steps = campaign.sequence.steps
    if isinstance(operation, DeleteStep):
        return with_steps(campaign, (step for step in steps if step.id != operation.step_id))
    if not done.answer:
        return None
    if isinstance(operation, AddStep):
        new = Step(key=operation.key, id=done.step_id, content=read(done.answer), reported=done.answer)
        return with_steps(campaign, (*steps, new))
    return with_steps(
        campaign,
        (
            step.model_copy(update={"content": read(done.answer), "reported": done.answer})
            if step.id == operation.step_id
            else step
            for step in steps
        ),
    )


def with_steps(campaign: Campaign, steps: Iterable[Step]) -> Campaign:
    """The campaign with other steps in its only sequence."""
    sequence = campaign.sequence.model_copy(update={"steps": tuple(steps)})
    return campaign.model_copy(update={"sequence": sequence})
