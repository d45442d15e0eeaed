"""A question before something that cannot be taken back: Cancel has the focus, and the answer is another key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from tui.app.widgets.share import Share
from tui.app.work import in_background
from tui.config.paths import STYLES
from tui.model.plain import visible

LONGEST_TITLE, LONGEST_LINE = 200, 600
"""Characters of foreign text in a question: enough to know what is meant, and the buttons stay on the screen."""


def cut(text: str, most: int) -> str:
    """A text with at most `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


@dataclass(frozen=True, slots=True)
class Answer:
    """One button besides Cancel."""

    id: str
    label: str
    key: str
    """A letter that presses it; never the one that asked."""
    danger: bool = False


class ConfirmScreen(ModalScreen[str]):
    """Dismissed with the id of the answer, or an empty text for Cancel."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS = [
        Binding("escape", "answer('')", "Cancel", show=False),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
    ]
    AUTO_FOCUS = "#cancel"

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        answers: Sequence[Answer],
        *,
        cancel: str = "Cancel",
        focus: str = "",
        typed: str = "",
        later: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        """`focus`: an answer that takes the focus instead of Cancel, because it is the safe one.

        `typed`: the words that must be typed before an answer marked as danger works. `later`: reads a sentence while
        the question stands.
        """
        super().__init__()
        self._title, self._lines, self._answers, self._cancel = title, lines, tuple(answers), cancel
        self._typed, self._later = typed, later
        self._focus = f"#answer-{focus}" if focus else "#typed" if typed else ""

    def compose(self) -> ComposeResult:
        """Title, text, buttons."""
        with Vertical(id="box") as box:
            box.border_title = Content(cut(visible(self._title), LONGEST_TITLE))
            with Share(0.6, "words", can_focus=False):
                for line in self._lines:
                    yield Label(Content(cut(visible(line, keep_newlines=True), LONGEST_LINE)))
                if self._later is not None:
                    yield Label(Content("Counting people…"), id="later")
            if self._typed:
                yield Label(Content(f"To go on, type its name: {visible(self._typed)}"), id="ask")
                yield Input(id="typed", compact=True, select_on_focus=False)
            with Horizontal(id="buttons"):
                yield Button(f"{self._cancel} [esc]".replace("[", r"\["), id="cancel", compact=True)
                for answer in self._answers:
                    yield Button(
                        f"{answer.label} [{answer.key}]".replace("[", r"\["),
                        id=f"answer-{answer.id}",
                        variant="error" if answer.danger else "primary",
                        compact=True,
                        disabled=self._held_back(answer),
                    )

    def on_mount(self) -> None:
        """Focus the safe answer; read what is still to be said."""
        if self._focus:
            self.query_one(self._focus).focus()
        if self._later is not None:
            in_background(self, self._say_later, "later")

    async def _say_later(self) -> None:
        assert self._later is not None
        said = await self._later()
        label = self.query_one("#later", Label)
        label.update(Content(visible(said)))
        label.display = bool(said)

    def _held_back(self, answer: Answer) -> bool:
        """Whether an answer still waits for the name to be typed."""
        fields = self.query("#typed")
        given = fields.first(Input).value.strip() if fields else ""
        return answer.danger and bool(self._typed) and given != self._typed.strip()

    @on(Input.Changed, "#typed")
    def _typing(self) -> None:
        for answer in self._answers:
            self.query_one(f"#answer-{answer.id}", Button).disabled = self._held_back(answer)

    @on(Input.Submitted, "#typed")
    def _typed_out(self) -> None:
        """Enter in the field goes to the answer, it does not give it."""
        ready = next((answer for answer in self._answers if answer.danger and not self._held_back(answer)), None)
        if ready is not None:
            self.query_one(f"#answer-{ready.id}", Button).focus()

    def on_key(self, event: object) -> None:
        """A letter presses its button."""
        key = getattr(event, "character", None)
        for answer in self._answers:
            if key is not None and key.lower() == answer.key and not self._held_back(answer):
                self.dismiss(answer.id)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        name = event.button.id or ""
        self.dismiss(name.removeprefix("answer-") if name != "cancel" else "")

    def action_answer(self, answer: str) -> None:
        """Close with this answer."""
        self.dismiss(answer)
