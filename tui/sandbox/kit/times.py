"""Moments as Kit writes them, and when an e-mail is due: delays, sending days, hour and zone (contract 8.2).

Where the documents say nothing more: days are days of the calendar in the sequence's zone; an immediate e-mail ignores
the schedule; an hour that a clock change leaves out comes one hour later.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tui.sandbox.kit.words import DAYS

POLL = timedelta(minutes=15)  # how often Kit looks for e-mails whose delay is in hours


def written(moment: datetime) -> str:
    """A moment as the service writes it, to the second: `2023-02-17T11:43:55Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    """The moment of such a text, aware, in UTC. Raises ValueError for another text."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, None for any other word."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):  # a bad path, no such zone, a folder of zones
        return None


def due_after_hours(base: datetime, hours: int) -> datetime:
    """`hours` after a moment, at the next look of the service. Raises OverflowError beyond the year 9999."""
    wanted = base + timedelta(hours=hours)
    past = timedelta(minutes=wanted.minute % 15, seconds=wanted.second, microseconds=wanted.microsecond)
    return wanted if not past else wanted - past + POLL


def due_after_days(base: datetime, days: int, *, allowed: Collection[str], hour: int, zone: str) -> datetime:
    """`hour` o'clock on the first allowed day that is at least `days` days, from 1, after the day of `base`.

    Raises OverflowError beyond the year 9999. A zone this machine does not know counts as UTC.
    """
    clock = known_zone(zone) or UTC
    local = base.astimezone(clock)
    day = local.date() + timedelta(days=days)
    for _ in DAYS:
        if DAYS[day.weekday()] in allowed:
            return datetime(day.year, day.month, day.day, hour, tzinfo=clock).astimezone(UTC)
        day += timedelta(days=1)
    raise OverflowError("no sending day")


def in_week_order(days: Collection[str]) -> list[str]:
    """The days from Monday on, each once."""
    return [day for day in DAYS if day in days]


def restricted(days: Sequence[str] | None) -> bool:
    """Whether an e-mail's own days say anything: all seven are no restriction (contract 8.1)."""
    return days is not None and len(days) < len(DAYS)
