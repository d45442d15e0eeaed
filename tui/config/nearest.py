"""The word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to `word`, None when nothing comes near. Upper and lower case count as the same."""
    from difflib import get_close_matches

    by_fold = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that offers the nearest word, or an empty text."""
    found = nearest(word, known)
    return f"Did you mean “{found}”?" if found else ""
