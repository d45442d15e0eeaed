"""Guards on a straight list: steps that only some people get, and neighbours of which each person gets one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from tui.model.nodes import Step

Half = Literal["", "first", "second"]
"""Whether a step is one of two neighbours with opposite guards, and which."""


def halves(steps: Sequence[Step]) -> Mapping[str, Half]:
    """The steps, by local key, that stand in pairs of opposite guards. A step belongs to one pair at most."""
    found: dict[str, Half] = {}
    at = 0
    while at + 1 < len(steps):
        one, other = steps[at].content.guard(), steps[at + 1].content.guard()
        if one is not None and other is not None and one.opposite and one.opposite == other.words:
            found[steps[at].key], found[steps[at + 1].key] = "first", "second"
            at += 1
        at += 1
    return found


def told(step: Step, half: Half) -> tuple[str, str] | None:
    """Who gets a guarded step and who does not, as two sentences; None for a step that everybody gets."""
    guard = step.content.guard()
    if guard is None:
        return None
    pair = {
        "": "",
        "first": " The next step is for the others.",
        "second": " The step before is for the others.",
    }[half]
    return f"Sent to {guard.sent_to}.", f"Skipped by {guard.skipped_by}; they go on with the next step.{pair}"
