"""What a screen really shows, read off the strips that go to the terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from textual.app import App
from textual.geometry import Region


def lines_of(app: App[Any], region: Region | None = None) -> list[str]:
    """The text of the screen, line by line; of `region` only, where one is given."""
    strips = app.screen._compositor.render_strips()
    if region is None:
        return [strip.text for strip in strips]
    return [strip.crop(region.x, region.right).text for strip in strips[region.y : region.bottom]]


def raw_characters(app: App[Any]) -> list[str]:
    """Every character of the screen that a terminal would obey, that reorders or breaks lines, or cannot be written."""
    return [
        f"U+{ord(char):04X} in {segment.text[:40]!r}"
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if not segment.text.isprintable()
        for char in segment.text
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _TURNING
    ]


_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
