"""A key is shown by nothing but `reveal`, and refused in a form that no key has."""

import copy
import pickle
import traceback

import pytest

from tui.config.accounts import AccountError
from tui.config.secret import Secret, check_key, veil

KEY = "kPlanted0123456789"


def test_no_way_of_printing_shows_it() -> None:
    secret = Secret(KEY)
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r:>30}", f"{secret:>30}", "%s" % secret, repr([secret])]  # noqa: UP031
    assert KEY not in "".join(shown)
    assert f"{secret:>5}" == "  •••"
    assert secret.reveal() == KEY


def test_it_is_neither_copied_nor_pickled_nor_a_dictionary() -> None:
    secret = Secret(KEY)
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither copied nor pickled"):
            way(secret)
    with pytest.raises(TypeError):
        vars(secret)


def test_the_veil_covers_every_key_that_was_held_and_its_login_form() -> None:
    Secret(KEY)
    Secret(KEY + "longer")
    text = f"a {KEY} b {KEY}longer c OmtQbGFudGVkMDEyMzQ1Njc4OQ=="
    assert veil(text) == "a ••• b ••• c •••"
    Secret("sandbox")
    assert veil("the sandbox") == "the sandbox", "a word is no secret"


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_one_line_end_is_dropped(ending: str) -> None:
    assert check_key(KEY + ending, "the input").reveal() == KEY


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "The key from the input is empty."),
        (" \t ", "The key from the input is empty."),
        ("\n\n", "The key from the input is empty."),
        (f"{KEY}\n\n", "The key from the input has more than one line."),
        (f"{KEY}\nuser: me", "The key from the input has more than one line."),
        (f"{KEY}\r{KEY}", "The key from the input has more than one line."),
        (f" {KEY}", "The key from the input begins or ends with a space."),
        (f"{KEY}\t", "The key from the input begins or ends with a space."),
        (f"{KEY} x", "Character 19 of the key from the input is a space, which no key has."),
        (f"{KEY}\u200b", "Character 19 of the key from the input is U+200B ZERO WIDTH SPACE, which no key has."),
        (
            f"\ufeff{KEY}",
            "Character 1 of the key from the input is U+FEFF ZERO WIDTH NO-BREAK SPACE, which no key has.",
        ),
        (
            f"é{KEY}",
            "Character 1 of the key from the input is U+00E9 LATIN SMALL LETTER E WITH ACUTE, which no key has.",
        ),
        (f"{KEY}\x00", "Character 19 of the key from the input is U+0000, which no key has."),
        (f"{KEY}\udc80", "Character 19 of the key from the input is U+DC80, which no key has."),
        ("k" * 5000, "The key from the input has more than 4096 characters."),
    ],
)
def test_texts_that_are_no_key_are_refused_without_showing_them(text: str, cause: str) -> None:
    with pytest.raises(AccountError) as caught:
        check_key(text, "the input")
    assert caught.value.cause == cause
    assert caught.value.remedy
    assert KEY not in "".join(traceback.format_exception(caught.value))
