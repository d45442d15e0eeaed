"""What a service tells of a campaign besides its steps: numbers, people, dates; and one person looked up by address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.app.widgets.share import Share
from tui.app.work import in_background
from tui.config.paths import STYLES
from tui.model.nodes import CampaignHead
from tui.model.plain import visible
from tui.providers.base import Fact, Provider
from tui.providers.errors import ServiceError
from tui.review.cells import filled

LONGEST = 300
"""Characters of a value that are shown."""


class FactsScreen(ModalScreen[None]):
    """Read when it opens, closed by esc; nothing can be changed here."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS = [Binding("escape", "close", "Close", show=False), Binding("c", "copy", "Copy", show=False)]

    def __init__(self, provider: Provider, head: CampaignHead) -> None:
        super().__init__()
        self._provider, self._head = provider, head
        self._facts: tuple[Fact, ...] = ()
        self._person: tuple[Fact, ...] = ()

    def compose(self) -> ComposeResult:
        """Facts, and below them the look-up where the service has one."""
        person = self._provider.nouns.person
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._head.title)[:200])
            with Share(0.5, "words"):
                yield Static("reading…", id="facts")
            if self._provider.looks_up_people:
                field = Input(placeholder=f"find a {person} by e-mail address, ⏎", id="address", compact=True)
                yield field
                with Share(0.25, "found", can_focus=False):
                    yield Static("", id="person")
            yield Static(
                Content.from_markup("[@click=screen.close]esc closes[/]   [@click=screen.copy]c copies[/]"), id="keys"
            )

    def on_mount(self) -> None:
        """Read the numbers."""
        self.query_one("#words").focus()
        in_background(self, self._read, "facts")

    async def _read(self) -> None:
        shown = self.query_one("#facts", Static)
        try:
            self._facts = await self._provider.facts(self._head)
        except ServiceError as error:
            shown.update(Content(visible(f"It could not be read. {error.cause} {error.remedy}")))
            return
        shown.update(as_lines(self._facts))

    @on(Input.Submitted, "#address")
    def _wanted(self, event: Input.Submitted) -> None:
        event.stop()
        words = event.value.strip()
        if words:
            in_background(self, partial(self._look_up, words), "person", exclusive=True)

    async def _look_up(self, words: str) -> None:
        shown = self.query_one("#person", Static)
        shown.update("looking…")
        try:
            self._person = await self._provider.look_up(self._head, words)
        except ServiceError as error:
            shown.update(Content(visible(f"{error.cause} {error.remedy}")))
            return
        nobody = f"No {self._provider.nouns.person} has the address {words}."
        shown.update(as_lines(self._person) if self._person else Content(visible(nobody)))

    def on_click(self, event: Click) -> None:
        """A click beside the box closes, as in the palette."""
        if event.widget is self:
            self.action_close()

    def action_copy(self) -> None:
        """Copy everything that is shown."""
        from tui.app.clipboard import copy

        facts = (*self._facts, *self._person)
        copy(self.app, "\n".join(f"{fact.name}: {fact.value}" for fact in facts), "What is shown")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def as_lines(facts: Sequence[Fact]) -> Content:
    """Names in a column, values beside them."""
    width = max((len(fact.name) for fact in facts), default=0) + 2
    lines = [
        Content.assemble((filled(visible(fact.name), width), "$foreground 60%"), visible(fact.value)[:LONGEST])
        for fact in facts
    ]
    return Content("\n").join(lines)
