"""Rows in, lines out: columns stay aligned, nothing is longer than its line, and nothing foreign acts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.widgets.outlines import with_art
from tui.app.widgets.outline_draw import Art, Span, centred, draw, lay, marker_column
from tui.app.widgets.outline_rows import Row
from tui.model.plain import visible

FAMILY = "👩‍👩‍👧"
HOSTILE = [
    "[/]", "[link=https://evil.example]x", "[red]", "\u202egnp.exe", "a\0b", "\x1b[31mred\x1b[0m", "\x1b]8;;x\x07",
    "\ud800", "\u200d", "x\u200dy", FAMILY, "\ufe0f", "日本語", "e\u0301", "\u0301", "1️⃣", "🏽", "\t\r\n", "a\u00ad", "",
]  # fmt: skip


def text(row: Row, width: int, marker: str | None = None, cursor: bool = False) -> str:
    """The line as text, its end marked so that blanks can be seen."""
    assert isinstance(row.data, Art)
    return "".join(part for part, _ in draw(row, row.data, width, marker=marker, cursor=cursor)) + "|"


def test_a_line_is_bar_guide_sign_text_and_columns_at_the_right_edge() -> None:
    mail = with_art("a", [("1 ", "dim"), ("✉ ", "email"), ("Hello", "")], [("● ", "mark"), ("day 0", "dim")])
    ask = with_art("b", [("2 ", "dim"), ("Accepted?", "branch")], [("within 3 d", "dim")], foldable=True)
    branch = with_art("c", [("Else", "branch")], guide="└─ ")
    assert text(mail, 34, "") == "   1 ✉ Hello              ● day 0 |"
    assert text(ask, 34, "▾") == " ▾ 2 Accepted?         within 3 d |"
    assert text(ask, 34, "▾", cursor=True) == "▌▾ 2 Accepted?         within 3 d |"
    assert text(branch, 34, "") == " └─── Else                        |"
    assert text(branch, 34, "▸") == " └─ ▸ Else                        |"
    assert text(mail, 34, None) == " 1 ✉ Hello                ● day 0 |"


def test_text_is_cut_and_columns_stay_aligned_in_every_row() -> None:
    rows = [
        with_art("a", [("A very long subject that nobody can read", "")], [("day 1", "dim")]),
        with_art("b", [("short", "")], [("day 12", "dim")]),
        with_art("c", [("日本語の件名はとても長い", "")], [("day 5", "dim")]),
        with_art("d", [(FAMILY * 9, "")], [("day 5", "dim")]),
        with_art("e", [("e\u0301" * 30, "")], [("day 5", "dim")]),
    ]
    assert [text(row, 24) for row in rows] == [
        " A very long su…  day 1 |",
        " short           day 12 |",
        " 日本語の件名は…  day 5 |",
        f" {FAMILY * 7}…  day 5 |",
        " " + "e\u0301" * 14 + "…  day 5 |",
    ]


def test_a_narrow_outline_leaves_out_the_spare_columns_in_all_rows() -> None:
    long = with_art("a", [("Quick question about releases", "")], [("+1 d  ", "dim"), ("day 1", "")], spare=1)
    short = with_art("b", [("E-mail", "")], [("+3 d  ", "dim"), ("● ", "warn"), ("day 4", "")], spare=1)
    assert text(long, 46) == " Quick question about releases          day 1 |"
    assert text(short, 46) == " E-mail                               ● day 4 |"
    assert "+1 d  day 1" in text(long, 56)
    assert "+3 d  ● day 4" in text(short, 56)


def test_where_there_is_no_room_the_outer_columns_go_last() -> None:
    row = with_art("a", [("Last try, then goodbye", "")], [("deleted ", "error"), ("● ", "mark"), ("day 5", "dim")])
    assert text(row, 32) == " Last try, th…  deleted ● day 5 |"
    assert text(row, 26) == " Last try, then…  ● day 5 |"
    assert text(row, 21) == " Last try, t…  day 5 |"
    assert text(row, 16) == " Last try, the… |"
    assert text(row, 4) == " L… |"
    assert text(row, 3) == " … |"


def test_deep_nesting_keeps_the_near_end_of_the_guide() -> None:
    row = with_art("a", [("Deep step", "")], guide="│  " * 20 + "└─ ")
    assert text(row, 30, "") == " …  │  │  │  └─── Deep step   |"


def test_a_sign_is_clicked_where_it_is_drawn() -> None:
    for guide in ("", "├─ ", "│  │  └─ "):
        row = with_art("a", [("x", "")], guide=guide, foldable=True)
        line = text(row, 40, "▾")
        assert line.index("▾") in marker_column(row, 40)
        assert line.index("x") not in marker_column(row, 40)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_and_nothing_more(hostile: str) -> None:
    row = with_art("a", [(hostile, ""), ("tail", "")], [(hostile, "dim"), ("day 5", "dim")])
    for width in (1, 2, 5, 20, 60):
        spans = draw(row, Art([(hostile, ""), ("tail", "")], [(hostile, "dim"), ("day 5", "dim")]), width)
        line = "".join(part for part, _ in spans)
        assert sum(cell_len(part) for part, _ in spans) == width
        assert visible(line) == line
        line.encode()


spans_of_text = st.lists(
    st.tuples(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)), st.sampled_from(["", "dim"])), max_size=4
)


@given(spans_of_text, spans_of_text, st.integers(1, 80), st.sampled_from(["", "├─ ", "│  " * 30]), st.booleans())
@example([("ab\u200d", "")], [], 10, "", False)
def test_every_line_is_exactly_as_wide_as_it_should_be(
    left: list[Span], right: list[Span], width: int, guide: str, folds: bool
) -> None:
    row = Row("a", 0, guide)
    spans = draw(row, Art(left, right), width, marker="▾" if folds else None, cursor=True)
    assert sum(cell_len(part) for part, _ in spans) == width
    assert all(visible(part) == part for part, _ in spans)


@given(st.text(max_size=60), st.integers(0, 30))
def test_what_fits_is_whole_and_what_does_not_says_so(given: str, width: int) -> None:
    spans, cells = lay([(given, "")], width)
    shown = "".join(part for part, _ in spans)
    assert cells == cell_len(shown) <= width
    if cell_len(visible(given)) <= width and width and given:
        assert shown == visible(given)
    elif width and given:
        assert shown.endswith("…")


def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    """Counted, not timed: of 100 kB no more is passed on than a line could show."""
    for bulk in ("x" * 100_000, "\u0301" * 100_000, "\x1b" * 100_000, "👩" * 50_000):
        spans, _ = lay([(bulk, "")], 40)
        assert sum(len(part) for part, _ in spans) < 40 * 9 + 100


def test_a_message_is_wrapped_and_centred() -> None:
    lines = centred("No campaign yet.\nPress a to add the first one.", 20, 7)
    assert lines == {
        2: "  No campaign yet.  ",
        3: " Press a to add the ",
        4: "     first one.     ",
    }
    assert centred("too long for it", 5, 1) == {0: " too "}
    assert centred("\x1b[31m", 20, 1) == {0: "       ␛[31m        "}
