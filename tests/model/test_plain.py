"""Text from anywhere is shown, never obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.plain import visible

EVERYTHING = st.text(st.characters(codec=None, categories=None), max_size=80)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Quick question about {{companyName}}", "Quick question about {{companyName}}"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\0b\x7f", "a␀b␡"),
        ("two\r\nlines\tand a tab", "two␍␊lines␉and a tab"),
        ("invoice\u202egnp.exe", "invoice⟪U+202E⟫gnp.exe"),
        ("\u2066x\u2069", "⟪U+2066⟫x⟪U+2069⟫"),
        ("\x9b31m", "⟪U+009B⟫31m"),
        ("\ud83d", "⟪U+D83D⟫"),
        ("\ufeff{{firstName}}", "⟪U+FEFF⟫{{firstName}}"),
        ("{{first\u200dName}}", "{{first⟪U+200D⟫Name}}"),
        ("[/] [link=x] [red]", "[/] [link=x] [red]"),
    ],
)
def test_what_a_terminal_would_obey_becomes_a_sign(given: str, shown: str) -> None:
    assert visible(given) == shown


@pytest.mark.parametrize(
    "word", ["Zoë", "e\u0301", "日本語", "שלום", "مرحبا", "👩‍💻", "❤️‍🔥", "👍🏽", "क्‍ष", "می‌خواهم", "a\u00a0b", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
)
def test_what_people_write_stays(word: str) -> None:
    assert visible(word) is word or visible(word) == word


def test_lines_stay_when_asked_for() -> None:
    assert visible("Hi,\r\n\r\n\tbye\rend\n", keep_newlines=True) == "Hi,\n\n    bye␍end\n"
    assert visible("Hi\x1b\nthere", keep_newlines=True) == "Hi␛\nthere"


def test_clean_text_is_not_copied() -> None:
    line, lines = "x" * 100_000, "line\n" * 20_000
    assert visible(line) is line
    assert visible(lines, keep_newlines=True) is lines


@given(EVERYTHING, st.booleans())
def test_nothing_that_acts_is_left(given: str, keep: bool) -> None:
    shown = visible(given, keep_newlines=keep)
    shown.encode()
    left = shown.replace("\n", "") if keep else shown
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in left)
    assert not any(unicodedata.bidirectional(character) in ("LRO", "RLO", "LRE", "RLE", "PDF") for character in left)


@given(EVERYTHING, st.booleans())
def test_a_second_time_changes_nothing(given: str, keep: bool) -> None:
    once = visible(given, keep_newlines=keep)
    assert visible(once, keep_newlines=keep) == once


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=80))
def test_letters_and_signs_are_never_touched(given: str) -> None:
    assert visible(given) == given
