"""Reading over a real socket, and every odd shape that the documents leave room for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.answers import Script, scripted
from tests.providers.leadlex.connected import connected, lines_of, new_store, put, read, shown, stored
from tui.model.nodes import CampaignHead, Keys
from tui.providers.errors import BadAnswer, Sent, ServiceError
from tui.providers.leadlex.reading import in_order, read_status

STEP = {"subject": "s", "body": "b", "delay_days": 0, "delay_hours": 0, "send_condition": "always"}
META = {"page": 1, "per_page": 100, "total": 1}


async def test_the_key_is_checked_with_one_row() -> None:
    store = new_store()
    for name in ("a", "b"):
        put(store, name=name)
    async with connected(store) as (served, provider):
        identity = await provider.identity()
        assert (identity.name, identity.detail) == ("workspace", "2 campaigns")
        assert [(each.path, each.query) for each in served.exchanges] == [("/v1/campaigns", "per_page=1")]
        assert served.exchanges[0].headers["authorization"] == "Bearer wbk_sandbox"
    async with scripted(Script().on("GET /campaigns", {"data": {"campaigns": []}})) as provider:
        assert (await provider.identity()).detail == ""


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (100, 1), (101, 2), (235, 3)])
async def test_all_pages_of_campaigns_and_not_one_call_more(count: int, pages: int) -> None:
    store = new_store()
    for number in range(count):
        put(store, name=f"c{number:03}")
    async with connected(store) as (served, provider):
        found = [page async for page in provider.heads()]
        heads = [head for page in found for head in page.heads]
        assert len({head.id for head in heads}) == count
        assert {page.total for page in found} == {count}
        assert [each.query for each in served.exchanges] == [f"page={n}&per_page=100" for n in range(1, pages + 1)]


@pytest.mark.parametrize("meta", [None, {}, {"total": "many"}, {"total": 10_000, "per_page": 1}, []])
async def test_a_list_that_never_ends_is_left(meta: Any) -> None:
    """The same full page again and again."""
    rows = [{"id": f"cmp_{number}"} for number in range(100)]
    script = Script().on("GET /campaigns", {"data": {"campaigns": rows}, "meta": meta})
    async with scripted(script) as provider:
        heads = [head async for page in provider.heads() for head in page.heads]
        assert len(heads) == 100
        assert len(script.got) == 2


async def test_a_service_that_gives_smaller_pages_is_read_to_the_end() -> None:
    def page(first: int, count: int) -> dict[str, Any]:
        rows = [{"id": f"cmp_{first + number}"} for number in range(count)]
        return {"data": {"campaigns": rows}, "meta": {"page": 1, "per_page": 50, "total": 120}}

    script = Script().on("GET /campaigns", page(0, 50), page(50, 50), page(100, 20))
    async with scripted(script) as provider:
        assert len([head async for each in provider.heads() for head in each.heads]) == 120
        assert len(script.got) == 3


STATUSES = [
    ("draft", "draft", ""),
    ("active", "running", "active"),
    ("paused", "paused", ""),
    ("completed", "ended", "completed"),
    ("pending_approval", "pending", "pending approval"),
    ("frozen_by_support", "unknown", "frozen by support"),
    ("Active", "unknown", "Active"),
    (None, "unknown", ""),
    ("", "unknown", ""),
    (7, "unknown", ""),
]


@pytest.mark.parametrize(("reported", "status", "word"), STATUSES)
def test_statuses(reported: Any, status: str, word: str) -> None:
    assert read_status(reported) == (status, word)


async def test_a_head_keeps_what_was_reported_without_steps_and_contacts() -> None:
    store = new_store()
    record = put(store, "a", "b", status="active", description="d")
    async with connected(store) as (_, provider):
        head = await provider.head(record.id)
        assert (head.id, head.name, head.status, head.steps) == (record.id, "main", "running", 2)
        assert (head.service, head.account) == ("leadlex", "acme")
        assert head.reported["description"] == "d"
        assert not {"steps", "contacts"} & set(head.reported)


async def test_rows_with_next_to_nothing_in_them() -> None:
    rows = [{"id": "cmp_1"}, {"id": 7, "name": None, "status": None}, {"id": "cmp_3", "name": 3, "created_at": 1}]
    async with scripted(Script().on("GET /campaigns", {"data": {"campaigns": rows}})) as provider:
        (page,) = [page async for page in provider.heads()]
        assert page.total is None
        assert [head.id for head in page.heads] == ["cmp_1", "7", "cmp_3"]
        assert [head.title for head in page.heads] == ["cmp_1", "7", "cmp_3"]
        assert {(head.status, head.status_word, head.steps) for head in page.heads} == {("unknown", "", None)}


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"campaigns": [{"name": "no id"}]}},
        {"data": {"campaigns": [{"id": ""}]}},
        {"data": {"campaigns": [{"id": None}]}},
        {"data": {"campaigns": [{"id": ["x"]}]}},
        {"data": {"campaigns": ["cmp_1"]}},
        {"data": {"campaigns": None}},
        {"data": []},
        {"campaigns": []},
        [],
        None,
        "text",
    ],
)
async def test_what_is_no_list_of_campaigns_is_said(body: Any) -> None:
    async with scripted(Script().on("GET /campaigns", body)) as provider:
        with pytest.raises(BadAnswer) as caught:
            [page async for page in provider.heads()]
        assert "LeadLex answered 200, but not with" in caught.value.cause
        assert caught.value.sent is Sent.NO


async def test_a_campaign_with_its_steps() -> None:
    store = new_store()
    record = put(store, "a", "b", "c")
    async with connected(store) as (served, provider):
        keys = Keys()
        campaign = await read(provider, record, keys)
        assert lines_of(served) == [f"GET /{record.id}", f"GET /{record.id}/steps"]
        assert shown(campaign) == stored(record)
        assert [step.id for step in campaign.sequence.steps] == ["step_1", "step_2", "step_3"]
        assert campaign.sequence.id == record.id
        step = campaign.sequence.steps[1]
        assert (step.reported["index"], step.reported["created_at"]) == (1, "2026-01-01T00:00:00Z")
        again = await provider.campaign(record.id, keys, head=campaign.head)
        assert [step.key for step in again.sequence.steps] == [step.key for step in campaign.sequence.steps]
        assert lines_of(served)[2:] == [f"GET /{record.id}/steps"], "one call when the head is known"


async def test_a_head_without_a_status_is_read_first() -> None:
    """What may be done depends on the status, and a row of the list need not tell it."""
    store = new_store()
    record = put(store, "a", status="active")
    async with connected(store) as (_, provider):
        bare = CampaignHead(id=record.id, name="n", service="leadlex", account="acme")
        assert (await provider.campaign(record.id, Keys(), head=bare)).is_running


def test_steps_go_by_index_when_all_have_one() -> None:
    rows = [{"id": "b", "index": 1}, {"id": "a", "index": 0}, {"id": "c", "index": 7}]
    assert [row["id"] for row in in_order(rows)] == ["a", "b", "c"]
    for odd in ({"id": "x"}, {"id": "x", "index": None}, {"id": "x", "index": "0"}, {"id": "x", "index": True}):
        assert [row["id"] for row in in_order([*rows, odd])] == ["b", "a", "c", "x"]
    twice = [{"id": "b", "index": 0}, {"id": "a", "index": 0}, {"id": "b", "index": 5}]
    assert [row["id"] for row in in_order(twice)] == ["b", "a"], "each once"


async def test_steps_with_odd_fields_are_shown() -> None:
    rows = [{"id": 3}, {"id": "s", **STEP, "delay_days": "2", "subject": None, "surprise": {"x": 1}}]
    script = Script().on("GET /campaigns/c", {"data": {"campaign": {"id": "c", "status": "draft"}}})
    script.on("GET /campaigns/c/steps", {"data": {"steps": rows}})
    async with scripted(script) as provider:
        campaign = await provider.campaign("c", Keys())
        bare, odd = campaign.sequence.steps
        assert bare.id == "3"
        assert bare.content.model_fields_set == set()
        assert odd.content.wait() == 48
        assert not odd.content.reported("subject")
        assert odd.reported["surprise"] == {"x": 1}
        assert campaign.head.steps == 2


@pytest.mark.parametrize("steps", [None, {}, [{"subject": "s"}], ["x"], [{"id": {}}]])
async def test_steps_that_cannot_be_read_are_said(steps: Any) -> None:
    script = Script().on("GET /campaigns/c", {"data": {"campaign": {"id": "c"}}})
    script.on("GET /campaigns/c/steps", {"data": {"steps": steps}})
    async with scripted(script) as provider:
        with pytest.raises(BadAnswer):
            await provider.campaign("c", Keys())


async def test_an_id_is_one_part_of_a_path_whatever_it_holds() -> None:
    store = new_store()
    record = put(store, "a", name="main")
    async with connected(store) as (served, provider):
        for hostile in ("../campaigns", f"{record.id}/steps", "a?b=c#d", "\x1b[31m", "\u202ex", "%2e%2e"):
            with pytest.raises(ServiceError):
                await provider.head(hostile)
        assert {each.method for each in served.requests} == {"GET"}


async def test_hostile_texts_come_and_go_unchanged() -> None:
    store = new_store()
    nasty = "\x1b]0;x\x07[b]{{first_name}}\u202e\u0000\ud7ff😀\r\n<script>"
    record = put(store, nasty, name="main")
    async with connected(store) as (_, provider):
        campaign = await read(provider, record)
        assert campaign.sequence.steps[0].content.values()["subject"] == nasty


async def test_settings_as_reported() -> None:
    store = new_store()
    record = put(store, sending_timezone="Europe/Berlin", description=None, daily_send_limit=7)
    async with connected(store) as (served, provider):
        values = (await provider.settings(record.id)).values()
        assert values == {
            "name": "main", "description": "", "daily_send_limit": 7, "delay_between_emails": 60,
            "sending_timezone": "Europe/Berlin", "send_on_weekends": False, "track_opens": True,
            "track_clicks": True, "show_unsubscribe": True,
        }  # fmt: skip
        assert len(served.exchanges) == 1
