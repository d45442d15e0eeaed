"""Judging what came back: a good answer, or the error that it is, whatever the service says about its own content."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from tui.providers.bodies import is_web_page, read_json
from tui.providers.calls import Answer, Call, plain_url
from tui.providers.errors import CHECK_BASE_URL, UNCLEAR, BadAnswer, Sent, ServiceError, from_answer, outcome

_CHARSET: Final = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
_MOVED_UNREAD: Final = frozenset({300, 301, 305, 307, 308})
"""Redirects that tell to ask elsewhere for the same thing. After 302 and 303 a write may have been executed."""


@dataclass(slots=True)
class Received:
    """What of an answer has come so far; filled while it comes, so that a break leaves what was there."""

    left: bool = False
    """Whether the first byte of the request may have left."""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)
    too_large: bool = False
    """The body was cut at the limit."""

    @property
    def good(self) -> bool:
        """Whether the status is a 2xx."""
        return self.status is not None and 200 <= self.status < 300


def judged(
    call: Call,
    got: Received,
    *,
    service: str,
    max_bytes: int,
    seconds: float,
    tries: int,
    now: Callable[[], float] = time.time,
) -> Answer | ServiceError:
    """The answer if it is what `call.expects`, or the error that tells what is wrong with it."""
    status = got.status or 0
    body, trouble = _unpacked(got, max_bytes)
    text, clean = _decoded(body, got.headers.get("content-type", ""))

    def bad(cause: str, remedy: str, sent: Sent = Sent.UNKNOWN) -> BadAnswer:
        sent = outcome(call, sent)
        return BadAnswer(
            f"{service} answered {status}, but {cause}.",
            f"{remedy} {UNCLEAR}".strip() if sent is Sent.UNKNOWN else remedy or CHECK_BASE_URL,
            status=status,
            server_text=text,
            request=call.line,
            sent=sent,
            request_id=got.headers.get("x-request-id", ""),
            tries=tries,
        )

    if 300 <= status < 400:
        sent = Sent.REFUSED if status in _MOVED_UNREAD else Sent.UNKNOWN
        target = plain_url(got.headers.get("location", "")) or "nowhere"
        return bad(f"sent the request on to {target!a}, which was not followed", CHECK_BASE_URL, sent)
    if not got.good:
        return from_answer(call, status, got.headers, text, service=service, tries=tries, now=now)
    if got.too_large:
        return bad(f"with more than {max_bytes:,} bytes", "Ask for less at a time.")
    if trouble:
        return bad(trouble, "")
    answer = Answer(status, got.headers, None, text, seconds, tries)
    if not text.strip():
        return answer
    if call.expects != "text" and clean:
        with suppress(ValueError):
            return replace(answer, data=read_json(text))
    if is_web_page(text):
        return bad("with a web page instead of data", CHECK_BASE_URL)
    if call.expects != "json":
        return answer
    if text.lstrip()[0] in "[{":
        return bad("its data break off or are damaged (no valid JSON)", "" if call.writes else "Try again.")
    return bad("with text instead of data (no JSON)", CHECK_BASE_URL)


def _decoded(body: bytes, content_type: str) -> tuple[str, bool]:
    """The text of a body, and whether every byte of it could be read."""
    charset = _CHARSET.search(content_type)
    for encoding in ("utf-8", charset.group(1) if charset else "utf-8"):
        try:
            return body.decode(encoding).removeprefix("\ufeff"), True
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", errors="replace"), False


def _unpacked(got: Received, max_bytes: int) -> tuple[bytes, str]:
    """The body, decompressed within the limit where it came compressed all the same, and what was wrong with it."""
    encoding = got.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return bytes(got.body), ""
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return b"", "in a compression that was not asked for"
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        body = unpacker.decompress(bytes(got.body), max_bytes + 1)
    except zlib.error:
        return b"", "its compressed data are damaged"
    if len(body) > max_bytes:
        got.too_large = True
        return body[:max_bytes], ""
    return body, "" if unpacker.eof else "its compressed data break off"
