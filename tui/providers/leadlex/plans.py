"""Plans for what LeadLex has no request for: a step before others, a step at another place (contracts/leadlex 7.7).

Ids stay where they are and contents move, one request each. The order is such that after every request each text that
was there before still is: at worst one stands twice. A move begins with a copy of the moved step at the end and ends
with deleting it: two requests more than bare rotation, whose first request would leave one text nowhere but in the
memory of this program. The plans are made for campaigns that send nothing (the verdict refuses others), so nobody gets
the copy, and deleting it makes nobody skip anything.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tui.model.content import StepContent
from tui.model.nodes import Campaign, Step
from tui.model.tree import find_step
from tui.plan.operations import AddStep, DeleteStep, MoveStep, Plan, StepOperation, UpdateStep
from tui.providers.leadlex.email import Email

NEVER_LOST = "If it stops on the way, no text is lost: at worst one stands twice, and the rest can follow later."


def insertion(operation: AddStep, campaign: Campaign, calls_a_minute: int) -> Plan:
    """A new step before others: the last one is appended once more, then every content moves one place on.

    Raises ValueError when a content that would have to move is not known whole.
    """
    steps, place = campaign.sequence.steps, operation.index
    last = len(steps)
    copy = AddStep(
        campaign_id=operation.campaign_id,
        title=f"Append a copy of step {last} as step {last + 1}",
        sequence_id=operation.sequence_id,
        index=last,
        length=last,
        content=_kept(steps[-1], last),
        key=_fresh(f"{operation.key} last", campaign),
    )
    moved = (
        _over(operation, steps[at], at, _kept(steps[at - 1], at), f"the content of step {at}")
        for at in range(last - 1, place, -1)
    )
    new = _over(operation, steps[place], place, _with_defaults(operation.content), "the new content")
    operations: tuple[StepOperation, ...] = (copy, *_changing((*moved, new)))
    cost = (
        f"LeadLex adds a step at the end only, so this takes {len(operations)} requests: a copy of the last step is "
        "appended, then each text moves one place on.",
        *_cost(operations, calls_a_minute),
    )
    return Plan(operations, key=steps[place].key, draft=operation.key, cost=cost)


def move(operation: MoveStep, campaign: Campaign, calls_a_minute: int) -> Plan:
    """A step at another place: the contents between the two places rotate, with a copy as a net.

    Raises ValueError when the step is gone or a content that would have to move is not known whole.
    """
    steps = campaign.sequence.steps
    start = next((place for place, step in enumerate(steps) if step.id == operation.step_id), None)
    if start is None:
        raise ValueError("The step is gone: somebody else has deleted it. Reload.")
    end = min(max(operation.index, 0), len(steps) - 1)
    by = 1 if end > start else -1
    moved = [
        _over(operation, steps[at], at, _kept(steps[at + by], at + by + 1), f"the content of step {at + by + 1}")
        for at in range(start, end, by)
    ]
    content = _kept(steps[start], start + 1)
    moved.append(_over(operation, steps[end], end, content, f"the content that step {start + 1} had"))
    rotation = tuple(_changing(moved))
    if not rotation:
        return Plan((), key=steps[end].key)
    key = _fresh(f"{steps[start].key} copy", campaign)
    last = len(steps)
    operations: tuple[StepOperation, ...] = (
        AddStep(
            campaign_id=operation.campaign_id,
            title=f"Append a copy of step {start + 1} at the end for the time being",
            sequence_id=operation.sequence_id,
            index=last,
            length=last,
            content=content,
            key=key,
        ),
        *rotation,
        DeleteStep(
            campaign_id=operation.campaign_id,
            title=f"Delete the copy at the end (step {last + 1})",
            sequence_id=operation.sequence_id,
            step_id="",
            key=key,
        ),
    )
    cost = (
        f"LeadLex has no request that moves a step, so this takes {len(operations)} requests: the texts between the "
        "two places change places one by one, while a copy of the moved step stands at the end.",
        *_cost(operations, calls_a_minute),
    )
    return Plan(operations, key=steps[end].key, cost=cost)


def _over(
    operation: AddStep | MoveStep, step: Step, place: int, content: StepContent, what: str
) -> tuple[UpdateStep, int]:
    """The request that writes a content over the step at `place` (from 0), and the place."""
    update = UpdateStep(
        campaign_id=operation.campaign_id,
        title=f"Step {place + 1} takes over {what}",
        sequence_id=operation.sequence_id,
        step_id=step.id or "",
        before=step.content,
        after=content,
    )
    return update, place


def _changing(updates: Sequence[tuple[UpdateStep, int]]) -> Iterator[UpdateStep]:
    """Those that have something to send: equal neighbours cost no request."""
    return (update for update, _ in updates if update.after.changed_fields(update.before))


def _kept(step: Step, number: int) -> StepContent:
    """The content of a step, fit to be written over another one. Raises ValueError where it would arrive incomplete.

    A field that was not reported cannot be carried along, and would silently keep the value of the other step.
    """
    content = step.content
    unknown = [spec.ask.title for spec in Email.fields() if not content.reported(spec.name)]
    if unknown:
        raise ValueError(
            f"LeadLex did not report {', '.join(unknown)} of step {number}, so its content cannot be written to "
            "another place. Set it there first."
        )
    empty = [
        spec.ask.title for spec in Email.fields() if spec.ask.required and not str(getattr(content, spec.name)).strip()
    ]
    if empty:
        raise ValueError(
            f"Step {number} has no {' and no '.join(empty)}, and LeadLex would refuse it at another place. "
            "Fill it in first."
        )
    return content


def _with_defaults(content: StepContent) -> StepContent:
    """The content of a new step with the documented default for what was not set, as it replaces another content."""
    defaults = {spec.name: spec.default for spec in Email.fields() if not spec.ask.required}
    return Email(**{**defaults, **content.values()})


def _cost(operations: Sequence[StepOperation], calls_a_minute: int) -> Iterator[str]:
    yield NEVER_LOST
    if len(operations) > calls_a_minute:
        minutes = math.ceil(len(operations) / calls_a_minute)
        yield f"With {calls_a_minute} calls a minute it takes about {minutes} minutes."


def _fresh(key: str, campaign: Campaign) -> str:
    """A key that no step has: one that a stopped plan left behind must not count as added already."""
    while find_step(campaign, key) is not None:
        key += "'"
    return key
