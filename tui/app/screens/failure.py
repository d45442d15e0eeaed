"""An error as a page: what happened, what to do, and the whole report to copy or to write to a file."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from tui.app.screens.confirm import LONGEST_LINE, LONGEST_TITLE, cut
from tui.app.widgets.share import Share
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
        with Vertical(id="box") as box:
            box.border_title = Content(cut(visible(self._title), LONGEST_TITLE))
            with Share(0.3, "words", can_focus=False):
                yield Label(Content(cut(visible(self._cause), LONGEST_LINE)), id="cause")
                if self._remedy:
                    yield Label(Content(cut(visible(self._remedy), LONGEST_LINE)), id="remedy")
            with Share(0.25, "details"):
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
