"""A command is declared once: key, words and help; bindings, key bar, palette and F1 are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Command:
    """Something a user can do on a screen. The screen runs it by its method `do_<id>`."""

    id: str
    keys: str
    """Textual key names, the first one is shown; several separated by commas."""
    label: str
    """One or two words for the key bar."""
    help: str
    """A sentence for palette and help."""
    in_bar: bool = True
    shown_key: str = ""
    """How the key is written, where Textual's name is not how people say it."""

    @property
    def key(self) -> str:
        """The key as a person reads it."""
        first = self.keys.split(",")[0]
        return self.shown_key or {"enter": "⏎", "escape": "esc", "f1": "F1", "f2": "F2", "f3": "F3", "f4": "F4"}.get(
            first, first.replace("ctrl+", "^").replace("question_mark", "?").replace("slash", "/")
        )

    @property
    def form_key(self) -> str:
        """The key where letters are text: the first that types no character; empty when there is none."""
        usable = [key for key in self.keys.split(",") if key and not is_character(key)]
        return Command(self.id, usable[0], self.label, self.help).key if usable else ""


NAMED_CHARACTERS = frozenset(("slash", "question_mark", "exclamation_mark"))
"""Printable keys that Textual gives a name."""


def is_character(key: str) -> bool:
    """Whether a key, by Textual's name, types a character where text is entered."""
    return len(key) == 1 or key in NAMED_CHARACTERS


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The bindings of a screen's commands; all lead to one action, which asks for the verdict first.

    Characters and enter have priority: they are handled before the next key is looked at, so that text which is typed
    ahead of the screen goes where it is meant. `check_action` gives them back where text is entered.
    """
    return [
        Binding(
            key,
            f"run_command('{command.id}', '{key}')",
            command.label,
            show=False,
            priority=is_character(key) or key == "enter",
        )
        for command in commands
        for key in command.keys.split(",")
        if key
    ]
