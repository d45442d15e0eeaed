"""What is said where no campaign, or more than one, is meant."""

from __future__ import annotations

from collections.abc import Sequence

from tui.cli.parser import Refusal
from tui.config.nearest import did_you_mean
from tui.model.nodes import CampaignHead
from tui.model.plain import visible

LISTED = 20
"""How many of several matching campaigns are named."""


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
