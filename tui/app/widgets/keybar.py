"""The bar of keys at the foot of a screen: drawn as one line, each entry can be clicked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widget import Widget

from tui.app.commands import Command

ALWAYS = ("back", "quit", "palette", "help")
"""The way back, the way out, and the ways to everything else: these stay however small the window is."""


class KeyBar(Widget):
    """Shows as many commands as fit, in order; those in `ALWAYS` stay."""

    class Clicked(Message):
        """An entry was clicked."""

        def __init__(self, command_id: str) -> None:
            super().__init__()
            self.command_id = command_id

    def __init__(self, commands: Sequence[Command] = ()) -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._spots: list[tuple[int, int, str]] = []

    def show(self, commands: Sequence[Command]) -> None:
        """Show other commands."""
        if tuple(commands) != self._commands:
            self._commands = tuple(commands)
            self.refresh()

    def on_resize(self, event: Resize) -> None:
        self.refresh()

    def render(self) -> Content:
        """The line; where each entry stands is kept for clicks."""
        width, used = self.size.width, 1
        self._spots = []
        parts: list[Content] = [Content(" ")]
        reserve = sum(_width(command) for command in self._commands if command.id in ALWAYS)
        for command in self._commands:
            size = _width(command)
            if command.id in ALWAYS:
                reserve -= size
            elif used + size + reserve > width:
                continue
            self._spots.append((used, used + size - 2, command.id))
            parts.append(Content.assemble((command.key, "$footer-key-foreground bold"), f" {command.label}  "))
            used += size
        return Content("").join(parts)

    def on_click(self, event: Click) -> None:
        """Run what was clicked."""
        for start, end, command_id in self._spots:
            if start <= event.x < end:
                self.post_message(self.Clicked(command_id))


def _width(command: Command) -> int:
    return len(command.key) + 1 + len(command.label) + 2
