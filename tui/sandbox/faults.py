"""Trouble on demand: rules that make the sandbox slow, silent or wrong, and the middleware that follows them.

A rule as text is `METHOD:PATH:KIND[:TIMES]`, for example `POST:/sequences/*:drop-after:1`:

- METHOD is `GET`, `POST`, … or `*`; PATH is compared below the service's own path, `*` stands for anything;
- KIND is one of
  `latency=SECONDS` (the request is answered, late), `drop` (the connection breaks before anything is done),
  `429` (with the headers of the rate limit), `429-bare` (without), any other status from 400 to 599,
  `html` (a web page with status 200), `half-json` (the true answer, cut off, with status 200),
  `huge` or `huge=BYTES` (a JSON answer of that size, 64 MiB if not said);
  `-after` behind it (`drop-after`, `500-after`) does the write first and then goes wrong;
- TIMES is how often it happens, 1 if not said, `*` for always.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, TypeAlias, TypeVar

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

N = TypeVar("N", int, float)

# How a service words a status, and whether the headers of its rate limit go along.
Refusal: TypeAlias = Callable[[int, bool], Response]

HUGE_BYTES: Final = 64 * 1024 * 1024
_PLAIN_KINDS = ("latency", "drop", "429-bare", "html", "half-json", "huge")
_RETRY_SECONDS = 2
_CHUNK = b" " * 65536
_PAGE = "<!doctype html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
_TEXTS = {
    401: "The authentication you supplied is incorrect",
    402: "route is available starting emailPro plan",
    403: "User linked to this API key is blocked",
    404: "Not found",
    405: "Bad method",
    429: "Too Many Requests",
    500: "Internal Server Error",
}
_MEDIA = {
    413: ("too large", "LINKEDIN_MEDIA_TOO_LARGE"),
    415: ("wrong MIME", "LINKEDIN_MEDIA_INVALID_TYPE"),
    422: ("bad GIF", "LINKEDIN_MEDIA_GIF_INVALID"),
}


class ConnectionDropped(Exception):
    """The connection broke before the answer was complete; in process this is raised out of the application."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule. `times` None means always; `seconds` is waited before anything else happens; `size` in bytes.

    Raises ValueError for a kind that does not exist or numbers that make no sense.
    """

    method: str
    path: str
    kind: str
    times: int | None = 1
    after_write: bool = False
    seconds: float = 0.0
    size: int = HUGE_BYTES

    def __post_init__(self) -> None:
        if self.kind not in _PLAIN_KINDS and self.status is None:
            kinds = ", ".join(_PLAIN_KINDS)
            raise ValueError(f"unknown kind of fault {self.kind!r}; known are {kinds} and a status from 400 to 599")
        if self.times is not None and self.times < 1:
            raise ValueError(f"a fault happens at least once, not {self.times} times")
        if not 0 <= self.seconds <= 3600:
            raise ValueError(f"a fault waits between 0 and 3600 seconds, not {self.seconds}")
        if self.size < 1:
            raise ValueError(f"a huge answer has at least one byte, not {self.size}")

    @property
    def status(self) -> int | None:
        """The status a status fault answers with."""
        return int(self.kind) if re.fullmatch(r"[45]\d\d", self.kind) else None

    def applies(self, method: str, paths: Iterable[str]) -> bool:
        """Whether the rule is about this method and one of these spellings of the path."""
        return self.method in ("*", method) and any(fnmatchcase(path, self.path) for path in paths)

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """Read a rule; raises ValueError that says which part is wrong and what would be right."""
        parts = text.split(":")
        if len(parts) not in (3, 4):
            raise ValueError(
                f"fault {text!r} is not METHOD:PATH:KIND[:TIMES], for example POST:/sequences/*:drop-after:1"
            )
        method, path, kind = parts[0].upper(), parts[1], parts[2]
        if method != "*" and not method.isalpha():
            raise ValueError(f"fault {text!r}: {parts[0]!r} is no method; use GET, POST, PATCH, DELETE or *")
        if not path.startswith(("/", "*")):
            raise ValueError(f"fault {text!r}: the path {path!r} must begin with / or *")
        kind, _, argument = kind.partition("=")
        kind, after = kind.removesuffix("-after"), kind.endswith("-after")
        times = None if parts[3:] == ["*"] else _number(text, "times", parts[3], int) if parts[3:] else 1
        seconds, size = 0.0, HUGE_BYTES
        if kind == "latency":
            seconds = _number(text, "latency", argument, float)
        elif kind == "huge" and argument:
            size = _number(text, "size", argument, int)
        elif argument:
            raise ValueError(f"fault {text!r}: {kind!r} takes no value")
        try:
            return cls(method, path, kind, times, after, seconds, size)
        except ValueError as error:
            raise ValueError(f"fault {text!r}: {error}") from None


class Faults:
    """The rules in force, in order; each that has happened often enough is gone."""

    def __init__(self, rules: Iterable[Fault | str] = ()) -> None:
        """Rules may be given as text. Raises ValueError for one that cannot be read."""
        self._rules: list[tuple[Fault, int | None]] = []
        for rule in rules:
            self.add(rule)

    def add(self, rule: Fault | str) -> None:
        """Put a rule at the end of the list. Raises ValueError for a text that cannot be read."""
        fault = Fault.parse(rule) if isinstance(rule, str) else rule
        self._rules.append((fault, fault.times))

    def clear(self) -> None:
        """Let everything work again."""
        self._rules.clear()

    @property
    def rules(self) -> list[Fault]:
        """The rules that can still happen."""
        return [fault for fault, _ in self._rules]

    def take(self, method: str, paths: Sequence[str]) -> Fault | None:
        """The first rule for a request, counted as having happened."""
        for place, (fault, left) in enumerate(self._rules):
            if fault.applies(method, paths):
                if left == 1:
                    del self._rules[place]
                elif left is not None:
                    self._rules[place] = fault, left - 1
                return fault
        return None


class FaultMiddleware:
    """Answers a request as its rule says; requests without a rule pass untouched."""

    def __init__(
        self,
        app: ASGIApp,
        faults: Faults,
        services: Sequence[str] = (),
        refusals: Mapping[str, Refusal] | None = None,
    ) -> None:
        """`services` are the path prefixes a rule may leave out; `refusals` by prefix, lemlist's texts without one."""
        self._app, self._faults, self._services, self._refusals = app, faults, services, refusals or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises `ConnectionDropped` after the head of an answer: a server then closes the socket."""
        fault = None
        if scope["type"] == "http":
            path = scope["path"]
            shorter = [path.removeprefix(prefix) for prefix in self._services if path.startswith(prefix)]
            fault = self._faults.take(scope["method"], [path, *shorter])
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.kind == "latency":
            await self._app(scope, receive, send)
            return
        true_answer = b""
        if fault.after_write or fault.kind == "half-json":
            true_answer = await _answered(self._app, scope, receive)
        refusal = next((each for prefix, each in self._refusals.items() if path.startswith(prefix)), _refused)
        await _go_wrong(fault, true_answer, refusal, scope, receive, send)


class QuietDrops(logging.Filter):
    """Keeps a server's log free of the tracebacks of connections that were dropped on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything else pass."""
        return not (record.exc_info and isinstance(record.exc_info[1], ConnectionDropped))


