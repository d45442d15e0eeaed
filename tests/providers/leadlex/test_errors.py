"""Each documented code ends in a sentence that names the cause and the next step (contract 12), and no write is ever
sent twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.answers import Script, scripted
from tests.providers.leadlex.connected import adding, changing, connected, deleting, email, new_store, put, read
from tui.model.nodes import Campaign, Keys
from tui.providers.calls import Answer
from tui.providers.errors import (
    BadKey,
    Conflict,
    Forbidden,
    Invalid,
    LostAnswer,
    NotFound,
    NotReached,
    RateLimited,
    Sent,
    ServerFailed,
    ServiceError,
)
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.reading import read_head
from tui.providers.leadlex.sentences import CODES, refine
from tui.providers.leadlex.settings import LeadlexSettings
from tui.providers.straight import campaign_of

DOCUMENTED = [
    (400, "missing_required_field", Invalid),
    (400, "invalid_send_condition", Invalid),
    (400, "invalid_timezone", Invalid),
    (400, "invalid_send_limit", Invalid),
    (400, "too_many_contacts", Invalid),
    (400, "validation_error", Invalid),
    (400, "ambiguous_reference", Invalid),
    (401, "invalid_key", BadKey),
    (403, "insufficient_permissions", Forbidden),
    (404, "campaign_not_found", NotFound),
    (404, "step_not_found", NotFound),
    (404, "enrollment_not_found", NotFound),
    (404, "not_found", NotFound),
    (409, "campaign_not_active", Conflict),
    (409, "campaign_not_draft", Conflict),
    (500, "internal_error", ServerFailed),
]


def tree() -> Campaign:
    head = read_head({"id": "c", "status": "draft"}, service="leadlex", account="acme")
    return campaign_of(head, [{"id": "s", "index": 0, **email().values()}], Email.read, Keys())


@pytest.mark.parametrize(("status", "code", "kind"), DOCUMENTED)
async def test_every_documented_code(status: int, code: str, kind: type[ServiceError]) -> None:
    body = {"error": {"code": code, "message": "Their \x1b[31mown words"}}
    script = Script().on("DELETE /campaigns/c/steps/s", body, status=status)
    async with scripted(script) as provider:
        with pytest.raises(kind) as caught:
            await provider.perform(deleting(tree(), tree().sequence.steps[0]))
    error = caught.value
    assert type(error) is kind
    assert error.code == code
    assert "LeadLex" in error.cause or code == "enrollment_not_found" or "in LeadLex" in str(error)
    assert error.cause.endswith(".")
    assert error.remedy.endswith(".")
    assert f"({status})" in error.cause
    assert "own words" in error.cause
    assert "\x1b" not in str(error)
    assert len(script.got) == 1
    if status == 500:
        assert error.sent is Sent.UNKNOWN
        assert "may have been carried out" in error.remedy
    else:
        assert error.sent is Sent.REFUSED
    if code not in ("insufficient_permissions", "not_found"):
        assert error.cause.startswith(CODES[code].cause)


async def test_the_permission_is_named() -> None:
    store = new_store()
    record = put(store, "a")
    async with connected(store, key="wbk_sandbox_readonly") as (_, provider):
        with pytest.raises(Forbidden) as caught:
            await provider.perform(adding(await read(provider, record), email()))
        assert caught.value.cause.startswith("The LeadLex key lacks the permission “campaigns:write” (403)")
        assert "plain “write”" in caught.value.remedy
    async with connected(store, key="wbk_sandbox_writeonly") as (_, provider):
        with pytest.raises(Forbidden) as caught:
            await provider.identity()
        assert "“campaigns:read”" in caught.value.cause
    for message, wanted in (("No.", "campaigns:write"), ("Needs lexi", "lexi")):
        body = {"error": {"code": "insufficient_permissions", "message": message}}
        async with scripted(Script().on("POST /campaigns/c/pause", body, status=403)) as provider:
            with pytest.raises(Forbidden, match=f"“{wanted}”"):
                await provider.pause("c")


@pytest.mark.parametrize("key", ["wbk_unknown", "wbk_sandbox_expired", "x"])
async def test_keys_that_do_not_work(key: str) -> None:
    async with connected(new_store(), key=key) as (served, provider):
        with pytest.raises(BadKey) as caught:
            await provider.identity()
        assert "expired" in caught.value.cause
        assert "wbk_" in caught.value.remedy
        assert key == "x" or key not in caught.value.report()
        assert len(served.exchanges) == 1
    with pytest.raises(BadKey):
        Leadlex("bad\nkey", account="a")


async def test_what_is_gone_is_named() -> None:
    store = new_store()
    record = put(store, "a", "b")
    async with connected(store) as (_, provider):
        before = await read(provider, record)
        del record.steps[0]
        for operation in (
            deleting(before, before.sequence.steps[0]),
            changing(before, before.sequence.steps[0], email()),
        ):
            with pytest.raises(NotFound, match="no such step in this campaign"):
                await provider.perform(operation)
        store.state.leadlex.campaigns.clear()
        with pytest.raises(NotFound, match="no such campaign"):
            await provider.perform(adding(before, email()))
        for call in (provider.pause, provider.start, provider.remove):
            with pytest.raises(NotFound, match="no such campaign"):
                await call(record.id)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"subject": ""}, ["misses a field", "subject: Must not be empty"]),
        ({"send_condition": "never"}, ["does not know this send condition"]),
        ({"delay_hours": 24}, ["does not accept a value", "delay_hours: Must be between 0 and 23"]),
    ],
)
async def test_fields_are_named(body: dict[str, Any], words: list[str]) -> None:
    """Checks keep these from being sent; a service that changes its rules may say them all the same."""
    store = new_store()
    record = put(store, "a")
    async with connected(store) as (_, provider):
        before = await read(provider, record)
        operation = changing(before, before.sequence.steps[0], Email.model_construct(set(body), **body))
        with pytest.raises(Invalid) as caught:
            await provider.perform(operation)
        assert all(word in caught.value.cause for word in words)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"sending_timezone": "Mars/Olympus"}, "time zone"),
        ({"daily_send_limit": 501}, "from 1 to 500"),
        ({"name": " "}, "misses a field"),
        ({"name": "x" * 201}, "name: Must be at most 200"),
    ],
)
async def test_settings_that_are_refused(body: dict[str, Any], word: str) -> None:
    async with connected(new_store()) as (_, provider):
        values = {"name": "n", **body}
        with pytest.raises(Invalid) as caught:
            await provider.create(LeadlexSettings.model_construct(set(values), **values))
        assert word in caught.value.cause
        assert "IANA" in caught.value.remedy or word != "time zone"


WRONG: list[tuple[str, type[ServiceError], Sent]] = [
    ("400", Invalid, Sent.REFUSED),
    ("401", BadKey, Sent.REFUSED),
    ("403", Forbidden, Sent.REFUSED),
    ("404", NotFound, Sent.REFUSED),
    ("409", Conflict, Sent.REFUSED),
    ("500", ServerFailed, Sent.UNKNOWN),
    ("502", ServerFailed, Sent.UNKNOWN),
    ("drop", LostAnswer, Sent.UNKNOWN),
    ("429", RateLimited, Sent.REFUSED),
    ("429-bare", RateLimited, Sent.REFUSED),
]


@pytest.mark.parametrize(("fault", "kind", "sent"), WRONG)
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_a_write_that_goes_wrong_is_told_and_sent_once(
    method: str, fault: str, kind: type[ServiceError], sent: Sent
) -> None:
    store = new_store()
    record = put(store, "a")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.providers.waits.Patience.allows", lambda *_: False)
        async with connected(store, f"{method}:*:{fault}:*") as (served, provider):
            before = await read(provider, record)
            step = before.sequence.steps[0]
            operation: Any = {
                "POST": adding(before, email()), "PATCH": changing(before, step, email()),
                "DELETE": deleting(before, step),
            }[method]  # fmt: skip
            with pytest.raises(kind) as caught:
                await provider.perform(operation)
            assert caught.value.sent is sent
            assert caught.value.cause.endswith(".")
            assert caught.value.remedy.endswith(".")
            assert "wbk_sandbox" not in caught.value.report()
            assert len(served.writes) == 1, "a write is never repeated"


@pytest.mark.parametrize("fault", ["drop", "500", "502", "html", "half-json"])
async def test_not_even_a_delete_is_repeated_by_itself(fault: str) -> None:
    store = new_store()
    record = put(store, "a", "b")
    async with connected(store, f"DELETE:*:{fault}:*") as (served, provider):
        before = await read(provider, record)
        with pytest.raises(ServiceError) as caught:
            await provider.perform(deleting(before, before.sequence.steps[0]))
        assert caught.value.sent is Sent.UNKNOWN
        assert len(served.writes) == 1


async def test_no_server_at_all() -> None:
    provider = Leadlex("wbk_x", account="a", base_url="http://127.0.0.1:1/v")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.providers.waits.Patience.allows", lambda *_: False)
        with pytest.raises(NotReached, match="LeadLex was not reached"):
            await provider.identity()
    await provider.aclose()


def test_an_error_without_a_code_that_says_more_is_left_alone() -> None:
    answer = Answer(409, {}, None, "", 0.0, 1)
    error = Conflict("As it was.", "Do.", status=409, request="GET /v1/x")
    assert refine(error, answer) is error
    start = NotFound("As it was.", "Do.", status=404, code="not_found", request="GET /v1/elsewhere")
    assert refine(start, answer) is start
