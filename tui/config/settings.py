"""config.toml read into a frozen model. A mistake in the file is named and passed over; it never stops the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator

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

_KEY_WORDS = ("api_key", "apikey", "api-key", "key", "token", "secret", "password")


class AccountSettings(BaseModel):
    """One `[accounts.NAME]` table."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    service: str = Field(description=f"one of {', '.join(SERVICES)}")
    base_url: str | None = Field(None, description="an https address (http on this machine only)")
    read_only: StrictBool = Field(False, description="true or false")
    token_command: str | None = Field(None, description="a command, as text, that prints the key and nothing else")

    @field_validator("service")
    @classmethod
    def _known_service(cls, value: str) -> str:
        if value not in SERVICES:
            raise ValueError("unknown service")
        return value

    @field_validator("base_url")
    @classmethod
    def _safe_base_url(cls, value: str | None) -> str | None:
        try:
            return None if value is None else check_base_url(value)
        except AccountError:
            raise ValueError("not a safe base URL") from None


class Settings(BaseModel):
    """All settings; each has a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    theme: str = Field(DEFAULT_THEME, description=f"one of {', '.join(THEMES)}")
    accounts: dict[str, AccountSettings] = Field({}, description="tables named [accounts.NAME]")

    @field_validator("theme")
    @classmethod
    def _known_theme(cls, value: str) -> str:
        if value not in THEMES:
            raise ValueError("unknown theme")
        return value


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
        top = {name: value for name, value in raw.items() if name != "accounts"}
        good = self._checked(Settings, top, "")
        accounts = self._accounts(raw.get("accounts", {}))
        settings = Settings.model_validate({**good, "accounts": accounts})
        return Loaded(settings, tuple(self.problems), self.lost)

    def _accounts(self, raw: object) -> dict[str, AccountSettings]:
        if not isinstance(raw, dict):
            self._say("accounts", f"must be {_allowed(Settings, 'accounts')}.")
            self.lost = True
            return {}
        found: dict[str, AccountSettings] = {}
        for name, table in raw.items():
            account = self._account(str(name), table, found)
            if account is None:
                self.lost = True
            else:
                found[name] = account
        return found

    def _account(self, name: str, raw: object, others: Mapping[str, AccountSettings]) -> AccountSettings | None:
        """One account; None when it is not clear whom it would send a key to."""
        place = f"accounts.{visible(name)}"
        if not isinstance(raw, dict):
            self._say(place, "must be a table.", "The account is left out.")
            return None
        before = len(self.problems)
        good = self._checked(AccountSettings, raw, f"{place}.")
        if "service" not in good or ("base_url" in raw and "base_url" not in good):
            if "service" not in raw:
                self._say(f"{place}.service", f"is missing: give {_allowed(AccountSettings, 'service')}.")
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
        return AccountSettings.model_validate(good)

    def _checked(self, model: type[BaseModel], raw: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        """The entries of `raw` that `model` accepts."""
        try:
            model.model_validate(raw)
        except ValidationError as error:
            bad = {str(item["loc"][0]): item["type"] for item in error.errors() if item["loc"]}
            for name, kind in bad.items():
                if kind == "extra_forbidden":
                    self._unknown(model, name, prefix)
                elif kind != "missing":
                    self._bad(model, name, raw[name], prefix)
            return {name: value for name, value in raw.items() if name not in bad}
        return dict(raw)

    def _unknown(self, model: type[BaseModel], name: str, prefix: str) -> None:
        known = list(model.model_fields)
        if prefix and name.lower() in _KEY_WORDS:
            self._say(prefix + name, "is not read: keys do not belong in this file.", "Use `branchline account add`.")
            return
        meant = did_you_mean(name, known)
        self._say(prefix + visible(name), f"is not a setting. {meant}".strip(), f"Known here: {', '.join(known)}.")

    def _bad(self, model: type[BaseModel], name: str, value: object, prefix: str) -> None:
        words = {"theme": THEMES, "service": tuple(SERVICES)}.get(name, ())
        meant = did_you_mean(value, words) if isinstance(value, str) else ""
        if name == "base_url" and isinstance(value, str):
            try:
                check_base_url(value)
            except AccountError as error:
                meant = str(error)
        self._say(prefix + name, f"must be {_allowed(model, name)}.", meant)

    def _say(self, key: str, what: str, more: str = "") -> None:
        self.problems.append(f"{self.path}: {key} {what} {more}".strip())


def _allowed(model: type[BaseModel], name: str) -> str:
    return model.model_fields[name].description or ""
