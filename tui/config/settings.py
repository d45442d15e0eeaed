"""config.toml read into a frozen record. A mistake in the file is named and passed over; it never stops the program.

Plain classes instead of pydantic ones: settings are read before the first frame, and importing pydantic would make
that a third slower.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui.config.errors import AccountError
from tui.config.nearest import did_you_mean
from tui.config.services import SERVICES, check_base_url, check_name, key_variable
from tui.model.plain import visible

DEFAULT_THEME = "branchline-dark"
THEMES = (
    "branchline-dark", "branchline-light", "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light",
    "catppuccin-frappe", "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki",
    "gruvbox", "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark", "solarized-light",
    "textual-dark", "textual-light", "tokyo-night",
)  # fmt: skip
"""The colour themes that may be chosen: Branchline's own two, then those of the toolkit."""

MOST_DAYS = 36_500
"""A hundred years."""
_KEY_WORDS = ("api_key", "apikey", "api-key", "key", "token", "secret", "password")


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """One `[accounts.NAME]` table."""

    service: str
    base_url: str | None = None
    read_only: bool = False
    token_command: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each has a default."""

    theme: str = DEFAULT_THEME
    trash_days: int = 90
    """How long what was deleted can be made again."""
    accounts: Mapping[str, AccountSettings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """What may stand behind a key of the file."""

    allowed: str
    """In words, after "must be"."""
    read: Callable[[object], Any]
    """The value; raises ValueError, with a hint or without, for one that is not allowed."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise ValueError
    return value


def _word_of(words: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if _text(value) not in words:
            raise ValueError(did_you_mean(_text(value), words))
        return _text(value)

    return read


def _base_url(value: object) -> str:
    try:
        return check_base_url(_text(value))
    except AccountError as error:
        raise ValueError(str(error)) from None


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError
    return value


KEYS = {
    "theme": Key(f"one of {', '.join(THEMES)}", _word_of(THEMES)),
    "trash_days": Key(f"a whole number of days from 1 to {MOST_DAYS}", _days),
    "accounts": Key("tables named [accounts.NAME]", _table),
}
"""The keys of the file."""
ACCOUNT_KEYS = {
    "service": Key(f"one of {', '.join(SERVICES)}", _word_of(tuple(SERVICES))),
    "base_url": Key("an https address (http on this machine only)", _base_url),
    "read_only": Key("true or false", _flag),
    "token_command": Key("a command, as text, that prints the key and nothing else", _text),
}
"""The keys of an account's table."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What could be read, and a sentence for everything that could not."""

    settings: Settings
    problems: tuple[str, ...] = ()
    accounts_lost: bool = False
    """Whether an account may be missing because of the problems."""


def load(path: Path) -> Loaded:
    """The settings at `path`; the defaults when there is no file. Never raises."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        return _defaults(path, f"the file cannot be read ({error.strerror}).")
    except UnicodeDecodeError as error:
        return _defaults(path, f"the file is not UTF-8 text (byte {error.start + 1}).")
    except RecursionError:
        return _defaults(path, "the file is nested too deeply.")
    except tomllib.TOMLDecodeError as error:
        return _defaults(path, f"this is not valid TOML: {visible(str(error))}.")
    return _Reader(path).read(raw)


def _defaults(path: Path, what: str) -> Loaded:
    return Loaded(Settings(), (f"{path}: {what} All settings keep their defaults.",), accounts_lost=True)


class _Reader:
    """Takes over key by key what is right, and says what is not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        self.lost = False

    def read(self, raw: Mapping[str, Any]) -> Loaded:
        good = self._checked(KEYS, raw, "")
        self.lost = any(
            name not in good and (name == "accounts" or isinstance(value, (dict, list))) for name, value in raw.items()
        )
        accounts: dict[str, AccountSettings] = {}
        for name, table in good.get("accounts", {}).items():
            account = self._account(name, table, accounts)
            if account is None:
                self.lost = True
            else:
                accounts[name] = account
        settings = Settings(**{**good, "accounts": accounts})
        return Loaded(settings, tuple(self.problems), self.lost)

    def _account(self, name: str, raw: object, others: Mapping[str, AccountSettings]) -> AccountSettings | None:
        """One account; None when it is not clear whom it would send a key to."""
        place = f"accounts.{visible(name)}"
        if not isinstance(raw, dict):
            self._say(place, "must be a table.", "The account is left out.")
            return None
        before = len(self.problems)
        good = self._checked(ACCOUNT_KEYS, raw, f"{place}.")
        address_unclear = "base_url" not in good and any("url" in key.lower() for key in raw)
        if "service" not in good or address_unclear:
            if "service" not in raw:
                self._say(f"{place}.service", f"is missing: give {ACCOUNT_KEYS['service'].allowed}.")
            self.problems[-1] += " The account is left out."
            return None
        try:
            check_name(name, good["service"])
        except AccountError as error:
            self._say(place, f"cannot be used. {error}", "The account is left out.")
            return None
        if any(key_variable(name) == key_variable(other) for other in others):
            self._say(place, "differs from another name only by case, dots or dashes.", "The account is left out.")
            return None
        if len(self.problems) > before:
            # A misspelt `read_only` must not open an account for writing.
            good["read_only"] = True
            self.problems[-1] += " Until this is mended the account is read-only."
        return AccountSettings(**good)

    def _checked(self, keys: Mapping[str, Key], raw: Mapping[str, object], prefix: str) -> dict[str, Any]:
        """The entries of `raw` that are allowed; each of the others becomes a problem."""
        good: dict[str, Any] = {}
        for name, value in raw.items():
            if name not in keys:
                self._unknown(keys, name, prefix)
                continue
            try:
                good[name] = keys[name].read(value)
            except ValueError as error:
                self._say(prefix + name, f"must be {keys[name].allowed}.", str(error))
        return good

    def _unknown(self, keys: Mapping[str, Key], name: str, prefix: str) -> None:
        if name.lower() in _KEY_WORDS:
            self._say(prefix + name, "is not read: keys do not belong in this file.", "Use `branchline account add`.")
            return
        meant = did_you_mean(name, keys)
        self._say(prefix + visible(name), f"is not a setting. {meant}".strip(), f"Known here: {', '.join(keys)}.")

    def _say(self, key: str, what: str, more: str = "") -> None:
        self.problems.append(f"{self.path}: {key} {what} {more}".strip())
