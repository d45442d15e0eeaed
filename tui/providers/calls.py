"""What a call to a service is made of, what comes back, and what a request log may show of it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias
from urllib.parse import quote, unquote, urlencode, urlsplit, urlunsplit

if TYPE_CHECKING:
    from pydantic import JsonValue

Expects: TypeAlias = Literal["json", "text", "any"]
EventKind: TypeAlias = Literal["sent", "answered", "failed", "waiting"]

READING: Final = frozenset({"GET", "HEAD"})
"""Methods that change nothing at the service."""
REPEATABLE: Final = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""Methods whose second execution leaves the same state as the first."""
HIDDEN: Final = "•••"
"""What is shown in the place of a secret."""
LOGGED_CHARACTERS: Final = 65_536
"""How much of a body an event keeps, in characters."""
_SECRET_PARAMETERS: Final = frozenset(
    {
        *("access_token", "api_key", "api_secret", "apikey", "auth", "authorization", "client_secret"),
        *("key", "password", "secret", "sig", "signature", "token"),
    }
)
_SHORTEST_SECRET: Final = 8


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a provider asks for it; the transport adds base URL, credentials, waiting and repeating."""

    method: str
    path: str
    """Below the base URL, beginning with `/`; ids in it are percent-encoded where they need it."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: JsonValue | None = None
    """Sent as JSON; None sends no body."""
    title: str = ""
    """What the user did, in words."""
    timeout: float = 15.0
    """Seconds for one try, from the first byte out to the last byte in."""
    urgent: bool = True
    """False is background work: it waits behind everything that a person is waiting for."""
    repeatable: bool | None = None
    """Whether a second execution does no harm. None decides by the method: GET, HEAD, PUT and DELETE do none. A delete
    by position must say False, because its second execution hits the next thing."""
    expects: Expects = "json"
    """What a good answer holds: `json` (or nothing at all), `text` (kept as it is, `data` stays None), or `any`."""

    @property
    def writes(self) -> bool:
        """Whether the call may change something at the service."""
        return self.method.upper() not in READING

    @property
    def may_repeat(self) -> bool:
        """Whether the call may be sent again although an earlier try may have been executed."""
        return self.method.upper() in REPEATABLE if self.repeatable is None else self.repeatable

    @property
    def line(self) -> str:
        """Method, path and query as a person reads them, secret parameters hidden."""
        query = f"?{urlencode(dict(self.query))}" if self.query else ""
        return f"{self.method.upper()} {plain_url(self.path + query)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered, read to its end and within the size limit."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    data: JsonValue | None
    """The JSON; None for an empty body and for text."""
    text: str
    seconds: float
    """How long the last try took."""
    tries: int


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One line of a request log: a try that left, a wait before the next one, or the end of a call. Holds no secret."""

    kind: EventKind
    """`sent` when a try leaves, `waiting` before each repetition, `answered` or `failed` once at the end of a call."""
    number: int
    """Counts the calls of this process from 1; all events of one call share it."""
    title: str
    method: str
    url: str
    at: float
    """Seconds since 1970, UTC."""
    seconds: float | None = None
    """How long the last try took; known for `answered`, and for `failed` and `waiting` after a try."""
    status: int | None = None
    tries: int = 1
    reason: str = ""
    """Why it waits or failed, a sentence."""
    wait_seconds: float = 0.0
    """For `waiting` how long it will wait; at the end of a call how long it waited in all, the queue included."""
    rate_remaining: int | None = None
    """What the service said is left of its rate limit."""
    request_body: str = ""
    response_text: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """The rate limit of one key: at most `calls` within any `seconds`, and at most `in_flight` at the same time."""

    calls: int
    seconds: float
    in_flight: int = 8


class Veil:
    """Hides the credentials of a connection in anything that is shown, logged or raised.

    Secrets shorter than 8 characters are hidden only in their encoded forms: such a word (`sandbox`) is no secret, and
    hiding it everywhere would make texts unreadable.
    """

    __slots__ = ("_pattern",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        secrets = {
            variant for value in headers.values() for form in _forms(value) for variant in (form, quote(form, safe=""))
        }
        longest_first = sorted((secret for secret in secrets if len(secret) >= _SHORTEST_SECRET), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __repr__(self) -> str:
        return "Veil()"

    def hide(self, text: str) -> str:
        """The text with every known secret replaced by dots."""
        return self._pattern.sub(HIDDEN, text) if self._pattern else text


def plain_url(url: str) -> str:
    """The URL (or path) without login and without the values of parameters that carry secrets."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = "&".join(_veiled(pair) for pair in parts.query.split("&"))
        return urlunsplit((parts.scheme, host, parts.path, query, parts.fragment))
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]


def _veiled(pair: str) -> str:
    """One `name=value` of a query, its value hidden when the name says that it is secret."""
    name, equals, _ = pair.partition("=")
    return f"{name}={HIDDEN}" if equals and unquote(name).lower() in _SECRET_PARAMETERS else pair


def _forms(value: str) -> set[str]:
    """A header's value and what is secret inside it: the token after its scheme, and both halves of a Basic login."""
    forms = {value.strip()}
    scheme, _, token = value.strip().partition(" ")
    if token:
        forms.add(token.strip())
    if scheme.lower() == "basic":
        try:
            login = base64.b64decode(token, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return forms
        forms |= {login, login.partition(":")[2], login.strip(":")}
    return forms
