"""Every row of the retry table, over a real socket, with the requests counted where they arrive."""

from __future__ import annotations

import pytest

from tests.providers.wires import NOON, wired
from tests.support.rawserver import DROP, DROP_UNREAD, HANG, RawServer, Reply, reply
from tui.providers.calls import Call
from tui.providers.errors import (
    LostAnswer,
    NotFound,
    NotReached,
    RateLimited,
    Sent,
    ServerFailed,
    ServiceError,
    TimedOut,
)

GOOD = reply(200, {"ok": True})
HALF = reply(200, {"ok": True}, missing=50)
CUT_HEAD = Reply((b"HTTP/1.1 200 OK\r\nContent-Ty",))
READS, WRITES = ("GET",), ("POST", "PATCH")
REPEATED, ALL = ("GET", "PUT", "DELETE"), ("GET", "PUT", "DELETE", "POST", "PATCH")
EVERY_METHOD = [pytest.param(method, id=method) for method in ALL]


def call(method: str, **more: object) -> Call:
    body = {"name": "new"} if method in ("POST", "PATCH", "PUT") else None
    return Call(method, "/steps/stp_1", body=body, title="Save the step", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", EVERY_METHOD)
@pytest.mark.parametrize(
    ("first", "repeated_for", "kind"),
    [
        pytest.param(reply(429, "Too Many Requests"), ALL, RateLimited, id="429"),
        pytest.param(reply(429, "x", headers=[("Retry-After", "2")]), ALL, RateLimited, id="429 Retry-After"),
        pytest.param(reply(502, "Bad Gateway"), REPEATED, ServerFailed, id="502"),
        pytest.param(reply(503, ""), REPEATED, ServerFailed, id="503"),
        pytest.param(reply(504, ""), REPEATED, ServerFailed, id="504"),
        pytest.param(reply(500, "Internal Server Error"), READS, ServerFailed, id="500"),
        pytest.param(reply(501, ""), (), ServerFailed, id="501"),
        pytest.param(DROP, REPEATED, LostAnswer, id="dropped after reading"),
        pytest.param(CUT_HEAD, REPEATED, LostAnswer, id="broken head"),
        pytest.param(HALF, REPEATED, LostAnswer, id="half body"),
        pytest.param(HANG, REPEATED, TimedOut, id="no answer in time"),
        pytest.param(reply(404, "Step not found"), (), NotFound, id="404"),
    ],
)
async def test_who_is_sent_again(
    method: str, first: Reply, repeated_for: tuple[str, ...], kind: type[ServiceError]
) -> None:
    asked = call(method, timeout=0.2 if first is HANG else 5.0)
    async with RawServer([first, GOOD]) as server, wired(server.url) as told:
        if method in repeated_for:
            answer = await told.wire.send(asked)
            assert (answer.data, answer.tries, len(server.seen)) == ({"ok": True}, 2, 2)
            assert told.kinds() == ["sent", "waiting", "sent", "answered"]
        else:
            error = await told.error(asked)
            assert type(error) is kind
            assert len(server.seen) == 1
            assert told.kinds() == ["sent", "failed"]
            refused = kind is NotFound or error.status == 501
            unclear = Sent.NO if method == "GET" else Sent.UNKNOWN
            assert error.sent is (Sent.REFUSED if refused else unclear)


@pytest.mark.parametrize("method", EVERY_METHOD)
async def test_a_connection_that_ends_before_a_write_was_read_leaves_its_outcome_open(method: str) -> None:
    """From here it cannot be told whether the request was read."""
    async with RawServer([DROP_UNREAD, GOOD]) as server, wired(server.url) as told:
        if method in WRITES:
            error = await told.error(call(method))
            assert isinstance(error, LostAnswer)
            assert error.sent is Sent.UNKNOWN
            assert server.connections == 1
        else:
            assert (await told.wire.send(call(method))).tries == 2


@pytest.mark.parametrize("method", EVERY_METHOD)
async def test_what_never_left_is_tried_four_times_for_every_method(method: str) -> None:
    async with RawServer([GOOD]) as server:
        url = server.url
    async with wired(url) as told:
        error = await told.error(call(method))
    assert isinstance(error, NotReached)
    assert error.sent is Sent.NO
    assert error.tries == 4
    assert [event.wait_seconds for event in told.events if event.kind == "waiting"] == [0.5, 1.0, 2.0]
    assert told.wire.window.remaining == 20


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ([("Retry-After", "2")], 2.0),
        ([("Retry-After", "1.5")], 1.5),
        ([("rEtRy-aFtEr", "3")], 3.0),
        ([("X-RateLimit-Reset", "4")], 4.0),
        ([("X-RateLimit-Reset", str(int(NOON) + 5))], 5.0),
        ([("Retry-After", "Fri, 15 Jan 2027 08:00:06 GMT")], 6.0),
        ([], 2.0),
        ([("Retry-After", "soon")], 2.0),
    ],
)
async def test_429_is_waited_for_as_long_as_the_service_asks(headers: list[tuple[str, str]], waited: float) -> None:
    async with RawServer([reply(429, "", headers=headers), GOOD]) as server, wired(server.url) as told:
        await told.wire.send(call("POST"))
        (waiting,) = (event for event in told.events if event.kind == "waiting")
        assert waiting.wait_seconds == pytest.approx(waited)
        assert sum(told.clock.slept) == pytest.approx(waited)
        assert told.events[-1].wait_seconds == pytest.approx(waited)


