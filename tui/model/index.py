"""Every step and sequence of a campaign by its local key, found in one quick pass."""

from __future__ import annotations

from typing import NamedTuple

from tui.model.nodes import Campaign, Sequence, Step


class Entry(NamedTuple):
    """One step, and where it stands."""

    step: Step
    sequence: Sequence
    place: int
    """In its sequence, from 0."""
    above: str | None
    """Key of the condition in whose branch it stands."""


class Index:
    """A campaign looked up by key. The order is that of levels, not of reading."""

    def __init__(self, campaign: Campaign) -> None:
        self.steps: dict[str, Entry] = {}
        self.sequences: dict[str, Sequence] = {}
        todo: list[tuple[Sequence, str | None]] = [
            (campaign.sequence, None),
            *((each, None) for each in campaign.stray),
        ]
        while todo:
            sequence, above = todo.pop()
            self.sequences[sequence.key] = sequence
            for place, step in enumerate(sequence.steps):
                self.steps[step.key] = Entry(step, sequence, place, above)
                if step.branches:
                    todo += [(branch.sequence, step.key) for branch in step.branches if branch.link == "own"]
