"""The form of one step type: labels, editors, counters and messages, made from the declaration of the type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantFocus, Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from tui.app.forms.days import UNREPORTED, DaysEditor
from tui.app.forms.fields import Editor, PickEditor, editor_for, fill_editor, read_editor
from tui.app.forms.layout import counter, has_counter, lay_out, suffix
from tui.model.declare import FieldSpec, Kind, Problem
from tui.model.declared import Declared


def names_of(picks: str, names: Mapping[str, str]) -> dict[str, str]:
    """The names of what an editor picks, by id: campaigns stand under their ids, other things under `word:id`."""
    if not picks:
        return dict(names)
    return {key.removeprefix(f"{picks}:"): name for key, name in names.items() if key.startswith(f"{picks}:")}


class FieldRow(Vertical):
    """One field: label, editor, counter or unit, and below them the place for a message."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(classes=f"field kind-{spec.ask.kind.value}")
        self.spec = spec
        self.editor: Editor = editor_for(spec)
        self.told: Problem | None = None
        """What is shown below the field."""
        self._filled: Any = None
        self._as_filled: Any = None
        self._tail = Static("", classes="tail")
        self._tail.display = has_counter(spec) or spec.ask.kind is Kind.NUMBER
        self._message = Static("", classes="message")

    def compose(self) -> ComposeResult:
        """Label, editor, tail; message below."""
        mark = "*" if self.spec.ask.required else ""
        with Horizontal(classes="line"):
            yield Static(Content.assemble(self.spec.ask.title, (mark, "$accent")), classes="label")
            yield self.editor
            yield self._tail
        yield self._message

    @property
    def value(self) -> Any:
        """The form value. What was not touched is what was filled in, even where the editor cannot hold it exactly."""
        value = read_editor(self.editor, self.spec)
        return self._filled if value == self._as_filled else value

    def fill(self, value: Any, *, creating: bool) -> None:
        """Show a value; one that an existing step has not is shown as not reported."""
        fill_editor(self.editor, self.spec, value, "" if creating else UNREPORTED)
        self._as_filled = read_editor(self.editor, self.spec)
        self._filled = self._as_filled if creating and value is None else value
        self.count()

    def count(self) -> None:
        """Bring the counter up to date."""
        if has_counter(self.spec):
            used = len(str(self.value or ""))
            limit = self.spec.max_length or 0
            style = "$error bold" if used > limit else "$warning" if used > limit * 0.9 else "$foreground 60%"
            self._tail.update(Content.styled(counter(self.spec, self.value), style), layout=False)

    def set_tail(self, text: str) -> None:
        """Say what a number means, e.g. on which day the step falls with it."""
        self._tail.update(Content.styled(text, "$foreground 60%"), layout=False)

    def tell(self, problem: Problem | None) -> None:
        """Show or clear the message below the field."""
        if problem == self.told:
            return
        self.told = problem
        self.set_class(problem is not None and problem.severity == "error", "-error")
        self.set_class(problem is not None and problem.severity == "warning", "-warning")
        sign = "" if problem is None else "✖ " if problem.severity == "error" else "⚠ "
        self._message.update(Content(sign + problem.message) if problem else "", layout=False)

    def place(self, height: int) -> None:
        """Take `height` rows for the editor."""
        self.editor.styles.height = height
        self.styles.height = height + 1


class StepForm(VerticalScroll, can_focus=False):
    """The form of one step type or of settings; kept and refilled, never rebuilt, so that entering a step is quick."""

    class Edited(Message):
        """The user changed a field."""

        def __init__(self, form: StepForm, name: str) -> None:
            super().__init__()
            self.form, self.name = form, name

    class FieldFocused(Message):
        """Another field has the focus."""

        def __init__(self, spec: FieldSpec) -> None:
            super().__init__()
            self.spec = spec

    def __init__(self, content: type[Declared]) -> None:
        super().__init__(classes="step-form")
        self.content = content
        self.rows = {spec.name: FieldRow(spec) for spec in content.fields() if not spec.ask.hidden}
        self.creating = False

    def compose(self) -> ComposeResult:
        """All fields of the type; those that do not apply are hidden."""
        yield from self.rows.values()

    def fill(self, values: Mapping[str, Any], *, creating: bool, names: Mapping[str, str]) -> None:
        """Show the values of a step. `names`: campaign names by id, names of other things by `word:id`."""
        self.creating = creating
        with self.prevent(Input.Changed, Select.Changed, TextArea.Changed, PickEditor.Changed, DaysEditor.Changed):
            for name, row in self.rows.items():
                if isinstance(row.editor, PickEditor):
                    row.editor.name_of = names_of(row.editor.picks, names)
                row.fill(values.get(name), creating=creating)
                row.tell(None)
        self.set_out()

    def values(self) -> dict[str, Any]:
        """The values of all fields, hidden ones included, so that nothing is lost while a choice is tried out."""
        return {name: row.value for name, row in self.rows.items()}

    def set_out(self) -> None:
        """Show the fields that apply now, each in its place."""
        asked = [spec for spec in self.content.asked(self.values(), creating=self.creating) if not spec.ask.hidden]
        for name, row in self.rows.items():
            row.display = any(spec.name == name for spec in asked)
        for cell in lay_out(asked, self.size.height):
            row = self.rows[cell.spec.name]
            row.place(cell.height)
            if cell.spec.ask.kind is Kind.NUMBER:
                row.set_tail(suffix(cell.spec))

    def on_resize(self, event: Resize) -> None:
        """Share the height anew."""
        self.set_out()

    def tell(self, problems: Sequence[Problem]) -> None:
        """Show each problem at its field; a problem of the whole step at the first field."""
        first = next(iter(self.rows), None)
        by_field: dict[str | None, Problem] = {}
        for problem in reversed(problems):
            by_field[problem.field or first] = problem
        for name, row in self.rows.items():
            row.tell(by_field.get(name))

    def focus_field(self, name: str | None = None) -> None:
        """Put the cursor into a field, the first one that is shown when none is named."""
        for row in self.rows.values():
            if row.display and name in (None, row.spec.name):
                # At once, not with the next message: what is typed meanwhile must not go to the tree.
                self.screen.set_focus(row.editor)
                return
        if name is not None:
            self.focus_field()

    def name_of(self, widget: Widget | None) -> str | None:
        """The field whose editor this is."""
        return next((name for name, row in self.rows.items() if row.editor is widget), None)

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(PickEditor.Changed)
    @on(DaysEditor.Changed)
    def _changed(
        self, event: Input.Changed | TextArea.Changed | Select.Changed | PickEditor.Changed | DaysEditor.Changed
    ) -> None:
        event.stop()
        row = next((row for row in self.rows.values() if row.editor is event.control), None)
        if row is None:
            return
        row.count()
        if row.spec.ask.kind in (Kind.CHOICE, Kind.FLAG):
            self.set_out()
        self.post_message(self.Edited(self, row.spec.name))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say which field is meant, for the help line."""
        row = next((row for row in self.rows.values() if row.editor is event.widget), None)
        if row is not None:
            row.scroll_visible(animate=False)
            self.post_message(self.FieldFocused(row.spec))
