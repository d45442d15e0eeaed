"""A call that got no answer: why, in words; and for every failed call, whether it may be sent again."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from socket import gaierror
from typing import Final, Literal, TypeAlias

from tui.providers.calls import Call
from tui.providers.errors import (
    CHECK_BASE_URL,
    UNCLEAR,
    BadAnswer,
    LostAnswer,
    NotReached,
    RateLimited,
    Refused,
    Sent,
    ServerFailed,
    ServiceError,
    TimedOut,
    outcome,
)

Trouble: TypeAlias = Literal["slow", "broken", "garbled", "crashed"]
"""How an exchange ended without an answer: too late, by a broken connection (or none at all), by something that is no
HTTP, by an exception inside a service that runs in this process."""

_DROPPED: Final = "ConnectionDropped"
"""The exception with which the sandbox breaks a connection; known by name, as client and sandbox share no code."""
_CHECK_NETWORK: Final = "Check the network connection, then try again."
_PASSING: Final = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class Attempt:
    """Where a try went and how far it came: what the sentences need to know."""

    call: Call
    service: str
    host: str
    """With the port where one was given."""
    tries: int
    left: bool
    """Whether the first byte of the request may have left."""
    status: int | None = None
    """Known when the answer broke off after its head."""


def failure(trouble: Trouble, error: BaseException, attempt: Attempt) -> ServiceError:
    """The error for an exchange that ended with `error`; `error` itself is not kept, since its text may hold a key."""
    service, host = attempt.service, attempt.host
    kind: type[ServiceError]
    sent = outcome(attempt.call, Sent.UNKNOWN) if attempt.left else Sent.NO
    if not attempt.left:
        kind = NotReached
        cause, remedy = _not_reached(trouble, error, service, host)
    elif trouble == "slow":
        kind, remedy = TimedOut, "Try again; the network or the service may be slow."
        cause = f"{service} did not finish its answer within {attempt.call.timeout:g} seconds."
    elif trouble == "garbled":
        kind, remedy = BadAnswer, CHECK_BASE_URL
        cause = f"What answers for {service} at {host} does not speak HTTP."
    elif trouble == "crashed" and not any(type(each).__name__ == _DROPPED for each in _chain(error)):
        kind, remedy = ServerFailed, "Try again; if it goes on, report it with the request."
        cause = f"{service} failed inside ({type(error).__name__})."
    else:
        kind, remedy = LostAnswer, _CHECK_NETWORK
        where = "before its answer came" if attempt.status is None else "in the middle of its answer"
        cause = f"The connection to {service} broke {where}."
    return kind(
        cause,
        UNCLEAR if sent is Sent.UNKNOWN else remedy,
        status=attempt.status,
        request=attempt.call.line,
        sent=sent,
        tries=attempt.tries,
    )


def _not_reached(trouble: Trouble, error: BaseException, service: str, host: str) -> tuple[str, str]:
    """Cause and remedy when there was no connection."""
    for each in _chain(error):
        if isinstance(each, gaierror):
            return f"{service} was not reached: the host name {host} was not found.", (
                "Check the network connection and the base URL of this account, then try again."
            )
        if isinstance(each, ssl.SSLCertVerificationError):
            return f"{service} was not reached: the certificate of {host} is not valid.", (
                "Check this computer's clock, and any proxy that reads the traffic (SSL_CERT_FILE: its certificate)."
            )
        if isinstance(each, ssl.SSLError):
            return f"{service} was not reached: {host} makes no secure connection.", (
                "Check the base URL of this account and any proxy on the way, then try again."
            )
        if isinstance(each, ConnectionRefusedError):
            return f"{service} was not reached: nothing accepts connections at {host}.", (
                "Check the base URL of this account and whether the server runs, then try again."
            )
    if trouble == "slow":
        return f"{service} was not reached: {host} took too long to connect.", _CHECK_NETWORK
    return f"{service} was not reached: no connection to {host}.", _CHECK_NETWORK


def may_go_again(call: Call, error: ServiceError, caused_by: BaseException | None) -> bool:
    """Whether the call may be sent again after this error, as far as doing no harm goes.

    429 and what never left: any call, since nothing was executed. A broken or late answer, and 408, 502, 503, 504:
    calls that may be repeated. 500: calls that only read. Anything else would give the same again.
    """
    if isinstance(error, RateLimited):
        return True
    if isinstance(error, NotReached):
        return error.status is None and not any(
            isinstance(each, ssl.SSLCertVerificationError) for each in _chain(caused_by)
        )
    if isinstance(error, Refused):
        return False
    if isinstance(error, LostAnswer | TimedOut) or error.status in _PASSING:
        return call.may_repeat
    return error.status == 500 and call.may_repeat and not call.writes


def doubtful(error: ServiceError) -> ServiceError:
    """The error of a write of which an earlier try got no answer: even a plain no leaves open what that one did."""
    if error.sent is Sent.UNKNOWN:
        return error
    error = error.restated(
        type(error), f"{error.cause} An earlier try got no answer and may have been carried out.", UNCLEAR
    )
    error.sent = Sent.UNKNOWN
    return error


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it came from, and what is inside groups."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        each = todo.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        todo += [each.__context__, each.__cause__]
        if isinstance(each, BaseExceptionGroup):
            todo += each.exceptions
