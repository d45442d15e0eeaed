"""Whole campaigns: made, changed, paused, started, deleted, and what becomes of lost answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.answers import Script, scripted
from tests.providers.leadlex.connected import (
    connected,
    enroll,
    lines_of,
    new_store,
    put,
)
from tui.plan.operations import UpdateSettings
from tui.providers.errors import Conflict, Invalid, NotFound, ServerFailed
from tui.providers.leadlex.settings import LeadlexSettings
from tui.workspace import containers


async def test_a_campaign_is_made_changed_and_deleted() -> None:
    store = new_store()
    async with connected(store) as (served, provider):
        content, _ = LeadlexSettings.check(
            {**LeadlexSettings.fresh(first=True), "name": "Q3", "sending_timezone": "Europe/Paris"}, _creating()
        )
        assert content is not None
        head, note = await containers.create(provider, content, frozenset())
        assert note == ""
        assert (head.name, head.status, head.steps) == ("Q3", "draft", 0)
        assert served.writes[0] == (
            "POST", "/v1/campaigns",
            {"name": "Q3", "daily_send_limit": 50, "delay_between_emails": 60, "sending_timezone": "Europe/Paris",
             "send_on_weekends": False, "track_opens": True, "track_clicks": True, "show_unsubscribe": True},
        )  # fmt: skip
        before = await provider.settings(head.id)
        served.forget()
        after = LeadlexSettings(**{**before.values(), "daily_send_limit": 9, "description": "why"})
        operation = UpdateSettings(campaign_id=head.id, title="Change the settings", before=before, after=after)
        assert await containers.change_settings(provider, head, operation) == ()
        path = f"/v1/campaigns/{head.id}"
        assert served.requests == [("PATCH", path, {"description": "why", "daily_send_limit": 9})]
        stored_now = await provider.settings(head.id)
        assert stored_now == after
        served.forget()
        same = UpdateSettings(campaign_id=head.id, title="t", before=after, after=after)
        assert (await provider.set_settings(same)).values() == after.values()
        assert served.requests == []
        assert await containers.remove(provider, head) == ""
        assert served.requests == [("DELETE", path, None)]
        with pytest.raises(NotFound):
            await provider.head(head.id)


def _creating() -> Any:
    from tui.model.declare import Place

    return Place(creating=True)


async def test_only_a_draft_is_deleted() -> None:
    store = new_store()
    record = put(store, "a", status="paused")
    async with connected(store) as (served, provider):
        with pytest.raises(Conflict) as caught:
            await provider.remove(record.id)
        assert "deletes only drafts" in caught.value.cause
        assert len(served.writes) == 1


@pytest.mark.parametrize("fault", ["drop-after", "500-after", "html-after"])
async def test_lost_answers_about_whole_campaigns_are_settled(fault: str) -> None:
    store = new_store()
    record = put(store, "a", name="old")
    async with connected(store, f"POST:*:{fault}", f"PATCH:*:{fault}", f"DELETE:*:{fault}") as (served, provider):
        made, note = await containers.create(provider, LeadlexSettings(name="new"), frozenset({record.id}))
        assert note
        assert made.name == "new"
        before = await provider.settings(record.id)
        operation = UpdateSettings(
            campaign_id=record.id, title="t", before=before, after=LeadlexSettings(daily_send_limit=3)
        )
        assert "The answer was lost" in (await containers.change_settings(provider, made, operation))[0]
        assert "The answer was lost" in await containers.remove(provider, made)
        assert [write.method for write in served.writes] == ["POST", "PATCH", "DELETE"], "each was sent once"
        assert list(store.state.leadlex.campaigns) == [record.id]


async def test_pause_and_start_ask_for_a_state_not_for_a_change() -> None:
    store = new_store()
    record = put(store, "a", status="active")
    enroll(store, record, 0)
    async with connected(store) as (served, provider):
        for call, state in (
            (provider.pause, "paused"), (provider.pause, "paused"), (provider.start, "active"),
            (provider.start, "active"),
        ):  # fmt: skip
            assert await call(record.id) == ""
            assert record.status == state
        path = f"/{record.id}"
        assert lines_of(served) == [
            f"POST {path}/pause", f"POST {path}/pause", f"GET {path}",
            f"POST {path}/start", f"POST {path}/start", f"GET {path}",
        ]  # fmt: skip


async def test_a_start_that_needs_approval_says_so() -> None:
    store = new_store("approval=1")
    record = put(store, "a")
    for _ in range(2):
        enroll(store, record, 0, "pending")
    async with connected(store) as (_, provider):
        said = await provider.start(record.id)
        assert record.status == "pending_approval"
        (task,) = store.state.leadlex.tasks
        assert task in said
        assert "approval" in said
        assert "Approve" in said
        again = await provider.start(record.id)
        assert "approval" in again
        assert task not in again
        with pytest.raises(Conflict):
            await provider.pause(record.id)


@pytest.mark.parametrize("fault", ["drop-after", "500-after", "half-json-after"])
async def test_a_switch_whose_answer_was_lost_is_settled_by_looking(fault: str) -> None:
    fault = fault.replace("half-json-after", "half-json")
    store = new_store()
    record = put(store, "a", status="active")
    enroll(store, record, 0)
    async with connected(store, f"POST:*/pause:{fault}", f"POST:*/start:{fault}") as (served, provider):
        assert await provider.pause(record.id) == ""
        assert record.status == "paused"
        assert await provider.start(record.id) == ""
        assert record.status == "active"
        assert len(served.writes) == 2


async def test_a_switch_that_did_not_happen_is_an_error() -> None:
    store = new_store()
    record = put(store, "a", status="active")
    empty = put(store, name="empty")
    async with connected(store, "POST:*/pause:500") as (served, provider):
        with pytest.raises(ServerFailed):
            await provider.pause(record.id)
        with pytest.raises(Invalid) as caught:
            await provider.start(empty.id)
        assert "no steps or no contacts" in caught.value.cause
        with pytest.raises(NotFound) as missing:
            await provider.start("cmp_none")
        assert "no such campaign" in missing.value.cause
        served.faults.add("POST:*/pause:drop")
        served.faults.add("GET:*:403:1")
        with pytest.raises(Exception, match="connection to LeadLex broke"):
            await provider.pause(record.id)


@pytest.mark.parametrize("answer", [None, {}, {"data": None}, {"data": {"status": "active"}}, {"data": {"status": 1}}])
async def test_odd_answers_to_a_start_are_taken_for_done(answer: Any) -> None:
    async with scripted(Script().on("POST /campaigns/c/start", answer)) as provider:
        assert await provider.start("c") == ""
