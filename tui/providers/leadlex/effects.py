"""What a change does to contacts on their way, and what it cannot bring back (contracts/leadlex 7.5 to 7.7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.model.nodes import Campaign, CampaignHead, Step
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep

NOT_UNDONE = "LeadLex keeps nothing of it: undo makes it again under a new id, without its numbers."
SKIPPED = "Contacts who are between steps at that moment may skip the deleted step."
HISTORY = "Pausing the campaign first preserves history."
ENDED = "The campaign is completed: the change is stored, but nothing is sent any more."
POSITIONS = (
    "Contacts between these steps may get a text twice, or miss one: the texts change places, the contacts do not.",
    "What was recorded about a step stays with its place, not with its text.",
)


def effects(operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
    """Sentences to be said before an operation is sent; places are counted from 1, as the tree shows them."""
    steps = campaign.sequence.steps
    if isinstance(operation, DeleteStep):
        place = next((place for place, step in enumerate(steps) if step.id == operation.step_id), None)
        return () if place is None else tuple(_delete(campaign.head, steps, place))
    moved = isinstance(operation, MoveStep) or (isinstance(operation, AddStep) and operation.index < len(steps))
    if moved and campaign.head.status == "ended":
        return (ENDED,)
    return POSITIONS if moved and _has_history(campaign.head) else ()


def _has_history(head: CampaignHead) -> bool:
    """Whether anybody may be on the way: a draft has sent nothing."""
    return head.status != "draft"


def _delete(head: CampaignHead, steps: Sequence[Step], place: int) -> Iterator[str]:
    last = len(steps)
    if _has_history(head):
        yield SKIPPED
    yield from (
        _left_alone(place + 1, other + 1, steps[other])
        for other in (place - 1, place + 1)
        if 0 <= other < last and _divide(steps[place], steps[other])
    )
    yield NOT_UNDONE
    if place + 2 == last:
        yield f"Step {last} becomes step {last - 1}."
    elif place + 2 < last:
        through = "and" if place + 3 == last else "to"
        yield f"Steps {place + 2} {through} {last} become steps {place + 1} {through} {last - 1}."
    if head.is_running:
        yield HISTORY


def _divide(one: Step, other: Step) -> bool:
    """Whether two steps have opposite guards: each contact gets one of them."""
    mine, theirs = one.content.guard(), other.content.guard()
    return mine is not None and theirs is not None and mine.words == theirs.opposite


def _left_alone(place: int, other: int, step: Step) -> str:
    guard = step.content.guard()
    assert guard is not None
    return (
        f"Steps {min(place, other)} and {max(place, other)} divide the contacts between them. Without step {place}, "
        f"step {other} guards alone: {guard.sent_to} get it, {guard.skipped_by} get neither."
    )
