"""Days of the week and things that are picked by name: keys, clicks, what is shown, what is held."""

from __future__ import annotations

import pytest

from tests.app.forms.editors import FormApp
from tests.journeys.screen import lines_of, raw_characters
from tui.app.forms.days import DaysEditor
from tui.app.forms.fields import PickEditor
from tui.app.forms.form import names_of

HOSTILE = "\x1b[31mred\u202e[b]x[/b]\n"


def shown(app: FormApp) -> str:
    return "\n".join(lines_of(app))


async def test_days_with_keys() -> None:
    """Arrows go round, space and enter switch; the order of the week stays, whatever the order of the keys."""
    app = FormApp(days=("tuesday",))
    async with app.run_test() as pilot:
        days = app.query_one(DaysEditor)
        days.focus()
        await pilot.press("left", "space")
        assert app.form.values()["days"] == ("tuesday", "wednesday")
        await pilot.press("right", "enter")
        assert app.form.values()["days"] == ("monday", "tuesday", "wednesday")
        await pilot.press("right", "space")
        assert app.form.values()["days"] == ("monday", "wednesday")
        await pilot.pause()
        assert "✓Monday ·Tuesday ✓Wednesday" in shown(app)
        assert set(app.edited) == {"days"}


async def test_days_with_the_mouse() -> None:
    """A click on a word switches it; one between two words or behind the last switches nothing."""
    app = FormApp(days=())
    async with app.run_test() as pilot:
        days = app.query_one(DaysEditor)
        await pilot.pause()
        line = lines_of(app, days.region)[0]
        assert "every day" in line, "none is no restriction"
        await pilot.click(days, offset=(line.index("Tuesday") + 3, 0))
        assert days.value == ("tuesday",)
        await pilot.pause()
        line = lines_of(app, days.region)[0]
        await pilot.click(days, offset=(line.index("Wednesday") + len("Wednesday") + 2, 0))
        await pilot.click(days, offset=(line.index("✓Tuesday") - 1, 0))
        assert days.value == ("tuesday",)


async def test_days_that_were_not_reported() -> None:
    """Said so, and still not set when nobody touches them."""
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "not reported by the API" in shown(app)
        assert app.form.values()["days"] is None
        app.query_one(DaysEditor).focus()
        await pilot.pause()
        assert "·Monday ·Tuesday ·Wednesday" in shown(app), "with the focus there is something to choose"
        assert app.form.values()["days"] is None
        await pilot.press("space")
        assert app.form.values()["days"] == ("monday",)


@pytest.mark.parametrize(
    ("value", "names", "words"),
    [
        ("", {}, "no template"),
        ("7", {"template:7": "Plain"}, "Plain"),
        ("7", {"7": "A campaign"}, "7"),
        ("7", {"template:8": "Other"}, "7"),
    ],
)
async def test_a_pick_shows_the_name_where_it_is_known(value: str, names: dict[str, str], words: str) -> None:
    """Names of campaigns and of templates are not mixed up, though both have numbers."""
    app = FormApp(template=value)
    app.names = names
    async with app.run_test() as pilot:
        await pilot.pause()
        line = next(line for line in lines_of(app) if "Template" in line)
        assert words in line
        assert "A campaign" not in line
        assert "Other" not in line


async def test_a_pick_asks_by_key_and_by_click() -> None:
    """Enter, space and a click ask for the list; a new value is an edit, and an empty one means none."""
    app = FormApp(template="7")
    async with app.run_test() as pilot:
        pick = app.query_one(PickEditor)
        pick.focus()
        await pilot.press("enter", "space")
        await pilot.click(pick)
        assert app.picks == ["template"] * 3
        assert app.edited == []
        pick.value = ""
        await pilot.pause()
        assert app.edited == ["template"]
        assert app.form.values()["template"] == ""


async def test_hostile_names() -> None:
    """Names and ids of a service are text, never markup and never a terminal's command."""
    app = FormApp(template=HOSTILE)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert raw_characters(app) == []
        assert "[b]x[/b]" in shown(app)
        app.query_one(PickEditor).name_of = {HOSTILE: HOSTILE * 2}
        app.query_one(PickEditor).refresh()
        await pilot.pause()
        assert raw_characters(app) == []


def test_names_of() -> None:
    """Those of one word only; without a word, everything stands under its own id."""
    names = {"1": "A campaign", "template:1": "Plain", "tag:1": "Buyer", "template:2": "Card"}
    assert names_of("template", names) == {"1": "Plain", "2": "Card"}
    assert names_of("", names)["1"] == "A campaign"
