"""Which campaign a person means by an id, a name, or a part of a name."""

from __future__ import annotations

from collections.abc import Sequence

from tui.cli.parser import Refusal
from tui.config.nearest import did_you_mean
from tui.model.nodes import CampaignHead
from tui.model.plain import visible

LISTED = 20
"""How many of several matching campaigns are named."""


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


def several(found: Sequence[CampaignHead], wanted: str) -> Refusal:
    """The refusal where more than one campaign is meant."""
    lines = [visible(f"  {head.id}  {head.title}  ({head.account}, {head.status})") for head in found[:LISTED]]
    if len(found) > LISTED:
        lines.append(f"  … and {len(found) - LISTED} more")
    return Refusal(f"“{wanted}” may mean {len(found)} campaigns.", "\n".join(["Give the id of one of them:", *lines]))


def none(heads: Sequence[CampaignHead], wanted: str) -> Refusal:
    """The refusal where no campaign is meant."""
    meant = did_you_mean(wanted, [head.name for head in heads])
    return Refusal(f"There is no campaign “{wanted}”.", f"{meant} `branchline list` shows them all.".strip())
