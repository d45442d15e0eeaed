"""One thing to measure, how it is compared, and the rounds in which all are measured by turns."""

from __future__ import annotations

import statistics
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass

Sampler = Callable[[], Awaitable[float]]
"""Measures once; milliseconds."""

SLACK = 1.15
"""Pairs of equal runs differed by up to 14 % on a noisy machine; less than that is no finding."""


class Missing(Exception):
    """What a case measures is not there; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something to measure. A case without a budget is a yardstick for others, or for information."""

    name: str
    group: str
    """Cases of one group are measured by turns."""
    open: Callable[[], AbstractAsyncContextManager[Sampler]]
    """Sets up and gives the sampler; raises `Missing` when it cannot."""
    yardstick: str = ""
    """The name of the case to divide by, of the same group."""
    at_most: float | None = None
    """The budget, in times the yardstick."""
    at_most_ms: float | None = None
    """The budget, in milliseconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case."""

    case: Case
    ms: float | None = None
    """The median."""
    ratio: float | None = None
    """Times the yardstick: the median of the ratios within each round."""
    reason: str = ""
    """Why it was not measured."""

    @property
    def excess(self) -> float:
        """Times the budget; 0 without a budget or a measurement."""
        case = self.case
        shares = [0.0]
        if case.at_most is not None and self.ratio is not None:
            shares.append(self.ratio / case.at_most)
        if case.at_most_ms is not None and self.ms is not None:
            shares.append(self.ms / case.at_most_ms)
        return max(shares)

    @property
    def verdict(self) -> str:
        """In a word: ok, close (within the slack), over, skipped, or nothing for a yardstick."""
        if self.reason:
            return "skipped"
        if self.case.at_most is None and self.case.at_most_ms is None:
            return ""
        if self.excess <= 1:
            return "ok"
        return "close" if self.excess <= SLACK else "over"


async def measure(cases: Sequence[Case], rounds: int, tell: Callable[[str], None]) -> list[Outcome]:
    """Measure the cases of one group by turns, so that a busy moment of the machine meets all of them."""
    reasons: dict[str, str] = {}
    samples: dict[str, list[float]] = {case.name: [] for case in cases}
    async with AsyncExitStack() as stack:
        samplers: dict[str, Sampler] = {}
        for case in cases:
            tell(f"{case.name}: setting up")
            try:
                samplers[case.name] = await stack.enter_async_context(case.open())
                await samplers[case.name]()
            except Missing as missing:
                reasons[case.name] = str(missing)
                samplers.pop(case.name, None)
        for turn in range(rounds):
            tell(f"{cases[0].group}: round {turn + 1} of {rounds}")
            for name, sampler in samplers.items():
                samples[name].append(await sampler())
    return [_outcome(case, samples, reasons.get(case.name, "")) for case in cases]


def _outcome(case: Case, samples: dict[str, list[float]], reason: str) -> Outcome:
    own, other = samples[case.name], samples.get(case.yardstick, [])
    if reason or not own:
        return Outcome(case, reason=reason or "no sample")
    ratio = statistics.median(a / b for a, b in zip(own, other, strict=True)) if other else None
    return Outcome(case, statistics.median(own), ratio)


def chosen(cases: Sequence[Case], names: Sequence[str]) -> list[Case]:
    """The cases with these names, or of these groups, and the yardsticks they need; ValueError for an unknown name."""
    if not names:
        return list(cases)
    known = {case.name: case for case in cases}
    wanted: set[str] = set()
    for name in names:
        found = [case for case in cases if name in (case.name, case.group)]
        if not found:
            raise ValueError(f"no case or group is named {name!r}; there are: {', '.join(known)}")
        wanted |= {case.name for case in found} | {case.yardstick for case in found}
    wanted |= {known[name].yardstick for name in wanted if name in known}
    return [case for case in cases if case.name in wanted]


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as aligned text."""
    rows = [("case", "ms", "ratio", "to", "budget", "")]
    for outcome in outcomes:
        case = outcome.case
        budgets = [f"{case.at_most:g} x"] if case.at_most is not None else []
        budgets += [f"{case.at_most_ms:g} ms"] if case.at_most_ms is not None else []
        rows.append(
            (
                case.name,
                f"{outcome.ms:.1f}" if outcome.ms is not None else "-",
                f"{outcome.ratio:.2f}" if outcome.ratio is not None else "-",
                case.yardstick or "-",
                ", ".join(budgets) or "-",
                f"{outcome.verdict}{': ' + outcome.reason if outcome.reason else ''}",
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = [
        "  ".join(
            cell.rjust(width) if column in (1, 2) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])
