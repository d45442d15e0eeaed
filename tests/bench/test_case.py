"""The bench compares fairly and says when a budget is broken."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.bench.case import Case, Missing, Outcome, Sampler, chosen, measure, table
from tests.bench.cases import cases


def scripted(*values: float, log: list[float] | None = None) -> Callable[[], AbstractAsyncContextManager[Sampler]]:
    """A case that measures these values in turn; the first is the warm-up."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Sampler]:
        rest = iter(values)

        async def sample() -> float:
            value = next(rest)
            if log is not None:
                log.append(value)
            return value

        yield sample

    return opened


@asynccontextmanager
async def absent() -> AsyncIterator[Sampler]:
    raise Missing("no such command")
    yield


async def test_ratios_are_taken_within_a_round_and_cases_measured_by_turns() -> None:
    log: list[float] = []
    pair = [
        Case("slow", "g", scripted(0, 2, 20, 200, log=log), "fast", at_most=3),
        Case("fast", "g", scripted(0, 1, 10, 100, log=log)),
    ]
    slow, fast = await measure(pair, 3, lambda text: None)
    assert log == [0, 0, 2, 1, 20, 10, 200, 100]
    assert (slow.ms, slow.ratio, slow.verdict) == (20, 2, "ok")
    assert (fast.ratio, fast.verdict) == (None, "")


@pytest.mark.parametrize(("ratio", "verdict"), [(1.0, "ok"), (1.1, "close"), (1.2, "over")])
def test_more_than_the_slack_over_the_budget_is_over(ratio: float, verdict: str) -> None:
    assert Outcome(Case("a", "g", absent, "b", at_most=1), 5, ratio).verdict == verdict
    assert Outcome(Case("a", "g", absent, at_most_ms=50), 50 * ratio).verdict == verdict


async def test_what_is_not_there_is_skipped_with_its_reason() -> None:
    (outcome,) = await measure([Case("a", "g", absent, at_most_ms=1)], 2, lambda text: None)
    assert outcome.verdict == "skipped"
    assert "skipped: no such command" in table([outcome])


def test_a_case_brings_its_yardsticks_and_names_are_unique() -> None:
    assert [case.name for case in chosen(cases, ["cursor 100k"])] == ["tree cursor", "cursor 100", "cursor 100k"]
    assert {case.group for case in chosen(cases, ["keys"])} == {"keys"}
    assert len({case.name for case in cases}) == len(cases)
    groups = {case.name: case.group for case in cases}
    assert all(not case.yardstick or groups[case.yardstick] == case.group for case in cases)
    with pytest.raises(ValueError, match="nonsense"):
        chosen(cases, ["nonsense"])
