"""Everything that can go wrong with a call, as one tree of errors that know their request and the next step.

ServiceError
├── InsecureUrl      the base URL must not be used; nothing was sent
├── ReadOnly         a write on a connection that only reads; nothing was sent
├── NotReached       no network, unknown host, refused, no valid certificate; nothing was sent
├── TimedOut         no complete answer in time
├── LostAnswer       the connection broke after sending, or in the middle of the answer
├── BadAnswer        not what the API gives: a web page, half a JSON, too large, a redirect, a wrong shape
├── RateLimited      429, after waiting as long as is sensible; `retry_after` says how long is left
├── ServerFailed     5xx
└── Refused          the service understood and said no
    ├── BadKey       401, or a missing key
    ├── PlanTooLow   402
    ├── Forbidden    403
    ├── NotFound     404, 410
    ├── WrongMethod  405
    ├── Conflict     409, 412, 423
    ├── Invalid      400, 422 and what else is wrong with the request itself; `fields` where the service names them
    └── MediaRefused an attached file was not taken, whatever the status (its `code` says why)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar, Final, Self, TypeVar

from tui.providers.bodies import said, visible
from tui.providers.calls import Answer, Call
from tui.providers.waits import retry_after, until

Error = TypeVar("Error", bound="ServiceError")
"""Kind of error that `restated` makes."""

KEPT_CHARACTERS: Final = 8_000
"""How much of the service's own text an error keeps."""


class Sent(Enum):
    """What is known about a call that failed: was it executed?"""

    NO = "not carried out"
    """Certainly not executed. A call that only reads changes nothing, and counts as this when its answer is lost."""
    REFUSED = "refused by the service"
    UNKNOWN = "may have been carried out"
    """Read back before doing it again."""


class ServiceError(Exception):
    """A call that failed. `str()` is a text for the user; `report()` is one to copy into a ticket."""

    usual_outcome: ClassVar[Sent] = Sent.REFUSED

    def __init__(
        self,
        cause: str,
        remedy: str,
        *,
        status: int | None = None,
        code: str | None = None,
        message: str = "",
        server_text: str = "",
        request: str = "",
        sent: Sent | None = None,
        fields: Mapping[str, str] | None = None,
        retry_after: float | None = None,
        request_id: str = "",
        tries: int = 1,
    ) -> None:
        super().__init__(cause, remedy)
        self.cause = cause
        """One sentence for the user that names the cause."""
        self.remedy = remedy
        """The next step, a sentence."""
        self.status = status
        """HTTP status of the answer, None where none came."""
        self.code = code
        """The service's machine code, such as LINKEDIN_MEDIA_TOO_LARGE."""
        self.message = message
        """What the service said, taken out of its answer; raw text of a stranger."""
        self.server_text = server_text[:KEPT_CHARACTERS]
        """The answer as it came, at most 8,000 characters; raw text of a stranger."""
        self.request = request
        """Method and path, without secrets."""
        self.sent = self.usual_outcome if sent is None else sent
        self.fields: dict[str, str] = dict(fields or {})
        """What the service said about single fields, by the names on the wire."""
        self.retry_after = retry_after
        """Seconds that the service asked to wait, None where it did not say."""
        self.request_id = request_id
        """The service's own number for this request, which its support can look up."""
        self.tries = tries

    def __str__(self) -> str:
        return f"{self.cause} {self.remedy}".strip()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r}, status={self.status}, sent={self.sent.name})"

    def restated(self, kind: type[Error], cause: str = "", remedy: str = "") -> Error:
        """The same failure as another kind of error or in better words; what is not given stays."""
        error = kind(cause or self.cause, remedy or self.remedy)
        for name, value in vars(self).items():
            if name not in ("cause", "remedy"):
                setattr(error, name, value)
        return error

    def redacted(self, hide: Callable[[str], str]) -> Self:
        """This error, after every text in it went through `hide`."""
        for name in ("cause", "remedy", "message", "server_text", "request", "request_id"):
            setattr(self, name, hide(getattr(self, name)))
        self.code = hide(self.code) if self.code else self.code
        self.fields = {hide(name): hide(text) for name, text in self.fields.items()}
        self.args = (self.cause, self.remedy)
        return self

    def report(self) -> str:
        """Several lines to copy: what failed, the request, the answer. Control characters are written as escapes."""
        answer = " ".join(part for part in (str(self.status or ""), self.code or "") if part)
        facts = [
            ("Request", self.request),
            ("Answer", answer or "none"),
            ("Outcome", self.sent.value),
            ("Tries", str(self.tries)),
            ("Request id", self.request_id),
            *((f"Field {name}", text) for name, text in self.fields.items()),
        ]
        lines = [self.cause, self.remedy, "", *(f"{name}: {visible(text)}" for name, text in facts if text)]
        if self.server_text.strip():
            lines += ["", "The service's own text:", *(f"  {visible(line)}" for line in self.server_text.splitlines())]
        return "\n".join(lines)


