"""Errors: code and message found in every shape of body, a sentence for every status, reports without escapes."""

from __future__ import annotations

import copy
import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.providers import errors
from tui.providers.bodies import is_web_page, said, visible
from tui.providers.calls import Call, Veil, plain_url
from tui.providers.errors import Invalid, NotFound, Sent, ServerFailed, ServiceError, from_answer

WRITE = Call("PATCH", "/sequences/seq_1/steps/stp_1", {"v": "2"}, {"a": 1})


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        ("Bad team", None, "Bad team"),
        (" Bad team\n", None, "Bad team"),
        ("", None, ""),
        ('{"error": "Campaign not found"}', None, "Campaign not found"),
        ('{"error": "BadRequest", "message": "name is required"}', None, "name is required"),
        ('{"error": "Branch is full", "code": "BRANCH_LIMIT"}', "BRANCH_LIMIT", "Branch is full"),
        ('{"error": "LEAD_NOT_READY", "message": "Not ready"}', "LEAD_NOT_READY", "Not ready"),
        (
            '{"success": false, "error": {"code": "not-found", "message": "No such contact"}}',
            "not-found",
            "No such contact",
        ),
        ('{"success": false, "error": "Bad field"}', None, "Bad field"),
        ('{"ok": false, "message": "Export gone"}', None, "Export gone"),
        ('{"errors": ["name is blank", "hour is bad"]}', None, "name is blank; hour is bad"),
        ('{"error": {"code": "validation_error", "message": "Invalid"}}', "validation_error", "Invalid"),
        ('{"detail": [{"msg": "field required", "loc": ["body"]}]}', None, "field required"),
        ('{"error": "LINKEDIN_MEDIA_TOO_LARGE"}', "LINKEDIN_MEDIA_TOO_LARGE", ""),
        ("LINKEDIN_MEDIA_TIMEOUT", "LINKEDIN_MEDIA_TIMEOUT", ""),
        ('"just a text"', None, "just a text"),
        ("[1, 2]", None, "[1, 2]"),
        ('{"half": ', None, '{"half":'),
        ("{}", None, "{}"),
        ("[" * 5000, None, "[" * 5000),
        ("<html><head><title>502 Bad &amp; Gateway</title></head>", None, "502 Bad & Gateway"),
    ],
)
def test_code_and_message_whatever_the_shape(body: str, code: str | None, message: str) -> None:
    words = said(body)
    assert (words.code, words.message) == (code, message)


def test_field_errors_are_kept_by_their_names() -> None:
    body = '{"error": {"code": "validation_error", "message": "No", "details": {"fields": {"subject": "is too long"}}}}'
    error = from_answer(WRITE, 400, {}, body, service="Acme")
    assert isinstance(error, Invalid)
    assert error.fields == {"subject": "is too long"}
    assert "Field subject: is too long" in error.report()
    assert from_answer(WRITE, 422, {}, '{"errors": {"name": ["is blank"]}}', service="Acme").fields == {
        "name": "is blank"
    }


@given(st.text(max_size=300) | st.text(alphabet='{}[]":,errocodmsage _-\\u', max_size=80), st.integers(300, 599))
def test_no_body_can_break_it(body: str, status: int) -> None:
    error = from_answer(WRITE, status, {}, body, service="Acme")
    for sentence in (error.cause, error.remedy):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert sentence.isprintable() or not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in sentence)
    assert error.server_text == body
    assert (error.sent is Sent.NO) == (status in (407, 511))


def test_every_status_has_a_sentence_of_its_own() -> None:
    statuses = [400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 501, 502, 503, 504]
    causes = {from_answer(WRITE, status, {}, "", service="Acme").cause for status in statuses}
    assert len(causes) == len(statuses)
    for status in statuses:
        assert f"({status})" in from_answer(WRITE, status, {}, "", service="Acme").cause


@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
def test_only_a_write_can_have_been_carried_out(status: int) -> None:
    assert from_answer(WRITE, status, {}, "", service="Acme").sent is Sent.UNKNOWN
    assert from_answer(Call("GET", "/a"), status, {}, "", service="Acme").sent is Sent.NO