async def _answered(app: ASGIApp, scope: Scope, receive: Receive) -> bytes:
    """Let the request happen and return the body nobody will see whole."""
    body = bytearray()

    async def keep(message: Message) -> None:
        body.extend(message.get("body", b""))

    await app(scope, receive, keep)
    return bytes(body)


async def _go_wrong(
    fault: Fault, true_answer: bytes, refusal: Refusal, scope: Scope, receive: Receive, send: Send
) -> None:
    if fault.kind == "drop":
        await _start(send, [(b"content-type", b"application/json"), (b"content-length", b"100")])
        raise ConnectionDropped(f"{scope['method']} {scope['path']}")
    if fault.kind == "huge":
        await _start(send, [(b"content-type", b"application/json")])
        await _pour(send, fault.size)
        return
    if fault.kind == "half-json":
        half = true_answer[: max(1, len(true_answer) // 2)]
        response = Response(half, media_type="application/json")
    elif fault.kind == "html":
        response = Response(_PAGE, media_type="text/html")
    elif (status := fault.status or 429) > 500:
        page = f"<html><head><title>{status}</title></head><body><h1>{status}</h1><p>nginx</p></body></html>"
        response = Response(page, status, media_type="text/html")
    else:
        response = refusal(status, fault.kind == "429")
    await response(scope, receive, send)


def _refused(status: int, limit_headers: bool) -> Response:
    if status in _MEDIA:
        words, code = _MEDIA[status]
        text = f'{{"error": "LinkedIn media refused: {words}", "code": "{code}"}}'
        return Response(text, status, media_type="application/json")
    headers = {}
    if limit_headers:
        headers = {
            "Retry-After": str(_RETRY_SECONDS),
            "X-RateLimit-Limit": "20",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": "Tue Feb 16 2021 09:02:42 GMT+0100 (Central European Standard Time)",
        }
    return Response(_TEXTS.get(status, "Bad request"), status, headers, media_type="text/plain")


async def _start(send: Send, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def _pour(send: Send, size: int) -> None:
    """Send `size` bytes of valid JSON, an empty list with much space in it, piece by piece."""
    left = max(0, size - 2)
    await send({"type": "http.response.body", "body": b"[", "more_body": True})
    while left > 0:
        piece = _CHUNK[:left]
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"]", "more_body": False})


def _number(text: str, what: str, value: str, kind: Callable[[str], N]) -> N:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"fault {text!r}: {what} takes a number, not {value!r}") from None
