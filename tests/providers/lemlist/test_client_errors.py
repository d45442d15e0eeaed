"""Everything a server may answer instead: each ends in one typed error with a cause and a next step, and no write is
ever sent twice."""

from __future__ import annotations

import pytest

from tests.providers.lemlist.connected import connected, new_store, put, read
from tests.providers.lemlist.test_client_writes import adding, changing, deleting
from tui.providers.errors import (
    BadAnswer,
    BadKey,
    Conflict,
    Forbidden,
    Invalid,
    LostAnswer,
    MediaRefused,
    NotFound,
    NotReached,
    PlanTooLow,
    Sent,
    ServerFailed,
    ServiceError,
    WrongMethod,
)
from tui.providers.lemlist.client import Lemlist
from tui.providers.lemlist.steps import LinkedinInvite, LinkedinVisit, Sms
from tui.providers.lemlist.verdicts import RUNNING

WRONG: list[tuple[str, type[ServiceError], Sent]] = [
    ("400", Invalid, Sent.REFUSED),
    ("401", BadKey, Sent.REFUSED),
    ("402", PlanTooLow, Sent.REFUSED),
    ("403", Forbidden, Sent.REFUSED),
    ("404", NotFound, Sent.REFUSED),
    ("405", WrongMethod, Sent.REFUSED),
    ("413", MediaRefused, Sent.REFUSED),
    ("415", MediaRefused, Sent.REFUSED),
    ("422", MediaRefused, Sent.REFUSED),
    ("500", ServerFailed, Sent.UNKNOWN),
    ("502", ServerFailed, Sent.UNKNOWN),
    ("html", BadAnswer, Sent.UNKNOWN),
    ("half-json", BadAnswer, Sent.UNKNOWN),
    ("drop", LostAnswer, Sent.UNKNOWN),
]


@pytest.mark.parametrize(("fault", "kind", "sent"), WRONG)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_a_write_that_goes_wrong_is_told_and_sent_once(
    method: str, fault: str, kind: type[ServiceError], sent: Sent
) -> None:
    store = new_store()
    record, main = put(store)
    main.add("sms", message="m")
    async with connected(store, f"{method}:/sequences/*:{fault}:*") as (served, provider):
        tree = await read(provider, record)
        operation = (
            adding(tree, LinkedinVisit())
            if method == "POST"
            else changing(tree, tree.sequence.steps[0], Sms(message="other"))
        )
        with pytest.raises(kind) as caught:
            await provider.perform(operation)
        error = caught.value
        assert type(error) is kind
        assert error.sent is sent
        assert error.cause.endswith(".")
        assert error.remedy.endswith((".", "?"))
        assert f"{method} /sequences/" in error.report()
        assert "sandbox" not in error.report().replace("/sandbox", "")
        assert len(served.writes) == 1, "a write is never repeated"


@pytest.mark.parametrize("fault", ["401", "402", "403", "404", "405", "422", "500", "html", "half-json"])
async def test_a_read_that_goes_wrong_leaves_nothing_unclear(fault: str) -> None:
    store = new_store()
    record, _ = put(store)
    async with connected(store, f"GET:*:{fault}:*") as (_, provider):
        with pytest.raises(ServiceError) as caught:
            await provider.head(record.id)
        assert caught.value.sent in (Sent.NO, Sent.REFUSED)
        assert caught.value.cause
        assert caught.value.remedy


@pytest.mark.parametrize("fault", ["429", "429-bare"])
async def test_a_refused_rate_waits_and_goes_on(fault: str) -> None:
    """Not executed, so a POST may go again; that is the only case."""
    store = new_store()
    record, main = put(store)
    async with connected(store, f"POST:/sequences/*:{fault}:1") as (served, provider):
        tree = await read(provider, record)
        assert (await provider.perform(adding(tree, LinkedinVisit()))).step_id
        assert [each.status for each in served.exchanges if each.method == "POST"] == [429, 200]
        assert len(record.sequences[main.sequence_id].steps) == 1


async def test_no_server_at_all() -> None:
    provider = Lemlist("sandbox", account="a", base_url="http://127.0.0.1:1/api")
    with pytest.raises(NotReached) as caught:
        await provider.identity()
    assert caught.value.sent is Sent.NO
    await provider.aclose()


async def test_a_delete_while_running_is_said_in_our_words() -> None:
    store = new_store()
    record, main = put(store, launched=True)
    main.add("sms", message="m")
    async with connected(store) as (_, provider):
        tree = await read(provider, record)
        with pytest.raises(Conflict) as caught:
            await provider.perform(deleting(tree, tree.sequence.steps[0]))
        assert caught.value.cause == RUNNING
        assert "Pause" in caught.value.remedy
        assert caught.value.sent is Sent.REFUSED


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("", BadKey),
        ("unknown", BadKey),
        ("sandbox-blocked", Forbidden),
        ("sandbox-orphan", BadKey),
        ("sandbox-noteam", Invalid),
        ("bad\nkey", BadKey),
    ],
)
async def test_keys_that_do_not_work(key: str, kind: type[ServiceError]) -> None:
    async with connected(new_store()) as (served, _):
        other = Lemlist(key, account="a", base_url=served.url)
        with pytest.raises(kind) as caught:
            await other.identity()
        assert not key or key not in caught.value.report()
        await other.aclose()


async def test_a_plan_that_is_too_low() -> None:
    store = new_store("plan=free")
    record, _ = put(store)
    async with connected(store) as (_, provider):
        tree = await read(provider, record)
        with pytest.raises(PlanTooLow):
            await provider.perform(adding(tree, LinkedinVisit()))


@pytest.mark.parametrize("name", ["too-large.png", "wrong-type.png", "timeout.png"])
async def test_media_that_lemlist_does_not_take(name: str) -> None:
    """Refusals of the ingestion are refusals: no step exists, whatever the status."""
    store = new_store()
    record, main = put(store)
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        with pytest.raises(MediaRefused) as caught:
            await provider.perform(adding(tree, LinkedinInvite(images=(f"https://a.example/{name}",))))
        assert caught.value.sent is Sent.REFUSED
        assert caught.value.code is not None
        assert caught.value.code.startswith("LINKEDIN_MEDIA_")
        assert len(served.writes) == 1
        assert record.sequences[main.sequence_id].steps == []


async def test_an_unknown_path_is_not_taken_for_an_answer() -> None:
    store = new_store("unknown_path=html")
    async with connected(store) as (served, _):
        lost = Lemlist("sandbox", account="a", base_url=f"{served.url}/nowhere")
        with pytest.raises(BadAnswer, match="web page"):
            await lost.identity()
        await lost.aclose()
