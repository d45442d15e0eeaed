"""Choosing some of a few words, such as days of the week, on one line: arrows go, space and clicks switch."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.model.declare import FieldSpec

EVERY_DAY = "every day"
UNREPORTED = "not reported by the API"
SHORT = 3
"""Letters of a word where the line is too short for whole ones."""


class DaysEditor(Widget, can_focus=True):
    """The words side by side, those chosen marked. `value` None: the service has not reported any."""

    BINDINGS = [
        Binding("left", "go(-1)", show=False),
        Binding("right", "go(1)", show=False),
        Binding("space,enter", "switch", show=False),
    ]

    value: reactive[tuple[str, ...] | None] = reactive(None, init=False)
    at: reactive[int] = reactive(0)

    class Changed(Message):
        """Other words are chosen."""

        def __init__(self, editor: DaysEditor) -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> DaysEditor:
            """The editor."""
            return self.editor

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self._choices, self._nullable = spec.ask.choices, spec.ask.nullable

    def _words(self) -> list[str]:
        """The words, cut to their first letters where there is no room for all of them whole."""
        labels = [choice.label for choice in self._choices]
        wanted = sum(len(label) + 2 for label in labels) - 1
        return labels if wanted <= self.content_size.width else [label[:SHORT] for label in labels]

    def render(self) -> Content:
        """One chip for each word; the sign says what the colour says."""
        if self.value is None and not self.has_focus:
            return Content.styled(UNREPORTED, "$foreground 60%")
        chips: list[Content] = []
        for place, (choice, word) in enumerate(zip(self._choices, self._words(), strict=True)):
            chosen = choice.value in (self.value or ())
            style = "bold $accent" if chosen else "$foreground 60%"
            if self.has_focus and place == self.at:
                style += " reverse"
            chips.append(Content.styled(f"{'✓' if chosen else '·'}{word}", style))
        if self.value == () and self._nullable:
            chips.append(Content.styled(f" {EVERY_DAY}", "$foreground 60%"))
        return Content(" ").join(chips)

    def watch_value(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self))

    def action_go(self, by: int) -> None:
        """To the next word, or the one before."""
        self.at = (self.at + by) % len(self._choices)

    def action_switch(self) -> None:
        """Choose the word under the cursor, or give it up; the order of the words stays."""
        word = self._choices[self.at].value
        held = set(self.value or ()) ^ {word}
        self.value = tuple(choice.value for choice in self._choices if choice.value in held)

    def on_click(self, event: Click) -> None:
        """A click switches the word under the pointer."""
        event.stop()
        self.focus()
        left = self.content_region.x - self.region.x
        for place, word in enumerate(self._words()):
            right = left + len(word) + 1
            if left <= event.x < right:
                self.at = place
                self.action_switch()
                return
            left = right + 1

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()
