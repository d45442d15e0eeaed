"""Reading lemlist over a real socket: who the key belongs to, the list in both shapes, one campaign, its tree."""

from __future__ import annotations

import base64

import pytest

from tests.providers.lemlist.connected import answers_are_documented, connected, lines_of, new_store, put, read
from tui.model.nodes import CampaignHead, Keys
from tui.model.tree import walk
from tui.providers.errors import BadAnswer, BadKey, Invalid, NotFound
from tui.providers.lemlist.client import Lemlist
from tui.providers.lemlist.steps import Email
from tui.sandbox.store import Store


async def test_the_key_goes_out_with_an_empty_login() -> None:
    async with connected(new_store()) as (served, provider):
        identity = await provider.identity()
        assert identity.name
        assert identity.id.startswith("tea_")
        assert identity.detail.endswith("users")
        assert lines_of(served) == ["GET /team"]
        header = served.exchanges[0].headers["authorization"]
        assert base64.b64decode(header.removeprefix("Basic ")) == b":sandbox"


async def test_a_wrong_key_is_named_as_the_cause() -> None:
    store = new_store()
    async with connected(store) as (served, _):
        other = Lemlist("nonsense", account="acme", base_url=served.url)
        with pytest.raises(BadKey) as caught:
            await other.identity()
        assert "key" in str(caught.value)
        assert "nonsense" not in repr(caught.value) + caught.value.report()
        await other.aclose()


def many(count: int, *words: str) -> Store:
    store = new_store(*words)
    for number in range(count):
        record, _ = put(store, f"c{number:03}")
        record.created_at = f"2026-01-01T00:{number // 60:02}:{number % 60:02}.000Z"
    return store


async def pages(provider: Lemlist) -> list[tuple[list[str], int | None]]:
    return [([head.name for head in page.heads], page.total) async for page in provider.heads()]


@pytest.mark.parametrize(
    ("count", "shape", "calls"),
    [(250, "object", 3), (250, "array", 3), (200, "object", 2), (200, "array", 3), (3, "array", 1), (0, "object", 1)],
)
async def test_all_pages_newest_first(count: int, shape: str, calls: int) -> None:
    """A last page that is full ends by `nextPage` null; a bare array only by an empty page behind it."""
    async with connected(many(count, f"campaigns_v2={shape}")) as (served, provider):
        found = await pages(provider)
        assert [name for page, _ in found for name in page] == [f"c{number:03}" for number in reversed(range(count))]
        assert len(served.requests) == calls
        assert all(total == (count if shape == "object" else None) for _, total in found)
        queries = [dict(part.split("=") for part in each.query.split("&")) for each in served.exchanges]
        assert [query["offset"] for query in queries] == [str(100 * number) for number in range(calls)]
        assert all(query["version"] == "v2" and query["limit"] == "100" for query in queries)


async def test_a_campaign_made_while_the_list_is_read_hides_nothing() -> None:
    store = many(150)
    async with connected(store) as (_, provider):
        seen: list[str] = []
        async for page in provider.heads():
            seen += [head.name for head in page.heads]
            if len(seen) == 100:
                record, _ = put(store, "newcomer")
                record.created_at = "2027-01-01T00:00:00.000Z"
        assert len(seen) == len(set(seen))
        assert set(seen) >= {f"c{number:03}" for number in range(150)}


async def test_one_campaign_is_two_reads_or_one_with_a_head() -> None:
    store = new_store()
    record, main = put(store, emoji="🎯")
    main.add("email", subject="s", message="m")
    async with connected(store) as (served, provider):
        head = await provider.head(record.id)
        assert (head.title, head.status, head.account, head.service) == ("🎯 main", "draft", "acme", "lemlist")
        served.forget()
        tree = await read(provider, record)
        assert lines_of(served) == [f"GET /campaigns/{record.id}", f"GET /campaigns/{record.id}/sequences"]
        assert tree.head == head
        content = tree.sequence.steps[0].content
        assert isinstance(content, Email)
        assert content.values() == {"subject": "s", "message": "m", "delay": 0}
        served.forget()
        other = CampaignHead(id=record.id, name="given", service="lemlist", account="acme")
        assert (await provider.campaign(record.id, Keys(), head=other, urgent=False)).head is other
        assert lines_of(served) == [f"GET /campaigns/{record.id}/sequences"]
        answers_are_documented(served)


@pytest.mark.parametrize(
    ("name", "steps", "strays"),
    [
        ("Two conditions, one branch", 6, 0),
        ("A branch that is not there", 3, 0),
        ("A step from the future", 3, 0),
        ("Numbers out of order", 4, 0),
    ],
)
async def test_campaigns_that_no_editor_would_make(name: str, steps: int, strays: int) -> None:
    async with connected(Store.open(None, "awkward")) as (_, provider):
        heads = [head async for page in provider.heads() for head in page.heads]
        head = next(head for head in heads if head.name == name)
        tree = await provider.campaign(head.id, Keys())
        assert (len(list(walk(tree))), len(tree.stray)) == (steps, strays)


async def test_a_campaign_without_a_sequence_says_so() -> None:
    store = new_store()
    record, _ = put(store)
    record.sequence_id = None
    async with connected(store) as (_, provider):
        with pytest.raises(Invalid) as caught:
            await read(provider, record)
        assert "Campaign has no sequence" in str(caught.value)


async def test_fields_that_are_not_reported_are_not_set() -> None:
    store = new_store("drop_optional_reads", "email_type_missing")
    record, main = put(store)
    main.add("email", subject="s", message="m")
    main.add("manual", title="t", message="n")
    main.add("api", method="POST", url="https://a.example")
    main.branch("hasScore", "within", 4)
    async with connected(store) as (_, provider):
        tree = await read(provider, record)
        assert [step.content.type for step in tree.sequence.steps] == ["email", "manual", "api", "conditional"]
        email, manual, api, condition = (step.content.values() for step in tree.sequence.steps)
        assert email == {"subject": "s", "message": "m", "delay": 0}
        assert manual == {"message": "n", "delay": 1}
        assert api == {"delay": 1}
        assert condition == {"condition_key": "hasScore", "delay_type": "within", "delay": 4}, "from its branches"


async def test_ids_cannot_change_the_route() -> None:
    store = new_store()
    put(store)
    async with connected(store) as (served, provider):
        for evil in ("a/../../team", "../team", "a?b=c", "a#b", "a%2Fb", "ü b", "a\nb", "'\";--"):
            with pytest.raises(NotFound):
                await provider.head(evil)
        for nothing in ("..", "."):
            with pytest.raises(Invalid):
                await provider.head(nothing)
        assert all(path.startswith("GET /campaigns/") for path in lines_of(served))
        assert "GET /team" not in lines_of(served)


@pytest.mark.parametrize(("answer", "words"), [("html", "web page"), ("half-json", "JSON")])
async def test_answers_that_are_none(answer: str, words: str) -> None:
    store = new_store()
    record, _ = put(store)
    async with connected(store, f"GET:/campaigns*:{answer}:*") as (served, provider):
        with pytest.raises(BadAnswer, match=f"(?i){words}"):
            await read(provider, record)
        with pytest.raises(BadAnswer, match=f"(?i){words}"):
            await pages(provider)
        assert served.writes == []
