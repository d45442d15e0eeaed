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

LISTED_REQUESTS = 40
"""Requests of a plan that a question names one by one; its text can be scrolled."""
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
        *(Binding(key, f"words('{key}')", show=False) for key in ("up", "down", "pageup", "pagedown")),
    ]
    AUTO_FOCUS = "#cancel"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        answers: Sequence[Answer],
        *,
        about: str = "",
        requests: Sequence[str] = (),
        cancel: str = "Cancel",
        focus: str = "",
        typed: str = "",
        later: Callable[[], Awaitable[str]] | None = None,
        counting: str = "Counting people…",
    ) -> None:
        """`lines` are sentences, the most important first; `about` names what they are about; `requests` end the text.

        `focus`: an answer that takes the focus instead of Cancel, because it is the safe one. `typed`: the words that
        must be typed before an answer marked as danger works. `later`: reads a sentence while the question stands,
        which is the first then; until it is there, `counting` stands for it.
        """
        super().__init__()
        self._about, self._requests, self._counting = about, tuple(requests), counting
        self._title, self._lines, self._answers, self._cancel = title, lines, tuple(answers), cancel
        self._typed, self._later = typed, later
        self._focus = f"#answer-{focus}" if focus else "#typed" if typed else ""

    def compose(self) -> ComposeResult:
        """Title, text, buttons."""
        with Vertical(id="box") as box:
            box.border_title = Content(cut(visible(self._title), LONGEST_TITLE))
            with Share(0.6, "words", can_focus=False, spared=9 + 3 * bool(self._typed)):
                yield from self._words()
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

    def _words(self) -> ComposeResult:
        """What it is about, then sentence by sentence, each with a mark where there are several."""
        if self._about:
            yield Label(Content(cut(visible(self._about), LONGEST_TITLE)), id="about")
        said = [cut(visible(line, keep_newlines=True), LONGEST_LINE) for line in self._lines if line]
        marked = len(said) + (self._later is not None) > 1
        if self._later is not None:
            yield _sentence(self._counting, marked=marked, name="later")
        for line in said:
            yield _sentence(line, marked=marked)
        if self._requests:
            yield Label(Content(_listed(self._requests)), id="requests")

    def on_mount(self) -> None:
        """Focus the safe answer; read what is still to be said."""
        if self._focus:
            self.query_one(self._focus).focus()
        if self._later is not None:
            in_background(self, self._say_later, "later")

    async def _say_later(self) -> None:
        assert self._later is not None
        said = await self._later()
        self.query_one("#later Label.text", Label).update(Content(visible(said)))
        self.query_one("#later").display = bool(said)

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

    def action_words(self, key: str) -> None:
        """Scroll a text that is longer than its share of the screen; nothing in it takes the focus."""
        words = self.query_one("#words", Share)
        way = {"up": words.scroll_up, "down": words.scroll_down, "pageup": words.scroll_page_up}
        way.get(key, words.scroll_page_down)(animate=False)


def _listed(requests: Sequence[str]) -> str:
    """The requests of a plan, numbered, as many as somebody would read."""
    count = len(requests)
    shown = [cut(visible(title), LONGEST_TITLE) for title in requests[:LISTED_REQUESTS]]
    lines = ["1 request:" if count == 1 else f"{count} requests, one after the other:"]
    lines += [f"{number:>3}. {title}" for number, title in enumerate(shown, 1)]
    return "\n".join([*lines, *([f"     … and {count - len(shown)} more"] if count > len(shown) else [])])


def _sentence(text: str, *, marked: bool, name: str | None = None) -> Horizontal:
    """A sentence beside its mark, so that its second line stands below its first word."""
    sign = [Label(Content("•"), classes="mark")] if marked else []
    return Horizontal(*sign, Label(Content(text), classes="text"), id=name, classes="sentence")
