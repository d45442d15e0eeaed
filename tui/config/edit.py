"""Accounts put into and taken out of config.toml; comments and everything else in the file stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from tui.config.accounts import Account
from tui.config.atomic import write_whole
from tui.config.errors import ConfigError
from tui.config.services import SERVICES
from tui.model.plain import visible


def add_account(path: Path, account: Account) -> None:
    """Write `[accounts.NAME]`. Raises ConfigError when the name is taken or the file cannot be edited."""
    document, wanted = _read(path)
    if account.name in wanted.get("accounts", {}):
        raise ConfigError(
            f"{path} has an account “{account.name}” already.", "Choose another name, or remove that one."
        )
    wanted.setdefault("accounts", {})[account.name] = fields(account)
    accounts = document.get("accounts")
    if accounts is None:
        accounts = document["accounts"] = tomlkit.table(is_super_table=True)
    table = tomlkit.inline_table() if isinstance(accounts, InlineTable) else tomlkit.table()
    table.update(fields(account))
    accounts[account.name] = table
    _write(path, document, wanted)


def remove_account(path: Path, name: str) -> bool:
    """Take an account out; False when it is not in the file. Raises ConfigError when the file cannot be edited."""
    document, wanted = _read(path)
    if name not in wanted.get("accounts", {}):
        return False
    del wanted["accounts"][name]
    accounts = document["accounts"]
    if isinstance(accounts, MutableMapping):
        del accounts[name]
    _write(path, document, wanted)
    return True


def fields(account: Account) -> dict[str, Any]:
    """What config.toml says about an account: only what differs from the defaults."""
    said: dict[str, Any] = {"service": account.service}
    if account.base_url != SERVICES[account.service].base_url:
        said["base_url"] = account.base_url
    if account.read_only:
        said["read_only"] = True
    if account.token_command is not None:
        said["token_command"] = account.token_command
    return said


def _read(path: Path) -> tuple[tomlkit.TOMLDocument, dict[str, Any]]:
    """The file for editing, and the plain data in it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
        document = tomlkit.parse(text)
    except FileNotFoundError:
        return tomlkit.document(), {}
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).", "Mend its permissions.") from None
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {visible(str(error))}.", "Mend it, then try again.") from None
    if not isinstance(data.get("accounts", {}), dict):
        raise ConfigError(f"{path}: accounts is not a table.", "Mend it by hand.")
    return document, data


def _write(path: Path, document: tomlkit.TOMLDocument, wanted: dict[str, Any]) -> None:
    """Write the document, after proof that it says exactly what is wanted."""
    text = tomlkit.dumps(document)
    try:
        said = tomllib.loads(text)
    except ValueError:
        said = {}
    for data in (said, wanted):
        if not data.get("accounts"):
            data.pop("accounts", None)
    if said != wanted:
        raise ConfigError(f"{path} has a shape that cannot be edited safely.", "Change [accounts] in it by hand.")
    try:
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written ({error.strerror}).", "Make room, or mend its permissions."
        ) from None
