"""The writes over a real socket: every type added, changed and deleted; places; pausing; what is refused unsent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.lemlist.connected import answers_are_documented, connected, lines_of, new_store, put, read
from tui.model.content import StepContent
from tui.model.nodes import Campaign, Status, Step
from tui.plan.operations import AddStep, DeleteStep, UpdateStep
from tui.providers.errors import Invalid, ReadOnly, Sent, ServerFailed
from tui.providers.lemlist.client import Lemlist
from tui.providers.lemlist.steps import STEP_TYPES, Api, Email, LinkedinVisit, SendToAnotherCampaign, Sms

BY_TYPE = {content.type: content for content in STEP_TYPES}
PNG, MP4 = "https://a.example/a.png", "https://a.example/a.mp4"
FILLED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "email": ({"subject": "Hi", "message": "<p>x</p>", "delay": 2}, {"subject": "Ho"}),
    "manual": ({"title": "Do", "message": "note"}, {"title": "Done", "delay": 4}),
    "phone": ({"message": "call"}, {"message": ""}),
    "api": ({"method": "POST", "url": "https://a.example/x"}, {"method": "PUT", "url": "http://b.example"}),
    "linkedinVisit": ({"delay": 1}, {"delay": 1500}),
    "linkedinInvite": ({"message": "n", "images": (PNG,)}, {"images": (), "videos": (MP4,)}),
    "linkedinSend": ({"message": "m", "alt_message": "a"}, {"alt_message": "b", "videos": (MP4,)}),
    "linkedinVoiceNote": ({"record_mode": "manual"}, {"record_mode": "ai"}),
    "linkedinFollow": ({}, {"delay": 0}),
    "linkedinLikeLastPost": ({"delay": 3}, {"delay": 5}),
    "linkedinCommentLastPost": ({"delay": 3}, {"delay": 5}),
    "linkedinEndorse": ({"skill_name": "Python", "endorse_any_fallback": False}, {"endorse_any_fallback": True}),
    "linkedinWithdrawInvitation": ({"delay": 3}, {"delay": 5}),
    "sendToAnotherCampaign": ({"delay": 3}, {}),
    "conditional": ({"condition_key": "hasScore", "delay_type": "waitUntil"}, {"delay_type": "within", "delay": 8}),
    "whatsappMessage": ({"message": "m"}, {"message": "n"}),
    "sms": ({"message": "m"}, {"message": "n", "delay": 9}),
}


def adding(tree: Campaign, content: StepContent, index: int | None = None) -> AddStep:
    length = len(tree.sequence.steps)
    return AddStep(
        campaign_id=tree.head.id, title="Add", sequence_id=tree.sequence.id or "", content=content, key="new",
        index=length if index is None else index, length=length,
    )  # fmt: skip


def changing(tree: Campaign, step: Step, after: StepContent) -> UpdateStep:
    return UpdateStep(
        campaign_id=tree.head.id, title="Change", sequence_id=tree.sequence.id or "", step_id=step.id or "",
        before=step.content, after=after,
    )  # fmt: skip


def deleting(tree: Campaign, step: Step) -> DeleteStep:
    return DeleteStep(
        campaign_id=tree.head.id, title="Delete", sequence_id=tree.sequence.id or "", step_id=step.id or ""
    )


@pytest.mark.parametrize("kind", FILLED)
async def test_every_type_is_added_changed_and_deleted(kind: str) -> None:
    store = new_store()
    record, main = put(store)
    main.add("email", subject="first", message="m")
    targets = [put(store, name)[0].id for name in ("one", "two")]
    first, later = (dict(values) for values in FILLED[kind])
    if kind == "sendToAnotherCampaign":
        first["campaign_id"], later["campaign_id"] = targets
    async with connected(store) as (served, provider):
        before = await read(provider, record)
        operation = adding(before, BY_TYPE[kind](**first))
        served.forget()
        done = await provider.perform(operation)
        added = await read(provider, record)
        assert provider.verify(operation, done, added) == ()
        step = added.sequence.steps[1]
        assert (step.id, step.content.type) == (done.step_id, kind)
        assert len(step.branches) == (2 if kind == "conditional" else 0)

        change = changing(added, step, BY_TYPE[kind](**later))
        assert provider.verify(change, await provider.perform(change), await read(provider, record)) == ()
        changed = (await read(provider, record)).sequence.steps[1]
        expected = {**first, **later}
        values = changed.content.values()
        assert {name: values[name] for name in expected} == expected

        gone = deleting(added, changed)
        assert provider.verify(gone, await provider.perform(gone), await read(provider, record)) == ()
        assert len((await read(provider, record)).sequence.steps) == 1
        path = f"/sequences/{before.sequence.id}/steps"
        assert [(each.method, each.path) for each in served.writes] == [
            ("POST", path), ("PATCH", f"{path}/{step.id}"), ("DELETE", f"{path}/{step.id}"),
        ]  # fmt: skip
        sent = {BY_TYPE[kind].field(name).wire for name in later}
        assert set(served.writes[1].body) == {"type", *sent}
        assert served.writes[2].body is None
        answers_are_documented(served)


@pytest.mark.parametrize("base", [0, 1])
async def test_the_place_of_an_insert_and_its_base_is_learnt(base: int) -> None:
    store = new_store(f"index_base={base}")
    record, main = put(store)
    for word in ("a", "b", "c"):
        main.add("sms", message=word)
    async with connected(store) as (served, provider):

        async def insert(word: str, index: int) -> tuple[str, ...]:
            operation = adding(await read(provider, record), Sms(message=word), index)
            done = await provider.perform(operation)
            return provider.verify(operation, done, await read(provider, record))

        async def words() -> str:
            tree = await read(provider, record)
            return "".join(str(step.content.values()["message"]) for step in tree.sequence.steps)

        assert await insert("0", 0) == ()
        off = await insert("2", 2)
        assert off == (("The step is at place 2, asked was place 3.",) if base else ())
        assert provider.index_base == base
        assert await insert("3", 3) == (), "from now on it is right"
        assert await words() == ("02a3bc" if base else "0a23bc")
        assert await insert("9", 6) == ()
        assert (await words())[-1] == "9"
        assert [write.body.get("index") for write in served.writes] == [0, 2, 3 + base, None]


async def test_a_wrong_lesson_about_the_base_is_unlearnt() -> None:
    """Somebody deleted a step in the same moment: it looked as if lemlist counted from 1."""
    store = new_store()
    record, main = put(store)
    for word in ("a", "b", "c"):
        main.add("sms", message=word)
    async with connected(store) as (_, provider):
        operation = adding(await read(provider, record), Sms(message="x"), 2)
        done = await provider.perform(operation)
        del record.sequences[main.sequence_id].steps[0]
        assert provider.verify(operation, done, await read(provider, record)) != ()
        assert provider.index_base == 1
        again = adding(await read(provider, record), Sms(message="y"), 1)
        done = await provider.perform(again)
        assert provider.verify(again, done, await read(provider, record)) != ()
        assert provider.index_base == 0


async def test_an_update_that_changes_nothing_sends_nothing() -> None:
    store = new_store()
    record, main = put(store)
    main.add("email", subject="s", message="m")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        same = Email(subject="s", message="m", delay=0)
        assert (await provider.perform(changing(tree, tree.sequence.steps[0], same))).answer is None
        assert served.writes == []


async def test_what_is_not_reported_is_never_sent() -> None:
    store = new_store("drop_optional_reads")
    record, main = put(store)
    main.add("api", method="POST", url="https://a.example")
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        step = tree.sequence.steps[0]
        assert not step.content.reported("url")
        operation = changing(tree, step, Api(delay=5))
        done = await provider.perform(operation)
        assert served.writes[0].body == {"type": "api", "delay": 5}
        assert provider.verify(operation, done, await read(provider, record)) == ()


async def test_read_only_lets_nothing_but_reading_out() -> None:
    store = new_store()
    record, main = put(store, launched=True)
    main.add("sms", message="m")
    async with connected(store, read_only=True) as (served, provider):
        tree = await read(provider, record)
        step = tree.sequence.steps[0]
        for call in (
            provider.perform(adding(tree, LinkedinVisit())),
            provider.perform(changing(tree, step, Sms(message="n"))),
            provider.perform(deleting(tree, step)),
            provider.pause(record.id),
            provider.start(record.id),
        ):
            with pytest.raises(ReadOnly) as caught:
                await call
            assert caught.value.sent is Sent.NO
        assert served.writes == []


async def test_pause_and_start_ask_for_a_state_not_for_a_change() -> None:
    store = new_store()
    record, _ = put(store, launched=True)
    async with connected(store) as (served, provider):
        for call, state in ((provider.start, "running"), (provider.pause, "paused"), (provider.pause, "paused"),
                            (provider.start, "running"), (provider.start, "running")):  # fmt: skip
            await call(record.id)
            assert record.state == state
        assert [each.status for each in served.exchanges] == [400, 200, 400, 200, 400]


@pytest.mark.parametrize("fault", ["drop-after", "500-after", "html-after"])
async def test_a_pause_whose_answer_was_lost_is_settled_by_looking(fault: str) -> None:
    store = new_store()
    record, _ = put(store, launched=True)
    async with connected(store, f"POST:*/pause:{fault}", f"POST:*/start:{fault}") as (served, provider):
        for call, state in ((provider.pause, "paused"), (provider.start, "running")):
            await call(record.id)
            assert record.state == state
        path = f"/campaigns/{record.id}"
        assert lines_of(served) == [f"POST {path}/pause", f"GET {path}", f"POST {path}/start", f"GET {path}"]


async def test_a_pause_that_did_not_happen_is_an_error() -> None:
    store = new_store()
    record, _ = put(store, launched=True)
    async with connected(store, "POST:*/pause:500", "POST:*/pause:500", "GET:*:404") as (_, provider):
        for _ in range(2):
            with pytest.raises(ServerFailed) as caught:
                await provider.pause(record.id)
            assert caught.value.sent is Sent.UNKNOWN
        assert record.state == "running"
    archived, _ = put(store, "old")
    async with connected(store, "POST:*/pause:400") as (_, provider):
        with pytest.raises(Invalid):
            await provider.pause(archived.id)


VERDICTS: list[tuple[Status, str, str]] = [
    ("draft", "add", "allowed"),
    ("paused", "delete", "allowed"),
    ("running", "add", "warned"),
    ("running", "update", "warned"),
    ("running", "delete", "refused"),
    ("errors", "update", "warned"),
    ("archived", "update", "warned"),
    ("archived", "start", "warned"),
    ("running", "pause", "warned"),
]


@pytest.mark.parametrize(("status", "action", "kind"), VERDICTS)
async def test_verdicts(status: Status, action: Any, kind: str) -> None:
    store = new_store()
    record, main = put(store)
    main.add("sms", message="m").type = "pigeonPost"
    main.add("sms", message="m")
    async with connected(store) as (_, provider):
        tree = await read(provider, record)
        tree = tree.model_copy(update={"head": tree.head.model_copy(update={"status": status})})
        verdict = provider.verdict(action, tree.head, tree.sequence.steps[1])
        assert verdict.kind == kind
        assert verdict.allowed == (kind != "refused")
        assert bool(verdict.sentence) == (kind != "allowed")
        assert verdict.way_out == ("pause" if (status, action) == ("running", "delete") else "")
        unknown = provider.verdict("update", tree.head, tree.sequence.steps[0])
        assert not unknown.allowed
        assert "pigeonPost" in unknown.sentence


def test_requests_can_be_shown_without_being_sent() -> None:
    provider = Lemlist("sandbox", account="a", base_url="http://127.0.0.1/api")
    add = AddStep(campaign_id="c", title="", sequence_id="seq/../x", index=0, length=1, key="k",
                  content=SendToAnotherCampaign(campaign_id="cam_1"))  # fmt: skip
    shown = provider.request(add)
    assert (shown.method, shown.path) == ("POST", "/sequences/seq%2F..%2Fx/steps")
    assert shown.body == {"type": "sendToAnotherCampaign", "campaignId": "cam_1", "index": 0}
    delete = provider.request(DeleteStep(campaign_id="c", title="", sequence_id="a'b\"c", step_id="s?d#e"))
    assert (delete.method, delete.path, delete.body) == ("DELETE", "/sequences/a%27b%22c/steps/s%3Fd%23e", None)
