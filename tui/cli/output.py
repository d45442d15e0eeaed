"""What commands print: data to stdout, talk to stderr, nothing in either that a terminal would obey."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Sequence
from typing import TextIO

from tui.config.secret import veil
from tui.model.plain import visible
from tui.review.cells import cells, cut, filled

_COLOURS = {
    "running": "32", "paused": "33", "draft": "36", "pending": "33", "ended": "2", "archived": "2",
    "errors": "31", "unknown": "2",
}  # fmt: skip
_UNPRINTABLE = re.compile("[^\n -~\xa0-\U0010ffff]|[\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
WIDEST_NAME = 60
"""Cells to which a column is filled up where no terminal says how wide it is."""


def put(text: str = "") -> None:
    """A line of data. Lines that quote a service must have been made visible before.

    Sent off at once: a command that stays, such as the sandbox, may write into a pipe that somebody waits for.
    """
    _write(sys.stdout, text)
    sys.stdout.flush()


def say(text: str) -> None:
    """A line of talk; foreign control characters are shown as signs, keys as dots."""
    _write(sys.stderr, visible(veil(text), keep_newlines=True))


def put_json(data: object) -> None:
    """JSON for scripts; characters that do not print, or that reorder others, are written as escapes."""
    plain = not (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    text = json.dumps(data, indent=2, ensure_ascii=plain)
    put(_UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def coloured(stream: TextIO) -> bool:
    """Whether colours are wanted there: a terminal that can, and no NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """The width of the terminal that stdout is, None when it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def table(rows: Sequence[Sequence[str]], head: Sequence[str], *, stretch: int, colour: int | None = None) -> list[str]:
    """Lines of an aligned table, all text made visible.

    Column `stretch` is cut to what a terminal leaves for it, and not cut elsewhere. The words of column `colour` are
    coloured on a terminal.
    """
    shown = [[visible(cell) for cell in row] for row in (head, *rows)]
    widths = [max(cells(row[column]) for row in shown) for column in range(len(head))]
    available = terminal_width()
    if available is None:
        widths = [min(width, WIDEST_NAME) for width in widths]
    else:
        rest = sum(widths) - widths[stretch] + 2 * (len(widths) - 1)
        widths[stretch] = min(widths[stretch], max(10, available - rest))
        for row in shown:
            row[stretch] = cut(row[stretch], widths[stretch])
    paint = colour is not None and coloured(sys.stdout)
    lines = []
    for number, row in enumerate(shown):
        parts = [filled(cell, width) for cell, width in zip(row, widths, strict=True)]
        if paint and colour is not None:
            code = "1" if number == 0 else _COLOURS.get(row[colour], "0")
            parts[colour] = f"\x1b[{code}m{parts[colour]}\x1b[0m"
        lines.append("  ".join(parts).rstrip())
    return lines


class Progress:
    """One line on stderr that is written over; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.show("")

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._on:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    try:
        stream.write(text + "\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
