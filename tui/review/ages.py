"""How long ago something was, in words."""

from __future__ import annotations


def age(seconds: float) -> str:
    """A length of time in one unit: "a moment", "5 minutes", "3 hours", "2 days"."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        count = int(seconds // size)
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "a moment"
