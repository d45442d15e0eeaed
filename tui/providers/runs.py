"""One call on its way through its tries: what a request log learns of it, and the bytes that it sends."""

from __future__ import annotations

import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field

from tui.providers.calls import LOGGED_CHARACTERS, Answer, Call, CallEvent, EventKind, Veil, plain_url
from tui.providers.errors import Invalid, Sent

_numbers = itertools.count(1)


@dataclass(slots=True)
class Run:
    """The state of a call between its first try and its end. Times in seconds."""

    call: Call
    url: str
    content: bytes | None = None
    tries: int = 0
    seconds: float | None = None
    """How long the last try took."""
    spent: float = 0.0
    """All tries and the waits between them."""
    waited: float = 0.0
    """All waits, the queue included."""
    in_doubt: bool = False
    """Whether a try may have been executed without an answer."""
    remaining: int | None = None
    """What the service said is left of its rate limit."""
    refusal: Answer | None = None
    """The answer that the last error came from, for the provider to put it in better words."""
    number: int = field(default_factory=lambda: next(_numbers))

    def event(
        self,
        kind: EventKind,
        veil: Veil,
        *,
        at: float,
        reason: str = "",
        status: int | None = None,
        text: str = "",
        wait: float = 0.0,
    ) -> CallEvent:
        """What a request log shows of this moment; `wait` is the wait that begins now, `text` what was answered."""
        body = (self.content or b"").decode()
        return CallEvent(
            kind=kind,
            number=self.number,
            title=veil.hide(self.call.title),
            method=self.call.method.upper(),
            url=veil.hide(plain_url(self.url)),
            at=at,
            seconds=None if kind == "sent" else self.seconds,
            status=status,
            tries=self.tries,
            reason=veil.hide(reason),
            wait_seconds=wait if kind == "waiting" else self.waited,
            rate_remaining=self.remaining,
            request_body=_bounded(veil, body),
            response_text=_bounded(veil, text),
        )


def _bounded(veil: Veil, text: str) -> str:
    """The beginning of a text without secrets, not even half of one at its end."""
    return veil.hide(text[: LOGGED_CHARACTERS + 4_096])[:LOGGED_CHARACTERS]


def written(call: Call) -> bytes | None:
    """The body as JSON, None for no body. Raises `Invalid` for a value that JSON cannot hold."""
    if call.body is None:
        return None
    with suppress(ValueError, TypeError, RecursionError):
        return json.dumps(call.body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    raise Invalid(
        "The request cannot be written: a value in it cannot be sent as JSON text.",
        "Remove unusual characters from the changed fields, then try again.",
        request=call.line,
        sent=Sent.NO,
    )
