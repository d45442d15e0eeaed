"""Bad input over a real socket: each ends in a sentence that names cause and next step, and no write is sent twice."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from tests.providers.wires import wired
from tests.support.rawserver import DROP_UNREAD, RawServer, Reply, reply
from tui.providers import errors
from tui.providers.calls import Answer, Call
from tui.providers.errors import BadAnswer, LostAnswer, NotReached, Sent, ServiceError, TimedOut, wrong_shape

PAGE = "<!DOCTYPE html>\n<html><head><title>Acme app</title></head><body>Sign in</body></html>"
SAVE = Call("POST", "/steps", body={"name": "new"}, title="Save the step", timeout=5)
READ = Call("GET", "/steps", title="Read the steps", timeout=5)


@pytest.mark.parametrize(
    ("answer", "kind", "named"),
    [
        (reply(401, "The authentication you supplied is incorrect"), "BadKey", "key"),
        (reply(400, "No API key provided"), "BadKey", "key"),
        (reply(404, "No user found for this api key"), "BadKey", "key"),
        (reply(400, {"error": "Bad team"}), "Invalid", "Bad team"),
        (reply(402, "route is available starting emailPro plan"), "PlanTooLow", "plan"),
        (reply(403, "User linked to this API key is blocked"), "Forbidden", "not allow"),
        (reply(404, "Step not found"), "NotFound", "did not find"),
        (reply(405, {"error": "Bad method"}), "WrongMethod", "does not offer this action"),
        (reply(409, {"error": {"code": "campaign_not_draft", "message": "Not a draft"}}), "Conflict", "state"),
        (reply(410, ""), "NotFound", "gone"),
        (reply(413, ""), "Invalid", "larger"),
        (reply(415, ""), "Invalid", "type of content"),
        (reply(422, {"errors": ["subject can't be blank"]}), "Invalid", "subject can't be blank"),
        (reply(418, "teapot"), "Invalid", "refused"),
        (reply(429, "Too Many Requests", headers=[("Retry-After", "3600")]), "RateLimited", "too many requests"),
        (reply(429, "", headers=[("Retry-After", "99")]), "RateLimited", "too many requests"),
        (reply(500, "Internal Server Error"), "ServerFailed", "failed"),
        (reply(502, PAGE), "ServerFailed", "gateway"),
        (reply(503, ""), "ServerFailed", "not available"),
        (reply(504, ""), "ServerFailed", "in time"),
        (reply(599, ""), "ServerFailed", "failed"),
        (reply(413, {"error": "x", "code": "LINKEDIN_MEDIA_TOO_LARGE"}), "MediaRefused", "larger than allowed"),
        (reply(415, {"error": "x", "code": "LINKEDIN_MEDIA_INVALID_TYPE"}), "MediaRefused", "type"),
        (reply(422, {"error": "LINKEDIN_MEDIA_GIF_INVALID"}), "MediaRefused", "GIF"),
        (reply(502, "LINKEDIN_MEDIA_DOWNLOAD_FAILED"), "MediaRefused", "fetched"),
        (reply(503, "Sorry (LINKEDIN_MEDIA_AV_UNAVAILABLE)"), "MediaRefused", "virus scanner"),
        (reply(504, {"code": "LINKEDIN_MEDIA_TIMEOUT"}), "MediaRefused", "too long"),
        (reply(400, {"code": "LINKEDIN_MEDIA_SOMETHING_NEW"}), "MediaRefused", "LINKEDIN_MEDIA_SOMETHING_NEW"),
        (reply(200, PAGE, "text/html"), "BadAnswer", "web page"),
        (reply(200, "  " + PAGE, "application/json"), "BadAnswer", "web page"),
        (reply(200, b'{"_id": "stp_1", "typ', "application/json"), "BadAnswer", "break off"),
        (reply(200, b"OK, done", "application/json"), "BadAnswer", "text instead of data"),
        (reply(200, b'{"a": NaN}', "application/json"), "BadAnswer", "break off"),
        (reply(200, b'{"a": "\xff\xfe"}', "application/json"), "BadAnswer", "damaged"),
        (reply(200, b"[" * 100_000, "application/json"), "BadAnswer", "damaged"),
        (reply(200, b"x" * 3_000_000), "BadAnswer", "more than 1,000,000 bytes"),
        (reply(200, b"{}", headers=[("Content-Encoding", "br")]), "BadAnswer", "compression"),
        (reply(200, b"{}", headers=[("Content-Encoding", "gzip")]), "BadAnswer", "damaged"),
        (reply(301, "", headers=[("Location", "https://u:p@elsewhere.test/x?token=t0p")]), "BadAnswer", "elsewhere"),
        (reply(302, ""), "BadAnswer", "nowhere"),
        (Reply((b"SSH-2.0-OpenSSH_9.6\r\n\r\n",)), "BadAnswer", "HTTP"),
    ],
)
async def test_every_bad_answer_to_a_write_names_its_cause_and_is_not_sent_twice(
    answer: Reply, kind: str, named: str
) -> None:
    async with RawServer([answer]) as server, wired(server.url, max_bytes=1_000_000) as told:
        error = await told.error(SAVE)
        assert type(error) is getattr(errors, kind), repr(error)
        assert named in error.cause
        assert error.cause.endswith(".")
        assert error.remedy.endswith(".")
        assert error.cause[0].isupper()
        assert error.remedy[0].isupper()
        assert "Acme" in error.cause
        assert "lemlist" not in str(error)
        assert str(error) == f"{error.cause} {error.remedy}"
        assert error.request == "POST /steps"
        assert len(server.seen) == 1
        assert told.kinds() == ["sent", "failed"]
        assert told.events[-1].reason == error.cause
        for fact in (error.cause, error.remedy, "POST /steps", error.sent.value, str(error.status or "none")):
            assert fact in error.report()
        if 200 <= (error.status or 0) < 303 and error.status != 301:
            assert error.sent is Sent.UNKNOWN
            assert "reload" in error.remedy
        assert "t0p" not in error.report() + str(error)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_told_and_not_followed(status: int) -> None:
    async with RawServer([reply(200, {})]) as elsewhere:
        moved = reply(status, "", headers=[("Location", f"{elsewhere.url}/steps")])
        async with RawServer([moved]) as server, wired(server.url) as told:
            error = await told.error(SAVE)
            assert isinstance(error, BadAnswer)
            assert elsewhere.url in error.cause
            assert error.sent is (Sent.UNKNOWN if status in (302, 303) else Sent.REFUSED)
            assert elsewhere.connections == 0


@pytest.mark.parametrize(
    ("answer", "expects", "data", "text"),
    [
        (reply(200, {"_id": "stp_1"}), "json", {"_id": "stp_1"}, '{"_id": "stp_1"}'),
        (reply(200, "[1]", "text/html"), "json", [1], "[1]"),
        (reply(200, b"\xef\xbb\xbf{}"), "json", {}, "{}"),
        (reply(204), "json", None, ""),
        (reply(200, b" \n"), "json", None, " \n"),
        (reply(200, b"null"), "json", None, "null"),
        (reply(200, b"Contact subscription updated", "application/json"), "any", None, "Contact subscription updated"),
        (reply(200, b"a;b", "text/csv"), "text", None, "a;b"),
        (reply(200, {"a": 1}), "any", {"a": 1}, '{"a": 1}'),
        (reply(200, {"a": 1}), "text", None, '{"a": 1}'),
        (reply(200, b'"half \\ud83d"'), "json", "half \ufffd", '"half \\ud83d"'),
        (reply(200, json.dumps({"a": "\U0001f600"})), "json", {"a": "\U0001f600"}, '{"a": "\\ud83d\\ude00"}'),
        (reply(200, b"caf\xe9", "text/plain; charset=latin-1"), "text", None, "café"),
        (reply(200, gzip.compress(b"[2]"), headers=[("Content-Encoding", "gzip")]), "json", [2], "[2]"),
        (reply(201, {"a": 1}), "json", {"a": 1}, '{"a": 1}'),
    ],
)
async def test_good_answers_in_every_form(answer: Reply, expects: Any, data: object, text: str) -> None:
    async with RawServer([answer]) as server, wired(server.url) as told:
        got = await told.wire.send(Call("POST", "/steps", expects=expects))
        assert (got.data, got.text) == (data, text)
        assert told.kinds() == ["sent", "answered"]


async def test_a_web_page_is_never_taken_for_text() -> None:
    async with RawServer([reply(200, PAGE, "text/html")]) as server, wired(server.url) as told:
        assert isinstance(await told.error(Call("GET", "/export", expects="text")), BadAnswer)


async def test_an_answer_that_unpacks_beyond_the_limit_is_cut() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    async with (
        RawServer([reply(200, bomb, headers=[("Content-Encoding", "gzip")])]) as server,
        wired(server.url, max_bytes=1_000_000) as told,
    ):
        assert "more than 1,000,000 bytes" in (await told.error(READ)).cause


async def test_an_answer_of_exactly_the_limit_is_good_and_an_endless_one_is_left() -> None:
    body = json.dumps("x" * 998).encode()
    assert len(body) == 1000
    endless = Reply((b"HTTP/1.1 200 OK\r\n\r\n", *(b"x" * 500 for _ in range(10))), end="hang")
    async with RawServer([reply(200, body), endless]) as server, wired(server.url, max_bytes=1000) as told:
        assert (await told.wire.send(READ)).data == "x" * 998
        assert isinstance(await told.error(READ), BadAnswer)


async def test_a_drip_of_bytes_does_not_outlast_the_timeout() -> None:
    slow = Reply((b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *(b"x" for _ in range(100))), pause=0.05)
    async with RawServer([slow]) as server, wired(server.url) as told:
        error = await told.error(Call("PATCH", "/steps", body={}, timeout=0.3))
        assert isinstance(error, TimedOut)
        assert (error.sent, error.status, len(server.seen)) == (Sent.UNKNOWN, 200, 1)
        assert "0.3 seconds" in error.cause


async def test_the_status_of_a_refusal_counts_even_when_its_text_breaks_off() -> None:
    async with RawServer([reply(422, "subject is too l", missing=10)]) as server, wired(server.url) as told:
        error = await told.error(SAVE)
        assert (type(error).__name__, error.sent, error.message) == ("Invalid", Sent.REFUSED, "subject is too l")


async def test_half_an_answer_to_a_write_leaves_its_outcome_open() -> None:
    async with RawServer([reply(200, {"_id": "stp_1"}, missing=5)]) as server, wired(server.url) as told:
        error = await told.error(SAVE)
        assert isinstance(error, LostAnswer)
        assert (error.sent, error.status) == (Sent.UNKNOWN, 200)
        assert "in the middle" in error.cause


async def test_an_unknown_host_and_a_broken_handshake_are_named() -> None:
    async with wired("https://no-such-host.invalid/api") as told:
        error = await told.error(READ)
        assert isinstance(error, NotReached)
        assert "no-such-host.invalid" in error.cause
    async with RawServer([DROP_UNREAD]) as server, wired(server.url.replace("http:", "https:")) as told:
        error = await told.error(SAVE)
        assert isinstance(error, NotReached)
        assert error.sent is Sent.NO


async def test_a_provider_may_put_a_refusal_into_better_words() -> None:
    def refine(error: ServiceError, answer: Answer) -> ServiceError:
        assert (answer.status, answer.text) == (400, "The campaign is running")
        return error.restated(errors.Conflict, "The campaign is running.", "Pause it first.")

    async with RawServer([reply(400, "The campaign is running")]) as server, wired(server.url, refine=refine) as told:
        error = await told.error(Call("DELETE", "/steps/stp_1"))
        assert isinstance(error, errors.Conflict)
        assert str(error) == "The campaign is running. Pause it first."
        assert (error.status, error.server_text, error.request) == (
            400,
            "The campaign is running",
            "DELETE /steps/stp_1",
        )


def test_a_wrong_shape_is_a_bad_answer() -> None:
    answer = Answer(200, {}, {"a": 1}, '{"a": 1}', 0.1, 1)
    error = wrong_shape(READ, answer, "a list of campaigns", service="Acme")
    assert (error.cause, error.sent) == ("Acme answered 200, but not with a list of campaigns.", Sent.NO)
    assert wrong_shape(SAVE, answer, "a step", service="Acme").sent is Sent.UNKNOWN
