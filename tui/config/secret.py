"""A key that cannot be printed by accident, the rules for its form, and a veil for texts that might hold one."""

from __future__ import annotations

import base64
import unicodedata
from typing import NoReturn

from tui.config.errors import AccountError

HIDDEN = "•••"
LONGEST_KEY = 4096
"""Characters; no service has keys near this."""
_SHORTEST_HIDDEN = 8
"""A word as short as the sandbox's key is no secret, and hiding it everywhere would make texts unreadable."""

_seen: set[str] = set()


class Secret:
    """A key. Printing, formatting, comparing and pickling never show it; `reveal` does."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        if len(value) >= _SHORTEST_HIDDEN:
            _seen.update((value, base64.b64encode(f":{value}".encode()).decode()))

    def reveal(self) -> str:
        """The key itself, for the one place that sends it and the one that stores it."""
        return self._value

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __format__(self, spec: str) -> str:
        return format(HIDDEN, spec)

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a Secret is neither copied nor pickled")


def veil(text: str) -> str:
    """The text with every key that this process has held replaced by dots."""
    for value in sorted(_seen, key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    return text


def check_key(text: str, origin: str) -> Secret:
    """A key as a service can have it, from a text that came from `origin` (named in the error). Raises AccountError.

    One line end behind it is dropped, since commands and files end in one.
    """
    for ending in ("\r\n", "\n"):
        if text.endswith(ending):
            text = text[: -len(ending)]
            break
    if not text.strip():
        raise AccountError(f"The key from {origin} is empty.", "Put the key there, or take the empty entry away.")
    if "\n" in text or "\r" in text:
        raise AccountError(f"The key from {origin} has more than one line.", "It must be the key and nothing else.")
    if text != text.strip():
        raise AccountError(f"The key from {origin} begins or ends with a space.", "Copy it again without spaces.")
    for place, char in enumerate(text, 1):
        if not "!" <= char <= "~":
            name = "a space" if char == " " else f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
            raise AccountError(
                f"Character {place} of the key from {origin} is {name}, which no key has.",
                "Copy the key again from the service's page, as plain text.",
            )
    if len(text) > LONGEST_KEY:
        raise AccountError(f"The key from {origin} has more than {LONGEST_KEY} characters.", "Copy only the key.")
    return Secret(text)
