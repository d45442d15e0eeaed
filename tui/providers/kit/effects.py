"""What a change does to subscribers on their way, said before it is sent (contracts/kit 8.2, 8.6 to 8.8)."""

from __future__ import annotations

from collections.abc import Iterator

from tui.model.nodes import Campaign
from tui.model.tree import walk
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, UpdateStep
from tui.providers.kit.emails import Email

PUBLISHING = (
    "Publishing it makes Kit process the subscribers who wait at this place: where its delay is over, it is sent at "
    "once."
)
PUBLISHING_FIRST = (
    "Publishing the first e-mail makes Kit process everybody who waits for it: where its delay is over, it is sent at "
    "once."
)
IMMEDIATE_FIRST = "It goes out at once to every subscriber who waits for the first e-mail, and to everybody added."
BEFORE_PEOPLE = (
    "Subscribers who stand before this place get it too: Kit processes them, and can send it to them at once."
)
UNPUBLISHING = "Subscribers who wait for it go on with the next e-mail; it is kept as a draft."
DRAFT = "As a draft it is skipped: nobody gets it until it is published."
SHORTER = "With a shorter delay it may be due at once for subscribers who wait for it."
REORDERING = "Other positions can send e-mails out of order to subscribers on their way, or skip some."
HOURS = (
    "A delay in hours ignores days and hour of the schedule: it goes out at any time, and Kit looks every 15 minutes."
)
PAUSED = "The sequence is paused: nothing is sent until it is active again."
DELETING = (
    "Kit deletes an e-mail for good: undo makes it again under a new id, without its numbers.",
    "Subscribers who are queued for it skip it and go on with the next e-mail.",
    "Kit recommends to unpublish it instead: it is skipped in the same way, and kept.",
    "The e-mails behind it keep their positions; the number of this one stays free.",
)


def effects(operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
    """Sentences about an operation; what a paused sequence sends it sends when it is active again."""
    if isinstance(operation, DeleteStep):
        return DELETING
    if isinstance(operation, MoveStep):
        said = [REORDERING]
    elif isinstance(operation, AddStep):
        said = [*_added(operation)]
    else:
        said = [*_changed(operation, campaign)]
    sends = any(sentence not in (DRAFT, UNPUBLISHING, HOURS) for sentence in said)
    return (*said, PAUSED) if sends and campaign.head.status == "paused" else tuple(said)


def _added(operation: AddStep) -> Iterator[str]:
    email = operation.content
    if not isinstance(email, Email):
        return
    if not email.published:
        yield DRAFT
    elif operation.index == 0 and email.immediate:
        yield IMMEDIATE_FIRST
    elif not operation.appends:
        yield BEFORE_PEOPLE
    else:
        yield PUBLISHING
    if email.delay_unit == "hours":
        yield HOURS


def _changed(operation: UpdateStep, campaign: Campaign) -> Iterator[str]:
    before, after = operation.before, operation.after
    if not isinstance(before, Email) or not isinstance(after, Email):
        return
    changed = after.changed_fields(before)
    whole = after.over(before)
    spot = next((spot for spot in walk(campaign) if spot.step.id == operation.step_id), None)
    first = spot is not None and spot.index == 0
    if "published" in changed:
        if whole.published:
            yield PUBLISHING_FIRST if first else PUBLISHING
        else:
            yield UNPUBLISHING
    if first and whole.published and whole.immediate and {"published", "delay_value"} & changed:
        yield IMMEDIATE_FIRST
    elif whole.published and "published" not in changed and _shorter(before, whole):
        yield SHORTER
    if "position" in changed:
        yield REORDERING
    if "delay_unit" in changed and whole.delay_unit == "hours":
        yield HOURS


def _shorter(before: Email, after: Email) -> bool:
    old, new = before.wait(), after.wait()
    return old is not None and new is not None and new < old
