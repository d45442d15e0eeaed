"""Whom a change concerns: the enrolled contacts and the steps that they are to get next (contracts/leadlex 8.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.providers.base import People
from tui.providers.leadlex.reading import whole

UNDER_WAY = ("pending", "active", "paused", "replied")
"""Statuses of contacts who may get further e-mails; a reply alone does not end a sequence (7.6)."""


def enrolled(total: int) -> People:
    """Everybody in a campaign."""
    return People(total, f"{_contacts(total) if total else 'Nobody'} {_are(total or 1)} enrolled in this campaign.")


def between(rows: Iterable[Mapping[str, Any]], place: int, length: int, *, unseen: int | None) -> People:
    """Contacts whose next step is the one at `place` (from 0) or one after it, and who are not through.

    Those at the step skip it; those behind it may skip one, as nothing says whether they move along with the indexes.
    `length` is the number of steps; `unseen` how many contacts were not looked at, None when that is not known.
    """
    at, behind, seen = 0, 0, 0
    for row in rows:
        seen += 1
        following = whole(row.get("current_step"))
        if row.get("status") not in UNDER_WAY or following is None or not place <= following < length:
            continue
        if following == place:
            at += 1
        else:
            behind += 1
    exact = unseen == 0
    words = _words(at, behind, place + 1)
    if not exact:
        rest = f" of {seen + unseen:,}" if unseen is not None else ""
        words += f" Only the {seen:,} who were enrolled last{rest} were looked at: there may be more."
    return People(at + behind, words, exact)


def _words(at: int, behind: int, place: int) -> str:
    parts = []
    if at:
        parts.append(f"{_contacts(at)} {_are(at)} to get step {place} next and will not get it.")
    if behind:
        parts.append(f"{_contacts(behind)} {_are(behind)} past it with steps to come, and may skip one.")
    return " ".join(parts) or f"No contact is waiting for step {place} or for one after it."


def _contacts(count: int) -> str:
    return f"{count:,} contact{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
