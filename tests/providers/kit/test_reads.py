"""What the client reads: account, lists over many pages, sequences of odd shapes, templates, people."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.kit.connected import connected, new_store, put, read, subjects
from tests.support.served import Served
from tui.model.nodes import CampaignHead, Keys
from tui.providers.base import Identity, Option
from tui.providers.calls import Answer
from tui.providers.errors import BadAnswer, ServiceError
from tui.providers.kit.client import LIMIT, PATIENCE, TOKEN_LIMIT, Kit
from tui.providers.kit.connection import token_in
from tui.sandbox.kit.records import Template


def lines(served: Served) -> list[str]:
    return [f"{each.method} {each.path}?{each.query}".rstrip("?") for each in served.exchanges]


async def answering(provider: Kit, *bodies: Any) -> None:
    """Let the client see these bodies in the place of answers, the last one for ever."""
    left = list(bodies)

    async def send(call: Any) -> Any:
        body = left.pop(0) if len(left) > 1 else left[0]
        return Answer(200, {}, body, "", 0.0, 1)

    provider._wire.send = send  # type: ignore[method-assign]


async def names(provider: Kit) -> list[str]:
    return [head.name async for page in provider.heads() for head in page.heads]


@pytest.mark.parametrize(
    ("secret", "token"),
    [
        ("kit_0123456789", None),
        ("", None),
        ("Bearer kit_sandbox_token", "kit_sandbox_token"),
        ("bearer  abc", "abc"),
        ("mS6WCCYzgHhKFTRbMTjd", "mS6WCCYzgHhKFTRbMTjd"),
    ],
)
def test_keys_begin_with_kit_and_the_rest_are_tokens(secret: str, token: str | None) -> None:
    assert token_in(secret) == token


def test_limits_are_those_of_the_contract() -> None:
    """Contract 4."""
    assert (LIMIT.calls, LIMIT.seconds) == (120, 60.0)
    assert (TOKEN_LIMIT.calls, TOKEN_LIMIT.seconds) == (600, 60.0)
    assert PATIENCE.allows(1, 1.0, 60.0)


async def test_the_account_behind_a_key_and_behind_a_token() -> None:
    for key in ("kit_sandbox", "Bearer kit_sandbox_token"):
        async with connected(new_store(), key=key) as (served, provider):
            identity = await provider.identity()
            assert identity == Identity("Slow Loaf", "31474", "plan creator, hello@slowloaf.example", "account")
            headers = served.exchanges[0].headers
            assert headers.get("x-kit-api-key") == (key if key == "kit_sandbox" else None)
            assert headers.get("authorization") == (None if key == "kit_sandbox" else key)


async def test_the_list_of_sequences() -> None:
    store = new_store()
    put(store, 0, 1, active=True)
    put(store)
    async with connected(store) as (served, provider):
        pages = [page async for page in provider.heads()]
        assert lines(served) == ["GET /v4/sequences?per_page=500&include_total_count=true"]
        assert [page.total for page in pages] == [2]
        assert [(head.id, head.status, head.status_word, head.steps) for head in pages[0].heads] == [
            ("2", "paused", "paused", 0),
            ("1", "running", "active", 2),
        ]
        assert pages[0].heads[0].created_at == "2026-11-01T00:00:00Z"
        assert pages[0].heads[0].service == "kit"
        assert pages[0].heads[0].account == "acme"


async def test_many_pages_and_the_total_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store()
    for _ in range(7):
        put(store)
    monkeypatch.setattr(Kit._pages, "__kwdefaults__", {**(Kit._pages.__kwdefaults__ or {}), "size": 2})
    async with connected(store) as (served, provider):
        assert await names(provider) == [f"Sequence {number}" for number in range(7, 0, -1)]
        assert [each.query for each in served.exchanges] == [
            "per_page=2&include_total_count=true",
            "per_page=2&after=WzZd",
            "per_page=2&after=WzRd",
            "per_page=2&after=WzJd",
        ]


def rows(*ids: object, more: object = None, cursor: object = "WzFd") -> dict[str, Any]:
    paging = {"has_next_page": more is not None, "end_cursor": cursor}
    return {"sequences": [{"id": each, "name": str(each)} for each in ids], "pagination": paging}


async def test_a_cursor_that_comes_again_leads_nowhere() -> None:
    async with connected(new_store()) as (_, provider):
        await answering(provider, rows(2, 1, more=True))
        assert await names(provider) == ["2", "1"]


@pytest.mark.parametrize("cursor", [None, "", 7])
async def test_more_without_a_way_to_it_is_no_answer(cursor: object) -> None:
    async with connected(new_store()) as (_, provider):
        await answering(provider, rows(2, 1, more=True, cursor=cursor))
        with pytest.raises(BadAnswer, match="cursor of the next page"):
            await names(provider)


@pytest.mark.parametrize("body", [None, [], {}, {"sequences": {}}, {"sequences": [7]}, {"sequences": [{"name": "x"}]}])
async def test_a_list_of_another_shape(body: Any) -> None:
    async with connected(new_store()) as (_, provider):
        await answering(provider, body)
        with pytest.raises(BadAnswer, match="Kit answered 200, but not with"):
            await names(provider)


@pytest.mark.parametrize("paging", [None, [], {}, {"has_next_page": "yes"}])
async def test_pagination_that_says_nothing_is_the_end(paging: Any) -> None:
    async with connected(new_store()) as (_, provider):
        await answering(provider, {"sequences": [{"id": 1, "name": "One"}], "pagination": paging})
        assert await names(provider) == ["One"]


async def test_older_sequences_have_no_counts() -> None:
    store = new_store("counts=no")
    sequence = put(store, 0)
    async with connected(store) as (_, provider):
        assert (await provider.head(str(sequence.id))).steps is None


@pytest.mark.parametrize(
    ("row", "status", "steps"),
    [
        ({"id": "7"}, "unknown", None),
        ({"id": 7, "active": None, "email_count": "3"}, "unknown", None),
        ({"id": 7, "active": 1, "email_count": -1}, "unknown", None),
        ({"id": 7, "name": None, "created_at": 5, "active": True, "email_count": True}, "running", None),
        ({"id": 7, "active": False, "email_count": 3}, "paused", 3),
    ],
)
async def test_heads_of_odd_shapes(row: dict[str, Any], status: str, steps: int | None) -> None:
    async with connected(new_store()) as (_, provider):
        await answering(provider, {"sequence": row})
        head = await provider.head("7")
        assert (head.id, head.status, head.steps) == ("7", status, steps)


async def test_the_emails_of_a_sequence() -> None:
    store = new_store()
    sequence = put(store, 4, 0, 2, active=True, emails=({"content": "<p>a</p>", "email_template_id": 36},))
    async with connected(store) as (served, provider):
        keys = Keys()
        tree = await read(provider, sequence, keys)
        assert lines(served) == [
            "GET /v4/sequences/1",
            "GET /v4/sequences/1/emails?per_page=100&include_content=true",
        ]
        assert subjects(tree) == ["b", "c", "a"]
        assert tree.sequence.id == tree.head.id == "1"
        assert tree.sequence.steps[2].content.values() == {
            "subject": "a", "preview_text": "", "content": "<p>a</p>", "delay_value": 1, "delay_unit": "days",
            "send_days": (), "email_template_id": "36", "published": True, "position": 4,
        }  # fmt: skip
        again = await provider.campaign("1", keys, head=tree.head)
        assert again == tree
        assert len(served.exchanges) == 3, "a head that is known is not read"


async def test_emails_over_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store()
    sequence = put(store, *range(10))
    monkeypatch.setattr("tui.providers.kit.client.EMAIL_PAGE", 3)
    async with connected(store) as (served, provider):
        assert subjects(await read(provider, sequence)) == list("abcdefghij")
        assert len(served.exchanges) == 1 + 4


async def test_emails_without_positions_stay_as_listed_and_behind_the_others() -> None:
    store = new_store("null_positions=yes")
    sequence = put(store, 0, 1, 2)
    async with connected(store) as (_, provider):
        assert subjects(await read(provider, sequence)) == ["a", "b", "c"]
        odd = [
            {"id": 1, "subject": "none"},
            {"id": "2", "subject": "text", "position": "5"},
            {"id": 3, "subject": "null", "position": None},
            {"id": 4, "subject": "zero", "position": 0},
        ]
        await answering(provider, {"emails": odd})
        tree = await provider.campaign("1", Keys(), head=await head_of(provider))
        assert subjects(tree) == ["zero", "text", "none", "null"]
        assert [step.id for step in tree.sequence.steps] == ["4", "2", "1", "3"]


async def head_of(provider: Kit) -> Any:
    return CampaignHead(id="1", name="n", service="kit", account=provider.account)


async def test_settings_as_they_are_reported() -> None:
    store = new_store()
    sequence = put(store)
    sequence.email_template_id = 36
    async with connected(store) as (_, provider):
        values = (await provider.settings(str(sequence.id))).values()
        assert values["email_template_id"] == "36"
        assert values["email_address"] == ""
        assert values["active"] is False
        assert values["exclude_subscriber_sources"] == ()
        assert (values["send_hour"], values["time_zone"]) == (11, "Europe/Paris")


async def test_templates_to_choose_from() -> None:
    store = new_store()
    store.state.kit.templates = {
        6: Template(id=6, name="Text Only", is_default=True),
        35: Template(id=35, name="Story", category="Starting point"),
    }
    async with connected(store) as (_, provider):
        assert await provider.options("template") == (
            Option("35", "Story", "Starting point"),
            Option("6", "Text Only", "HTML, default"),
        )
        assert await provider.options("anything else") == ()


async def test_hostile_texts_pass_through_unharmed() -> None:
    nasty = "\x1b[31m\u202e[bold]{{ x }}\u0000<script>'\"\\ \U0001f4a9"
    store = new_store()
    sequence = put(store, 0, emails=({"subject": nasty, "content": nasty},))
    sequence.name = nasty
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        assert tree.head.name == nasty
        assert tree.sequence.steps[0].content.values()["subject"] == nasty
        assert tree.sequence.steps[0].content.message_text() == (nasty, nasty, True)


@pytest.mark.parametrize("identifier", ["1/emails/2", "../account", "1?x=y", "%2e%2e", "a b", "ü", "1#x"])
async def test_an_id_is_one_part_of_the_path(identifier: str) -> None:
    async with connected(new_store()) as (served, provider):
        with pytest.raises(ServiceError):
            await provider.head(identifier)
        assert all(each.path.startswith("/v4/sequences/") for each in served.exchanges)
        assert all(not each.query for each in served.exchanges)
