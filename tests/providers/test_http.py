"""The wire itself: what goes out, what never does, services inside the process, cancellation, and secrets."""

from __future__ import annotations

import asyncio
import base64
import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.providers.wires import KEY, wired
from tests.support.rawserver import HANG, RawServer, Reply, reply
from tui.providers.calls import Call, CallEvent, Limit
from tui.providers.errors import (
    BadAnswer,
    BadKey,
    InsecureUrl,
    Invalid,
    LostAnswer,
    ReadOnly,
    Sent,
    ServerFailed,
    ServiceError,
    TimedOut,
)
from tui.providers.http import Wire

App = Callable[[Any, Any, Any], Awaitable[None]]
LIMIT = Limit(20, 2.0)


class ConnectionDropped(Exception):
    """Named as the one that the sandbox raises."""


def answering(status: int, body: bytes) -> App:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": body})

    return app


def raising(*errors: Exception) -> tuple[App, list[str]]:
    """An app that raises one error for each request, then answers; and the methods that it was asked with."""
    todo, asked = list(errors), list[str]()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope["method"])
        if todo:
            raise todo.pop(0)
        await answering(200, b"{}")(scope, receive, send)

    return app, asked


async def test_what_goes_out() -> None:
    async with RawServer([reply(200, {})]) as server, wired(server.url + "/") as told:
        body: dict[str, Any] = {"name": "Zoë \U0001f600", "n": 1}
        answer = await told.wire.send(Call("post", "/steps/a b?c#d", {"q": "x&y=z", "v": "v2"}, body, "Save"))
        (seen,) = server.seen
        assert (seen.method, seen.target) == ("POST", "/api/steps/a%20b%3Fc%23d?q=x%26y%3Dz&v=v2")
        assert seen.json == body
        assert seen.headers["authorization"] == f"Bearer {KEY}"
        assert seen.headers["accept-encoding"] == "identity"
        assert seen.headers["content-type"] == "application/json"
        assert seen.headers["user-agent"].startswith("branchline/")
        assert answer.headers["content-type"] == "application/json"
        assert (answer.status, answer.tries) == (200, 1)


async def test_cookies_are_not_kept() -> None:
    async with (
        RawServer([reply(200, {}, headers=[("Set-Cookie", "session=1; Path=/")])]) as server,
        wired(server.url) as told,
    ):
        await told.wire.send(Call("GET", "/a"))
        await told.wire.send(Call("GET", "/a"))
        assert "cookie" not in server.seen[1].headers
        assert server.connections == 1


@pytest.mark.parametrize("path", ["campaigns", "/a/../team", "/..", "/a/%2e%2E/b", "/./a", "/" + "x" * 70_000])
async def test_a_path_that_leaves_the_base_url_is_not_sent(path: str) -> None:
    async with RawServer([reply(200, {})]) as server, wired(server.url) as told:
        error = await told.error(Call("GET", path))
        assert isinstance(error, Invalid)
        assert error.sent is Sent.NO
        assert server.connections == 0


@pytest.mark.parametrize("body", [{"a": "\ud800"}, {"a": float("nan")}, {"a": object()}])
async def test_a_body_that_is_no_json_is_not_sent(body: Any) -> None:
    async with RawServer([reply(200, {})]) as server, wired(server.url) as told:
        error = await told.error(Call("POST", "/a", body=body))
        assert isinstance(error, Invalid)
        assert (error.sent, server.connections) == (Sent.NO, 0)


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE", "post", "OPTIONS", "PURGE"])
async def test_a_read_only_wire_sends_no_write(method: str) -> None:
    async with RawServer([reply(200, {})]) as server, wired(server.url, read_only=True) as told:
        error = await told.error(Call(method, "/steps", title="Delete step 3", repeatable=True))
        assert isinstance(error, ReadOnly)
        assert "Delete step 3" in error.cause
        assert (error.sent, server.connections) == (Sent.NO, 0)
        assert told.kinds() == ["failed"]
        await told.wire.send(Call("GET", "/steps"))
        assert [seen.method for seen in server.seen] == ["GET"]