async def test_the_whole_key_waits_for_a_429() -> None:
    async with (
        RawServer([reply(429, "", headers=[("Retry-After", "7")]), GOOD]) as server,
        wired(server.url, key_id="shared-by-two") as one,
        wired(server.url, key_id="shared-by-two") as two,
    ):
        assert one.wire.window is two.wire.window
        await one.wire.send(call("GET"))
        assert sum(one.clock.slept) >= 7
        assert two.wire.window.remaining <= 19


async def test_a_429_that_goes_on_ends_after_four_tries() -> None:
    async with RawServer([reply(429, "", headers=[("Retry-After", "2")])]) as server, wired(server.url) as told:
        error = await told.error(call("PATCH"))
        assert isinstance(error, RateLimited)
        assert (error.tries, len(server.seen), error.retry_after, error.sent) == (4, 4, 2.0, Sent.REFUSED)
        assert "2 seconds" in error.remedy


async def test_a_long_wait_is_told_instead_of_sat_out_and_nobody_else_is_refused_meanwhile() -> None:
    async with (
        RawServer([reply(429, "", headers=[("Retry-After", "3600")]), GOOD]) as server,
        wired(server.url) as told,
    ):
        error = await told.error(call("GET"))
        assert isinstance(error, RateLimited)
        assert error.retry_after == 3600
        assert "60 minutes" in error.remedy
        second = await told.error(call("POST"))
        assert isinstance(second, RateLimited)
        assert second.sent is Sent.NO
        assert len(server.seen) == 1
        assert told.clock.slept == []
        told.clock.seconds += 301
        assert (await told.wire.send(call("POST"))).status == 200


async def test_waits_and_tries_of_one_call_end_within_a_minute() -> None:
    async with RawServer([reply(503, "", headers=[("Retry-After", "19")])]) as server, wired(server.url) as told:
        error = await told.error(call("GET"))
        assert isinstance(error, ServerFailed)
        assert len(server.seen) == 4
        assert sum(told.clock.slept) == pytest.approx(57, abs=0.1)
    async with RawServer([reply(503, "", headers=[("Retry-After", "21")])]) as server, wired(server.url) as told:
        error = await told.error(call("GET"))
        assert len(server.seen) == 1
        assert "21 seconds" in error.remedy


@pytest.mark.parametrize(("method", "flag", "requests"), [("POST", True, 2), ("PATCH", True, 2), ("DELETE", False, 1)])
async def test_a_call_may_say_itself_whether_it_is_repeatable(method: str, flag: bool, requests: int) -> None:
    async with RawServer([reply(502, ""), GOOD]) as server, wired(server.url) as told:
        if flag:
            await told.wire.send(call(method, repeatable=True))
        else:
            assert (await told.error(call(method, repeatable=False))).sent is Sent.UNKNOWN
        assert len(server.seen) == requests


async def test_a_delete_that_finds_nothing_after_a_lost_answer_may_have_done_it_itself() -> None:
    async with RawServer([DROP, reply(404, "Step not found")]) as server, wired(server.url) as told:
        error = await told.error(call("DELETE"))
        assert isinstance(error, NotFound)
        assert error.sent is Sent.UNKNOWN
        assert "earlier try" in error.cause
        assert len(server.seen) == 2


async def test_media_errors_are_not_repeated_although_they_are_a_502() -> None:
    body = {"error": "Could not download", "code": "LINKEDIN_MEDIA_DOWNLOAD_FAILED"}
    async with RawServer([reply(502, body)]) as server, wired(server.url) as told:
        error = await told.error(call("PUT"))
        assert (type(error).__name__, error.code, error.sent) == ("MediaRefused", body["code"], Sent.REFUSED)
        assert len(server.seen) == 1
