"""What the command line hands to the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.config.accounts import Account


@dataclass(frozen=True, slots=True)
class AppOptions:
    """How the app is to start."""

    accounts: tuple[Account, ...]
    campaign: str | None = None
    """Open this one at once: an id, a name, or a unique part of a name."""
    read_only: bool = False
    theme: str = "branchline-dark"
    hint: str = ""
    """What else the campaign's name may have meant."""
    trash_days: int = 90
    """How long what was deleted is kept."""
    problems: tuple[str, ...] = field(default=())
    """What is wrong with the settings, to be said once."""
