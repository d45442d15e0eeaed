"""What is wrong with a file: where, of what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

MOST_MISTAKES = 100
"""How many of them are told; who has more had better look at the first ones."""


class At(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


TOP = At(1, 1)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong. `where` names field and step, `text` is a sentence, `remedy` says what to do."""

    at: At
    where: str
    text: str
    remedy: str = ""
    severity: Literal["error", "note"] = "error"

    def line(self, name: str) -> str:
        """For a terminal: `plan.yaml:12:7: step 3, delay: …`, as compilers say it, so that editors can jump there."""
        where = f"{self.where}: " if self.where else ""
        return f"{name}:{self.at.line}:{self.at.column}: {where}{self.text} {self.remedy}".rstrip()


class BadFile(Exception):
    """A file that cannot be used; `mistakes` in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda each: each.at))
        super().__init__(self.mistakes[0].text if self.mistakes else "")


def bad(line: int, column: int, text: str, remedy: str = "") -> BadFile:
    """A file with one mistake that makes it unreadable."""
    return BadFile([Mistake(At(line, column), "", text, remedy)])
