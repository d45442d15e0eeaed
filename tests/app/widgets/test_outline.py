"""What a person can do with an outline, with each key and with the mouse."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown

from tests.app.widgets.outlines import CAMPAIGN, OutlineApp, picture
from tui.app.widgets.outline import Outline

LONG = "\n".join(f"row {number}" for number in range(100))


@pytest.mark.parametrize(
    ("start", "keys", "expected"),
    [
        ("intro", ["down"], "invite?"),
        ("intro", ["j", "j"], "Accepted"),
        ("call", ["up"], "Not opened"),
        ("call", ["k"], "Not opened"),
        ("intro", ["up"], "intro"),
        ("goodbye", ["down"], "goodbye"),
        ("call", ["home"], "intro"),
        ("call", ["g"], "intro"),
        ("call", ["end"], "goodbye"),
        ("call", ["G"], "goodbye"),
        ("hook", ["left"], "Opened"),
        ("hook", ["left", "left", "left"], "opened?"),
        ("intro", ["left"], "intro"),
        ("invite?", ["right"], "Accepted"),
        ("hook", ["right"], "hook"),
    ],
)
async def test_keys_move_the_cursor(start: str, keys: list[str], expected: str) -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.move_to(start)
        await pilot.press(*keys)
        assert app.outline.cursor_key == expected


async def test_pages_overlap_by_a_row_and_keep_the_cursor_in_view() -> None:
    app = OutlineApp(picture(LONG))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("pagedown", "pagedown")
        assert app.outline.cursor_key == "row 18"
        assert app.lines[-1] == "▌row 18"
        await pilot.press("pageup")
        assert app.lines[0] == "▌row 9"
        await pilot.press("end", "up")
        assert app.lines[-2] == "▌row 98"


async def test_left_folds_and_right_unfolds_what_can_be_folded() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.move_to("invite?")
        await pilot.press("left")
        assert app.names == ["intro", "invite?", "goodbye"]
        assert app.lines == ["   intro", "▌▸ invite?", "   goodbye"]
        assert app.told[-1] == ("Folded", "invite?")
        await pilot.press("right")
        assert len(app.names) == app.outline.count_total
        assert app.outline.cursor_key == "invite?"


async def test_space_folds_and_remembers_the_folds_inside() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.toggle("opened?")
        app.outline.move_to("Accepted")
        await pilot.press("space")
        assert app.names == ["intro", "invite?", "Accepted", "Else", "last try", "goodbye"]
        await pilot.press("space")
        assert "opened?" in app.names
        assert "Opened" not in app.names


async def test_z_folds_everything_then_unfolds_it_and_the_cursor_follows() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.move_to("hook")
        await pilot.press("z")
        assert app.names == ["intro", "invite?", "goodbye"]
        assert app.outline.cursor_key == "invite?"
        await pilot.press("z")
        assert len(app.names) == 12
        assert app.told.count(("Folded", None)) == 2


async def test_enter_opens_the_row() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        await pilot.press("down", "enter")
        assert app.told[-1] == ("Chosen", "invite?")


async def test_the_pane_beside_learns_of_the_cursor_before_the_key_is_done() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.outline.action_move(1)
        assert app.at == ["intro", "invite?"]
        await pilot.pause()
        assert ("Moved", "invite?") in app.told
        app.outline.action_first()
        app.outline.action_first()
        assert app.at == ["intro", "invite?", "intro"]


async def test_headings_are_passed_over() -> None:
    app = OutlineApp(picture("Acme:\n  one\n  two\nOther:\n  three"))
    async with app.run_test() as pilot:
        assert app.outline.cursor_key == "one"
        await pilot.press("down", "down")
        assert app.outline.cursor_key == "three"
        await pilot.press("home")
        assert app.outline.cursor_key == "one"
        assert not app.outline.move_to("Other:")


async def test_one_click_selects_and_a_second_opens() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        await pilot.click(Outline, offset=(8, 3))
        assert app.outline.cursor_key == "message"
        assert "Chosen" not in dict(app.told)
        await pilot.click(Outline, offset=(8, 3))
        assert app.told[-1] == ("Chosen", "message")


@pytest.mark.parametrize("line", [0, 3])
async def test_a_double_click_opens_once(line: int) -> None:
    """Also on the row that was selected before, where the first of the two clicks opens."""
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        await pilot.double_click(Outline, offset=(8, line))
        assert [key for name, key in app.told if name == "Chosen"] == [app.names[line]]


async def test_a_click_on_the_sign_folds_and_leaves_the_cursor() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        assert app.lines[2] == "   ▾ Accepted"
        await pilot.click(Outline, offset=(3, 2))
        assert app.names == ["intro", "invite?", "Accepted", "Else", "last try", "goodbye"]
        assert app.outline.cursor_key == "intro"
        await pilot.click(Outline, offset=(3, 2))
        assert len(app.names) == 12
        assert "Chosen" not in dict(app.told)


async def test_a_click_on_a_heading_folds_it_and_one_below_the_rows_does_nothing() -> None:
    app = OutlineApp(picture("Acme:\n  one\nlast"))
    async with app.run_test() as pilot:
        await pilot.click(Outline, offset=(6, 0))
        assert app.names == ["Acme:", "last"]
        assert app.outline.cursor_key == "last"
        told = list(app.told)
        await pilot.click(Outline, offset=(6, 9))
        await pilot.click(Outline, offset=(6, 1), button=3)
        assert app.told == told


async def test_the_wheel_scrolls_and_leaves_the_cursor_and_a_key_brings_it_back() -> None:
    app = OutlineApp(picture(LONG))
    async with app.run_test(size=(40, 10)) as pilot:
        for _ in range(20):
            await pilot._post_mouse_events([MouseScrollDown], Outline)
        await pilot.pause()
        top = app.outline.scroll_offset.y
        assert top >= 20
        assert app.lines[0] == f" row {top}"
        assert app.outline.cursor_key == "row 0"
        await pilot.press("down")
        assert app.lines[0] == "▌row 1"


async def test_a_click_on_the_scrollbar_selects_nothing() -> None:
    app = OutlineApp(picture(LONG))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(offset=(39, 9))
        assert app.outline.cursor_key == "row 0"


async def test_the_row_under_the_mouse_is_lit_and_goes_dark_again() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        plain = app.outline.render_line(3)
        await pilot.hover(Outline, offset=(5, 3))
        assert app.outline.render_line(3) != plain
        await pilot.hover(Outline, offset=(5, 5))
        assert app.outline.render_line(3) == plain


async def test_the_cursor_shows_without_the_focus_and_by_more_than_colour() -> None:
    app = OutlineApp(picture(CAMPAIGN))
    async with app.run_test() as pilot:
        app.add_class("with-button")
        focused = app.outline.render_line(0)
        app.query_one("Button").display = True
        await pilot.pause()
        app.query_one("Button").focus()
        await pilot.pause()
        blurred = app.outline.render_line(0)
        assert focused.text.startswith("▌")
        assert blurred.text.startswith("▌")
        grounds = [next(iter(strip)).style for strip in (focused, blurred, app.outline.render_line(1))]
        assert len({style.bgcolor for style in grounds if style}) == 3


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_every_role_has_a_look_in_every_theme(theme: str) -> None:
    from tests.app.widgets.outlines import with_art
    from tui.app.widgets.outline_draw import ROLES

    app = OutlineApp([with_art(role, [(role, role), (" nobody", "no such role")]) for role in ROLES])
    async with app.run_test(size=(60, 30)) as pilot:
        app.theme = theme
        await pilot.pause()
        assert [line.split()[0].lstrip("▌") for line in app.lines] == list(ROLES)
        looks = {str(list(app.outline.render_line(y))[1].style) for y in range(1, len(ROLES))}
        assert len(looks) >= 9
