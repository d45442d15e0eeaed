"""The time as the sandbox sees it, so that a test can move it by hand."""

import time
from datetime import UTC, datetime
from typing import Protocol

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock(Protocol):
    """Two readings: one for measuring, one for writing down."""

    def seconds(self) -> float:
        """Seconds that never go backwards; only differences mean anything."""

    def utc(self) -> datetime:
        """The moment now, aware, in UTC."""


class SystemClock:
    """The machine's own clock."""

    def seconds(self) -> float:
        """Seconds since some moment of the past."""
        return time.monotonic()

    def utc(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)


def iso(moment: datetime) -> str:
    """A moment as the services write it: `2025-02-20T14:45:54.230Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def javascript_date(moment: datetime) -> str:
    """A moment as `Date.toString()` of JavaScript writes it, in UTC (contract 1.2).

    Day and month names are English whatever the locale of the machine.
    """
    at = moment.astimezone(UTC)
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day} {month} {at.day:02d} {at:%Y %H:%M:%S} GMT+0000 (Coordinated Universal Time)"
