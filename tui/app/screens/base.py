"""What all screens share: commands with verdicts, the top line, the key bar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.worker import Worker

from tui.app.commands import Command, is_character
from tui.app.widgets.keybar import KeyBar
from tui.app.widgets.outline import Outline
from tui.app.widgets.topbar import TopBar

if TYPE_CHECKING:
    from tui.app.app import Branchline
    from tui.providers.base import Provider

COMMON = (
    Command("palette", "ctrl+p", "all", "Every command, by name."),
    Command("help", "f1,question_mark", "help", "What the focused field or this screen is about, and all keys."),
)


class BranchlineScreen(Screen[None]):
    """A screen whose keys, key bar, palette entries and help come from `OFFERS`."""

    OFFERS: ClassVar[tuple[Command, ...]] = COMMON
    TITLE_WORDS: ClassVar[str] = ""
    """What F1 calls the screen."""
    ABOUT: ClassVar[str] = ""
    """What F1 says of the screen when no field has the focus."""

    @property
    def branchline(self) -> Branchline:
        """The app, typed."""
        return cast("Branchline", self.app)

    def compose(self) -> ComposeResult:
        """Top line, body, key bar."""
        yield TopBar()
        yield from self.body()
        yield KeyBar(self.bar())

    def body(self) -> ComposeResult:
        """What stands between top line and key bar."""
        yield from ()

    def bar(self) -> tuple[Command, ...]:
        """The commands of the key bar now."""
        return tuple(command for command in self.OFFERS if command.in_bar)

    def top(self) -> TopBar:
        """The top line."""
        return self.query_one(TopBar)

    def providers(self) -> Iterable[Provider]:
        """The connections whose limits the top line speaks of."""
        return ()

    def on_screen_resume(self) -> None:
        """What is left of a limit may have changed while another screen was on top."""
        self.branchline.tick()

    def refresh_bar(self) -> None:
        """Show the commands that matter now."""
        self.query_one(KeyBar).show(self.bar())

    @property
    def noun(self) -> str:
        """What a text of this screen calls a campaign: the service's own word, where the screen belongs to one."""
        return "campaign"

    def about(self) -> str:
        """What F1 says of the screen, in the words of the service."""
        return self.ABOUT.replace("campaign", self.noun)

    def why_not(self, command_id: str) -> str:
        """Why a command is impossible now: reason and remedy, or an empty text when it is possible."""
        del command_id
        return ""

    def commands_now(self) -> Iterator[tuple[Command, str]]:
        """All commands with the reason that keeps each from working now."""
        for command in self.OFFERS:
            worded = replace(command, help=command.help.replace("campaign", self.noun))
            yield worded, self.why_not(command.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A character is no command while the focus is where text is entered; enter is one in a list only."""
        key = str(parameters[1]) if action == "run_command" and len(parameters) > 1 else ""
        if key == "enter":
            return isinstance(self.focused, Outline)
        if is_character(key):
            return self.focused is None or not self.focused.check_consume_key(key, "x")
        return super().check_action(action, parameters)

    def action_run_command(self, command_id: str, key: str = "") -> None:
        """Run a command, or say why not: the one way for key, bar and palette."""
        del key
        if reason := self.why_not(command_id):
            self.branchline.say(reason, severity="warning")
            return
        getattr(self, f"do_{command_id}")()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault in work that the screen started is told, not swallowed."""
        self.branchline.tell_fault(event)

    @on(KeyBar.Clicked)
    def _bar_clicked(self, event: KeyBar.Clicked) -> None:
        self.action_run_command(event.command_id)

    def do_palette(self) -> None:
        """Open the list of commands."""
        self.app.action_command_palette()

    def do_help(self) -> None:
        """Open the help for what has the focus."""
        self.branchline.explain(self)
