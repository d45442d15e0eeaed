"""The yardstick of starting: a Textual app with one Static."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class OneStatic(App[None]):
    """Says one word."""

    def compose(self) -> ComposeResult:
        yield Static("first-frame")


if __name__ == "__main__":
    OneStatic().run()
