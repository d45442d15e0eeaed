"""Every write as the one request that it is, and what the client makes of the answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.kit.connected import adding, changing, connected, deleting, new_store, put, read, subjects
from tests.support.served import Received
from tui.model.nodes import Campaign, Keys
from tui.plan.operations import StepOperation, UpdateSettings
from tui.providers.base import Done
from tui.providers.calls import Answer
from tui.providers.errors import BadAnswer, LostAnswer, NotFound, ReadOnly, Sent, ServerFailed, TimedOut
from tui.providers.kit.client import Kit
from tui.providers.kit.settings import KitSettings


async def carried(provider: Kit, operation: StepOperation, tree: Campaign) -> tuple[Done, Campaign | None]:
    """Perform an operation; what was done, and the tree after it, compared with what was asked."""
    done = await provider.perform(operation)
    after = provider.after(operation, done, tree)
    if after is not None:
        assert provider.verify(operation, done, after) == ()
    return done, after


async def test_an_add_sends_what_is_set_and_the_answer_is_the_new_step() -> None:
    store = new_store()
    sequence = put(store, 0, 1)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        operation = adding(tree, subject="x", delay_value=0, preview_text="p", position=2, published=False)
        operation = operation.model_copy(
            update={"content": operation.content.model_copy(update={"delay_value": 3, "email_template_id": "36"})}
        )
        done, after = await carried(provider, operation, tree)
        assert served.writes == [
            Received("POST", "/v4/sequences/1/emails", {
                "subject": "x", "delay_value": 3, "delay_unit": "days", "preview_text": "p", "position": 2,
                "published": False, "email_template_id": 36,
            })
        ]  # fmt: skip
        assert provider.request(operation).line.startswith("POST /v4/sequences/1/emails (subject")
        assert done.step_id == "3"
        assert after is not None
        assert subjects(after) == ["a", "b", "x"]
        assert after.sequence.steps[2].key == "new"
        assert after.sequence.steps[2].content.reported("content")


async def test_an_add_at_a_free_position_stands_there() -> None:
    store = new_store()
    sequence = put(store, 0, 4)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        operation = adding(tree, 1, position=2)
        _, after = await carried(provider, operation, tree)
        assert after is not None
        assert subjects(after) == ["a", "new", "b"]


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"subject": "x"}, {"subject": "x"}),
        ({"subject": "a"}, None),
        ({"subject": "a", "published": False}, {"published": False}),
        ({"content": ""}, {"content": None}),
        ({"email_template_id": ""}, {"email_template_id": None}),
        ({"email_template_id": "6"}, {"email_template_id": 6}),
        ({"send_days": ("monday", "friday")}, {"send_days": ["monday", "friday"]}),
        ({"delay_unit": "hours", "send_days": ("monday",)}, {"delay_unit": "hours"}),
        ({"delay_unit": "hours", "delay_value": 5}, {"delay_unit": "hours", "delay_value": 5}),
        ({"position": 7}, {"position": 7}),
    ],
)
async def test_a_change_sends_what_differs(fields: dict[str, Any], body: dict[str, Any] | None) -> None:
    store = new_store()
    sequence = put(store, 0, 1, emails=({"content": "<p>a</p>", "email_template_id": 36},))
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        done, after = await carried(provider, changing(tree, 0, **fields), tree)
        assert served.writes == ([] if body is None else [Received("PUT", "/v4/sequences/1/emails/1", body)])
        assert done.step_id == "1"
        if body is not None:
            assert after is not None
            assert after == await provider.campaign("1", _keys_of(tree), head=tree.head)


def _keys_of(tree: Campaign) -> Keys:
    keys = Keys()
    keys._known[tree.head.id, "steps"] = tree.sequence.key
    for step in tree.sequence.steps:
        keys.bind(step.id or "", step.key)
    return keys


async def test_days_that_are_taken_away_come_back_as_all_seven() -> None:
    """Contract 8.7; it counts as verified."""
    store = new_store()
    sequence = put(store, 0, emails=({"send_days": ["monday"]},))
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        await carried(provider, changing(tree, 0, send_days=()), tree)
        assert served.writes[0].body == {"send_days": None}
        assert len(sequence.emails[1].send_days or ()) == 7


async def test_the_last_delete_shows_at_once_and_another_is_read_again() -> None:
    """Whether the positions behind a deleted e-mail close up is not documented (contract 13)."""
    store = new_store("closing_up=yes")
    sequence = put(store, 0, 1, 2)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        _, after = await carried(provider, deleting(tree, 2), tree)
        assert after is not None
        assert subjects(after) == ["a", "b"]
        assert served.exchanges[-1].status == 204
        assert (await carried(provider, deleting(after, 0), after))[1] is None
        assert served.writes == [
            Received("DELETE", "/v4/sequences/1/emails/3", None), Received("DELETE", "/v4/sequences/1/emails/1", None),
        ]  # fmt: skip
        tree = await read(provider, sequence)
        assert [step.content.values()["position"] for step in tree.sequence.steps] == [0]


async def test_an_answer_that_leaves_something_out_is_not_taken_for_the_whole() -> None:
    store = new_store()
    sequence = put(store, 0, 1)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        operation = changing(tree, 0, subject="x")
        done = await provider.perform(operation)
        assert done.answer is not None
        short = {name: value for name, value in done.answer.items() if name != "content"}
        assert provider.after(operation, Done(done.step_id, short), tree) is None
        assert provider.after(operation, Done(done.step_id), tree) is None
        new = adding(tree, position=2)
        assert provider.after(new, Done("9", {"id": 9, "subject": "new"}), tree) is None


@pytest.mark.parametrize("body", [None, {}, {"email": None}, {"email": {}}, {"email": {"id": True}}])
async def test_an_answer_without_the_email_leaves_it_unclear(body: Any) -> None:
    store = new_store()
    sequence = put(store, 0)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)

        async def send(call: Any) -> Answer:
            return Answer(201, {}, body, "", 0.0, 1)

        provider._wire.send = send  # type: ignore[method-assign]
        with pytest.raises(BadAnswer) as changed:
            await provider.perform(changing(tree, 0, subject="x"))
        assert changed.value.sent is Sent.UNKNOWN
        with pytest.raises(TimedOut) as added:
            await provider.perform(adding(tree, position=1))
        assert added.value.sent is Sent.UNKNOWN


@pytest.mark.parametrize("fault", ["500", "502", "drop", "html", "half-json"])
async def test_a_write_is_never_repeated(fault: str) -> None:
    store = new_store()
    sequence = put(store, 0, 1)
    async with connected(store, f"PUT:*:{fault}:*", f"POST:*:{fault}:*", f"DELETE:*:{fault}:*") as (served, provider):
        tree = await read(provider, sequence)
        writes: list[StepOperation] = [changing(tree, 0, subject="x"), adding(tree, position=9)]
        if fault != "half-json":  # half of nothing is nothing, which is what a good answer holds
            writes.append(deleting(tree, 0))
        for operation in writes:
            served.forget()
            with pytest.raises((ServerFailed, LostAnswer, BadAnswer, TimedOut)):
                await provider.perform(operation)
            assert len(served.writes) == 1


async def settings_changed(provider: Kit, **fields: Any) -> KitSettings:
    before = await provider.settings("1")
    change = UpdateSettings(campaign_id="1", title="Change", before=before, after=KitSettings(**fields))
    stored = await provider.set_settings(change)
    assert isinstance(stored, KitSettings)
    assert not change.after.unlike(stored, fields)
    return stored


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"name": "N"}, {"name": "N"}),
        ({"send_hour": 0}, {"send_hour": 0}),
        ({"send_hour": 11}, None),
        ({"send_days": ("monday",)}, {"send_days": ["monday"]}),
        ({"time_zone": "UTC", "repeat": True}, {"time_zone": "UTC", "repeat": True}),
        ({"email_address": ""}, None),
        ({"email_template_id": ""}, {"email_template_id": None}),
        ({"active": True}, {"active": True}),
        (
            {"exclude_subscriber_sources": ("form: 8801", "tag: 7701, 7703")},
            {"exclude_subscriber_sources": [{"type": "form", "ids": [8801]}, {"type": "tag", "ids": [7701, 7703]}]},
        ),
    ],
)
async def test_settings_send_what_differs(fields: dict[str, Any], body: dict[str, Any] | None) -> None:
    """Contract 7.5: a client that sends every field resets settings and may switch a paused sequence on."""
    store = new_store()
    put(store).email_template_id = 36
    async with connected(store) as (served, provider):
        await settings_changed(provider, **fields)
        assert served.writes == ([] if body is None else [Received("PUT", "/v4/sequences/1", body)])


async def test_making_and_deleting_a_sequence() -> None:
    store = new_store()
    async with connected(store) as (served, provider):
        head = await provider.create(KitSettings(name="N", active=False, send_days=("monday",)))
        assert served.writes == [
            Received("POST", "/v4/sequences", {"name": "N", "active": False, "send_days": ["monday"]})
        ]
        assert (head.name, head.status, head.steps) == ("N", "paused", 0)
        served.forget()
        await provider.remove(head.id)
        assert served.writes == [Received("DELETE", f"/v4/sequences/{head.id}", None)]
        assert served.exchanges[-1].status == 204
        with pytest.raises(NotFound):
            await provider.remove(head.id)


async def test_pausing_and_starting_are_one_field() -> None:
    store = new_store()
    sequence = put(store, active=True)
    async with connected(store) as (served, provider):
        for _ in range(2):
            assert await provider.pause("1") == ""
            assert sequence.active is False
        assert await provider.start("1") == ""
        assert sequence.active is True
        path = "/v4/sequences/1"
        assert served.writes == [Received("PUT", path, {"active": active}) for active in (False, False, True)]


@pytest.mark.parametrize("fault", ["drop-after", "500-after", "html-after", "half-json"])
async def test_a_switch_whose_answer_was_lost_is_looked_up(fault: str) -> None:
    store = new_store()
    sequence = put(store, active=True)
    async with connected(store, f"PUT:*:{fault}") as (served, provider):
        assert await provider.pause("1") == ""
        assert sequence.active is False
        assert [(each.method, each.path) for each in served.exchanges] == [
            ("PUT", "/v4/sequences/1"), ("GET", "/v4/sequences/1"),
        ]  # fmt: skip


@pytest.mark.parametrize("reading", [(), ("GET:*:500:*",)])
async def test_a_switch_that_did_not_arrive_fails(reading: tuple[str, ...]) -> None:
    store = new_store()
    put(store, active=True)
    async with connected(store, "PUT:*:drop", *reading) as (_, provider):
        with pytest.raises(LostAnswer):
            await provider.pause("1")


async def test_nothing_is_written_through_a_read_only_connection() -> None:
    store = new_store()
    sequence = put(store, 0, active=True)
    async with connected(store, read_only=True) as (served, provider):
        tree = await read(provider, sequence)
        for write in (
            provider.perform(adding(tree, position=1)), provider.perform(changing(tree, 0, subject="x")),
            provider.perform(deleting(tree, 0)), provider.pause("1"), provider.remove("1"),
            provider.create(KitSettings(name="N")), settings_changed(provider, name="N"),
        ):  # fmt: skip
            with pytest.raises(ReadOnly):
                await write
        assert served.writes == []
