"""`branchline list`: the campaigns of all accounts."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from dataclasses import dataclass
from typing import get_args

from tui.cli.asking import finished
from tui.cli.failures import explain, sentence
from tui.cli.output import Progress, put, put_json, say, table
from tui.cli.parser import Parser, one_of
from tui.cli.reach import all_heads, connected, wanted_accounts
from tui.config.accounts import Account
from tui.config.errors import AccountError
from tui.model.nodes import CampaignHead, Keys, Status
from tui.model.plain import visible
from tui.model.tree import count_steps
from tui.providers.base import Provider
from tui.providers.errors import ServiceError

COMPLAINTS = 5
"""How many campaigns that cannot be read are named one by one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A campaign with its number of steps, None where they cannot be read."""

    head: CampaignHead
    steps: int | None
    """None also where counting would take a call for each campaign and calls are scarce."""


def run(words: list[str]) -> int:
    """Print the list."""
    parser = Parser("list", "The campaigns of all accounts: status, name, number of steps, id.")
    parser.json_option()
    parser.account_options()
    parser.option(
        "--status", metavar="S", type=one_of("status", get_args(Status)), help=f"only {', '.join(get_args(Status))}"
    )
    parser.option("--count", action="store_true", help="count steps also where that takes one call for each campaign")
    options = parser.read(words)
    accounts = wanted_accounts(options)
    with Progress() as progress:
        entries, code = finished(_read(accounts, options.status, progress, count=options.count))
    _print(entries, options, several=len(accounts) > 1)
    return code


async def _read(
    accounts: tuple[Account, ...], status: str | None, progress: Progress, *, count: bool
) -> tuple[list[Entry], int]:
    """The campaigns of all accounts. One account that fails is said and passed over when there are others."""
    entries: list[Entry] = []
    code = 0
    for account in accounts:
        try:
            entries.extend(await _read_account(account, status, progress, count=count))
        except (AccountError, ServiceError) as error:
            if len(accounts) == 1:
                raise
            progress.show("")
            say(f"Account “{account.name}”:")
            code = max(code, explain(error))
    return entries, code


async def _read_account(account: Account, status: str | None, progress: Progress, *, count: bool) -> list[Entry]:
    async with connected(account) as provider:
        heads = [head for head in await all_heads(provider, progress.show) if status in (None, head.status)]
        counted, failures = 0, list[str]()

        async def entry(head: CampaignHead) -> Entry:
            nonlocal counted
            if head.steps is not None or (provider.frugal and not count):
                return Entry(head, head.steps)
            steps = await _steps(provider, head, failures)
            counted += 1
            progress.show(f"{account.name}: steps of {counted} of {len(heads)} campaigns")
            return Entry(head, steps)

        entries = await asyncio.gather(*(entry(head) for head in heads))
    progress.show("")
    for failure in failures[:COMPLAINTS]:
        say(f"branchline: {failure}")
    if len(failures) > COMPLAINTS:
        say(f"branchline: The steps of {len(failures) - COMPLAINTS} more campaigns cannot be read.")
    return entries


async def _steps(provider: Provider, head: CampaignHead, failures: list[str]) -> int | None:
    try:
        return count_steps(await provider.campaign(head.id, Keys(), head=head, urgent=False))
    except ServiceError as error:
        failures.append(f"The steps of “{visible(head.name)}” ({visible(head.id)}) cannot be read: {sentence(error)}")
        return None


def _print(entries: list[Entry], options: Namespace, *, several: bool) -> None:
    if options.json:
        put_json([_json(entry) for entry in entries])
        return
    if not entries:
        say("No campaign." if options.status is None else f"No campaign is {options.status}.")
        return
    head = ["STATUS", "NAME", "STEPS", "ID"] + (["ACCOUNT"] if several else [])
    rows = [
        [
            entry.head.status if entry.head.status != "unknown" else entry.head.status_word or "unknown",
            entry.head.title,
            "?" if entry.steps is None else str(entry.steps),
            entry.head.id,
            *([entry.head.account] if several else []),
        ]
        for entry in entries
    ]
    for line in table(rows, head, stretch=1, colour=0):
        put(line)


def _json(entry: Entry) -> dict[str, object]:
    head = entry.head
    return {
        "id": head.id,
        "name": head.name,
        "service": head.service,
        "account": head.account,
        "status": head.status,
        "steps": entry.steps,
    }
