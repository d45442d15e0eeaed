"""The plans of LeadLex: what a key may call in a minute, told by its calls a day (contracts/leadlex 4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta

A_MINUTE_BY_DAY: Mapping[int, int] = {100: 10, 1_000: 50, 10_000: 200}
"""Calls a minute by calls a day: Starter, Pro, Org. The headers tell the day's limit only."""


def learn(headers: Mapping[str, str]) -> int | None:
    """How many calls a minute the plan of the key allows, by the day's limit in the headers; None for an unknown one.

    `headers` have names in lower case.
    """
    text = headers.get("x-ratelimit-limit", "").strip()
    return A_MINUTE_BY_DAY.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None


def until_midnight(now: datetime | None = None) -> float:
    """Seconds until the day of the limit ends, 00:00 UTC."""
    now = now or datetime.now(UTC)
    return (datetime.combine(now.date() + timedelta(days=1), time(), UTC) - now).total_seconds()
