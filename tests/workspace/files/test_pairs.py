"""Every demo campaign is made equal to every other one of its service, over a served sandbox; then nothing is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from itertools import permutations

import pytest

from tests.support.served import serve
from tui.cli.effects import said_of
from tui.model.nodes import Keys
from tui.providers.base import Provider
from tui.providers.calls import Limit
from tui.providers.kit.client import Kit
from tui.providers.leadlex.client import Leadlex
from tui.providers.lemlist.client import Lemlist
from tui.sandbox.app import KIT_PATH, LEADLEX_PATH
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches
from tui.workspace.containers import change_settings
from tui.workspace.document import Document
from tui.workspace.files.changes import Changes, changes, unverifiable
from tui.workspace.files.exported import as_data
from tui.workspace.files.parse import read_file
from tui.workspace.files.tongue import tongue_of
from tui.workspace.files.write import as_yaml
from tui.workspace.plans import carry_out_all

NAMES = ("Webinar", "nurture", "Every step")
"""Parts of the names of the lemlist campaigns that are compared: the others are larger, or like these."""
NO_LIMITS = Switches.parse(["rate_requests=0", "leadlex.plan=unmetered", "kit.key_requests=0", "kit.lag_seconds=0"])


@asynccontextmanager
async def provided(service: str, store: Store) -> AsyncIterator[Provider]:
    wide = Limit(calls=100_000, seconds=1.0)
    with pytest.MonkeyPatch.context() as patch, serve(store) as served:
        for name in ("lemlist", "leadlex", "kit"):
            patch.setattr(f"tui.providers.{name}.client.LIMIT", wide)
        made: Provider
        if service == "lemlist":
            made = Lemlist("sandbox", account="a", base_url=served.url)
        elif service == "leadlex":
            made = Leadlex("wbk_sandbox", account="a", base_url=served.origin + LEADLEX_PATH)
        else:
            made = Kit("kit_sandbox", account="a", base_url=served.origin + KIT_PATH)
        try:
            yield made
        finally:
            await made.aclose()


async def compared_campaigns(provider: Provider) -> dict[str, str]:
    """The files of all campaigns that are compared, by id."""
    files = {}
    async for page in provider.heads():
        for head in page.heads:
            campaign = await provider.campaign(head.id, Keys(), head=head)
            if provider.service != "lemlist" or any(name in head.name for name in NAMES):
                data = as_data(campaign, await provider.settings(head.id), tongue_of(provider))
                files[head.id] = as_yaml(data, head)
    return files


@cache
def demo(service: str) -> dict[str, str]:
    async def read() -> dict[str, str]:
        async with provided(service, Store.open(None, "demo", switches=NO_LIMITS)) as provider:
            return await compared_campaigns(provider)

    return asyncio.run(read())


async def compare(document: Document, text: str) -> Changes:
    settings = await document.provider.settings(document.baseline.head.id)
    return changes(read_file(text.encode()), document.baseline, settings, document.keys.mint, ids=False)


@pytest.mark.parametrize("service", ["lemlist", "leadlex", "kit"])
def test_every_pair_becomes_equal(service: str) -> None:
    files = demo(service)
    assert len(files) >= 3
    refused, equal = 0, 0

    async def story() -> None:
        nonlocal refused, equal
        for target, source in permutations(files, 2):
            # No campaign hands people over to itself.
            text = files[source].replace(f"campaignId: {target}", f"campaignId: {source}")
            async with provided(service, Store.open(None, "demo", switches=NO_LIMITS)) as provider:
                document = Document(provider)
                await document.load(target)
                found = await compare(document, text)
                assert found.operations, "the demo has no two equal campaigns"
                assert found.difference.impossible == ()
                if said_of(provider, document.baseline, found.operations).refused:
                    assert document.baseline.head.status in ("running", "pending"), "nothing else may be in the way"
                    refused += 1
                    continue
                if found.settings is not None:
                    await change_settings(provider, document.baseline.head, found.settings)
                await carry_out_all(document, found.difference.operations)
                await document.load(target)
                left = await compare(document, text)
                assert [each for each in left.operations if not unverifiable(each)] == []
                equal += 1

    asyncio.run(story())
    assert equal > refused
