"""An error as a page: what happened, what to do, and the whole report to copy or to write to a file."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from tui.config.paths import STYLES
from tui.model.plain import visible


class FailureScreen(ModalScreen[None]):
    """Shows one error until it is closed; nothing that lies underneath is touched."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS = [
        Binding("escape,enter", "close", "Close", show=False),
        Binding("c", "copy", "Copy", show=False),
    ]
    AUTO_FOCUS = "#close"

    def __init__(self, title: str, cause: str, remedy: str, report: str) -> None:
        super().__init__()
        self._title, self._cause, self._remedy, self._report = title, cause, remedy, report

    def compose(self) -> ComposeResult:
        """Cause first, remedy next, details last."""
        with VerticalScroll(id="box", can_focus=False) as box:
            box.border_title = Content(visible(self._title))
            yield Label(Content(visible(self._cause)), id="cause")
            if self._remedy:
                yield Label(Content(visible(self._remedy)), id="remedy")
            with VerticalScroll(id="details"):
                # A report begins with cause and remedy, which stand above already.
                details = self._report.partition("\n\n")[2] or self._report
                yield Static(Content(visible(details, keep_newlines=True)))
            with Horizontal(id="buttons"):
                yield Button(r"Close \[esc]", id="close", compact=True)
                yield Button(r"Copy details \[c]", id="copy", compact=True)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Copy the report; terminals may ignore it, so a file is offered too."""
        from tui.app.clipboard import copy

        copy(self.app, self._report, "The details")
