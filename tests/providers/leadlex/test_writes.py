"""Each write's exact request, and what a save costs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.answers import Script, scripted
from tests.providers.leadlex.connected import (
    adding,
    changing,
    connected,
    deleting,
    email,
    new_store,
    opened,
    put,
    read,
    shown,
    stored,
)
from tui.model.nodes import Campaign, Keys
from tui.plan.operations import UpdateSettings
from tui.providers.base import Done
from tui.providers.errors import BadAnswer, ReadOnly, Sent
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.settings import LeadlexSettings
from tui.workspace.plans import carry_out

NEW = {"subject": "new", "body": "body new", "delay_days": 40, "delay_hours": 5, "send_condition": "if_clicked"}


async def test_a_step_is_appended() -> None:
    store = new_store()
    record = put(store, "a")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        served.forget()
        done = await provider.perform(adding(tree, email()))
        assert [(each.method, each.path, each.body) for each in served.requests] == [
            ("POST", f"/v1/campaigns/{record.id}/steps", NEW)
        ]
        assert done.step_id == record.steps[1].id
        assert done.answer is not None
        assert done.answer["index"] == 1


async def test_only_what_is_set_is_sent_with_an_add() -> None:
    store = new_store()
    record = put(store)
    async with connected(store) as (served, provider):
        await provider.perform(adding(await read(provider, record), Email(subject="s", body="b")))
        assert served.writes[0].body == {"subject": "s", "body": "b"}


async def test_a_change_sends_the_changed_fields() -> None:
    store = new_store()
    record = put(store, "a", "b")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        step = tree.sequence.steps[1]
        values = {**step.content.values(), "delay_hours": 0, "send_condition": "if_opened"}
        done = await provider.perform(changing(tree, step, Email(**values)))
        assert served.writes == [
            ("PATCH", f"/v1/campaigns/{record.id}/steps/step_2", {"delay_hours": 0, "send_condition": "if_opened"})
        ]
        assert done.step_id == "step_2"
        same = changing(tree, step, Email(**step.content.values()))
        assert (await provider.perform(same)).answer is None
        assert len(served.writes) == 1, "a change that changes nothing sends nothing"


async def test_a_delete_has_no_body() -> None:
    store = new_store()
    record = put(store, "a", "b")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        done = await provider.perform(deleting(tree, tree.sequence.steps[0]))
        assert served.writes == [("DELETE", f"/v1/campaigns/{record.id}/steps/step_1", None)]
        assert done == Done("step_1", {"deleted": True, "id": "step_1"})


@pytest.mark.parametrize("data", [{}, {"deleted": False}, {"deleted": "yes"}, None])
async def test_a_delete_that_does_not_say_so_is_in_doubt(data: Any) -> None:
    script = Script().on("DELETE /campaigns/c/steps/s", {"data": data})
    async with scripted(script) as provider:
        with pytest.raises(BadAnswer) as caught:
            await provider.perform(deleting(*_bare()))
        assert caught.value.sent is Sent.UNKNOWN
        assert len(script.got) == 1


def _bare() -> tuple[Campaign, Any]:
    from tui.providers.leadlex.reading import read_head
    from tui.providers.straight import campaign_of

    head = read_head({"id": "c", "status": "draft"}, service="leadlex", account="acme")
    row = {"id": "s", "index": 0, **NEW}
    tree = campaign_of(head, [row], Email.read, Keys())
    return tree, tree.sequence.steps[0]


async def test_a_save_costs_one_call() -> None:
    """What the answers show is what reading the campaign again would show."""
    async with opened(subjects="abcd", switches=("patch_sample",)) as (document, served, record):
        provider, tree = document.provider, document.baseline
        operations: list[Any] = [
            adding(tree, email(), key="new"),
            changing(tree, tree.sequence.steps[2], email("other")),
            deleting(tree, tree.sequence.steps[0]),
        ]
        for operation in operations:
            served.forget()
            outcome = await carry_out(document, operation)
            assert outcome.verified
            assert len(served.exchanges) == 1
            now = document.baseline
            assert shown(now) == stored(record)
            again = await provider.campaign(record.id, document.keys)
            assert [(step.key, step.id) for step in again.sequence.steps] == [
                (step.key, step.id) for step in now.sequence.steps
            ]
            assert [step.reported for step in again.sequence.steps] == [step.reported for step in now.sequence.steps]
            assert again.head.steps == now.head.steps == len(record.steps)
        assert document.baseline.sequence.steps[1].reported["created_at"], "kept, though the answer lacks it"


async def test_a_save_that_meets_somebody_elses_change_is_read_again() -> None:
    async with opened() as (document, served, record):
        record.steps.append(record.steps[0].model_copy(update={"id": "step_theirs"}))
        await carry_out(document, adding(document.baseline, email(), key="new"))
        assert [each.method for each in served.requests] == ["POST", "GET", "GET"]
        assert [step.id for step in document.baseline.sequence.steps] == [step.id for step in record.steps]
        served.forget()
        del record.steps[0]
        step = document.baseline.sequence.steps[1]
        assert (await carry_out(document, changing(document.baseline, step, email("other")))).verified
        assert [each.method for each in served.requests] == ["PATCH", "GET", "GET"]
        assert shown(document.baseline) == stored(record)


async def test_an_answer_without_what_was_changed_is_read_again() -> None:
    tree, step = _bare()
    provider = Leadlex("wbk_x", account="a")
    operation = changing(tree, step, email("other"))
    assert provider.after(operation, Done("s", {"id": "s"}), tree) is None
    assert provider.after(operation, Done("x", {"id": "x", **NEW, "subject": "other"}), tree) is None
    assert provider.after(adding(tree, email()), Done("n", {"id": "n", "subject": "new"}), tree) is None
    shown_now = provider.after(operation, Done("s", {"id": "s", "subject": "other", "body": "body other"}), tree)
    assert shown_now is not None
    assert shown_now.sequence.steps[0].content.values() == {**NEW, "subject": "other", "body": "body other"}


async def test_indexes_that_begin_elsewhere_cost_no_call() -> None:
    """Contiguous from zero is documented; other numbers must do no harm."""
    from tui.providers.leadlex.reading import read_head
    from tui.providers.straight import campaign_of

    head = read_head({"id": "c", "status": "draft"}, service="leadlex", account="acme")
    rows = [{"id": "a", "index": 5, **NEW}, {"id": "b", "index": 9, **NEW}]
    tree = campaign_of(head, rows, Email.read, Keys())
    provider = Leadlex("wbk_x", account="a")
    change = changing(tree, tree.sequence.steps[1], email("x"))
    answer = {**rows[1], "subject": "x", "body": "body x"}
    assert provider.after(change, Done("b", answer), tree) is not None
    assert provider.after(adding(tree, email()), Done("n", {"id": "n", "index": 10, **NEW}), tree) is not None
    assert provider.after(adding(tree, email()), Done("n", {"id": "n", "index": 11, **NEW}), tree) is None


async def test_read_only_lets_nothing_but_reading_out() -> None:
    store = new_store()
    record = put(store, "a", status="active")
    async with connected(store, read_only=True) as (served, provider):
        tree = await read(provider, record)
        step = tree.sequence.steps[0]
        settings = await provider.settings(record.id)
        change = UpdateSettings(campaign_id=record.id, title="t", before=settings, after=LeadlexSettings(name="other"))
        for call in (
            provider.perform(adding(tree, email())),
            provider.perform(changing(tree, step, email())),
            provider.perform(deleting(tree, step)),
            provider.pause(record.id),
            provider.start(record.id),
            provider.create(LeadlexSettings(name="x")),
            provider.set_settings(change),
            provider.remove(record.id),
        ):
            with pytest.raises(ReadOnly):
                await call
        assert served.writes == []


async def test_a_copy_that_is_not_there_yet_is_not_deleted() -> None:
    tree, _ = _bare()
    provider = Leadlex("wbk_x", account="a")
    operation = deleting(tree, tree.sequence.steps[0]).model_copy(update={"step_id": "", "key": "k"})
    assert provider.request(operation).path == "/v1/campaigns/c/steps/(new)"
    with pytest.raises(ValueError, match="no id"):
        await provider.perform(operation)
