"""All days can be seen and clicked, however narrow the form is."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tui.app.forms.days import DaysEditor
from tui.providers.kit.settings import KitSettings


class DaysApp(App[None]):
    """One editor alone."""

    CSS = "DaysEditor { height: 1; }"

    def compose(self) -> ComposeResult:
        """The sending days."""
        yield DaysEditor(next(spec for spec in KitSettings.fields() if spec.name == "send_days"))


async def test_short_words_where_whole_ones_do_not_fit() -> None:
    for width, last in ((80, "Sunday"), (50, "Sun")):
        app = DaysApp()
        async with app.run_test(size=(width, 3)) as pilot:
            editor = app.query_one(DaysEditor)
            editor.value = ()
            await pilot.pause()
            line = editor.render().plain
            assert line.split()[6] == f"·{last}"
            await pilot.click(editor, offset=(line.index("·Sun") + 2, 0))
            await pilot.pause()
            assert list(editor.value) == ["sunday"]
