"""Picking one thing from a list: filter as you type, one line on each, enter takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.app.widgets.outline import Art, Outline, Row
from tui.app.widgets.search import Search
from tui.config.paths import STYLES
from tui.model.content import StepContent
from tui.model.nodes import CampaignHead
from tui.model.plain import visible
from tui.providers.base import Option

KEYS = "↑ ↓ move   [@click=screen.take]⏎ take[/]   [@click=screen.cancel]esc cancel[/]"
"""The line of keys; what can be done with the mouse, too, is clicked there."""


NOTHING = "none"
"""The key of the row that names nothing."""


class PickScreen(ModalScreen[str | None]):
    """Dismissed with the key of the row that was taken, or None."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS = [
        Binding("escape", "cancel", "Cancel", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]
    AUTO_FOCUS = "#search"

    def __init__(
        self, title: str, rows: Sequence[Row], paint: Callable[[Row], Art], *, note: str = "", cursor: str | None = None
    ) -> None:
        super().__init__()
        self._title, self._rows, self._note, self._cursor = title, rows, note, cursor
        self._list = Outline(paint, id="list", empty="Nothing matches. Change the search, or esc to go back.")

    def compose(self) -> ComposeResult:
        """Search, list, note."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._title))
            yield Search("type to search", id="search")
            yield self._list
            note = Static(Content(visible(self._note)), id="note")
            note.display = bool(self._note)
            yield note
            yield Static(Content.from_markup(KEYS), id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        self._list.load(self._rows, cursor=self._cursor)

    @on(Input.Changed, "#search")
    def _search(self, event: Input.Changed) -> None:
        self._list.filter(event.value)

    @on(Input.Submitted, "#search")
    def _taken(self, event: Input.Submitted) -> None:
        """By message, not by a key of the screen: it must not overtake the letters that were typed before it."""
        self._list.filter(event.value)
        self.action_take()

    @on(Outline.Chosen)
    def _chosen(self, event: Outline.Chosen) -> None:
        self.dismiss(event.key)

    def on_click(self, event: Click) -> None:
        """A click beside the box takes nothing, as in the palette."""
        if event.widget is self:
            self.action_cancel()

    def action_move(self, lines: int) -> None:
        """Move the cursor of the list while the search keeps the focus."""
        self._list.action_move(lines)

    def action_page(self, direction: int) -> None:
        """Move the cursor of the list by a page."""
        self._list.action_page(direction)

    def action_take(self) -> None:
        """Take the row under the cursor."""
        if self._list.cursor_key is not None:
            self.dismiss(self._list.cursor_key)

    def action_cancel(self) -> None:
        """Take nothing."""
        self.dismiss(None)


def type_picker(types: Iterable[type[StepContent]], note: str = "") -> PickScreen:
    """The list of step types."""
    known = {content.type: content for content in types}
    rows = [
        Row(key=name, depth=0, guide="", find=f"{content.label} {content.about} {name}".lower())
        for name, content in known.items()
    ]

    def paint(row: Row) -> Art:
        content = known[row.key]
        left = [(f"{content.icon} ", content.channel.value), (f"{content.label:<25}", "strong"), (content.about, "dim")]
        return Art(left=left, right=[])

    return PickScreen("Add a step", rows, paint, note=note)


def option_picker(options: Iterable[Option], picks: str, current: str, *, none: bool) -> PickScreen:
    """The list of what the account has of something, such as templates; `none` offers to name none."""
    known = {option.id: option for option in options}
    rows = [Row(key=key, depth=0, guide="", find=f"{option.name} {key}".lower()) for key, option in known.items()]
    if none:
        rows.insert(0, Row(key=NOTHING, depth=0, guide="", find=f"no {picks} none"))

    def paint(row: Row) -> Art:
        if row.key == NOTHING:
            return Art(left=[(f"no {picks}", "dim")], right=[])
        option = known[row.key]
        return Art(left=[(option.name, ""), (f"  {option.id}", "dim")], right=[(option.detail, "dim")])

    return PickScreen(f"Which {picks}?", rows, paint, cursor=current if current in known else None)


def account_picker(names: Iterable[tuple[str, str]]) -> PickScreen:
    """The list of accounts, with their services, for what is to be made."""
    known = dict(names)
    rows = [Row(key=name, depth=0, guide="", find=f"{name} {service}".lower()) for name, service in known.items()]
    return PickScreen("In which account?", rows, lambda row: Art(left=[(row.key, "")], right=[(known[row.key], "dim")]))


def campaign_picker(heads: Iterable[CampaignHead], current: str) -> PickScreen:
    """The list of campaigns that a lead can be sent to."""
    known = {head.id: head for head in heads}
    rows = [Row(key=key, depth=0, guide="", find=f"{head.title} {key}".lower()) for key, head in known.items()]

    def paint(row: Row) -> Art:
        head = known[row.key]
        return Art(left=[(head.title, ""), (f"  {head.id}", "dim")], right=[(head.status, "dim")])

    return PickScreen("Send to which campaign?", rows, paint, cursor=current if current in known else None)
