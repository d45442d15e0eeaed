"""What a key costs, counted and not timed: rows painted, paints, bytes sent, objects left behind, modules loaded."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc

import pytest

from tests.app.widgets.outlines import OutlineApp, picture, with_art
from tests.app.widgets.test_outline_draw import HOSTILE
from tui.app.widgets.outline import Art, Row
from tui.app.widgets.outline_rows import RowIndex


def many(count: int) -> list[Row]:
    """A hundred rows to a branch."""
    return [
        Row(str(number), bool(number % 100), "├─ " * bool(number % 100), not number % 100, f"row {number}")
        for number in range(count)
    ]


async def test_a_key_sends_two_lines_and_paints_two_rows_at_any_size() -> None:
    for count in (100, 100_000):
        app = OutlineApp(many(count))
        painted: list[str] = []

        def paint(row: Row, painted: list[str] = painted) -> Art:
            painted.append(row.key)
            return Art([(f"Step {row.key}", "")], [("day 5", "dim")])

        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            app.outline.paint = paint
            app.paints.clear()
            await pilot.press("down")
            await pilot.pause()
            assert painted == ["0", "1"]
            assert len(app.paints) == 1
            assert len(app.paints[0].encode()) < 1024


@pytest.mark.parametrize("keys", [["space"], ["z"], ["space", "space"]])
async def test_a_fold_is_one_paint_and_no_layout(keys: list[str]) -> None:
    app = OutlineApp(many(10_000))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.paints.clear()
        layouts = app.screen._layout_updates, app.outline._layout_updates
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        # The settling of the frame clock must not bring a second paint.
        await pilot.pause(0.1)
        assert len(app.paints) == len(keys)
        assert (app.screen._layout_updates, app.outline._layout_updates) == layouts


async def test_the_scrollbar_knows_the_rows_after_a_fold() -> None:
    app = OutlineApp(many(10_000))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("z")
        assert app.outline.vertical_scrollbar.window_virtual_size == 100
        assert app.outline.max_scroll_y == 60
        await pilot.press("z", "end")
        assert app.outline.scroll_offset.y == 10_000 - 40


async def test_folding_at_the_end_leaves_no_empty_screen() -> None:
    app = OutlineApp(many(200))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("end", "left", "left")
        assert len(app.lines) == 40
        assert app.lines[-1].startswith("▌▸")


async def test_nothing_is_left_behind_by_four_hundred_moves() -> None:
    app = OutlineApp(many(1000))
    async with app.run_test(size=(80, 24)) as pilot:

        async def move(times: int) -> None:
            for number in range(times):
                app.outline.action_move(-1 if number % 200 >= 100 else 1)
                if number % 20 == 0:
                    await pilot.pause()

        await move(400)
        app.told.clear()
        app.at.clear()
        app.paints.clear()
        gc.collect()
        before = len(gc.get_objects())
        await move(400)
        app.told.clear()
        app.at.clear()
        app.paints.clear()
        gc.collect()
        assert len(gc.get_objects()) - before < 200


def test_a_row_costs_less_than_a_third_of_a_kibibyte() -> None:
    """Row, key and text to find included."""
    index = RowIndex()
    many(10)
    tracemalloc.start()
    try:
        rows = many(20_000)
        index.load(rows)
        index.filter("row 1")
        index.filter("")
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size / len(rows) < 0.3 * 1024


async def test_hostile_rows_reach_the_terminal_as_text() -> None:
    texts = [*HOSTILE, "x" * 100_000, "\u0301" * 100_000]
    rows = [with_art(f"{number}", [(text, "")], [(text[:9], "dim")]) for number, text in enumerate(texts)]
    app = OutlineApp([*rows, *picture("\x1b[31mkey [/]")])
    async with app.run_test(size=(50, 30)) as pilot:
        await pilot.press("end", "home", "down")
        app.outline.filter("\x1b [/]")
        await pilot.pause()
        app.outline.filter("[link=")
        await pilot.pause()
        sent = "".join(app.paints)
        assert "\x1b[31mred" not in sent
        assert "\x1b]8" not in sent
        assert not set(sent) & {"\0", "\u202e", "\x07", "\u00ad"}
        assert all(len(paint) < 20_000 for paint in app.paints)


def test_the_outline_is_imported_without_models_or_client() -> None:
    code = (
        "import sys, tui.app.widgets.outline; "
        "print([name for name in ('pydantic', 'httpx', 'starlette', 'tui.model.nodes', 'tui.model.content') "
        "if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
