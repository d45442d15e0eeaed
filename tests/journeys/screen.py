"""What a screen really shows, read off the strips that go to the terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from textual.app import App
from textual.geometry import Region

_CARRIED = {"\u200d", "\u200c"}
"""Joiners: format characters that emoji and scripts need."""


def lines_of(app: App[Any], region: Region | None = None) -> list[str]:
    """The text of the screen, line by line; of `region` only, where one is given."""
    strips = app.screen._compositor.render_strips()
    if region is None:
        return [strip.text for strip in strips]
    return [strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]]


def raw_characters(app: App[Any]) -> list[str]:
    """Every character of the screen that a terminal would obey, that reorders others or cannot be written at all."""
    found = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.control is not None or segment.text.isprintable():
                continue
            found += [
                f"U+{ord(char):04X} in {segment.text[:40]!r}"
                for char in segment.text
                if not char.isprintable() and char not in _CARRIED and unicodedata.category(char) in _HARMFUL
            ]
    return found


_HARMFUL = {"Cc", "Cs", "Cf", "Zl", "Zp"}
