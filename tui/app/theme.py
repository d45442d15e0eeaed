"""The two themes of Branchline; every style sheet speaks of `$primary`, `$warning` and the like, never of a colour."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="branchline-dark",
    primary="#5fb3d9",
    secondary="#8aa4c8",
    accent="#f2a65a",
    foreground="#d8dee9",
    background="#12161d",
    surface="#171c25",
    panel="#1f2632",
    success="#7fc98f",
    warning="#e5c07b",
    error="#ef7b7b",
    dark=True,
    variables={"border": "#39445a", "border-blurred": "#2b3445", "footer-key-foreground": "#f2a65a"},
)
LIGHT = Theme(
    name="branchline-light",
    primary="#1f6f9b",
    secondary="#4b6584",
    accent="#a8590b",
    foreground="#1d2430",
    background="#eceff4",
    surface="#ffffff",
    panel="#dbe2eb",
    success="#24723b",
    warning="#8a6100",
    error="#b3261e",
    dark=False,
    variables={"border": "#aab6c6", "border-blurred": "#ccd4df", "footer-key-foreground": "#a8590b"},
)
