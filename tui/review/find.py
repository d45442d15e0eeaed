"""Which campaign a person means by an id, a name, or a part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from tui.model.nodes import CampaignHead


def matching(heads: Sequence[CampaignHead], wanted: str) -> list[CampaignHead]:
    """The campaigns meant: of that id, else of that very name, else of that name in other case, else containing it."""
    fold = wanted.casefold()
    tests = (
        lambda head: head.id == wanted,
        lambda head: wanted in (head.name, head.title),
        lambda head: fold in (head.name.casefold(), head.title.casefold()),
        lambda head: fold.strip() != "" and fold in head.title.casefold(),
    )
    for test in tests:
        if found := [head for head in heads if test(head)]:
            return found
    return []
