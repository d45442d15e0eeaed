"""How many cells of a terminal a text takes, and texts cut or filled to a number of them. Without any toolkit."""

from __future__ import annotations

import unicodedata

_EMOJI_STYLE = "\ufe0f"
"""After a narrow sign: draw it as an emoji, which takes two cells."""


def cells(text: str) -> int:
    """The width of one line of printable text."""
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: str) -> list[int]:
    widths: list[int] = []
    for char in text:
        if char == _EMOJI_STYLE and widths and widths[-1] == 1:
            widths.append(1)
        elif unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
            widths.append(0)
        else:
            widths.append(2 if unicodedata.east_asian_width(char) in "WF" else 1)
    return widths


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells; what is cut off is marked by an ellipsis."""
    if cells(text) <= width:
        return text
    used, end = 0, 0
    for place, each in enumerate(_widths(text)):
        used += each
        if used > width - 1:
            break
        end = place + 1
    return text[:end] + "…" if width > 0 else ""


def filled(text: str, width: int) -> str:
    """The text with spaces behind it, at least `width` cells wide."""
    return text + " " * max(0, width - cells(text))
