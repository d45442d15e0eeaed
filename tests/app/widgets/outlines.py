"""Support for the tests of the outline: rows written as a picture, an app that holds one, and its lines as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Button

from tui.app.widgets.outline import Art, Outline, Row
from tui.app.widgets.outline_draw import Span

STYLES = Path(__file__).parents[3] / "styles" / "outline.tcss"

CAMPAIGN = """
intro
invite?
  Accepted
    message
    opened?
      Opened
        hook
      Not opened
    call
  Else
    last try
goodbye
"""


def picture(text: str) -> list[Row]:
    """Rows from an indented list, two blanks for a level; a name ending in `:` is a heading without the cursor."""
    lines = [line for line in text.splitlines() if line.strip()]
    depths = [(len(line) - len(line.lstrip())) // 2 for line in lines]
    rows = []
    for number, (line, depth) in enumerate(zip(lines, depths, strict=True)):
        name = line.strip()
        holds = number + 1 < len(lines) and depths[number + 1] > depth
        rows.append(Row(name, depth, "  " * depth, holds, name.lower(), selectable=not name.endswith(":")))
    return rows


def say(row: Row) -> Art:
    """Paint a row as its key, with the art in `data` when there is one."""
    return row.data if isinstance(row.data, Art) else Art([(row.key, "")])


def with_art(
    key: str, left: Sequence[Span], right: Sequence[Span] = (), guide: str = "", foldable: bool = False, spare: int = 0
) -> Row:
    """A row at the top with what it paints."""
    return Row(key, 0, guide, foldable, key, Art(left, right, spare))


class OutlineApp(App[None]):
    """One outline beside a button; remembers what it was told, and every paint."""

    CSS_PATH = STYLES
    CSS = "Button { display: none; } .with-button Button { display: block; }"

    def __init__(self, rows: Sequence[Row] = (), **options: str) -> None:
        super().__init__()
        self.outline = Outline(say, on_cursor=lambda row: self.at.append(row.key if row else None), **options)
        self.at: list[str | None] = []
        """Each key that `on_cursor` was called with."""
        self.told: list[tuple[str, str | None]] = []
        """Each message, as its name and key."""
        self.paints: list[str] = []
        """What each paint sent to the terminal."""
        self.outline.load(rows)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.outline
            yield Button("elsewhere")

    def on_mount(self) -> None:
        self.outline.focus()

    @on(Outline.Told)
    def _told(self, event: Outline.Told) -> None:
        self.told.append((type(event).__name__, event.key))

    def _display(self, screen: Screen[object], renderable: object) -> None:
        if renderable is not None and hasattr(renderable, "render_segments"):
            self.paints.append(renderable.render_segments(self.console))
        super()._display(screen, renderable)  # type: ignore[arg-type]

    @property
    def lines(self) -> list[str]:
        """What the outline shows, line by line, without trailing blanks and empty lines at the end."""
        lines = [self.outline.render_line(y).text.rstrip() for y in range(self.outline.size.height)]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    @property
    def names(self) -> list[str]:
        """The keys of the rows on display."""
        return [row.key for row in self.outline.visible_rows]
