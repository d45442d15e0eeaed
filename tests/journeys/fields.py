"""The fields of forms as somebody fills them in: gone to with tab, filled in the way of their kind."""

from __future__ import annotations

from collections.abc import Mapping

from textual.geometry import Region
from textual.widgets import Select

from tests.journeys.hands import Hands
from tests.journeys.screen import lines_of
from tui.app.forms.days import DaysEditor
from tui.app.forms.form import FieldRow

_FRAMES = {ord(char): " " for char in "│┃▌▐█▏▕╭╮╰╯─━┌┐└┘▁▔•"}
"""What boxes and lists are drawn with."""


class Fields(Hands):
    """Hands that know forms, of a step or of settings."""

    def text(self, region: Region | None = None) -> str:
        """What the screen shows, or a part of it."""
        return "\n".join(lines_of(self.app, region))

    def words(self) -> str:
        """What the screen shows, as one line without frames and breaks."""
        return " ".join(self.text().translate(_FRAMES).split())

    @property
    def field(self) -> str:
        """The title of the field that has the focus, or an empty text."""
        row = self._field_row()
        return row.spec.ask.title if row else ""

    def _field_row(self) -> FieldRow | None:
        focused = self.app.screen.focused
        found = focused.ancestors_with_self if focused is not None else ()
        return next((node for node in found if isinstance(node, FieldRow)), None)

    async def fill(self, fields: Mapping[str, object]) -> None:
        """Put values into fields, each gone to with tab."""
        for name, value in fields.items():
            await self.go_to(name.replace("_", " "))
            await self._put(value)

    async def go_to(self, title: str) -> None:
        """Press tab until a field has the focus."""
        for _ in range(20):
            if self.field == title:
                return
            await self.press("tab")
        raise AssertionError(f"tab does not lead to {title!r}:\n{self.text()}")

    async def _put(self, value: object) -> None:
        row = self._field_row()
        assert row is not None
        kind = row.spec.ask.kind.value
        text = str(value)
        if kind in ("choice", "flag"):
            await self._choose(row, text)
        elif kind in ("campaign", "option"):
            await self.press("enter")
            await self.write(text)
            await self.press("enter")
        elif kind == "days":
            await self._tick(row, text.split())
        else:
            one_line = kind in ("line", "number", "url")
            await self.press(*(("end", "ctrl+u") if one_line else ("ctrl+a", "backspace")), wait=False)
            await self.rest()
            await (self.write(text) if len(text) < 300 else self.paste(text))

    async def _choose(self, row: FieldRow, words: str) -> None:
        editor = row.editor
        assert isinstance(editor, Select)
        labels = [str(label) for label, _ in editor._options]
        place = next((number for number, label in enumerate(labels) if words.lower() in label.lower()), None)
        assert place is not None, f"{words!r} is none of {labels}"
        await self.press("enter")
        await self.press("home", *["down"] * place, wait=False)
        await self.press("enter")

    async def _tick(self, row: FieldRow, wanted: list[str]) -> None:
        """Leave exactly these words ticked: arrows and space."""
        editor = row.editor
        assert isinstance(editor, DaysEditor)
        for _ in row.spec.ask.choices:
            choice = row.spec.ask.choices[editor.at]
            if (choice.value in (editor.value or ())) is not (choice.value in wanted):
                await self.press("space")
            await self.press("right")
