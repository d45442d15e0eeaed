"""On which day each step happens, counted from the day a person enters (a delay stands before its step)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.nodes import Campaign, Sequence


@dataclass(frozen=True, slots=True)
class Day:
    """Earliest and latest day of a step, from 0; `latest` None when nothing bounds it."""

    earliest: int
    latest: int | None

    def later(self, earliest: int, latest: int | None) -> Day:
        """This day moved by a wait of between `earliest` and `latest` days."""
        bound = None if self.latest is None or latest is None else self.latest + latest
        return Day(self.earliest + earliest, bound)

    def __str__(self) -> str:
        if self.latest is None:
            return f"day {self.earliest}+"
        return f"day {self.earliest}" if self.latest == self.earliest else f"day {self.earliest}–{self.latest}"


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
                    todo.append((branch.sequence, day.later(*step.content.window(is_else=branch.is_else))))
    return found
