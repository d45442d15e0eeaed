"""What goes out when: due times, guards, and the settings that hold e-mails back (contract 6.1, 7.5, 7.6).

Nothing is really sent. Where the switch `sending` is on, what has become due is written down before a request is
answered, in the order in which it falls due, so that a change touches only what comes after it. Nobody opens, clicks,
answers or bounces by themselves: the records say who has.
"""

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tui.sandbox.leadlex.call import moment
from tui.sandbox.leadlex.enrollments import settle
from tui.sandbox.leadlex.records import Activity, Campaign, Contact, Enrollment, LeadlexState

_SATURDAY = 5
_RECEIVING = frozenset({"pending", "active", "replied"})


def due_at(campaign: Campaign, enrollment: Enrollment) -> datetime | None:
    """When the next step of a person is due; None for somebody who gets nothing more, or for a delay without end.

    The delay of that step counts from the last e-mail or the last step that was skipped, before both from the day the
    person came in. So the removal of a step changes it by itself (contract 7.5).
    """
    if enrollment.status not in _RECEIVING or enrollment.current_step >= len(campaign.steps):
        return None
    step = campaign.steps[enrollment.current_step]
    begin = max(filter(None, (enrollment.last_sent_at, enrollment.skipped_at)), default=enrollment.added_at)
    try:
        return datetime.fromisoformat(begin) + timedelta(days=step.delay_days, hours=step.delay_hours)
    except OverflowError:
        return None


def guard_met(campaign: Campaign, enrollment: Enrollment, condition: str) -> bool:
    """Whether a guard lets a step go out to a person; one that nobody documented never does (contract 7.6)."""
    opened = enrollment.opened and campaign.track_opens
    return {
        "always": True,
        "if_no_reply": enrollment.status != "replied",
        "if_no_open": not opened,
        "if_opened": opened,
        "if_clicked": enrollment.clicked and campaign.track_clicks,
    }.get(condition, False)


def send_due(state: LeadlexState, now: datetime, mint: Callable[[str], str]) -> bool:
    """Send everything that is due by `now`; `mint` makes ids. Whether anything changed."""
    moved = 0
    for campaign in state.campaigns.values():
        if campaign.status == "active":
            moved += _Round(state, campaign, now, mint).run()
            campaign.sent_until = moment(now)
            settle(campaign)
    return moved > 0


class _Round:
    """One look at one campaign: who gets what from the last look until now."""

    def __init__(self, state: LeadlexState, campaign: Campaign, now: datetime, mint: Callable[[str], str]) -> None:
        self._state, self._campaign, self._now, self._mint = state, campaign, now, mint
        self._zone = _zone(campaign.sending_timezone)
        # What was due before the first look or before a start goes out then, not in the past.
        self._begin = datetime.fromisoformat(campaign.sent_until) if campaign.sent_until else now
        sent = [
            datetime.fromisoformat(each.created_date)
            for each in state.activities
            if each.entity_id == campaign.id and each.type == "campaign_sent"
        ]
        self._last = max(sent, default=None)
        self._per_day = Counter(self._day(at) for at in sent)

    def run(self) -> int:
        """Take people in the order in which their next steps fall due; how many steps were sent or skipped."""
        moved = 0
        waiting: list[tuple[datetime, int]] = []
        for number, each in enumerate(self._campaign.enrollments):
            self._queue(waiting, number, each)
        while waiting:
            at, number = heapq.heappop(waiting)
            enrollment = self._campaign.enrollments[number]
            step = self._campaign.steps[enrollment.current_step]
            if not guard_met(self._campaign, enrollment, step.send_condition):
                enrollment.skipped_at = moment(at)
                enrollment.skipped.append(step.id)
            else:
                slot = self._slot(at)
                if slot is None or slot > self._now:
                    continue
                if slot > at:
                    heapq.heappush(waiting, (slot, number))
                    continue
                self._send(enrollment, at)
            moved += 1
            enrollment.current_step += 1
            if enrollment.current_step == len(self._campaign.steps) and enrollment.status in ("pending", "active"):
                enrollment.status = "completed"
            self._queue(waiting, number, enrollment)
        return moved

    def _queue(self, waiting: list[tuple[datetime, int]], number: int, enrollment: Enrollment) -> None:
        due = due_at(self._campaign, enrollment)
        if due is not None and (at := max(due, self._begin)) <= self._now:
            heapq.heappush(waiting, (at, number))

    def _slot(self, at: datetime) -> datetime | None:
        """The first moment from `at` on that spacing, daily limit and weekend leave free; None beyond the calendar."""
        if self._last is not None:
            at = max(at, self._last + timedelta(seconds=self._campaign.delay_between_emails))
        try:
            while self._closed(day := self._day(at)):
                at = datetime.combine(day + timedelta(days=1), time(), self._zone).astimezone(UTC)
        except OverflowError:
            return None
        return at

    def _closed(self, day: date) -> bool:
        weekend = day.weekday() >= _SATURDAY and not self._campaign.send_on_weekends
        return weekend or self._per_day[day] >= self._campaign.daily_send_limit

    def _send(self, enrollment: Enrollment, at: datetime) -> None:
        number = enrollment.current_step
        step, contact = self._campaign.steps[number], self._state.contacts[enrollment.contact_id]
        enrollment.status = "active" if enrollment.status == "pending" else enrollment.status
        enrollment.last_sent_at, enrollment.opened, enrollment.clicked = moment(at), False, False
        self._campaign.stats.sent_count += 1
        self._last = at
        self._per_day[self._day(at)] += 1
        self._state.activities.append(
            Activity(
                id=self._mint("act"),
                contact_id=contact.id,
                type="campaign_sent",
                title=merged(step.subject, contact),
                created_date=moment(at),
                entity_type="campaign",
                entity_id=self._campaign.id,
                entity_name=self._campaign.name,
                metadata={"step_id": step.id, "step_index": number},
            )
        )

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def merged(text: str, contact: Contact) -> str:
    """A text with the four merge variables filled in; other braces stay as they are (contract 7.1)."""
    first, _, last = contact.full_name.partition(" ")
    values = {
        "first_name": first,
        "last_name": last,
        "company_name": contact.company_name,
        "job_title": contact.job_title,
    }
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value or "")
    return text


def _zone(name: str) -> tzinfo:
    """A zone; one that this machine does not know counts as UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
