"""Nothing was sent, and why."""

from __future__ import annotations


class Refused(Exception):
    """The verdict on an action was "refused": nothing was sent. The text is reason and remedy."""
