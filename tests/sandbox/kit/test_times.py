"""When an e-mail is due: delays in days and hours, sending days, the hour, the zone, and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.sandbox.kit.times import due_after_days, due_after_hours, moment_of, written
from tui.sandbox.kit.words import DAYS

_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
_ZONES = st.sampled_from(["UTC", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"])


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.parametrize(
    ("base", "days", "allowed", "hour", "zone", "due"),
    [
        ("2026-11-20T15:30", 1, DAYS, 11, "America/New_York", "2026-11-21T16:00"),  # a Friday
        ("2026-11-20T15:30", 1, ("monday",), 11, "America/New_York", "2026-11-23T16:00"),
        ("2026-11-20T15:30", 3, ("monday",), 11, "America/New_York", "2026-11-23T16:00"),
        ("2026-11-20T15:30", 4, ("monday",), 11, "America/New_York", "2026-11-30T16:00"),
        ("2026-11-21T03:00", 1, DAYS, 0, "America/New_York", "2026-11-21T05:00"),  # still Friday there
        ("2026-11-20T11:00", 1, DAYS, 0, "Pacific/Kiritimati", "2026-11-21T10:00"),  # already Saturday there
        ("2026-03-28T12:00", 1, DAYS, 2, "Europe/Berlin", "2026-03-29T01:00"),  # 2 o'clock is left out: 3 o'clock
        ("2026-10-24T12:00", 1, DAYS, 2, "Europe/Berlin", "2026-10-25T00:00"),  # 2 o'clock comes twice: the first
        ("2026-11-20T15:30", 2, DAYS, 9, "Not/AZone", "2026-11-22T09:00"),
    ],
)
def test_days(base: str, days: int, allowed: tuple[str, ...], hour: int, zone: str, due: str) -> None:
    assert due_after_days(_utc(base), days, allowed=allowed, hour=hour, zone=zone) == _utc(due)


@pytest.mark.parametrize(
    ("base", "hours", "due"),
    [
        ("2026-11-20T15:30", 1, "2026-11-20T16:30"),
        ("2026-11-20T15:31", 1, "2026-11-20T16:45"),
        ("2026-11-20T23:59", 48, "2026-11-23T00:00"),
    ],
)
def test_hours(base: str, hours: int, due: str) -> None:
    assert due_after_hours(_utc(base), hours) == _utc(due)


@given(_MOMENTS, st.integers(1, 400), st.sets(st.sampled_from(DAYS), min_size=1), st.integers(0, 23), _ZONES)
def test_any_days(base: datetime, days: int, allowed: set[str], hour: int, zone: str) -> None:
    due = due_after_days(base, days, allowed=allowed, hour=hour, zone=zone)
    local = due.astimezone(ZoneInfo(zone))
    waited = _day(due, zone) - _day(base, zone)
    assert due >= base
    assert DAYS[local.weekday()] in allowed
    assert local.hour == hour or (local - timedelta(hours=1)).utcoffset() != local.utcoffset()
    assert timedelta(days=days) <= waited < timedelta(days=days + 7)
    between = [DAYS[(local.weekday() - back) % 7] for back in range(1, waited.days - days + 1)]
    assert not allowed & set(between), "no earlier sending day was passed over"


@given(_MOMENTS, st.integers(1, 5000))
def test_any_hours(base: datetime, hours: int) -> None:
    due = due_after_hours(base, hours)
    assert timedelta() <= due - base - timedelta(hours=hours) < timedelta(minutes=15)
    assert (due.minute % 15, due.second, due.microsecond) == (0, 0, 0)


@pytest.mark.parametrize("amount", [10**7, 10**12, 10**30])
def test_what_never_comes(amount: int) -> None:
    with pytest.raises(OverflowError):
        due_after_hours(_utc("2026-11-20T15:30"), amount * 24)
    with pytest.raises(OverflowError):
        due_after_days(_utc("2026-11-20T15:30"), amount, allowed=DAYS, hour=23, zone="America/New_York")


@given(_MOMENTS)
def test_moments_are_written_to_the_second(moment: datetime) -> None:
    assert moment_of(written(moment)) == moment.replace(microsecond=0)


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
