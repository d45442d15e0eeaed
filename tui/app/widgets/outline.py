"""The outline: a tree or list of any length, moved through with keys and mouse."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Leave, MouseMove

from tui.app.widgets.outline_draw import FOLDED, OPEN, Art, Span, marker_column
from tui.app.widgets.outline_rows import NOWHERE, Row
from tui.app.widgets.outline_view import OutlineView

__all__ = ["Art", "Outline", "Row", "Span"]


class Outline(OutlineView, can_focus=True):
    """An outline that a person moves through; see `OutlineView` for what it shows and what it can be told to do."""

    HELP = """
A list that can be moved through with the arrow keys or `j` and `k`.

- **space**, or a click on ▾: fold or unfold; **z**: everything
- **left**, **right**: fold or go to the row above; unfold or go to the first row inside
- **enter**, or a second click: open
"""
    # With priority, like the commands of the screens: keys that arrive in one burst ("down down d") keep their order.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", id="outline.up", show=False, priority=True),
        Binding("down,j", "move(1)", "Down", id="outline.down", show=False, priority=True),
        Binding("pageup", "page(-1)", "Page up", id="outline.page_up", show=False, priority=True),
        Binding("pagedown", "page(1)", "Page down", id="outline.page_down", show=False, priority=True),
        Binding("home,g", "first", "First row", id="outline.first", show=False, priority=True),
        Binding("end,G", "last", "Last row", id="outline.last", show=False, priority=True),
        Binding("left", "out", "Fold, or the row above", id="outline.out", show=False, priority=True),
        Binding("right", "into", "Unfold, or the first row inside", id="outline.into", show=False, priority=True),
        Binding("space", "toggle_fold", "Fold or unfold", id="outline.toggle", show=False, priority=True),
        Binding("z", "toggle_all", "Fold or unfold all", id="outline.toggle_all", show=False, priority=True),
        Binding("enter", "choose", "Open", id="outline.choose", show=False, priority=True),
    ]

    _opened_by_click = False
    """Whether the last click opened a row."""

    class Chosen(OutlineView.Told, namespace="outline"):
        """A row was opened: enter, a double click, or a click on the row under the cursor."""

    # Keys

    def action_move(self, lines: int) -> None:
        """Move the cursor up or down."""
        line = self._index.line
        if self._index.move_by(lines):
            self._moved_from(line)

    def action_page(self, direction: int) -> None:
        """Move the cursor by one screen."""
        self.action_move(direction * max(self._page_lines - 1, 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self._go_to_line(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go_to_line(len(self._index.shown) - 1)

    def action_out(self) -> None:
        """Fold the row, or go to the one above it."""
        index = self._index
        number = index.cursor
        if number == NOWHERE:
            return
        if index.is_foldable(number) and index.has_children(number) and not index.folded[number]:
            self._fold(number, True)
            return
        number = index.parents[number]
        while number != NOWHERE and not index.rows[number].selectable:
            number = index.parents[number]
        if number != NOWHERE:
            self._go_to_line(index.position(number))

    def action_into(self) -> None:
        """Unfold the row, or go to the first one inside it."""
        index = self._index
        number = index.cursor
        if number == NOWHERE:
            return
        if index.folded[number]:
            self._fold(number, False)
        elif index.has_children(number):
            self.action_move(1)

    def action_toggle_fold(self) -> None:
        """Fold or unfold the row."""
        number = self._index.cursor
        if number != NOWHERE:
            self._fold(number, not self._index.folded[number])

    def action_toggle_all(self) -> None:
        """Fold everything; when everything is folded, unfold it."""
        self._fold_all(not self._index.is_all_folded)

    def action_choose(self) -> None:
        """Open the row."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Chosen(self, key))

    # Mouse

    def on_click(self, event: Click) -> None:
        """Select; fold when the sign is hit; open when the row was selected already."""
        at = event.get_content_offset(self) if event.widget is self else None
        if at is None or event.button != 1:
            return
        index = self._index
        line = self.scroll_offset.y + at.y
        if line >= len(index.shown):
            return
        number = index.shown[line]
        row = index.rows[number]
        hit = self._marker(number) in (OPEN, FOLDED) and at.x in marker_column(row, self.row_width)
        if hit or not row.selectable:
            self._fold(number, not index.folded[number])
            return
        was_here = number == index.cursor
        self._go_to_line(line)
        # The second click of a double click on the selected row would open it again.
        opened_by_first = event.chain > 1 and self._opened_by_click
        self._opened_by_click = was_here
        if was_here and not opened_by_first:
            self.action_choose()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Light up the row under the mouse."""
        at = event.get_content_offset(self) if event.widget in (self, None) else None
        self._hover(self.scroll_offset.y + at.y if at is not None else NOWHERE)

    def on_leave(self, event: Leave) -> None:
        """Put the light out."""
        if event.node is self:
            self._hover(NOWHERE)

    # Inside

    def _go_to_line(self, line: int) -> None:
        before = self._index.line
        if self._index.move_to_line(line):
            self._moved_from(before)

    def _hover(self, line: int) -> None:
        if line != self._hovered:
            before, self._hovered = self._hovered, line
            self._refresh_position(before)
            self._refresh_position(line)
