"""From an account to its connection: the real service, or the sandbox in this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from tui.config import paths
from tui.config.accounts import Account
from tui.config.credentials import get_secret
from tui.config.errors import AccountError
from tui.model.content import StepContent
from tui.providers.base import Provider
from tui.providers.calls import CallEvent

if TYPE_CHECKING:
    from starlette.applications import Starlette

PROVIDERS = {
    "lemlist": ("tui.providers.lemlist.client", "Lemlist"),
    "leadlex": ("tui.providers.leadlex.client", "Leadlex"),
    "kit": ("tui.providers.kit.client", "Kit"),
}
"""Module and class of each service's provider; imported when an account of it is connected first."""


def connect(
    account: Account, *, listen: Callable[[CallEvent], None] | None = None, read_only: bool = False
) -> Provider:
    """The connection of an account. Raises AccountError when its service or its key is not usable."""
    if account.service not in PROVIDERS:
        raise AccountError(f"The service “{account.service}” of the account “{account.name}” is not known.")
    module, name = PROVIDERS[account.service]
    make: Callable[..., Provider] = getattr(import_module(module), name)
    return make(
        get_secret(account).reveal(),
        account=account.name,
        base_url=account.base_url,
        app=sandbox_app() if account.sandbox else None,
        read_only=read_only or account.read_only,
        listen=listen,
    )


def step_types(service: str) -> tuple[type[StepContent], ...]:
    """The step types of a service, without a connection; none for a service that is not known."""
    if service not in PROVIDERS:
        return ()
    module, name = PROVIDERS[service]
    found: tuple[type[StepContent], ...] = getattr(import_module(module), name).step_types
    return found


@cache
def sandbox_app() -> Starlette:
    """The sandbox of this process, with its state on disk so that it is there the next time."""
    from tui.sandbox.app import create_app
    from tui.sandbox.store import Store

    store = Store.open(paths.sandbox_file(), seed="demo")
    if store.notice:
        notices.append(store.notice)
    return create_app(store)


notices: list[str] = []
"""What has to be said about the sandbox of this process, such as a state file that could not be read."""
