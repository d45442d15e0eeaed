"""LeadLex's error codes in sentences that name the cause and the next step (contracts/leadlex 2, 4, 12)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tui.providers.bodies import visible
from tui.providers.calls import Answer
from tui.providers.errors import RateLimited, ServiceError
from tui.providers.leadlex.limits import A_MINUTE_BY_DAY

_PERMISSION = re.compile(r"\b(?:[a-z_]+:[a-z_]+|lexi)\b")
_START = re.compile(r"/v1/campaigns/[^/?]+/start$")
_CORRECT = "Correct it, then send it again."
_GONE = "Reload: somebody else may have deleted it."


class _Words(NamedTuple):
    """`cause` without a full stop, `remedy` with one."""

    cause: str
    remedy: str


CODES: Mapping[str, _Words] = {
    "missing_required_field": _Words(
        "LeadLex misses a field that must not be empty", "Fill it in, then send it again."
    ),
    "invalid_send_condition": _Words("LeadLex does not know this send condition", "Choose another one."),
    "invalid_timezone": _Words(
        "LeadLex does not know this time zone", "Give an IANA name such as Europe/Paris or America/New_York."
    ),
    "invalid_send_limit": _Words("LeadLex takes a daily limit from 1 to 500 only", _CORRECT),
    "too_many_contacts": _Words("LeadLex takes at most 500 contacts at a time", "Send fewer at a time."),
    "validation_error": _Words("LeadLex does not accept a value of the request", _CORRECT),
    "ambiguous_reference": _Words("A name in the request fits several things in LeadLex", "Name it by its id."),
    "invalid_key": _Words(
        "LeadLex does not accept the key: it is wrong, was revoked or has expired",
        "Make a new key in LeadLex (it begins with wbk_) and set it for this account.",
    ),
    "campaign_not_found": _Words("LeadLex has no such campaign in the workspace of this key", _GONE),
    "step_not_found": _Words("LeadLex has no such step in this campaign", _GONE),
    "enrollment_not_found": _Words("This contact is not enrolled in this campaign", _GONE),
    "campaign_not_active": _Words("LeadLex pauses only an active campaign, and this one is not", "Reload its state."),
    "campaign_not_draft": _Words(
        "LeadLex deletes only drafts, so that the figures of a campaign keep an owner",
        "Pause it, so that nothing more is sent; it cannot be deleted any more.",
    ),
    "internal_error": _Words("LeadLex failed inside", "Try again later; its support can look up the request id."),
}
"""What a code means, where it says more than its status."""
NOT_STARTED = _Words(
    "LeadLex does not start a campaign that has no steps or no contacts, that has been completed, or that is active or "
    "waits for approval already",
    "Reload and look at its state; add steps here, contacts in LeadLex.",
)


def refine(error: ServiceError, answer: Answer) -> ServiceError:
    """The error in better words; one whose write may have been carried out keeps its next step, which is to look."""
    words = _words(error, answer)
    if words is None:
        return error
    said = _said(error)
    cause = f"{words.cause} ({error.status}){f': {said}' if said else ''}."
    return error.restated(type(error), cause, words.remedy if _is_refusal(error) else error.remedy)


def _is_refusal(error: ServiceError) -> bool:
    return error.status is not None and error.status < 500


def _words(error: ServiceError, answer: Answer) -> _Words | None:
    path = error.request.partition(" ")[2].partition("?")[0]
    if isinstance(error, RateLimited):
        return _limited(error, answer)
    if error.code == "insufficient_permissions":
        return _forbidden(error)
    if _START.search(path):
        if error.code == "not_found":
            return CODES["campaign_not_found"]
        if error.code == "validation_error" and not error.fields:
            return NOT_STARTED
    return CODES.get(error.code or "")


def _forbidden(error: ServiceError) -> _Words:
    """Names the permission: the one that the answer names, else the one that the pages name for such a request."""
    named = _PERMISSION.search(error.message)
    reading = error.request.startswith("GET ")
    wanted = named[0] if named else "campaigns:read" if reading else "campaigns:write"
    coarse = "" if wanted == "lexi" else f" (in some places of LeadLex plain “{wanted.rpartition(':')[2]}”)"
    return _Words(
        f"The LeadLex key lacks the permission “{wanted}”",
        f"Use a key that has it{coarse}, or have it added to this one.",
    )


def _limited(error: ServiceError, answer: Answer) -> _Words:
    """The day is used up when nothing remains of it, else the minute. The remedy says until when."""
    day = answer.headers.get("x-ratelimit-limit", "").strip()
    number = int(day) if day.isascii() and day.isdigit() and len(day) < 10 else None
    if answer.headers.get("x-ratelimit-remaining", "").strip() == "0":
        calls = f"The {number:,} calls" if number else "The calls"
        return _Words(f"{calls} that LeadLex allows this key a day are used up until 00:00 UTC", error.remedy)
    minute = A_MINUTE_BY_DAY.get(number or 0)
    calls = f"{minute} calls" if minute else "no more calls"
    return _Words(f"LeadLex allows this key {calls} a minute, and they are used up", error.remedy)


def _said(error: ServiceError) -> str:
    """What the service named: the fields with their texts, else its own sentence."""
    if error.fields:
        return "; ".join(f"{visible(name)}: {visible(text)}" for name, text in error.fields.items())[:300].rstrip(".")
    text = " ".join(error.message.split())[:300]
    return f"“{visible(text).rstrip('.')}”" if text else ""
