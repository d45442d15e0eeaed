"""The accounts there are: from the environment, from config.toml, or the sandbox when there is no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from tui.config.errors import AccountError as AccountError
from tui.config.nearest import did_you_mean
from tui.config.services import SANDBOX, SERVICES, check_base_url, key_variable, url_variable

if TYPE_CHECKING:
    from tui.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Account:
    """One account of one service. Holds no secret; `credentials.get_secret` finds that."""

    name: str
    service: str
    base_url: str
    read_only: bool = False
    token_command: str | None = None
    """A command that prints the key."""
    sandbox: bool = False
    """Served by the imitation in this process, never by the network."""
    source: Literal["environment", "config", "option", "sandbox"] = "config"
    """What made it: a variable, the settings, `--base-url` alone, or nothing."""


SANDBOX_ACCOUNTS = tuple(
    Account(
        f"{SANDBOX}-{service}" if number else SANDBOX, service, f"http://127.0.0.1{about.sandbox_path}",
        sandbox=True, source="sandbox",
    )
    for number, (service, about) in enumerate(SERVICES.items())
)  # fmt: skip
"""One account of each imitated service; the first has the plain name."""
SANDBOX_ACCOUNT = SANDBOX_ACCOUNTS[0]


def find_accounts(
    settings: Settings, environ: Mapping[str, str], base_url: str | None = None, name: str | None = None
) -> tuple[Account, ...]:
    """All accounts, those from the environment first; the sandbox when there is no other. Raises AccountError.

    `BRANCHLINE_LEMLIST_API_KEY` (or `…_BASE_URL`) makes an account "lemlist"; where the settings have one of that name,
    theirs is used with the key of the environment. `name` leaves only that account; "sandbox" always exists, and means
    the imitations of all services.
    `base_url` is an address for one account alone, the named or the first, and leaves only that one, so that the key of
    no other account goes there.
    """
    accounts = _all(settings, environ)
    if name is not None:
        known = any(account.name == name for account in accounts)
        accounts = SANDBOX_ACCOUNTS if name == SANDBOX and not known else (named(accounts, name),)
    if base_url is None:
        return accounts or SANDBOX_ACCOUNTS
    safe = check_base_url(base_url)
    if accounts and accounts[0].sandbox:
        raise AccountError("The built-in sandbox has no base URL.", "Leave out --base-url, or name another account.")
    if not accounts:
        service = next(iter(SERVICES))
        return (Account(service, service, safe, source="option"),)
    return (replace(accounts[0], base_url=safe),)


def named(accounts: tuple[Account, ...], name: str) -> Account:
    """The account of this name. Raises AccountError that offers the nearest name."""
    for account in (*accounts, *SANDBOX_ACCOUNTS):
        if account.name == name:
            return account
    known = [*(account.name for account in accounts), SANDBOX]
    meant = did_you_mean(name, known)
    raise AccountError(f"There is no account “{name}”.", f"{meant} Known: {', '.join(known)}.".strip())


def _all(settings: Settings, environ: Mapping[str, str]) -> tuple[Account, ...]:
    configured = {
        name: Account(
            name,
            given.service,
            given.base_url or SERVICES[given.service].base_url,
            given.read_only,
            given.token_command,
        )
        for name, given in settings.accounts.items()
    }
    first: dict[str, Account] = {}
    for service, about in SERVICES.items():
        if key_variable(service) not in environ and url_variable(service) not in environ:
            continue
        same = next((item for item in configured.values() if key_variable(item.name) == key_variable(service)), None)
        if same is None:
            first[service] = Account(service, service, about.base_url, source="environment")
        else:
            first[same.name] = same
    return tuple(_elsewhere(account, environ) for account in {**first, **configured}.values())


def _elsewhere(account: Account, environ: Mapping[str, str]) -> Account:
    variable = url_variable(account.name)
    url = environ.get(variable)
    if not url:
        return account
    try:
        return replace(account, base_url=check_base_url(url))
    except AccountError as error:
        raise AccountError(f"{variable}: {error.cause}", error.remedy) from None
