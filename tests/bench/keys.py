"""A key in a field: the yardstick is Textual's own Input and nothing else on the screen."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.widgets import Input, TextArea

from tests.bench.case import Case
from tests.bench.stage import Stage, on_stage, press

GROUP = "keys"

TYPING = [press("x"), press("backspace")] * 3
"""Typed into a field and taken back."""


class InputStage(Stage):
    """One Input."""

    def compose(self) -> ComposeResult:
        field = Input("Quick question")
        field.cursor_blink = False
        yield field


class TextStage(Stage):
    """One plain TextArea of thirty lines."""

    def compose(self) -> ComposeResult:
        yield TextArea("Hi {{firstName}}, a line of a message\n" * 30)


cases: list[Case] = [
    Case("input key", GROUP, partial(on_stage, InputStage, *TYPING)),
    Case("text key", GROUP, partial(on_stage, TextStage, *TYPING), "input key"),
]
