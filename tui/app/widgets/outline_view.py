"""What an outline shows: rows loaded, folded, filtered and drawn; keys and mouse are in `outline.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.app.widgets.outline_draw import FOLDED, OPEN, ROLES, Art, centred, draw
from tui.app.widgets.outline_rows import NOWHERE, Row, RowIndex

_PARTS = ("bar", "guide", "marker", "cursor", "hover", "empty")
_MOST_STRIPS = 512


class OutlineView(ScrollView, inherit_bindings=False):
    """Shows rows that fold, can be filtered, and one of which is under the cursor.

    Rows are given in reading order by `load`; `paint` says what one of them shows and is called only for those on
    screen. Whoever must be drawn in the same frame as the cursor sets `on_cursor`; everybody else handles `Moved`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"outline--{name}" for name in (*_PARTS, *ROLES)}

    class Told(Message, namespace="outline"):
        """Something happened to a row."""

        def __init__(self, outline: OutlineView, key: str | None) -> None:
            super().__init__()
            self.outline = outline
            self.key = key

        @property
        def control(self) -> OutlineView:
            """The outline, for `@on(Outline.Moved, "#id")`."""
            return self.outline

    class Moved(Told, namespace="outline"):
        """The cursor is on another row, or on none."""

    class Folded(Told, namespace="outline"):
        """A row was folded or unfolded; with no key, all were."""

        def __init__(self, outline: OutlineView, key: str | None, folded: bool) -> None:
            super().__init__(outline, key)
            self.folded = folded

    def __init__(
        self,
        paint: Callable[[Row], Art],
        *,
        empty: str | Callable[[], str] = "Nothing here yet.",
        on_cursor: Callable[[Row | None], None] | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.paint = paint
        """What a row shows. After a change of what it would answer, call `refresh_rows`."""
        self.empty = empty
        """What is said when there is no row."""
        self.on_cursor = on_cursor
        """Called with the row under the cursor while the key is handled, so that it can be shown in the same frame."""
        self._index = RowIndex()
        self._loading_text = ""
        self._strips: dict[tuple[int, str], Strip] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._message: dict[int, str] | None = None
        self._hovered = NOWHERE
        self._reported: str | None = None
        self._width = 0

    # What it holds

    def load(self, rows: Sequence[Row], *, cursor: str | None = None) -> None:
        """Show other rows. Folds, cursor and scroll position follow their keys; ValueError when two have one key.

        With `cursor` that row is gone to. A cursor whose row is gone moves to the nearest that is left.
        """
        index = self._index
        top = self.scroll_offset.y
        line = index.line
        in_view = top <= line < top + self._page_lines
        anchor = index.cursor if in_view else index.shown[top] if top < len(index.shown) else NOWHERE
        anchor_key = index.keys[anchor] if anchor != NOWHERE else None
        offset = line - top if in_view else 0
        index.load(rows, cursor)
        self._hovered = NOWHERE
        place = index.number(anchor_key) if anchor_key is not None else NOWHERE
        if in_view and place == NOWHERE:
            place = index.cursor
        position = index.position(place) if place != NOWHERE else NOWHERE
        self._sync(top=position - offset if position != NOWHERE else None, follow=in_view or cursor is not None)

    def replace(self, row: Row) -> None:
        """Put a row in place of the one with its key. KeyError when there is none, ValueError if the depth differs."""
        number = self._index.replace(row)
        self._forget(number)
        self._sync(follow=False)

    def refresh_rows(self, *keys: str) -> None:
        """Paint these rows again, and no others; all when no key is given."""
        if not keys:
            self._sync(follow=False)
        for key in keys:
            number = self._index.number(key)
            if number != NOWHERE:
                self._forget(number)
                self._refresh_position(self._index.position(number))

    @property
    def cursor_row(self) -> Row | None:
        """The row under the cursor."""
        number = self._index.cursor
        return None if number == NOWHERE else self._index.rows[number]

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        row = self.cursor_row
        return None if row is None else row.key

    @property
    def visible_rows(self) -> list[Row]:
        """The rows on display, on screen or scrolled away, in order."""
        return [self._index.rows[number] for number in self._index.shown]

    @property
    def count_total(self) -> int:
        """How many rows there are."""
        return len(self._index.rows)

    @property
    def count_shown(self) -> int:
        """How many rows the filter lets through, folded away or not; those shown only to lead to them do not count."""
        return len(self._index.hits) if self._index.needle else len(self._index.rows)

    @property
    def loading_text(self) -> str:
        """What is said in place of `empty` while rows are on their way."""
        return self._loading_text

    @loading_text.setter
    def loading_text(self, text: str) -> None:
        self._loading_text = text
        if not self._index.shown:
            self._sync()

    # What can be done with it

    def move_to(self, key: str) -> bool:
        """Put the cursor on a row, unfold what hides it and scroll to it.

        False when there is no such row, when it is a heading, or when the filter hides it.
        """
        index = self._index
        number = index.number(key)
        line, shown = index.line, len(index.shown)
        if number == NOWHERE or not index.move_to(number):
            return False
        if len(index.shown) == shown:
            self._moved_from(line)
        else:
            self._sync()
        return True

    def is_folded(self, key: str) -> bool:
        """Whether a row is folded; KeyError when there is none."""
        return bool(self._index.folded[self._find(key)])

    def toggle(self, key: str) -> None:
        """Fold or unfold a row; KeyError when there is none."""
        number = self._find(key)
        self._fold(number, not self._index.folded[number])

    def fold_all(self) -> None:
        """Fold every row."""
        self._fold_all(True)

    def unfold_all(self) -> None:
        """Unfold every row."""
        self._fold_all(False)

    def filter(self, text: str) -> None:
        """Show the rows that hold every word of `text`, and the rows above them; everything when it is empty.

        Clearing brings back the folds, and the cursor unless it was moved meanwhile.
        """
        self._index.filter(text)
        self._sync()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.row_width
        if width != self._width:
            self._width, self._message = width, None
            self._strips.clear()
        index = self._index
        if not index.shown:
            return self._render_message(y, width)
        line = self.scroll_offset.y + y
        if line >= len(index.shown):
            return Strip([Segment(" " * width, self._style("", ""))], width)
        number = index.shown[line]
        state = "cursor" if number == index.cursor else "hover" if line == self._hovered else ""
        strip = self._strips.get((number, state))
        if strip is None:
            row = index.rows[number]
            spans = draw(row, self.paint(row), width, marker=self._marker(number), cursor=state == "cursor")
            strip = Strip([Segment(text, self._style(state, role)) for text, role in spans], width)
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            self._strips[number, state] = strip
        return strip

    def _render_message(self, y: int, width: int) -> Strip:
        if self._message is None:
            if self._index.needle and self._index.rows:
                text = f"Nothing matches “{self._index.needle}”."
            else:
                text = self._loading_text or (self.empty if isinstance(self.empty, str) else self.empty())
            self._message = centred(text, width, self._page_lines)
        return Strip([Segment(self._message.get(y, " " * width), self._style("", "empty"))], width)

    def _marker(self, number: int) -> str | None:
        index = self._index
        if not index.any_foldable:
            return None
        if not index.is_foldable(number) or (index.needle and not index.has_children(number)):
            return ""
        return FOLDED if index.folded[number] else OPEN

    def _style(self, state: str, role: str) -> Style:
        style = self._styles.get((state, role))
        if style is None:
            names = [f"outline--{name}" for name in (state, role) if name]
            known = [name for name in names if name in self.COMPONENT_CLASSES]
            style = self._styles[state, role] = self.get_visual_style(*known).rich_style
        return style

    def notify_style_update(self) -> None:
        """Draw again after a change of theme, focus or style sheet."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()
        self.refresh()

    def on_resize(self) -> None:
        """Lay out again for another size and keep the cursor in view."""
        self._sync()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The mouse is over another row when the rows move."""
        self._hovered = NOWHERE
        super().watch_scroll_y(old_value, new_value)

    # Inside

    @property
    def row_width(self) -> int:
        """Cells of a line, the scrollbar left out."""
        return self.scrollable_content_region.width

    @property
    def _page_lines(self) -> int:
        return self.scrollable_content_region.height

    def _find(self, key: str) -> int:
        number = self._index.number(key)
        if number == NOWHERE:
            raise KeyError(key)
        return number

    def _fold(self, number: int, folded: bool) -> None:
        index = self._index
        line = index.position(number)
        if not index.fold(number, folded):
            return
        self._sync(from_line=line)
        self.post_message(self.Folded(self, index.keys[number], folded))

    def _fold_all(self, folded: bool) -> None:
        index = self._index
        on_screen = index.line - self.scroll_offset.y
        index.fold_all(folded)
        self._sync(top=index.line - on_screen)
        self.post_message(self.Folded(self, None, folded))

    def _forget(self, number: int) -> None:
        for state in ("", "cursor", "hover"):
            self._strips.pop((number, state), None)

    def _refresh_position(self, line: int) -> None:
        y = line - self.scroll_offset.y
        if line != NOWHERE and 0 <= y < self._page_lines:
            self.refresh(Region(0, y, self.row_width, 1))

    def _moved_from(self, line: int) -> None:
        """Draw a cursor that moved between lines which stay where they are: two lines, if nothing scrolls."""
        if self._index.line != line:
            self._refresh_position(line)
            self._refresh_position(self._index.line)
        self._follow()
        self._report()

    def _sync(self, *, top: int | None = None, from_line: int = 0, follow: bool = True) -> None:
        """Draw again after the rows on display changed, from `from_line` on.

        The new height goes past the layout: that would cost a pass over the screen and a second paint. The scrollbar
        is always there, so nothing else depends on it.
        """
        self._strips.clear()
        self._message = None
        height = len(self._index.shown)
        if height != self.virtual_size.height or self.virtual_size.width != self.row_width:
            self.set_reactive(Widget.virtual_size, Size(self.row_width, height))
            if self.is_attached and self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = height
        if self.is_attached:
            before = self.scroll_offset.y
            self._scroll_to_line(before if top is None else top)
            if follow:
                self._follow()
            y = max(from_line - before, 0) if self._index.shown else 0
            self.refresh(Region(0, y, self.row_width, max(self._page_lines - y, 0)))
        self._report()

    def _scroll_to_line(self, top: int) -> None:
        if self._page_lines <= 0:
            return
        top = max(min(top, len(self._index.shown) - self._page_lines), 0)
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def _follow(self) -> None:
        """Scroll as little as brings the cursor into view."""
        line, top, page = self._index.line, self.scroll_offset.y, self._page_lines
        if line == NOWHERE or not self.is_attached:
            return
        if line < top:
            self._scroll_to_line(line)
        elif line >= top + page:
            self._scroll_to_line(line - page + 1)

    def _report(self) -> None:
        """Tell of the cursor when it is on another key."""
        key = self.cursor_key
        if key != self._reported:
            self._reported = key
            if self.on_cursor is not None:
                self.on_cursor(self.cursor_row)
            self.post_message(self.Moved(self, key))