@pytest.mark.parametrize(
    "url",
    [
        "http://api.acme.test/v1",
        "http://127.0.0.1.acme.test",
        "http://localhost.acme.test",
        "http://10.0.0.1",
        f"https://user:{KEY}@api.acme.test",
        f"https://{KEY}@api.acme.test",
        f"https://api.acme.test/?access_token={KEY}",
        "https://api.acme.test/#x",
        "ftp://api.acme.test",
        "api.acme.test",
        "https://",
        "https://[::1",
        "",
        "https://api.acme\n.test",
    ],
)
def test_a_base_url_that_would_give_the_key_away_is_refused(url: str) -> None:
    with pytest.raises(InsecureUrl) as caught:
        Wire(url, service="Acme", headers={"X-Key": KEY}, key_id="k", limit=LIMIT)
    assert KEY not in caught.value.report() + repr(caught.value)
    assert caught.value.sent is Sent.NO


@pytest.mark.parametrize(
    "url",
    [
        "https://api.acme.test/v1/",
        "http://localhost:8080",
        "http://127.9.9.9/api",
        "http://[::1]:81",
        "http://x.localhost",
    ],
)
def test_https_and_this_machine_are_good_base_urls(url: str) -> None:
    wire = Wire(url, service="Acme", headers={}, key_id="k", limit=LIMIT)
    assert wire.base_url == url.rstrip("/")


@pytest.mark.parametrize("key", ["abc\r\nX-Evil: 1", "abc\x00", "schlüssel"])
def test_a_key_that_no_header_can_hold_is_a_bad_key(key: str) -> None:
    with pytest.raises(BadKey) as caught:
        Wire("https://acme.test", service="Acme", headers={"X-Key": key}, key_id="k", limit=LIMIT)
    assert key not in caught.value.report()


@pytest.mark.parametrize("method", ["GET", "DELETE", "POST", "PATCH"])
@pytest.mark.parametrize("grouped", [False, True])
async def test_a_connection_dropped_by_a_service_in_process(method: str, grouped: bool) -> None:
    error = ConnectionDropped("after the write")
    app, asked = raising(ExceptionGroup("tasks", [error]) if grouped else error)
    async with wired("http://sandbox/acme", app=app) as told:
        if method in ("GET", "DELETE"):
            assert (await told.wire.send(Call(method, "/a"))).tries == 2
        else:
            lost = await told.error(Call(method, "/a"))
            assert isinstance(lost, LostAnswer)
            assert lost.sent is Sent.UNKNOWN
            assert asked == [method]


async def test_a_service_in_process_that_crashes_is_a_failed_server() -> None:
    app, asked = raising(ZeroDivisionError("boom"))
    async with wired("http://sandbox/acme", app=app) as told:
        error = await told.error(Call("POST", "/a"))
        assert isinstance(error, ServerFailed)
        assert "ZeroDivisionError" in error.cause
        assert (error.sent, asked) == (Sent.UNKNOWN, ["POST"])


async def test_a_service_in_process_that_takes_too_long_times_out() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    async with wired("http://sandbox/acme", app=app) as told:
        error = await told.error(Call("POST", "/a", timeout=0.05))
        assert isinstance(error, TimedOut)
        assert error.sent is Sent.UNKNOWN


async def test_a_cancelled_call_is_told_keeps_its_place_and_frees_the_connection() -> None:
    async with RawServer([HANG, reply(200, {})]) as server, wired(server.url) as told:
        task = asyncio.create_task(told.wire.send(Call("POST", "/a")))
        await server.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert told.kinds() == ["sent", "failed"]
        assert told.wire.window.remaining == 19
        assert (await told.wire.send(Call("GET", "/a"))).status == 200
        assert told.wire.window.remaining == 18


async def test_a_listener_that_fails_costs_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    def listen(event: CallEvent) -> None:
        raise RuntimeError("the log is full")

    with caplog.at_level(logging.ERROR):
        async with RawServer([reply(200, {"ok": 1})]) as server, wired(server.url, listen=listen) as told:
            assert (await told.wire.send(Call("POST", "/a"))).data == {"ok": 1}
    assert "the log is full" in caplog.text


def test_one_wire_serves_one_event_loop_after_the_other() -> None:
    wire = Wire("http://sandbox", service="Acme", headers={}, key_id="loops", limit=LIMIT, app=answering(200, b"[]"))
    for _ in range(3):

        async def story() -> None:
            await asyncio.gather(*(wire.send(Call("GET", "/a")) for _ in range(5)))
            assert wire.window.remaining == 15
            await wire.aclose()

        asyncio.run(story())


