"""Lists that are late: what this connection has written lately is read by id, and nothing else."""

from __future__ import annotations

import pytest

from tests.contract.arranged import HandClock
from tests.providers.kit.connected import adding, changing, connected, deleting, new_store, put, read, subjects
from tests.support.served import Served
from tui.plan.operations import UpdateSettings
from tui.providers.kit.client import Kit
from tui.providers.kit.settings import KitSettings
from tui.sandbox.store import Store

LATE = "lag_seconds=100"


async def listed(provider: Kit) -> list[tuple[str, str]]:
    return [(head.name, head.status) async for page in provider.heads() for head in page.heads]


def reads(served: Served) -> list[str]:
    return [each.path for each in served.exchanges if each.method == "GET"]


def late_store() -> Store:
    store = new_store(LATE)
    store.clock = HandClock()
    return store


async def test_emails_written_lately_are_as_they_are() -> None:
    store = late_store()
    sequence = put(store, 0, 1, 2)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        await provider.perform(adding(tree, subject="new", position=3))
        await provider.perform(changing(tree, 0, subject="changed"))
        await provider.perform(deleting(tree, 1))
        served.forget()
        assert subjects(await read(provider, sequence)) == ["changed", "c", "new"]
        assert reads(served) == [
            "/v4/sequences/1", "/v4/sequences/1/emails",
            "/v4/sequences/1/emails/4", "/v4/sequences/1/emails/1", "/v4/sequences/1/emails/2",
        ]  # fmt: skip


async def test_a_list_that_has_caught_up_costs_nothing_more() -> None:
    store = new_store()
    sequence = put(store, 0, 1)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        await provider.perform(adding(tree, position=2))
        await provider.perform(changing(tree, 0, subject="changed"))
        await provider.perform(deleting(tree, 1))
        served.forget()
        assert subjects(await read(provider, sequence)) == ["changed", "new"]
        assert len(served.exchanges) == 2


async def test_notes_are_forgotten_after_five_minutes() -> None:
    store = late_store()
    sequence = put(store, 0)
    async with connected(store) as (_, provider):
        now = 0.0
        provider._lately.clock = lambda: now
        tree = await read(provider, sequence)
        await provider.perform(adding(tree, position=1))
        now = 299.0
        assert subjects(await read(provider, sequence)) == ["a", "new"]
        now = 301.0
        assert subjects(await read(provider, sequence)) == ["a"]


async def test_what_somebody_else_changed_since_counts() -> None:
    """The read by id is exact, so it wins over what this connection wrote."""
    store = new_store()
    sequence = put(store, 0, 1, 2)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        for place in range(3):
            await provider.perform(changing(tree, place, subject="mine"))
        sequence.emails[1].subject = "theirs"
        del sequence.emails[2]
        assert subjects(await read(provider, sequence)) == ["theirs", "mine"]


async def test_the_notes_of_one_sequence_are_not_those_of_another() -> None:
    store = late_store()
    first, second = put(store, 0), put(store, 0)
    async with connected(store) as (served, provider):
        await provider.perform(adding(await read(provider, first), position=1))
        served.forget()
        assert subjects(await read(provider, second)) == ["a"]
        assert len(served.exchanges) == 2


async def test_sequences_written_lately_are_as_they_are() -> None:
    store = late_store()
    put(store, active=True)
    put(store)
    async with connected(store) as (served, provider):
        made = await provider.create(KitSettings(name="Made"))
        await provider.pause("1")
        before = await provider.settings("2")
        change = UpdateSettings(campaign_id="2", title="Rename", before=before, after=KitSettings(name="Renamed"))
        await provider.set_settings(change)
        assert await listed(provider) == [("Made", "running"), ("Renamed", "paused"), ("Sequence 1", "paused")]
        await provider.remove(made.id)
        served.forget()
        assert await listed(provider) == [("Renamed", "paused"), ("Sequence 1", "paused")]
        assert [name for name, _ in await listed(provider)] == ["Renamed", "Sequence 1"]


async def test_each_is_read_once_however_many_pages_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    store = late_store()
    for _ in range(5):
        put(store, active=True)
    monkeypatch.setattr(Kit._pages, "__kwdefaults__", {**(Kit._pages.__kwdefaults__ or {}), "size": 2})
    async with connected(store) as (served, provider):
        await provider.pause("1")
        await provider.remove("2")
        served.forget()
        assert sorted(await listed(provider)) == [
            ("Sequence 1", "paused"), ("Sequence 3", "running"), ("Sequence 4", "running"), ("Sequence 5", "running"),
        ]  # fmt: skip
        assert reads(served) == ["/v4/sequences", "/v4/sequences/1", "/v4/sequences", "/v4/sequences"]
