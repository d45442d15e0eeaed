"""A form alone in an app, and a declaration with the kinds of field that only some services have."""

from __future__ import annotations

from typing import Annotated, Any

from textual.app import App, ComposeResult

from tui.app.forms.form import StepForm
from tui.model.declare import Ask, Choice, Kind
from tui.model.declared import Declared

WEEK = ("monday", "tuesday", "wednesday")


class Held(Declared):
    """Days, and a template that may be none."""

    label = "Held"
    days: Annotated[
        tuple[str, ...],
        Ask("Days", "When.", Kind.DAYS, "none", choices=tuple(Choice(day, day.capitalize()) for day in WEEK),
            nullable=True),
    ] = ()  # fmt: skip
    template: Annotated[str, Ask("Template", "The layout.", Kind.OPTION, "none", picks="template", nullable=True)] = ""


class FormApp(App[None]):
    """One form, filled; `edited` are the names of the fields that a person changed."""

    AUTO_FOCUS = ""
    CSS = "FieldRow .line { height: 1; } FieldRow { height: 3; } .label { width: 12; } DaysEditor { width: 1fr; }"

    def __init__(self, **values: Any) -> None:
        super().__init__()
        self.form = StepForm(Held)
        self.held = values
        self.names: dict[str, str] = {}
        self.edited: list[str] = []
        self.picks: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.form.fill(self.held, creating=False, names=self.names)

    def on_step_form_edited(self, event: StepForm.Edited) -> None:
        self.edited.append(event.name)

    def on_pick_editor_pick(self, event: Any) -> None:
        self.picks.append(event.editor.picks)
