"""What commands share on the way to a service: settings, accounts, connections."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tui.cli.output import say
from tui.config import paths
from tui.config.accounts import Account, find_accounts
from tui.config.errors import AccountError
from tui.config.settings import Loaded, load

if TYPE_CHECKING:
    from tui.model.nodes import CampaignHead
    from tui.providers.base import Provider


def read_settings(*, quiet: bool = False) -> Loaded:
    """The settings; what is wrong with them is said on stderr unless `quiet`."""
    loaded = load(paths.config_file())
    if not quiet:
        for problem in loaded.problems:
            say(f"branchline: {problem}")
    return loaded


def wanted_accounts(options: Namespace) -> tuple[Account, ...]:
    """The accounts that `--account` and `--base-url` leave. Raises AccountError.

    The sandbox stands in only where no account was ever set up, not where the settings cannot be read.
    """
    loaded = read_settings()
    accounts = find_accounts(loaded.settings, os.environ, options.base_url, options.account)
    if accounts[0].sandbox and options.account is None:
        if loaded.accounts_lost:
            raise AccountError(
                "No account can be used.", f"Mend {paths.config_file()}, or give `--account sandbox` for the sandbox."
            )
        say("No account is set up: this is the sandbox. `branchline account add` adds one.")
    return accounts


@asynccontextmanager
async def connected(account: Account) -> AsyncIterator[Provider]:
    """The connection of an account, closed at the end. Raises AccountError."""
    from tui.workspace.connect import connect

    # A token_command may take seconds; meanwhile Ctrl+C has to work.
    provider = await asyncio.to_thread(connect, account)
    try:
        yield provider
    finally:
        await provider.aclose()


async def all_heads(provider: Provider, show: Callable[[str], None]) -> list[CampaignHead]:
    """Every campaign of an account, in the order of the service; `show` gets the progress in words."""
    heads: list[CampaignHead] = []
    async for page in provider.heads():
        heads.extend(page.heads)
        show(f"{provider.account}: {len(heads)}{f' of {page.total}' if page.total else ''} campaigns")
    return heads
