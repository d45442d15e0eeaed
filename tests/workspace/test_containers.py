"""Whole campaigns made, changed and deleted: sent once, and looked for when the answer is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.kit.connected import connected, new_store, put
from tests.providers.leadlex import connected as leadlex
from tui.model.nodes import CampaignHead
from tui.plan.operations import UpdateSettings
from tui.providers.base import Provider
from tui.providers.errors import ServiceError
from tui.providers.kit.settings import KitSettings
from tui.workspace.containers import change_settings, create, remove
from tui.workspace.engine import Refused

SPRING = KitSettings(name="Spring")


async def _known(provider: Provider) -> frozenset[str]:
    return frozenset([head.id async for page in provider.heads() for head in page.heads])


async def _changing(provider: Provider, head: CampaignHead, **fields: Any) -> UpdateSettings:
    before = await provider.settings(head.id)
    return UpdateSettings(campaign_id=head.id, title="Change", before=before, after=KitSettings(**fields))


@pytest.mark.parametrize(("fault", "note"), [("", ""), ("drop-after", "lost"), ("500-after", "lost")])
async def test_made(fault: str, note: str) -> None:
    """One POST whatever comes back; when the answer is lost, the list shows it."""
    async with connected(new_store()) as (served, provider):
        known = await _known(provider)
        if fault:
            served.faults.add(f"POST:*:{fault}:*")
        head, said = await create(provider, SPRING, known)
        assert head.name == "Spring"
        assert (note in said) if note else not said
        assert len(served.writes) == 1
        assert [each.id for each in served.store.state.kit.live_sequences] == [int(head.id)]


@pytest.mark.parametrize("kind", ["not made", "two of them", "list not readable", "refused"])
async def test_not_made_or_not_known(kind: str) -> None:
    """The error stays an error: a second one is never made, and none is taken that may be somebody else's."""
    async with connected(new_store()) as (served, provider):
        known = await _known(provider)
        served.faults.add(f"POST:*:{ {'not made': 'drop', 'refused': '403'}.get(kind, 'drop-after') }:*")
        if kind == "two of them":
            put(served.store).name = "Spring"
        if kind == "list not readable":
            served.faults.add("GET:/v4/sequences:403:*")
        with pytest.raises(ServiceError):
            await create(provider, SPRING, known)
        assert len(served.writes) == 1


async def test_one_of_the_same_name_that_was_there_before_is_not_taken() -> None:
    async with connected(new_store(), "POST:*:drop-after:1") as (served, provider):
        older = put(served.store)
        older.name = "Spring"
        head, _ = await create(provider, SPRING, await _known(provider))
        assert head.id != str(older.id)


@pytest.mark.parametrize(("fault", "note"), [("", ""), ("404", "gone already"), ("drop-after", "lost, but it is gone")])
async def test_gone(fault: str, note: str) -> None:
    async with connected(new_store(), *([f"DELETE:*:{fault}:*"] if fault else [])) as (served, provider):
        sequence = put(served.store, 0)
        said = await remove(provider, await provider.head(str(sequence.id)))
        assert note in said
        assert bool(said) is bool(note)
        assert len(served.writes) == 1
        assert (sequence.deleted_at is not None) is (fault != "404")


@pytest.mark.parametrize("faults", [["DELETE:*:drop:*"], ["DELETE:*:500:*"], ["DELETE:*:drop-after:*", "GET:*:403:*"]])
async def test_not_gone_or_not_known(faults: list[str]) -> None:
    """The error is passed on, after one request."""
    async with connected(new_store()) as (served, provider):
        head = await provider.head(str(put(served.store, 0).id))
        for fault in faults:
            served.faults.add(fault)
        with pytest.raises(ServiceError):
            await remove(provider, head)
        assert len(served.writes) == 1


async def test_what_the_verdict_refuses_is_not_sent() -> None:
    """LeadLex deletes drafts only: reason and remedy, and no request."""
    store = leadlex.new_store()
    record = leadlex.put(store, "a", status="active")
    async with leadlex.connected(store) as (served, provider):
        head = await provider.head(record.id)
        served.forget()
        with pytest.raises(Refused, match=r"only drafts.*Pause it"):
            await remove(provider, head)
        assert served.requests == []


@pytest.mark.parametrize(("fault", "notes"), [("", 0), ("drop-after", 1), ("500-after", 1)])
async def test_settings_changed(fault: str, notes: int) -> None:
    """The changed fields in one request; a lost answer is settled by reading."""
    async with connected(new_store()) as (served, provider):
        sequence = put(served.store)
        head = await provider.head(str(sequence.id))
        operation = await _changing(provider, head, send_hour=7, name=sequence.name)
        if fault:
            served.faults.add(f"PUT:*:{fault}:*")
        said = await change_settings(provider, head, operation)
        assert len(said) == notes
        assert [write.body for write in served.writes] == [{"send_hour": 7}]
        assert sequence.send_hour == 7


@pytest.mark.parametrize("faults", [["PUT:*:drop:*"], ["PUT:*:drop-after:*", "GET:*:403:*"], ["PUT:*:422:*"]])
async def test_settings_not_changed_or_not_known(faults: list[str]) -> None:
    async with connected(new_store()) as (served, provider):
        head = await provider.head(str(put(served.store).id))
        operation = await _changing(provider, head, send_hour=7)
        for fault in faults:
            served.faults.add(fault)
        with pytest.raises(ServiceError):
            await change_settings(provider, head, operation)
        assert len(served.writes) == 1


async def test_settings_stored_other_than_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said by the name of the field."""
    async with connected(new_store()) as (served, provider):
        head = await provider.head(str(put(served.store).id))
        operation = await _changing(provider, head, send_hour=7)

        async def other(_: UpdateSettings) -> KitSettings:
            return KitSettings.read({"send_hour": 8})

        monkeypatch.setattr(provider, "set_settings", other)
        assert await change_settings(provider, head, operation) == ("Hour was stored differently from what was sent.",)
