"""A lemlist client and a sandbox on a real socket, with a judge of everything that passed between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.contract.openapi import check_answer, check_request
from tests.support.served import Served, serve
from tui.model.nodes import Campaign, Keys
from tui.providers.calls import Limit
from tui.providers.lemlist.client import Lemlist
from tui.sandbox.demo.builder import Line, campaign
from tui.sandbox.demo.people import ADA, TEAM_ID
from tui.sandbox.lemlist.records import Campaign as Record
from tui.sandbox.lemlist.records import Lead
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

UNLIMITED = Limit(calls=1000, seconds=2.0)


def new_store(*words: str) -> Store:
    """An account without campaigns and without a rate limit; `words` are switches."""
    return Store.open(None, "empty", switches=Switches.parse(["rate_requests=0", *words]))


def put(store: Store, slug: str = "main", *, launched: bool = False, **more: Any) -> tuple[Record, Line]:
    """A campaign in the store, and its main line to write to; `launched` makes it run."""
    record, line = campaign(slug, TEAM_ID, ADA.id, slug, "2026-01-01T00:00:00.000Z", **more)
    if launched:
        record.leads.append(Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted"))
    store.state.lemlist.campaigns[record.id] = record
    return record, line


@asynccontextmanager
async def connected(store: Store, *faults: str, **more: Any) -> AsyncIterator[tuple[Served, Lemlist]]:
    """A served sandbox and a client of it. At the end everything that was sent to the step routes must have been
    documented."""
    with pytest.MonkeyPatch.context() as patch, serve(store, faults=faults) as served:
        patch.setattr("tui.providers.lemlist.client.LIMIT", UNLIMITED)
        provider = Lemlist("sandbox", account="acme", **{"base_url": served.url, **more})
        try:
            yield served, provider
        finally:
            await provider.aclose()
        assert [fault for each in served.requests for fault in check_request(*each)] == []


def answers_are_documented(served: Served) -> None:
    """Assert that the sandbox said nothing that the pages do not know."""
    for each in served.exchanges:
        assert check_answer(each.method, each.path, each.status, each.content_type, each.answer) == []


async def read(provider: Lemlist, record: Record, keys: Keys | None = None) -> Campaign:
    """The campaign as the client sees it."""
    return await provider.campaign(record.id, keys or Keys())


def lines_of(served: Served) -> list[str]:
    """Method and path of every request, in order."""
    return [f"{each.method} {each.path}" for each in served.requests]
