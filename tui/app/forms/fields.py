"""The editors of single fields, one for each kind; each speaks of its value in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.widget import Widget
from textual.widgets import Input, Select, TextArea

from tui.app.forms.days import UNREPORTED, DaysEditor
from tui.app.widgets.signs import one_to_one
from tui.model.declare import LISTS, FieldSpec, Kind
from tui.model.plain import visible
from tui.review.message import variables

LONGEST_COLOURED = 5_000
"""Characters of a line up to which its variables are coloured; above it a key would take too long."""


class VariableHighlighter(Highlighter):
    """Makes one line safe to draw, and colours its `{{variables}}`."""

    def __init__(self, *, on: bool) -> None:
        self.style = Style(bold=True)
        self.on = on

    def highlight(self, text: Text) -> None:
        """Mark each variable; show characters that a terminal would obey as signs."""
        text.plain = one_to_one(text.plain, one_line=True)
        if not self.on or len(text.plain) > LONGEST_COLOURED:
            return
        for start, end in variables(text.plain):
            text.stylize(self.style, start, end)


class LineEditor(Input):
    """One line of text, variables coloured."""

    virtual_size = Reactive(Size(0, 0))
    """As in every widget, but a key does not lay out the screen anew: a line is one row high whatever it holds."""

    def __init__(self, spec: FieldSpec) -> None:
        self._variables = VariableHighlighter(on=spec.ask.variables)
        super().__init__(compact=True, highlighter=self._variables, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the colour of variables from the theme, and follow it."""
        self._recolour()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._recolour())

    def _recolour(self) -> None:
        self._variables.style = variable_style(self)
        self.refresh()


class AreaEditor(TextArea):
    """Text of several lines, variables coloured through the documented hook; no syntax trees, so it stays quick."""

    BINDINGS = [Binding("ctrl+a", "select_all", "Select all", show=False)]

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(compact=True, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.highlight_cursor_line = False
        self._variables = spec.ask.variables
        self._variable_style = Style(bold=True)

    def on_mount(self) -> None:
        """Take the colour of variables from the theme, and follow it."""
        self._recolour()
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._recolour())

    def _recolour(self) -> None:
        self._variable_style = variable_style(self)
        self.refresh()

    def get_line(self, line_index: int) -> Text:
        """The line as it is drawn."""
        line = super().get_line(line_index)
        line.plain = one_to_one(line.plain)
        if self._variables and len(line.plain) <= LONGEST_COLOURED:
            for start, end in variables(line.plain):
                line.stylize(self._variable_style, start, end)
        return line


class PickEditor(Widget, can_focus=True):
    """The id of a campaign, a template or the like, shown with its name; enter or a click opens the list."""

    BINDINGS = [Binding("enter,space", "pick", "Pick", show=False)]

    value: reactive[str] = reactive("", init=False)

    class Pick(Message):
        """The user wants to choose."""

        def __init__(self, editor: PickEditor) -> None:
            super().__init__()
            self.editor = editor

    class Changed(Message):
        """Something else was chosen."""

        def __init__(self, editor: PickEditor) -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> PickEditor:
            """The editor."""
            return self.editor

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.name_of: dict[str, str] = {}
        """Names by id, for display."""
        self.picks = spec.ask.picks
        """Of what the id is; empty for a campaign."""
        self.hint = f"choose a {spec.ask.picks or 'campaign'}" if spec.ask.required else f"no {spec.ask.picks}"

    def render(self) -> Content:
        """Name and id, or what to do."""
        if not self.value:
            return Content.assemble((self.hint, "$foreground 60%"), ("  ⏎ choose", "$accent"))
        name = self.name_of.get(self.value)
        if name is None:
            return Content.assemble(visible(self.value), ("  ⏎ choose", "$accent"))
        return Content.assemble(visible(name), (f"  {visible(self.value)}", "$foreground 60%"), ("  ⏎", "$accent"))

    def watch_value(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self))

    def on_click(self, event: Click) -> None:
        """A click picks."""
        event.stop()
        self.focus()
        self.action_pick()

    def action_pick(self) -> None:
        """Ask for the list."""
        self.post_message(self.Pick(self))


Editor = LineEditor | AreaEditor | PickEditor | DaysEditor | Select[str]


def editor_for(spec: FieldSpec) -> Editor:
    """The editor of a field."""
    kind = spec.ask.kind
    if spec.is_long:
        return AreaEditor(spec)
    if kind in (Kind.CAMPAIGN, Kind.OPTION):
        return PickEditor(spec)
    if kind is Kind.DAYS:
        return DaysEditor(spec)
    if kind in (Kind.CHOICE, Kind.FLAG):
        return Select(_options(spec), prompt=UNREPORTED, compact=True, allow_blank=True)
    return LineEditor(spec)


def _options(spec: FieldSpec) -> Iterable[tuple[Content, str]]:
    if spec.ask.kind is Kind.FLAG:
        return ((Content("yes"), "yes"), (Content("no"), "no"))
    return tuple((Content(choice.label), choice.value) for choice in spec.ask.choices)


def read_editor(editor: Editor, spec: FieldSpec) -> Any:
    """The form value in an editor; None when nothing is chosen."""
    if isinstance(editor, Select):
        if editor.value is Select.NULL:
            return None
        return editor.value == "yes" if spec.ask.kind is Kind.FLAG else editor.value
    if spec.ask.kind in LISTS and isinstance(editor, TextArea):
        return tuple(line for line in editor.text.splitlines() if line.strip())
    return editor.text if isinstance(editor, TextArea) else editor.value


def fill_editor(editor: Editor, spec: FieldSpec, value: Any, empty: str) -> None:
    """Put a form value into an editor; None empties it, and `empty` says what that means."""
    if isinstance(editor, Select):
        word = ("yes" if value else "no") if spec.ask.kind is Kind.FLAG and value is not None else value
        known = {"yes", "no"} if spec.ask.kind is Kind.FLAG else {choice.value for choice in spec.ask.choices}
        if editor._allow_blank is (word in known):
            # "Not reported" is a state, no choice: it is offered only where it is the case.
            editor._allow_blank = word not in known
            editor.set_options(_options(spec))
        editor.prompt = empty or "choose"
        editor.value = word if word in known else Select.NULL
        return
    if isinstance(editor, DaysEditor):
        editor.value = tuple(value) if value is not None else None
        return
    text = shown(value)
    if isinstance(editor, TextArea):
        editor.load_text(text)
        editor.placeholder = Content(empty if value is None else "")
    elif isinstance(editor, PickEditor):
        editor.value = text
    else:
        editor.value = text
        editor.cursor_position = len(text)
        editor.placeholder = empty if value is None else ""


def shown(value: Any) -> str:
    """A form value as the text of an editor."""
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "\n".join(str(item) for item in value)
    return str(value)


def variable_style(widget: Widget) -> Style:
    """How variables look in the current theme: bold, in the accent colour."""
    colour = widget.app.theme_variables.get("accent", "")
    return Style(color=colour[:7] or None, bold=True) if colour.startswith("#") else Style(bold=True)
