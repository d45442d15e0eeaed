"""What a campaign looks like once an operation is done: for previews, and to check plans against trees. Pure."""

from __future__ import annotations

from tui.model.nodes import Campaign, Sequence, Step
from tui.model.tree import insert_step, replace_step, sequences, walk
from tui.plan.operations import AddStep, AnyOperation, MoveStep, UpdateStep


def applied(campaign: Campaign, operation: AnyOperation) -> Campaign:
    """The campaign after one operation. KeyError when what it names is not there."""
    if isinstance(operation, AddStep):
        step = Step(key=operation.key, content=operation.content, branches=operation.branches)
        place = min(operation.index, len(_sequence(campaign, operation).steps))
        return insert_step(campaign, _sequence(campaign, operation).key, place, step)
    spot = next((spot for spot in walk(campaign) if spot.step.id and spot.step.id == operation.step_id), None)
    if spot is None:
        raise KeyError(operation.step_id)
    if isinstance(operation, UpdateStep):
        content = operation.after.over(spot.step.content)
        return replace_step(campaign, spot.step.key, spot.step.model_copy(update={"content": content}))
    without = replace_step(campaign, spot.step.key, None)
    if isinstance(operation, MoveStep):
        return insert_step(without, spot.sequence.key, operation.index, spot.step)
    return without


def _sequence(campaign: Campaign, operation: AddStep) -> Sequence:
    for sequence in sequences(campaign):
        if sequence.key == operation.sequence_key or (sequence.id and sequence.id == operation.sequence_id):
            return sequence
    raise KeyError(operation.sequence_key or operation.sequence_id)