async def test_events_tell_the_story_of_a_call() -> None:
    answers = [reply(502, "Bad Gateway"), reply(200, {"ok": 1}, headers=[("X-RateLimit-Remaining", "17")])]
    async with RawServer(answers) as server, wired(server.url) as told:
        await told.wire.send(Call("PUT", "/a", body={"b": "x" * 100_000}, title="Rename"))
        sent, waiting, again, answered = told.events
        assert {event.number for event in told.events} == {sent.number}
        assert {(event.title, event.method, event.url) for event in told.events} == {
            ("Rename", "PUT", server.url + "/a")
        }
        assert (sent.tries, again.tries, answered.tries) == (1, 2, 2)
        assert (waiting.status, waiting.wait_seconds, waiting.response_text) == (502, 0.5, "Bad Gateway")
        assert (answered.status, answered.rate_remaining, answered.response_text) == (200, 17, '{"ok": 1}')
        assert len(answered.request_body) == 65_536
        assert answered.seconds is not None


SECRET_HEADERS = {
    "basic": {"Authorization": "Basic " + base64.b64encode(f":{KEY}".encode()).decode()},
    "bearer": {"Authorization": f"Bearer {KEY}"},
    "own header": {"X-Kit-Api-Key": KEY},
}


@pytest.mark.parametrize("headers", SECRET_HEADERS.values(), ids=SECRET_HEADERS.keys())
@pytest.mark.parametrize("fate", ["refused", "answered", "broken", "moved", "garbage", "unreached", "crashed"])
async def test_the_key_is_nowhere(headers: dict[str, str], fate: str, caplog: pytest.LogCaptureFixture) -> None:
    """A service that echoes the request, key and all, in every part of its answer."""
    caplog.set_level(logging.DEBUG)
    (value,) = headers.values()
    echo = f"You sent {value}, that is key {KEY} or :{KEY}"
    replies = {
        "refused": reply(400, {"error": echo, "code": "x-y", "details": {"fields": {KEY: echo}}}),
        "answered": reply(200, {"echo": echo}),
        "broken": reply(200, {"echo": echo}, missing=5),
        "moved": reply(307, echo, headers=[("Location", f"https://x.test/{KEY}?access_token=zzz-token")]),
        "garbage": Reply((echo.encode(),)),
    }
    call = Call("PATCH", f"/a/{KEY}", {"access_token": "zzz-token", "q": KEY}, {"note": echo}, f"Save {KEY}")
    shown: list[object] = []

    async def run(url: str, app: App | None = None) -> None:
        async with wired(url, headers=headers, app=app) as told:
            try:
                await told.wire.send(call)
            except ServiceError as error:
                shown.extend([error, repr(error), error.report(), error.args, vars(error), error.__cause__])
                shown.extend(traceback.format_exception(error))
                shown.append(error.__context__)
            shown.extend([*told.events, told.wire, vars(told.wire)])
            assert len(told.events) >= 2

    if fate in replies:
        async with RawServer([replies[fate]]) as server:
            await run(server.url)
            assert server.seen[0].headers[next(iter(headers)).lower()] == value
    elif fate == "unreached":
        await run("http://127.0.0.1:9")
    else:
        await run("http://sandbox", raising(ValueError(echo))[0])
    everything = "\n".join(map(repr, shown)) + "\n".join(map(str, shown))
    for secret in (KEY, value, base64.b64encode(f":{KEY}".encode()).decode(), "zzz-token"):
        assert secret not in everything
    assert KEY not in caplog.text


async def test_the_traceback_of_an_error_shows_nothing_below_the_wire() -> None:
    """What lies below handles headers; a crash report that prints variables would show them."""
    async with RawServer([reply(400, "Bad team")]) as server, wired(server.url) as told:
        with pytest.raises(ServiceError) as caught:
            await told.wire.send(Call("POST", "/a"))
        frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
        assert [frame.f_code.co_name for frame in frames][1:] == ["send"]
        assert KEY not in repr(frames[-1].f_locals)


async def test_a_plain_web_server_error_page_is_named_by_its_title() -> None:
    page = reply(200, "<html><title>Log in</title></html>", "text/html")
    async with RawServer([page]) as server, wired(server.url) as told:
        error = await told.error(Call("GET", "/a"))
        assert isinstance(error, BadAnswer)
        assert "base URL" in error.remedy
