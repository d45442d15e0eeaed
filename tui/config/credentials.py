"""Where keys come from and go to: environment, a command, the system keyring, a private file, in this order."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tui.config import keychain, paths
from tui.config.accounts import Account
from tui.config.atomic import write_whole
from tui.config.errors import AccountError
from tui.config.secret import HIDDEN
from tui.config.secret import Secret as Secret
from tui.config.secret import check_key as check_key
from tui.config.services import SERVICES, key_variable
from tui.model.plain import visible

COMMAND_SECONDS = 30.0
"""How long a `token_command` may take; it may have to ask the user to unlock something."""
_STDERR_SHOWN = 500
_SHORTEST_HIDDEN = 4
_READABLE_BY_OTHERS = 0o077

_lent: dict[str, Secret] = {}


def get_secret(account: Account, environ: Mapping[str, str] | None = None) -> Secret:
    """The key of an account. Raises AccountError that says what is missing or wrong; blocks while a command runs."""
    if account.sandbox:
        return Secret(SERVICES[account.service].sandbox_key)
    if account.name in _lent:
        return _lent[account.name]
    variable = key_variable(account.name)
    if (given := (os.environ if environ is None else environ).get(variable)) is not None:
        return check_key(given, f"the environment variable {variable}")
    if account.token_command is not None:
        return check_key(_run(account.token_command, account.name), f"the token_command of “{account.name}”")
    if (kept := keychain.read(account.name)) is not None:
        return check_key(kept, "the system keyring")
    if (kept := _read_file(paths.credentials_file()).get(account.name)) is not None:
        return check_key(kept, str(paths.credentials_file()))
    raise AccountError(
        f"There is no key for the account “{account.name}”.",
        f"Set {variable}, or run `branchline account add`; the key is shown at {SERVICES[account.service].key_place}.",
    )


def secret_source(account: Account, environ: Mapping[str, str] | None = None) -> str:
    """Where `get_secret` would take the key from, in words; runs no command. "none" where there is no key."""
    if account.sandbox:
        return "built in"
    variable = key_variable(account.name)
    if variable in (os.environ if environ is None else environ):
        return f"environment variable {variable}"
    if account.token_command is not None:
        return "token_command"
    if keychain.read(account.name) is not None:
        return "system keyring"
    try:
        return str(paths.credentials_file()) if account.name in _read_file(paths.credentials_file()) else "none"
    except AccountError as error:
        return f"none: {error.cause}"


@contextmanager
def lent(account: Account, secret: Secret) -> Iterator[None]:
    """Let `get_secret` give out this key for as long as the block lasts: to try a key before it is stored."""
    _lent[account.name] = secret
    try:
        yield
    finally:
        del _lent[account.name]


def store_secret(account: Account, secret: Secret) -> str:
    """Keep a key in the system keyring, or in the private file where there is none; says where. Raises AccountError."""
    if keychain.write(account.name, secret.reveal()):
        return "the system keyring"
    path = paths.credentials_file()
    _write_file(path, {**_read_file(path), account.name: secret.reveal()})
    return str(path)


def forget_secret(account: Account) -> tuple[str, ...]:
    """Take the key of an account out of keyring and file; the places where there was one. Raises AccountError."""
    gone = ["the system keyring"] if keychain.remove(account.name) else []
    path = paths.credentials_file()
    kept = _read_file(path)
    if account.name in kept:
        _write_file(path, {name: key for name, key in kept.items() if name != account.name})
        gone.append(str(path))
    return tuple(gone)


def _run(command: str, account: str) -> str:
    what = f"The token_command of “{account}”"
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise AccountError(f"{what} cannot be read: {error}.", "Mend its quotes in config.toml.") from None
    if not words:
        raise AccountError(f"{what} is empty.", "Write a command that prints the key, or take the setting out.")
    try:
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise AccountError(
            f"{what} did not end within {COMMAND_SECONDS:.0f} seconds.", "Run it in a shell and see what it waits for."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a command"
        raise AccountError(
            f"{what} cannot be started: {visible(words[0])}: {reason}.", "Correct it in config.toml."
        ) from None
    output = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0:
        said = _said(done.stderr, output)
        raise AccountError(
            f"{what} failed with exit code {done.returncode}{f': {said}' if said else ''}.",
            "Run it in a shell to mend it.",
        )
    return output


def _said(stderr: bytes, stdout: str) -> str:
    """The end of what a failed command complained about; never its output, which may be the key."""
    text = " ".join(stderr.decode("utf-8", "replace").split())
    for word in stdout.split():
        if len(word) >= _SHORTEST_HIDDEN:
            text = text.replace(word, HIDDEN)
    return visible(text[-_STDERR_SHOWN:]).rstrip(".")


def _read_file(path: Path) -> dict[str, str]:
    """The keys in the private file, by account. Raises AccountError when others may read it, or it is damaged."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and stat.S_IMODE(mode) & _READABLE_BY_OTHERS:
                raise AccountError(
                    f"Other users of this machine may read {path}, so no key is taken from it.",
                    f"Run `chmod 600 {shlex.quote(str(path))}`; if somebody may have read it, replace the keys.",
                )
            kept = json.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise AccountError(f"{path} cannot be read ({error.strerror}).", "Mend its permissions.") from None
    except (ValueError, RecursionError):
        # The decoder's own words may quote the file.
        kept = None
    if not isinstance(kept, dict) or not all(isinstance(key, str) for key in kept.values()):
        raise AccountError(f"{path} is damaged.", "Delete it, then add the accounts again.")
    return kept


def _write_file(path: Path, keys: Mapping[str, str]) -> None:
    try:
        write_whole(path, json.dumps(keys, indent=2) + "\n", private=True)
    except OSError as error:
        raise AccountError(
            f"{path} cannot be written ({error.strerror}).", "Make room, or mend its permissions."
        ) from None
