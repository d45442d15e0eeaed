"""When each step happens, counted from the moment a person enters (a delay stands before its step)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.content import HOURS_A_DAY, delay_text
from tui.model.nodes import Campaign, Sequence


@dataclass(frozen=True, slots=True)
class Day:
    """Earliest and latest moment of a step in hours from 0; `last` None when nothing bounds it."""

    first: int
    last: int | None
    by_hours: bool = False
    """Whether the step waits hours, so that days alone would not tell when it happens."""

    @property
    def earliest(self) -> int:
        """The earliest day, from 0."""
        return self.first // HOURS_A_DAY

    @property
    def latest(self) -> int | None:
        """The latest day, None when nothing bounds it."""
        return None if self.last is None else self.last // HOURS_A_DAY

    def later(self, earliest: int, latest: int | None) -> Day:
        """This moment moved by a wait of between `earliest` and `latest` hours."""
        bound = None if self.last is None or latest is None else self.last + latest
        return Day(self.first + earliest, bound, bool(earliest % HOURS_A_DAY))

    def __str__(self) -> str:
        if self.latest is None:
            return f"day {self.earliest}+"
        if self.latest != self.earliest:
            return f"day {self.earliest}–{self.latest}"
        over = self.first % HOURS_A_DAY
        return f"day {self.earliest}" + (f" + {delay_text(over)}" if over and self.by_hours else "")


START = Day(0, 0)


def days(campaign: Campaign) -> dict[str, Day]:
    """The day of every step, by local key.

    A step waits its delay after the step before it in the same sequence; a branch starts when its condition is decided.
    An unreported delay counts as none. Sending days of a schedule are not known here, so real dates may be later.
    """
    found: dict[str, Day] = {}
    todo: list[tuple[Sequence, Day]] = [(campaign.sequence, START), *((stray, START) for stray in campaign.stray)]
    while todo:
        sequence, day = todo.pop()
        for step in sequence.steps:
            wait = step.content.wait() or 0
            day = day.later(wait, wait)
            found[step.key] = day
            for branch in step.branches:
                if branch.link == "own":
                    earliest, latest = step.content.window(is_else=branch.is_else)
                    bound = None if latest is None else latest * HOURS_A_DAY
                    todo.append((branch.sequence, day.later(earliest * HOURS_A_DAY, bound)))
    return found
