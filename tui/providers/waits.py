"""How long a service asks to wait, in every form that services use, and how long to wait when they do not say."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST_WAIT: Final = 366 * 86_400.0
"""Seconds. A longer wait is no wait that anybody meant, and counts as not said."""
_EPOCH_FROM: Final = 1e9
"""A number from here on (September 2001) is a point in time; below it is a length of time."""
_MILLISECONDS_FROM: Final = 1e11
_JAVASCRIPT_DATE: Final = re.compile(
    r"[A-Za-z]{3},? ([A-Za-z]{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})?(?: *\(.*\))?"
)
_PARSED_CHARACTERS: Final = 100


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """Seconds from now that the service asks to wait, never negative; None where it does not say, or says nonsense.

    `Retry-After` in seconds (whole or not) or as an HTTP date; else `X-RateLimit-Reset` as seconds, as seconds or
    milliseconds since 1970, as an ISO date, or as the text of a JavaScript `Date` (seed). The reset counts only when
    `X-RateLimit-Remaining` is 0 or absent: with places left it belongs to another limit, such as a daily one.
    `headers` may be in any case; `now` gives seconds since 1970.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    asked = _seconds(lower.get("retry-after", ""), now, epoch=False)
    if asked is None and lower.get("x-ratelimit-remaining", "0").strip() == "0":
        asked = _seconds(lower.get("x-ratelimit-reset", ""), now, epoch=True)
    return asked


def _seconds(text: str, now: Callable[[], float], *, epoch: bool) -> float | None:
    """One header's value as seconds from now; a number may be a point in time only where `epoch` says so."""
    text = text.strip()
    if not text or len(text) > _PARSED_CHARACTERS:
        return None
    try:
        value = float(text)
    except ValueError:
        at = _moment(text)
        if at is None:
            return None
        value = at - now()
    else:
        if epoch and value >= _EPOCH_FROM:
            value = (value / 1000 if value >= _MILLISECONDS_FROM else value) - now()
    return max(0.0, value) if math.isfinite(value) and value <= LONGEST_WAIT else None


def _moment(text: str) -> float | None:
    """A date in one of the three written forms, as seconds since 1970."""
    for parse in (_script_date, datetime.fromisoformat, parsedate_to_datetime):
        try:
            at = parse(text)
            return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _script_date(text: str) -> datetime:
    """The text of a JavaScript `Date`, whose zone is given twice; raises ValueError for any other text."""
    match = _JAVASCRIPT_DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    month, day, year, clock, zone = match.groups()
    return datetime.strptime(f"{int(day):02} {month} {year} {clock} {zone or '+0000'}", "%d %b %Y %H:%M:%S %z")


def until(seconds: float | None, now: Callable[[], float] = time.time) -> str:
    """When to try again, in words with the local time of day: "at 15:04 (in 58 minutes)"."""
    if seconds is None:
        return "in a minute"
    whole = math.ceil(seconds)
    if whole <= 1:
        return "now"
    if whole < 120:
        return f"in {whole} seconds"
    at = datetime.fromtimestamp(now() + seconds)
    if whole < 2 * 3600:
        return f"at {at:%H:%M} (in {math.ceil(whole / 60)} minutes)"
    return f"on {at:%Y-%m-%d} at {at:%H:%M} (in {math.ceil(whole / 3600)} hours)"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is tried, and how long it may wait in between. All times in seconds."""

    tries: int = 4
    first: float = 0.5
    """The wait before the second try where the service says nothing; doubled for each further one."""
    longest: float = 20.0
    """A service that asks for more is not waited for."""
    budget: float = 60.0
    """What tries and waits of one call may take together (without its turn in the queue)."""

    def backoff(self, tries: int, rand: Callable[[], float]) -> float:
        """The wait after `tries` tries: doubling, spread by up to half so that many callers do not return as one."""
        return min(self.longest, self.first * 2.0 ** (tries - 1)) * (0.5 + rand() / 2)

    def allows(self, tries: int, spent: float, wait: float) -> bool:
        """Whether one more try is due after `tries` tries that took `spent` seconds, `wait` seconds from now."""
        return tries < self.tries and wait <= self.longest and spent + wait <= self.budget