class InsecureUrl(ServiceError):
    """The base URL would send the key unprotected, or to somebody else."""

    usual_outcome = Sent.NO


class ReadOnly(ServiceError):
    """A write on a connection that may only read."""

    usual_outcome = Sent.NO


class NotReached(ServiceError):
    """There was no connection to the service."""

    usual_outcome = Sent.NO


class TimedOut(ServiceError):
    """The answer did not come, or not to its end, in the time of the call."""

    usual_outcome = Sent.UNKNOWN


class LostAnswer(ServiceError):
    """The connection broke after the request was sent."""

    usual_outcome = Sent.UNKNOWN


class BadAnswer(ServiceError):
    """The answer is not one that this API gives."""

    usual_outcome = Sent.UNKNOWN


class RateLimited(ServiceError):
    """The service asks to wait longer than a call should."""


class ServerFailed(ServiceError):
    """The service failed, and says so."""

    usual_outcome = Sent.UNKNOWN


class Refused(ServiceError):
    """The service understood the request and did not carry it out."""


class BadKey(Refused):
    """The key is missing or not accepted."""


class PlanTooLow(Refused):
    """The account's plan does not include this."""


class Forbidden(Refused):
    """The owner of the key may not do this."""


class NotFound(Refused):
    """The service does not know what the request names."""


class WrongMethod(Refused):
    """The address exists, but not for this action."""


class Conflict(Refused):
    """The state of the thing does not allow it now."""


class Invalid(Refused):
    """Something in the request itself is not accepted."""


class MediaRefused(Refused):
    """An attached file was not taken over."""


_KEY_REMEDY: Final = "Check the key of this account, then try again."
_RELOAD: Final = "It may have been deleted or moved: reload, then try again."
_CORRECT: Final = "Correct what it names, then send it again."
_LATER: Final = "Try again in a minute; if it goes on, look at the status page of {service}."
CHECK_BASE_URL: Final = (
    "Check the base URL of this account; if it is right, report this request, because the service has changed."
)
_NETWORK: Final = "Sign in to the network or proxy, then try again."

_BY_STATUS: Final[Mapping[int, tuple[type[ServiceError], str, str]]] = {
    400: (Invalid, "{service} did not accept the request", _CORRECT),
    401: (BadKey, "{service} does not accept the key", _KEY_REMEDY),
    402: (PlanTooLow, "The plan of this {service} account does not include this", "Ask its owner for a higher plan."),
    403: (
        Forbidden,
        "{service} does not allow this to the owner of the key",
        "Ask an administrator of the account for the right, or use the key of somebody who has it.",
    ),
    404: (NotFound, "{service} did not find what the request names", _RELOAD),
    405: (WrongMethod, "{service} does not offer this action at this address", CHECK_BASE_URL),
    407: (NotReached, "A proxy on the way to {service} wants a login", _NETWORK),
    408: (TimedOut, "{service} gave up waiting for the request", "Try again; the network may be slow."),
    409: (Conflict, "The present state does not allow this at {service}", "Reload, look at the state, then try again."),
    410: (NotFound, "What the request names is gone from {service}", _RELOAD),
    412: (Conflict, "It was changed at {service} in the meantime", "Reload, compare, then try again."),
    413: (
        Invalid,
        "The request is larger than {service} accepts",
        "Shorten its texts or leave out files, then send it again.",
    ),
    414: (Invalid, "The address of the request is longer than {service} accepts", "Ask for less at a time."),
    415: (
        Invalid,
        "{service} does not accept this type of content",
        "Use another type of file or text, then send it again.",
    ),
    422: (Invalid, "{service} found a value that it does not accept", _CORRECT),
    423: (Conflict, "It is locked at {service}", "Wait until the lock is gone, then try again."),
    429: (RateLimited, "{service} got too many requests with this key", ""),
    451: (Forbidden, "{service} must not give this out for legal reasons", "Ask the support of the service."),
    500: (ServerFailed, "{service} failed inside", _LATER),
    501: (ServerFailed, "{service} does not have this function", CHECK_BASE_URL),
    502: (ServerFailed, "The gateway in front of {service} got no good answer", _LATER),
    503: (ServerFailed, "{service} is not available just now", _LATER),
    504: (ServerFailed, "The gateway in front of {service} got no answer in time", _LATER),
    511: (NotReached, "The network wants a sign-in before it lets anything through to {service}", _NETWORK),
}
_MEDIA: Final = "LINKEDIN_MEDIA_"
_MEDIA_BY_CODE: Final[Mapping[str, tuple[str, str]]] = {
    "TOO_MANY": ("There are more files than one message may carry", "Remove some, then save again."),
    "UNSAFE_URL": ("The address of a file is not https or not public", "Use a public https address, then save again."),
    "TOO_LARGE": ("A file is larger than allowed", "Use a smaller file, then save again."),
    "INVALID_TYPE": (
        "A file is of a type that is not allowed",
        "Use an image, a PDF or another allowed type, then save again.",
    ),
    "GIF_INVALID": (
        "A GIF breaks the limits for GIFs",
        "Make it smaller or shorter, or use a still image, then save again.",
    ),
    "DOWNLOAD_FAILED": (
        "A file could not be fetched from its address",
        "Open the address in a browser, correct it, then save again.",
    ),
    "AV_UNAVAILABLE": ("The virus scanner for files is not available just now", "Save again in a few minutes."),
    "TIMEOUT": ("A file took too long to fetch", "Use a smaller file or a faster server, then save again."),
}
UNCLEAR: Final = "It may have been carried out all the same: reload and look before you send it again."
"""The next step for every write whose outcome is unknown."""


