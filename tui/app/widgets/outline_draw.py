"""One row of an outline laid out in a fixed number of cells, without the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tui.app.widgets.outline_rows import Row
from tui.model.plain import visible

Span = tuple[str, str]
"""A text and its role: one of `ROLES`, or an empty text for plain."""

ROLES = (
    "dim", "strong", "gone", "accent", "warn", "error", "good", "key", "mark", "variable",
    "email", "linkedin", "call", "task", "api", "branch", "other",
)  # fmt: skip
"""What a caller may call a span; how each looks is in `styles/outline.tcss`."""

BAR, OPEN, FOLDED = "▌", "▾", "▸"
ELLIPSIS = "…"
NARROW = 56
"""Cells of a line below which the columns that an `Art` calls spare are left out, in all rows alike."""
LEAST_LEFT = 12
"""Cells that the left text keeps before columns on the right are given up."""
GAP = 2
"""Cells between the left text and the columns on the right."""
MARGIN = 1
"""Cells kept free before the scrollbar."""


@dataclass(slots=True)
class Art:
    """What a row says: a text that is cut when it is too long, and columns that stand at the right edge."""

    left: Sequence[Span]
    right: Sequence[Span] = ()
    spare: int = 0
    """How many of the columns, from the left, a narrow outline leaves out in favour of the text."""


def lay(texts: Sequence[Span], width: int) -> tuple[list[Span], int]:
    """Foreign texts made visible, cut to `width` cells with an ellipsis where they are longer.

    Gives the spans and how many cells they take. Only as much of a text is looked at as could be shown, so that one of
    100 kB costs no more than a short one.
    """
    if width <= 0:
        return [], 0
    # Zero-width characters make more characters than cells; beyond eight to a cell nobody reads them.
    most = 8 * width + 64
    pieces = [(visible(text[:most]), role, len(text) > most) for text, role in texts if text]
    sizes = [cell_len(text) for text, _, _ in pieces]
    is_cut = sum(sizes) > width or any(cut for _, _, cut in pieces)
    limit = width - is_cut
    spans: list[Span] = []
    used = 0
    for (text, role, cut), cells in zip(pieces, sizes, strict=True):
        if used + cells > limit:
            text, cells = set_cell_size(text, limit - used), limit - used
        used += cells
        if is_cut and (cut or used == limit):
            spans.append((text + ELLIPSIS, role))
            return spans, used + 1
        spans.append((text, role))
    return spans, used


def draw(row: Row, art: Art, width: int, *, marker: str | None = None, cursor: bool = False) -> list[Span]:
    """The spans of one line, exactly `width` cells together.

    `marker` is the fold sign, an empty text for a row without one, or None when no row of the outline has one. Too
    many columns for the width are given up from the left, so that those that stay are aligned in all rows.
    """
    spans: list[Span] = [(BAR if cursor else " ", "bar"), *prefix(row, width, marker)]
    used = sum(cell_len(text) for text, _ in spans)
    room = width - used - MARGIN
    if room <= 0:
        return _crop(spans, width)
    columns = [lay([span], room) for span in art.right[art.spare if width < NARROW else 0 :]]
    taken = sum(cells for _, cells in columns)
    wanted = min(lay(art.left, room)[1], LEAST_LEFT) if columns else 0
    while columns and taken + GAP + wanted > room:
        taken -= columns.pop(0)[1]
    left, cells = lay(art.left, room - taken - GAP if taken else room)
    spans += left
    spans.append((" " * (room - cells - taken), ""))
    for column, _ in columns:
        spans += column
    spans.append((" " * MARGIN, ""))
    return spans


def prefix(row: Row, width: int, marker: str | None) -> list[Span]:
    """Guide and fold sign of a row; a guide of more than half the line keeps its near end."""
    guide = row.guide
    most = max(width // 2, 6)
    if len(guide) > most:
        guide = ELLIPSIS + guide[1 - most :]
    if marker == "" and guide.endswith("─ "):
        return [(guide[:-1] + "── ", "guide")]
    spans = [(guide, "guide")] if guide else []
    if marker is not None:
        spans.append((f"{marker or ' '} ", "marker"))
    return spans


def marker_column(row: Row, width: int) -> range:
    """The cells of a line that a click must hit to fold its row."""
    start = 1 + sum(cell_len(text) for text, role in prefix(row, width, OPEN) if role == "guide")
    return range(start, start + 2)


def centred(message: str, width: int, height: int) -> dict[int, str]:
    """A message wrapped and put in the middle of an empty outline: the text of each line that has one."""
    lines: list[str] = []
    for paragraph in visible(message, keep_newlines=True).split("\n"):
        line = ""
        for word in paragraph.split():
            if line and cell_len(f"{line} {word}") > width - 2:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    lines = lines[: max(height, 1)]
    top = (height - len(lines)) // 2
    found = {}
    for number, line in enumerate(lines, max(top, 0)):
        (text, _), *_ = lay([(line, "")], width)[0] or [("", "")]
        indent = (width - cell_len(text)) // 2
        found[number] = set_cell_size(" " * indent + text, width)
    return found


def _crop(spans: list[Span], width: int) -> list[Span]:
    cropped: list[Span] = []
    for text, role in spans:
        cells = cell_len(text)
        cropped.append((set_cell_size(text, min(cells, width)), role))
        width -= min(cells, width)
    cropped.append((" " * width, ""))
    return [(text, role) for text, role in cropped if text]
