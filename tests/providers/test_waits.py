"""Retry-After in every form, and in no form at all."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.providers.waits import LONGEST_WAIT, Patience, retry_after, until

NOW = datetime(2021, 2, 16, 8, 2, 40, tzinfo=UTC).timestamp()
SCRIPT_DATE = "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "2"}, 2),
        ({"retry-after": " 1.5 "}, 1.5),
        ({"RETRY-AFTER": "0"}, 0),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "Tue, 16 Feb 2021 08:02:45 GMT"}, 5),
        ({"Retry-After": "Tue, 16 Feb 2021 08:00:00 GMT"}, 0),
        ({"Retry-After": "Tue, 16 Feb 2021 09:02:45 +0100"}, 5),
        ({"Retry-After": "Tuesday, 16-Feb-21 08:02:45 GMT"}, 5),
        ({"Retry-After": "2021-02-16T08:02:46Z"}, 6),
        ({"Retry-After": SCRIPT_DATE}, 2),
        ({"Retry-After": "3", "X-RateLimit-Reset": "9"}, 3),
        ({"Retry-After": "soon", "X-RateLimit-Reset": "9"}, 9),
        ({"X-RateLimit-Reset": SCRIPT_DATE}, 2),
        ({"x-ratelimit-reset": "Tue Feb 16 2021 08:02:42 GMT+0000 (Coordinated Universal Time)"}, 2),
        ({"X-RateLimit-Reset": "Tue Feb 16 2021 08:02:42 GMT"}, 2),
        ({"X-RateLimit-Reset": "4"}, 4),
        ({"X-RateLimit-Reset": str(int(NOW) + 7)}, 7),
        ({"X-RateLimit-Reset": str(int(NOW) * 1000 + 7500)}, 7.5),
        ({"X-RateLimit-Reset": "2021-02-16T08:02:48.000Z"}, 8),
        ({"X-RateLimit-Reset": "2021-02-16T09:02:48+01:00"}, 8),
        ({"X-RateLimit-Reset": "2021-02-16 08:02:48"}, 8),
        ({"X-RateLimit-Reset": "4", "X-RateLimit-Remaining": "0"}, 4),
        ({"X-RateLimit-Reset": "4", "X-RateLimit-Remaining": "995"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "1e300"}, None),
        ({"Retry-After": "1600000000"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "Tue Feb 31 2021 09:02:42 GMT+0100 (CET)"}, None),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, None),
        ({}, None),
    ],
)
def test_what_the_service_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, lambda: NOW) == (None if seconds is None else pytest.approx(seconds))


NAMES = st.sampled_from(["Retry-After", "retry-after", "X-RateLimit-Reset", "X-RateLimit-Remaining", "Date"])
LIKELY = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="0123456789.eE+-_ :TZGMTabFeu,()", max_size=60),
    st.floats().map(str),
    st.integers().map(str),
    st.datetimes().map(lambda at: at.strftime("%a %b %d %Y %H:%M:%S GMT+0100 (X)")),
    st.datetimes().map(datetime.isoformat),
    st.datetimes().map(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT")),
)


@given(st.dictionaries(NAMES, LIKELY, max_size=4))
@example({"Retry-After": "1" * 5000})
@example({"Retry-After": "Mon, 00 Jan 0000 00:00:00 -9999"})
@example({"X-RateLimit-Reset": "²"})
def test_no_header_can_break_it(headers: dict[str, str]) -> None:
    seconds = retry_after(headers, lambda: NOW)
    assert seconds is None or (0 <= seconds <= LONGEST_WAIT and math.isfinite(seconds))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, "in a minute"), (0.2, "now"), (1.5, "in 2 seconds"), (119, "in 119 seconds")],
)
def test_when_to_try_again(seconds: float | None, words: str) -> None:
    assert until(seconds, lambda: NOW) == words


def test_a_longer_wait_is_told_by_the_local_clock() -> None:
    assert until(3600, lambda: NOW) == f"at {datetime.fromtimestamp(NOW + 3600):%H:%M} (in 60 minutes)"
    assert until(86_400, lambda: NOW).endswith(f"{datetime.fromtimestamp(NOW + 86_400):%H:%M} (in 24 hours)")


def test_patience_doubles_spreads_and_ends() -> None:
    patience = Patience()
    assert [patience.backoff(tries, lambda: 1.0) for tries in (1, 2, 3, 9)] == [0.5, 1.0, 2.0, 20.0]
    assert patience.backoff(1, lambda: 0.0) == 0.25
    assert patience.allows(3, 0, 20)
    assert not patience.allows(4, 0, 1)
    assert not patience.allows(1, 0, 20.1)
    assert not patience.allows(1, 55, 6)
