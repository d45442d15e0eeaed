"""A line to search with: what is pasted into it is drawn safely, as everywhere."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text
from textual.widgets import Input

from tui.app.widgets.signs import one_to_one


class SafeHighlighter(Highlighter):
    """Draws one line with the characters that a terminal would obey as signs."""

    def highlight(self, text: Text) -> None:
        """Replace them one for one."""
        text.plain = one_to_one(text.plain, one_line=True)


class Search(Input):
    """An input for words to look for."""

    def __init__(self, placeholder: str, *, id: str) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(placeholder=placeholder, id=id, compact=True, highlighter=SafeHighlighter())