def test_a_503_says_when_to_come_back() -> None:
    error = from_answer(Call("GET", "/a"), 503, {"retry-after": "40"}, "", service="Acme")
    assert isinstance(error, ServerFailed)
    assert (error.retry_after, error.remedy) == (40, "Try again in 40 seconds.")


def test_a_hostile_text_can_do_nothing_to_a_terminal() -> None:
    text = "\x1b[2J\x07[/] [link=x] \u202egnp.exe\u202c \x9b31m \U0001f600\r\nsecond line"
    error = from_answer(WRITE, 400, {"x-request-id": "\x1bid"}, text, service="Acme")
    assert error.server_text == text
    for shown in (str(error), error.report(), repr(error)):
        assert not set(shown) & set("\x1b\x07\x9b\r\u202e\u202c")
        assert "\U0001f600" in shown
        assert "[/] [link=x]" in shown
    assert visible("a\tb\u2066") == "a\\u0009b\\u2066"


def test_long_texts_are_bounded() -> None:
    error = from_answer(WRITE, 400, {}, "x" * 100_000, service="Acme")
    assert len(error.server_text) == 8_000
    assert len(error.cause) < 400


def test_the_report_holds_what_a_ticket_needs() -> None:
    error = from_answer(
        WRITE, 404, {"x-request-id": "req-7"}, '{"error": "Step not found", "code": "NO_STEP"}', service="Acme", tries=2
    )
    report = error.report()
    for fact in (
        "PATCH /sequences/seq_1/steps/stp_1?v=2",
        "404 NO_STEP",
        "req-7",
        "Tries: 2",
        "refused by the service",
    ):
        assert fact in report


def test_an_error_survives_copying_and_pickling() -> None:
    error = from_answer(WRITE, 404, {}, "Step not found", service="Acme")
    for twin in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert isinstance(twin, NotFound)
        assert (str(twin), vars(twin)) == (str(error), vars(error))


def test_restating_keeps_the_facts() -> None:
    error = from_answer(WRITE, 400, {}, '{"error": "x", "code": "A_B"}', service="Acme")
    better = error.restated(NotFound, remedy="Reload.")
    assert (better.cause, better.remedy, better.code, better.status) == (error.cause, "Reload.", "A_B", 400)


def test_all_kinds_are_in_one_tree_and_drawn_at_the_top() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ServiceError)]
    drawn = {
        line.strip(" │├└─").split(" ")[0].strip(string.punctuation) for line in (errors.__doc__ or "").splitlines()
    }
    assert {kind.__name__ for kind in kinds} <= drawn
    assert len(kinds) >= 16


def test_web_pages_are_known_by_their_beginning() -> None:
    assert is_web_page("\n <!-- x --> <!DOCTYPE HTML><p>")
    assert is_web_page("<html lang=en>")
    assert not is_web_page("<p>a fragment</p>")
    assert not is_web_page('{"a": "<html>"}')


def test_secrets_are_veiled_in_every_form() -> None:
    veil = Veil({"Authorization": "Basic OmFiY2RlZmdoaWo=", "X-Key": "with space/and+plus"})
    for secret in ("Basic OmFiY2RlZmdoaWo=", "OmFiY2RlZmdoaWo=", "abcdefghij", "with space/and+plus"):
        assert secret not in veil.hide(f"a {secret} b")
    assert "plus" not in veil.hide("?key=with%20space%2Fand%2Bplus")
    assert "abc" not in repr(veil)
    assert Veil({}).hide("text") == "text"
    assert Veil({"Authorization": "Bearer sandbox"}).hide("the sandbox") == "the sandbox"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@host.test/a?x=1", "https://host.test/a?x=1"),
        ("/a?access_token=t&Api_Key=k&n=2&empty=", "/a?access_token=•••&Api_Key=•••&n=2&empty="),
        ("/a", "/a"),
        ("https://[broken/a?key=1", "https://[broken/a"),
    ],
)
def test_urls_are_shown_without_secrets(url: str, shown: str) -> None:
    assert plain_url(url) == shown
