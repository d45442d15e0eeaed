"""The campaign that a person means, with its connection held open: what `show`, `export`, `diff` and `apply` share."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tui.cli import find
from tui.cli.failures import sentence
from tui.cli.output import Progress, say
from tui.cli.reach import all_heads, connected
from tui.config.accounts import Account
from tui.config.errors import AccountError
from tui.model.nodes import CampaignHead
from tui.providers.base import Provider
from tui.providers.errors import Invalid, NotFound, ServiceError
from tui.review.find import matching

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Meant:
    """A campaign without its steps, the connection to it, and all campaigns of that account that were listed."""

    provider: Provider
    head: CampaignHead
    heads: tuple[CampaignHead, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """The names of the campaigns by id."""
        return {head.id: head.title for head in self.heads}


@asynccontextmanager
async def meant(accounts: Iterable[Account], wanted: str, progress: Progress) -> AsyncIterator[Meant]:
    """The campaign of this id, name or part of a name. Raises Refusal, AccountError and ServiceError."""
    async with AsyncExitStack() as stack:
        providers: dict[str, Provider] = {}
        heads: list[CampaignHead] = []
        failures: list[AccountError | ServiceError] = []
        for account in accounts:
            try:
                provider = await stack.enter_async_context(connected(account))
                heads.extend(await all_heads(provider, progress.show))
            except (AccountError, ServiceError) as error:
                failures.append(error)
            else:
                providers[account.name] = provider
        found = matching(heads, wanted)
        if len(found) > 1:
            raise find.several(found, wanted)
        if not found:
            found = await _unlisted(providers.values(), wanted)
        if not found:
            raise failures[0] if failures else find.none(heads, wanted)
        for failure in failures:
            progress.show("")
            say(f"branchline: {sentence(failure)}")
        head = found[0]
        yield Meant(providers[head.account], head, tuple(each for each in heads if each.account == head.account))


@asynccontextmanager
async def meant_by_id(accounts: Iterable[Account], wanted: str, progress: Progress) -> AsyncIterator[Meant]:
    """The campaign of this very id, read without any list. Raises as `meant`."""
    async with AsyncExitStack() as stack:
        failures: list[AccountError | ServiceError] = []
        for account in accounts:
            progress.show(f"{account.name}: looking for the campaign")
            try:
                provider = await stack.enter_async_context(connected(account))
                found = await _unlisted([provider], wanted)
            except (AccountError, ServiceError) as error:
                failures.append(error)
                continue
            if found:
                yield Meant(provider, found[0])
                return
        raise failures[0] if failures else find.none((), wanted)


async def _unlisted(providers: Iterable[Provider], wanted: str) -> list[CampaignHead]:
    """The campaign that has this id though no list shows it, as a list of one or none."""
    if not _ID.fullmatch(wanted):
        return []
    for provider in providers:
        try:
            return [await provider.head(wanted)]
        except (NotFound, Invalid):
            continue
    return []
