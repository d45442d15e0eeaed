"""A pane that draws its lines itself: quick enough to follow the cursor of the tree, and safe with foreign text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.model.plain import visible

Span = tuple[str, str]
"""Text and role; the roles are the component classes of `Drawn`."""
Line = Sequence[Span]


class Drawn(ScrollView, can_focus=True):
    """Shows lines of spans; longer ones are cut at the edge. Scrolls by keys and wheel when it has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"drawn--{role}" for role in ("label", "dim", "value", "field", "variable", "accent", "warn", "error", "good",
                                      "link", "strong", "key")
    }  # fmt: skip

    class Pressed(Message):
        """A line was clicked; `line` counts from 0."""

        def __init__(self, drawn: Drawn, line: int) -> None:
            super().__init__()
            self.drawn, self.line = drawn, line

        @property
        def control(self) -> Drawn:
            """The pane."""
            return self.drawn

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self.on_resized: Callable[[], None] | None = None
        """Called when there is another size to draw for."""
        self._lines: Sequence[Line] = ()
        self._styles: dict[str, Style] = {}

    def draw(self, lines: Sequence[Line]) -> None:
        """Show other lines, from the top, in the frame that is being painted now; only what differs is painted."""
        old, self._lines = self._lines, lines
        size = Size(self.size.width, len(lines))
        if self.scroll_offset.y or size != self.virtual_size or not self.size:
            self.set_reactive(Drawn.virtual_size, size)
            self.scroll_to(0, 0, animate=False, force=True)
            self._refresh_scrollbars()
        height = self.size.height
        changed = [
            row
            for row in range(min(height, max(len(old), len(lines))))
            if (old[row] if row < len(old) else None) != (lines[row] if row < len(lines) else None)
        ]
        if changed:
            self.refresh(*(Region(0, row, self.size.width, 1) for row in changed))

    def on_resize(self) -> None:
        """Have the lines made again for the new size."""
        if self.on_resized is not None:
            self.on_resized()

    @property
    def text(self) -> str:
        """What is drawn, without roles."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def notify_style_update(self) -> None:
        """Forget styles of another theme."""
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        row = y + self.scroll_offset.y
        width = self.size.width
        base = self._style("")
        if row >= len(self._lines):
            return Strip.blank(width, base)
        segments = [Segment(visible(text), self._style(role)) for text, role in self._lines[row]]
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def _style(self, role: str) -> Style:
        if role not in self._styles:
            known = (f"drawn--{role}",) if f"drawn--{role}" in self.COMPONENT_CLASSES else ()
            self._styles[role] = self.get_visual_style(*known).rich_style
        return self._styles[role]

    def on_click(self, event: Click) -> None:
        """Say which line was clicked."""
        line = event.y + self.scroll_offset.y
        if line < len(self._lines):
            self.post_message(self.Pressed(self, line))