def outcome(call: Call, sent: Sent) -> Sent:
    """`sent` as it holds for this call: one that only reads never leaves anything unclear."""
    return Sent.NO if sent is Sent.UNKNOWN and not call.writes else sent


def from_answer(
    call: Call,
    status: int,
    headers: Mapping[str, str],
    text: str,
    *,
    service: str,
    tries: int = 1,
    now: Callable[[], float] = time.time,
) -> ServiceError:
    """The error for an answer that is not a 2xx. Code and message are found whatever the content type says.

    `service` is the name to print. The bodies understood are those of all services (their contracts, on errors).
    """
    words = said(text)
    wait = retry_after(headers, now)
    kind, cause, remedy = _BY_STATUS.get(status) or _family(status)
    sent: Sent | None = None
    code = words.code
    if code and code.startswith(_MEDIA):
        reason, remedy = _MEDIA_BY_CODE.get(code.removeprefix(_MEDIA), ("A file was not accepted", _CORRECT))
        kind, cause, sent = MediaRefused, f"{reason} ({{service}}, {code})", Sent.REFUSED
    elif status in (400, 404) and words.about_key:
        kind, cause, remedy = BadKey, _BY_STATUS[401][1], _KEY_REMEDY
    elif kind is RateLimited or (status == 503 and wait):
        remedy = f"Try again {until(wait, now)}."
    if status == 501 and sent is None:
        sent = Sent.REFUSED
    sent = outcome(call, kind.usual_outcome if sent is None else sent)
    cause = cause.format(service=service) + (f" ({status})" if kind is not MediaRefused else "")
    remedy = UNCLEAR if sent is Sent.UNKNOWN else remedy.format(service=service)
    return kind(
        f"{cause}: “{words.line}”." if words.line else f"{cause}.",
        remedy,
        status=status,
        code=code,
        message=words.message,
        server_text=text,
        request=call.line,
        sent=sent,
        fields=words.fields,
        retry_after=wait if status in (429, 503) else None,
        request_id=headers.get("x-request-id", ""),
        tries=tries,
    )


def _family(status: int) -> tuple[type[ServiceError], str, str]:
    """Kind and sentences for a status without an entry of its own."""
    if status >= 500:
        return ServerFailed, "{service} failed", _LATER
    if status >= 400:
        return Invalid, "{service} refused the request", _CORRECT
    return BadAnswer, "{service} gave an answer that this program does not know", CHECK_BASE_URL


def wrong_shape(call: Call, answer: Answer, expected: str, *, service: str) -> BadAnswer:
    """The error for a 2xx whose JSON is not what the API describes; `expected` names it: "a list of campaigns"."""
    sent = outcome(call, Sent.UNKNOWN)
    return BadAnswer(
        f"{service} answered {answer.status}, but not with {expected}.",
        UNCLEAR if sent is Sent.UNKNOWN else CHECK_BASE_URL,
        status=answer.status,
        server_text=answer.text,
        request=call.line,
        sent=sent,
        request_id=answer.headers.get("x-request-id", ""),
        tries=answer.tries,
    )
