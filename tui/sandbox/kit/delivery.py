"""Who got which e-mail of a sequence, and who gets which one next (contract 7.5, 8.2, 9).

Nothing is really sent. What would have gone out by now follows from the records; `settle` writes it down before
anything changes, so that a change touches only what comes after it. People get the published e-mails in order of
position, each counted from the one before, the first from when they were added. An e-mail that has become overdue by a
change (published, or put in before people) goes out at once.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tui.sandbox.kit.records import Email, KitState, Member, Queued, Sent, Sequence, Subscriber
from tui.sandbox.kit.times import due_after_days, due_after_hours, moment_of, restricted, written


@dataclass(frozen=True, slots=True)
class Due:
    """An e-mail that will go out to a person, and when, if nothing is changed before."""

    email_id: int
    position: int
    at: datetime


@dataclass(slots=True)
class Progress:
    """Where a person stands: what has gone out, and what is still to come, in order."""

    sent: list[Sent] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)


def silent(state: KitState, sequence: Sequence, subscriber: Subscriber) -> str | None:
    """Why a person in a sequence gets nothing: "deleted", "inactive", the person's own state, "excluded", or None."""
    if sequence.deleted_at is not None:
        return "deleted"
    if not sequence.active:
        return "inactive"
    if subscriber.state != "active":
        return subscriber.state
    return "excluded" if excluded(state, sequence, subscriber) else None


def excluded(state: KitState, sequence: Sequence, subscriber: Subscriber) -> bool:
    """Whether a source that the sequence excludes has the person in it; a deleted sequence has nobody in it."""
    for source in sequence.exclude_subscriber_sources:
        if source.type == "sequence":
            others = (state.live(number) for number in source.ids)
            if any(other is not None and subscriber.id in other.members for other in others):
                return True
        elif set(source.ids) & set(subscriber.sources.get(source.type, [])):
            return True
    return False


def progress(state: KitState, sequence: Sequence, member: Member, now: datetime) -> Progress:
    """What has gone out to a member by `now` and what is due later, with times in UTC.

    Somebody who gets nothing (`silent`) has nothing due. An e-mail due beyond the year 9999 is never due.
    """
    result = Progress(sent=[each.model_copy() for each in member.sent])
    subscriber = state.subscribers.get(member.subscriber_id)
    if subscriber is None or silent(state, sequence, subscriber):
        return result
    earliest = max(moment_of(sequence.settled_at), moment_of(member.added_at))
    base = moment_of(member.sent[-1].at if member.sent else member.added_at)
    for email in _ahead(sequence, member):
        try:
            at = max(_due(sequence, member, email, base), earliest)
        except OverflowError:
            break
        if at <= now:
            result.sent.append(Sent(email_id=email.id, position=email.position, at=written(at)))
        else:
            result.due.append(Due(email.id, email.position, at))
        base = at
    return result


def settle(state: KitState, now: datetime, *, cleanup_seconds: float) -> None:
    """Write down what has gone out by `now`, and clear the memberships of sequences deleted long ago.

    `cleanup_seconds` is how long a deleted sequence keeps its members (seed: cleaned up in the background).
    """
    settled = [
        (member, progress(state, sequence, member, now).sent)
        for sequence in state.live_sequences
        for member in sequence.members.values()
    ]
    for member, sent in settled:
        if member.queued is not None and any(each.email_id == member.queued.email_id for each in sent):
            member.queued = None
        member.sent = sent
    for sequence in state.sequences.values():
        if sequence.deleted_at is None:
            sequence.settled_at = max(sequence.settled_at, written(now))
        elif moment_of(sequence.deleted_at) + timedelta(seconds=cleanup_seconds) <= now:
            sequence.members.clear()


def keep_queue(state: KitState, sequence: Sequence, now: datetime) -> None:
    """Fix the time of everybody's next e-mail, before the schedule of a settled sequence changes (contract 7.5)."""
    for member in sequence.members.values():
        due = progress(state, sequence, member, now).due
        if due:
            member.queued = Queued(email_id=due[0].email_id, at=written(due[0].at))


def _ahead(sequence: Sequence, member: Member) -> list[Email]:
    """The published e-mails behind the place of a member, without those they have."""
    place = member.sent[-1].position if member.sent else -1
    had = {each.email_id for each in member.sent}
    return [
        email for email in sequence.in_order() if email.published and email.id not in had and email.position >= place
    ]


def _due(sequence: Sequence, member: Member, email: Email, base: datetime) -> datetime:
    if member.queued is not None and member.queued.email_id == email.id:
        return moment_of(member.queued.at)
    if email.delay_unit == "hours":
        return due_after_hours(base, email.delay_value)
    if email.immediate:
        return base
    days = email.send_days if email.send_days and restricted(email.send_days) else sequence.send_days
    return due_after_days(base, email.delay_value, allowed=days, hour=sequence.send_hour, zone=sequence.time_zone)
