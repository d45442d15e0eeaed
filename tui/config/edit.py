"""Accounts put into and taken out of config.toml; comments and everything else in the file stay as they are."""

from __future__ import annotations

import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from tui.config.accounts import Account
from tui.config.atomic import write_whole
from tui.config.errors import ConfigError
from tui.config.services import SERVICES
from tui.model.plain import visible


def add_account(path: Path, account: Account) -> None:
    """Write `[accounts.NAME]`. Raises ConfigError when the name is taken or the file cannot be edited."""
    document = _read(path)
    accounts = document.get("accounts")
    if accounts is None:
        accounts = document["accounts"] = tomlkit.table(is_super_table=True)
    if not isinstance(accounts, MutableMapping):
        raise ConfigError(f"{path}: accounts is not a table.", "Mend it by hand.")
    if account.name in accounts:
        raise ConfigError(
            f"{path} has an account “{account.name}” already.", "Choose another name, or remove that one."
        )
    given = tomlkit.table()
    for name, value in fields(account).items():
        given[name] = value
    accounts[account.name] = given
    _write(path, document, {account.name: fields(account)}, gone=None)


def remove_account(path: Path, name: str) -> bool:
    """Take an account out; False when it is not in the file. Raises ConfigError when the file cannot be edited."""
    document = _read(path)
    accounts = document.get("accounts")
    if not isinstance(accounts, MutableMapping) or name not in accounts:
        return False
    del accounts[name]
    _write(path, document, {}, gone=name)
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


def _read(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return tomlkit.document()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror}).", "Mend its permissions.") from None
    except (TOMLKitError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {visible(str(error))}", "Mend it, then try again.") from None


def _write(path: Path, document: tomlkit.TOMLDocument, wanted: dict[str, Any], gone: str | None) -> None:
    """Write the document, after proof that it says what was wanted and has lost nothing else."""
    text = tomlkit.dumps(document)
    try:
        accounts = tomllib.loads(text).get("accounts", {})
        right = gone not in accounts and all(accounts.get(name) == said for name, said in wanted.items())
    except ValueError:
        right = False
    if not right:
        raise ConfigError(f"{path} has a shape that cannot be edited safely.", "Change [accounts] in it by hand.")
    try:
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(
            f"{path} cannot be written ({error.strerror}).", "Make room, or mend its permissions."
        ) from None
