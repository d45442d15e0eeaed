"""What is left of a scarce limit, in words."""

from __future__ import annotations

import pytest

from tui.providers.base import Budget


@pytest.mark.parametrize(
    ("budget", "words", "scarce"),
    [
        (Budget(), "", False),
        (Budget(now=198), "198 calls now", False),
        (Budget(now=1), "1 call now", True),
        (Budget(93, 100, 8), "8 calls now · 93 of 100 left today", None),
        (Budget(9_998, 10_000, 198), "198 calls now · 9,998 of 10,000 left today", False),
        (Budget(5, 100, 5), "5 calls now · 5 of 100 left today", True),
        (Budget(90, 100, 0, 41.2), "next call in 42 s · 90 of 100 left today", True),
        (Budget(0, 100, 0, 9 * 3600.0), "next call in 9 h · 0 of 100 left today", True),
        (Budget(50, None, 10), "10 calls now · 50 left today", None),
    ],
)
def test_words(budget: Budget, words: str, scarce: bool | None) -> None:
    assert budget.words == words
    if scarce is not None:
        assert budget.scarce is scarce
