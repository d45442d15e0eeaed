"""The content of a step: one frozen pydantic class per step type, from which form, checks, JSON and help are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from tui.model.declared import Declared

HOURS_A_DAY = 24


class Channel(StrEnum):
    """By which way a step reaches a person; decides colour and grouping, nothing else."""

    EMAIL = "email"
    LINKEDIN = "linkedin"
    CALL = "call"
    TASK = "task"
    API = "api"
    BRANCH = "branch"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on one step of a straight list: who does not meet it skips the step and goes on to the next."""

    words: str
    """In a tree: "if no reply"."""
    sent_to: str
    """Who gets the step: "contacts who have not replied"."""
    skipped_by: str
    """Who goes on without it."""
    opposite: str = ""
    """The `words` of the guard that lets exactly the others through; empty when there is none."""


class StepContent(Declared):
    """What one step holds. What else the service said about the step is kept in `Step.reported`."""

    type: ClassVar[str]
    """The service's word for this step type."""
    about: ClassVar[str]
    """One line for the list of types."""
    icon: ClassVar[str]
    """One cell wide."""
    channel: ClassVar[Channel] = Channel.OTHER
    branching: ClassVar[bool] = False
    """Whether adding it makes branches."""
    ends_path: ClassVar[bool] = False
    """Whether a person leaves the sequence here."""
    sends_type: ClassVar[bool] = True
    """Whether the requests of the service carry the step type."""
    toggle: ClassVar[str] = ""
    """Name of the field that switches the step on and off, empty when there is none."""
    toggle_words: ClassVar[tuple[str, str]] = ("Switch on", "Switch off")
    """What switching it is called, on and off."""

    def headline(self) -> str:
        """The title of the step in a tree, empty when its fields say nothing."""
        return ""

    def wait(self) -> int | None:
        """Hours before the step, None when the type has no delay or it was not reported."""
        return None

    def guard(self) -> Guard | None:
        """The condition that stands before this step alone, None when everybody gets it."""
        return None

    def remark(self) -> str:
        """A word that a tree shows beside the step, such as "draft"; empty as a rule."""
        return ""

    def window(self, *, is_else: bool) -> tuple[int, int | None]:
        """For a branching step: days from reaching it until a person enters a branch, earliest and latest.

        A latest of None means that no bound is known.
        """
        del is_else
        return 0, 0

    def window_text(self) -> str:
        """The window of a branching step in words, such as "within 3 days"; empty when there is none."""
        return ""

    def message_text(self) -> tuple[str, str, bool] | None:
        """What the recipient gets: `(subject, body, body is HTML)`, or None for steps that send no message."""
        return None

    def fixed_wire(self) -> dict[str, Any]:
        """The type, where the service wants it in every request (seed: update step)."""
        return {"type": self.type} if self.sends_type else {}


def day_count(value: Any) -> int | None:
    """A reported delay as a number; None for anything that is no whole number from 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def hours(days: int | None, more: int | None = 0) -> int | None:
    """A delay of days and hours in hours; None when its days are not known."""
    return None if days is None else days * HOURS_A_DAY + (more or 0)


def delay_text(wait: int) -> str:
    """A delay in hours as short words: "3 d", "3 d 4 h", "5 h"."""
    days, left = divmod(wait, HOURS_A_DAY)
    return " ".join([*([f"{days} d"] if days or not left else []), *([f"{left} h"] if left else [])])
