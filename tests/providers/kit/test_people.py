"""People of a sequence: counted, listed, looked up; never more is said than Kit tells."""

from __future__ import annotations

from typing import Any

from tests.providers.kit.connected import connected, deleting, new_store, person, put, read
from tests.providers.kit.test_reads import answering, head_of, lines
from tui.model.nodes import Keys
from tui.providers.kit.client import Kit


async def test_how_many_people_are_in_a_sequence() -> None:
    store = new_store()
    sequence = put(store, 0, 1)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        none = await provider.people(None, tree)
        assert none is not None
        assert (none.count, none.words) == (0, "0 active subscribers are in this sequence.")
        person(store, 1, sequence=sequence)
        one = await provider.people(None, tree)
        assert one is not None
        assert (one.count, one.words) == (1, "1 active subscriber is in this sequence.")
        for number, state in enumerate(("active", "cancelled", "inactive"), 2):
            person(store, number, state, sequence)
        served.forget()
        two = await provider.people(None, tree)
        assert two is not None
        assert (two.count, two.words, two.exact) == (2, "2 active subscribers are in this sequence.", True)
        query = "per_page=1&status=active&include_total_count=true"
        assert lines(served) == [f"GET /v4/sequences/1/subscribers?{query}"]


async def test_nobody_knows_who_waits_for_an_email() -> None:
    store = new_store()
    sequence = put(store, 0)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        none = await provider.people(deleting(tree, 0), tree)
        assert none is not None
        assert none.words == "No active subscriber is in this sequence."
        person(store, 1, sequence=sequence)
        one = await provider.people(deleting(tree, 0), tree)
        assert one is not None
        assert one.count == 1
        assert one.words.startswith("Kit does not say who waits for which e-mail")


async def test_a_count_that_is_not_said() -> None:
    async with connected(new_store()) as (_, provider):
        tree = await _tree(provider)
        await answering(provider, {"subscribers": [{"id": 1}], "pagination": {"has_next_page": True}})
        people = await provider.people(None, tree)
        assert people is not None
        assert (people.count, people.exact) == (1, False)
        assert "at least 1 active subscribers are" in people.words


async def _tree(provider: Kit) -> Any:
    await answering(provider, {"emails": []})
    return await provider.campaign("1", Keys(), head=await head_of(provider))


async def test_the_people_of_a_sequence_and_one_by_address() -> None:
    store = new_store()
    sequence = put(store)
    for number, state in enumerate(("active", "cancelled", "bounced"), 1):
        person(store, number, state, sequence)
    person(store, 9, "cancelled")
    async with connected(store) as (served, provider):
        found = [each async for page in provider.subscribers("1") for each in page]
        assert [(each.id, each.state) for each in found] == [("3", "bounced"), ("2", "cancelled"), ("1", "active")]
        assert found[0].email == "p3@example.com"
        assert found[0].added_at == "2026-11-01T00:00:00Z"
        assert [each.id async for page in provider.subscribers("1", "active") for each in page] == ["1"]
        gone = await provider.subscriber(" P9@example.com ")
        assert gone is not None
        assert (gone.id, gone.state, gone.added_at) == ("9", "cancelled", "")
        assert served.exchanges[-1].query == "per_page=500&email_address=P9%40example.com&status=all"
        assert await provider.subscriber("nobody@example.com") is None
        assert await provider.subscriber("p1@example.com,p2@example.com") is None
