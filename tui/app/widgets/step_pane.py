"""The right half of the editor: one step drawn, and, once entered, the form of its type in the same places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tui.app.forms.drawing import draw_fields, draw_json, draw_preview, rows_wanted
from tui.app.forms.form import StepForm
from tui.app.forms.layout import Cell, lay_out
from tui.app.widgets.drawn import Drawn, Line
from tui.model.content import StepContent
from tui.model.declare import FieldSpec, Problem
from tui.model.plain import visible

Tab = Literal["form", "preview", "json"]
TABS: tuple[tuple[Tab, str, str], ...] = (("form", "1", "Form"), ("preview", "2", "Preview"), ("json", "3", "JSON"))


class TabLine(Widget):
    """What is shown, and the three views of a step; the current one stands out, each can be clicked."""

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: Tab) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.tabs = True
        """Whether what is shown has the three views."""
        self.current: Tab = "form"

    def show(self, *, title: str | None = None, tabs: bool | None = None, current: Tab | None = None) -> None:
        """Change what is given; painted again only where something is other."""
        before = (self.title, self.tabs, self.current)
        self.title = self.title if title is None else visible(title)
        self.tabs = self.tabs if tabs is None else tabs
        self.current = current or self.current
        if before != (self.title, self.tabs, self.current):
            self.refresh()

    def render(self) -> Content:
        """Title left, views right."""
        parts = [
            Content.assemble(
                (f"{key} ", "$foreground 60%"), (name, "$primary bold" if tab == self.current else ""), "  "
            )
            for tab, key, name in TABS
        ]
        tail = Content("").join(parts) if self.tabs else Content("")
        head = Content.styled(self.title, "bold")
        room = self.size.width - tail.cell_length - 1
        if head.cell_length > room:
            head = head.truncate(max(8, room), ellipsis=True)
        return head + Content(" " * max(1, self.size.width - head.cell_length - tail.cell_length)) + tail

    def on_click(self, event: Click) -> None:
        """Choose the tab under the pointer."""
        at = self.size.width - sum(len(key) + len(name) + 3 for _, key, name in TABS)
        for tab, key, name in TABS:
            size = len(key) + len(name) + 3
            if self.tabs and at <= event.x < at + size:
                self.post_message(self.Chosen(tab))
            at += size


class StepPane(Vertical):
    """Shows what the cursor of the tree is on. It holds no campaign: the editor gives it what it shows."""

    class EnterWanted(Message):
        """A field of the drawn view was clicked: the form is to be opened there."""

        def __init__(self, field: str | None) -> None:
            super().__init__()
            self.field = field

    def __init__(self) -> None:
        super().__init__(id="pane")
        self.tab: Tab = "form"
        self.forms: dict[type[StepContent], StepForm] = {}
        self.active: StepForm | None = None
        """The form that is open, None while the step is only shown."""
        self._content: type[StepContent] | None = None
        self._values: Mapping[str, Any] = {}
        self._reported: Mapping[str, Any] = {}
        self._problems: Sequence[Problem] = ()
        self._names: Mapping[str, str] = {}
        self._creating = False
        self._plain: Sequence[Line] | None = None
        self._note = self._hint = ""
        self._head = TabLine()
        self._drawn = Drawn(id="drawn")
        self._drawn.on_resized = self._paint

    def compose(self) -> ComposeResult:
        """What is shown, a note, the view or the form, a line of help."""
        self.border_title = "Step"
        yield self._head
        note = Static("", id="note")
        note.display = False
        yield note
        with Container(id="stage"):
            yield self._drawn
        yield Static("", id="hint")

    def show_lines(self, title: str, lines: Sequence[Line]) -> None:
        """Show something that is no step."""
        self.leave()
        self._content, self._plain = None, lines
        self._head.show(title=title, tabs=False)
        self.set_note("")
        self.set_hint("")
        self._drawn.draw(lines)

    def show_step(
        self,
        title: str,
        content: type[StepContent],
        values: Mapping[str, Any],
        reported: Mapping[str, Any],
        *,
        problems: Sequence[Problem] = (),
        names: Mapping[str, str],
        creating: bool,
        note: str = "",
    ) -> None:
        """Show a step, drawn."""
        self.leave()
        self._plain, self._content = None, content
        self._values, self._reported, self._problems = values, reported, problems
        self._names, self._creating = names, creating
        self._head.show(title=title, tabs=True)
        self.set_note(note or content.note)
        self.set_hint("")
        self._paint()

    def choose(self, tab: Tab) -> None:
        """Show another view of the step; an open form stays as it is behind it."""
        self.tab = tab
        self._head.show(current=tab)
        if tab != "form":
            self.set_hint("")
        if self.active is not None:
            self._values = self.active.values()
            self.active.display = tab == "form"
            self._drawn.display = tab != "form"
        self._paint()

    def _paint(self) -> None:
        if self._plain is not None or self._content is None:
            return
        width = self._width
        if self.tab == "preview":
            self._drawn.draw(draw_preview(self._content, self._values, width))
        elif self.tab == "json" or not self._content.editable:
            self._drawn.draw(draw_json(self._reported, width))
        else:
            self._drawn.draw(draw_fields(self._cells(width), self._values, self._problems, self._names, width))

    def _cells(self, width: int) -> list[Cell]:
        """The places of the fields as they are drawn."""
        asked = self._asked()
        return lay_out(asked, self._drawn.size.height, rows_wanted(asked, self._values, width))

    @property
    def _width(self) -> int:
        """Columns that the drawn view has."""
        return max(20, self._drawn.scrollable_content_region.width)

    def _asked(self) -> tuple[FieldSpec, ...]:
        """The fields of the form, then those that are only shown because they cannot be changed later."""
        assert self._content is not None
        asked = tuple(
            spec for spec in self._content.asked(self._values, creating=self._creating) if not spec.ask.hidden
        )
        fixed = tuple(
            spec
            for spec in self._content.fields()
            if spec not in asked
            and not self._creating
            and not spec.ask.on_update
            and self._values.get(spec.name) is not None
        )
        return (*asked, *fixed)

    async def prepare(self, content: type[StepContent]) -> None:
        """Make the form of a type, the first time that one is needed."""
        if content not in self.forms:
            form = StepForm(content)
            form.display = False
            await self.query_one("#stage").mount(form)
            self.forms[content] = form

    def enter(self, field: str | None = None) -> None:
        """Open the prepared form of the step, on `field` where one is named."""
        assert self._content is not None
        form = self.forms[self._content]
        self.tab = "form"
        self._head.show(current="form")
        self.active = form
        form.fill(self._values, creating=self._creating, names=self._names)
        # An empty field of a new step is told on save: nobody has had the time to fill it.
        empty = (None, "", ()) if self._creating else ()
        form.tell([each for each in self._problems if not empty or self._values.get(each.field or "") not in empty])
        self._drawn.display, form.display = False, True
        self.add_class("-editing")
        form.call_after_refresh(form.set_out)
        form.focus_field(field)

    def leave(self) -> None:
        """Go back from the form to the drawn view; what was typed is the editor's to keep."""
        if self.active is not None:
            self.active.display = False
            self._drawn.display = True
            self.active = None
            self.remove_class("-editing")

    def set_note(self, text: str) -> None:
        """A remark above the fields."""
        if text != self._note:
            self._note = text
            note = self.query_one("#note", Static)
            note.update(Content(visible(text)))
            note.display = bool(text)

    def set_hint(self, text: str) -> None:
        """The help of the focused field, or what can be done."""
        if text != self._hint:
            self._hint = text
            self._show_hint()

    def _show_hint(self) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(Content(fitting(self._hint, 2 * max(20, self.size.width - 6))), layout=False)

    def on_resize(self) -> None:
        """Fit the help anew: in a small window it is set before the pane has a width."""
        self._show_hint()

    def focus_drawn(self) -> None:
        """Give the focus to the drawn view, to scroll it."""
        self._drawn.focus()

    @property
    def text(self) -> str:
        """What the drawn view shows, for tests and for copying."""
        return self._drawn.text

    @on(Drawn.Pressed)
    def _pressed(self, event: Drawn.Pressed) -> None:
        event.stop()
        if self.tab != "form" or self._content is None or not self._content.editable or self._plain is not None:
            return
        hit = next(
            (cell for cell in self._cells(self._width) if cell.top <= event.line <= cell.top + cell.height), None
        )
        self.post_message(self.EnterWanted(hit.spec.name if hit else None))


def fitting(text: str, room: int) -> str:
    """As much as `room` characters hold, whole sentences where they fill at least half of it; the rest is behind F1."""
    if len(text) <= room:
        return text
    more = " (F1: more)"
    left = room - len(more)
    cut = text.rfind(". ", 0, left)
    if cut > left // 2:
        return text[: cut + 1] + more
    return text[: max(0, text.rfind(" ", 0, left - 1))] + "…" + more
