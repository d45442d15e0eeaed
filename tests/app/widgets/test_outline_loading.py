"""Rows change under the person: load, replace, filter, nothing at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.app.widgets.outlines import CAMPAIGN, OutlineApp, picture, with_art
from tui.app.widgets.outline import Art, Row

LONG = "\n".join(f"row {number}" for number in range(100))


async def test_loading_again_keeps_cursor_folds_and_place_on_screen() -> None:
    app = OutlineApp(picture(LONG))
    async with app.run_test(size=(40, 10)) as pilot:
        app.outline.move_to("row 40")
        await pilot.press("up", "up", "up")
        before = app.lines
        app.outline.load(picture("new a\nnew b\n" + LONG))
        await pilot.pause()
        assert app.lines == before
        assert app.outline.cursor_key == "row 37"
        assert app.at[-1] == "row 37"


async def test_loading_again_keeps_the_place_when_the_cursor_is_scrolled_away() -> None:
    app = OutlineApp(picture(LONG))
    async with app.run_test(size=(40, 10)) as pilot:
        app.outline.scroll_to(y=50, animate=False)
        await pilot.pause()
        app.outline.load(picture("new\n" + LONG))
        await pilot.pause()
        assert app.lines[0] == " row 50"
        assert app.outline.cursor_key == "row 0"


async def test_a_row_can_be_asked_for_and_is_unfolded_and_scrolled_to() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test(size=(40, 4)) as pilot:
        await pilot.press("z")
        app.outline.load(picture(CAMPAIGN), cursor="hook")
        await pilot.pause()
        assert app.outline.cursor_key == "hook"
        assert "▌        " in app.lines[3]
        assert app.outline.is_folded("Else")
        app.outline.fold_all()
        assert app.outline.move_to("last try")
        assert app.outline.cursor_key == "last try"
        assert not app.outline.move_to("nowhere")


async def test_a_row_asked_for_before_the_first_paint_is_in_view() -> None:
    app = OutlineApp()
    app.outline.load(picture(LONG), cursor="row 70")
    async with app.run_test(size=(40, 10)):
        assert app.lines[-1] == "▌row 70"


async def test_deleting_the_row_under_the_cursor_tells_the_pane_beside() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.move_to("call")
        app.outline.load([row for row in picture(CAMPAIGN) if row.key != "call"])
        assert app.at[-1] == "opened?"
        app.outline.load([])
        assert app.at[-1] is None
        await pilot.press("up", "down", "left", "right", "space", "z", "home", "end", "pagedown", "enter")
        assert app.told[-1] == ("Folded", None)


async def test_only_the_rows_named_are_painted_again() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    painted: list[str] = []

    def paint(row: Row) -> Art:
        painted.append(row.key)
        return Art([(f"<{row.key}>", "")])

    async with app.run_test() as pilot:
        await pilot.pause()
        app.outline.paint = paint
        app.outline.refresh_rows("call", "nowhere", "hook")
        await pilot.pause()
        assert painted == ["hook", "call"]
        painted.clear()
        app.outline.refresh_rows()
        await pilot.pause()
        assert painted == app.names


async def test_a_replaced_row_is_drawn_anew() -> None:
    app = OutlineApp([with_art("a", [("old", "")])])
    async with app.run_test() as pilot:
        app.outline.replace(with_art("a", [("new", "")]))
        await pilot.pause()
        assert app.lines == ["▌new"]
        with pytest.raises(KeyError):
            app.outline.replace(with_art("b", []))
        with pytest.raises(KeyError):
            app.outline.toggle("b")
        with pytest.raises(KeyError):
            app.outline.is_folded("b")


async def test_the_filter_shows_matches_and_what_leads_to_them() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.toggle("opened?")
        app.outline.move_to("goodbye")
        app.outline.filter("HOO ook")
        await pilot.pause()
        assert app.names == ["invite?", "Accepted", "opened?", "Opened", "hook"]
        assert app.outline.cursor_key == "hook"
        assert (app.outline.count_shown, app.outline.count_total) == (1, 12)
        app.outline.filter("")
        await pilot.pause()
        assert app.outline.cursor_key == "goodbye"
        assert app.outline.is_folded("opened?")
        assert (app.outline.count_shown, app.outline.count_total) == (12, 12)


async def test_who_moves_while_filtering_stays_there_afterwards() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        await pilot.press("z")
        app.outline.filter("opened")
        assert app.names == ["invite?", "Accepted", "opened?", "Opened", "Not opened"]
        await pilot.press("end")
        app.outline.filter("")
        assert app.outline.cursor_key == "Not opened"
        assert app.outline.is_folded("Else")


async def test_filtered_rows_fold_and_a_row_with_nothing_inside_has_no_sign() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.filter("opened")
        await pilot.pause()
        assert app.lines[3].split() == ["Opened"]
        app.outline.toggle("opened?")
        assert app.names == ["invite?", "Accepted", "opened?"]
        assert not app.outline.move_to("goodbye")


async def test_the_filter_stays_on_when_rows_are_loaded() -> None:
    app = OutlineApp(picture("one\ntwo"))
    async with app.run_test():
        app.outline.filter("t")
        app.outline.load(picture("one\ntwo\nthree"))
        assert app.names == ["two", "three"]
        app.outline.filter("nothing like it")
        assert app.outline.cursor_key is None
        app.outline.filter("")
        assert app.outline.cursor_key == "one"


async def test_an_empty_outline_says_why() -> None:
    app = OutlineApp(empty="No campaign yet. Press a to add one.")
    async with app.run_test(size=(60, 9)) as pilot:
        assert app.lines == ["", "", "", "", " " * 11 + "No campaign yet. Press a to add one."]
        app.outline.loading_text = "Loading campaigns…"
        await pilot.pause()
        assert app.lines[4].strip() == "Loading campaigns…"
        app.outline.load(picture("one"))
        app.outline.filter("two")
        await pilot.pause()
        assert app.lines[4].strip() == "Nothing matches “two”."
        app.outline.filter("")
        await pilot.pause()
        assert app.lines == ["▌one"]


async def test_the_reason_for_being_empty_may_be_asked_for() -> None:
    app = OutlineApp()
    app.outline.empty = lambda: "No step matches \x1b[31m"
    async with app.run_test(size=(60, 9)):
        assert app.lines[4].strip() == "No step matches ␛[31m"


async def test_another_width_draws_other_lines() -> None:
    app = OutlineApp([with_art("a", [("A subject that is long", "")], [("day 5", "dim")])])
    async with app.run_test(size=(60, 9)) as pilot:
        assert app.lines == ["▌A subject that is long" + " " * 30 + "day 5"]
        await pilot.resize_terminal(24, 9)
        await pilot.pause()
        assert app.lines == ["▌A subject tha…  day 5"]
        await pilot.resize_terminal(60, 2)
        app.outline.load([replace(row, data=None) for row in picture(LONG)])
        await pilot.press("end")
        await pilot.resize_terminal(60, 1)
        await pilot.pause()
        assert app.lines == ["▌row 99"]
