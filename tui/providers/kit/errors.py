"""Kit's refusals in words that name the cause and the next step; Kit itself gives no codes (contracts/kit 2, 3)."""

from __future__ import annotations

from typing import Any, Final

from tui.providers.bodies import read_json, visible
from tui.providers.calls import Answer
from tui.providers.errors import BadKey, Conflict, Forbidden, Invalid, NotFound, ServiceError
from tui.providers.kit.emails import Email
from tui.providers.kit.settings import KitSettings

_ACCOUNT: Final = (
    "If it is right, the account may have lost its access to the API: a trial that is over, a free plan, a payment "
    "that failed."
)
_KEY: Final = (
    "Check the key of this account: Kit shows keys of version 4 under Settings, Developer, and older ones do not work. "
)
_TOKEN: Final = (
    "It was sent as an OAuth token, because keys of version 4 begin with “kit_”: it may have expired or been revoked, "
    "or be an older key, which does not work any more. "
)
_FIELDS: Final = frozenset(spec.wire for content in (Email, KitSettings) for spec in content.fields())


def refine(error: ServiceError, answer: Answer, *, token: bool) -> ServiceError:
    """The error in better words. `token`: the credential went as an OAuth token."""
    said = f"“{visible(' '.join(error.message.split())[:300]).rstrip('.')}”" if error.message else "no reason given"
    text = error.message.lower()
    if isinstance(error, BadKey):
        return error.restated(BadKey, remedy=(_TOKEN if token else _KEY) + _ACCOUNT)
    if isinstance(error, Forbidden):
        cause = f"Kit does not allow this to the account or its credential (403): {said}."
        scope = "the token may lack the scope for writing, or " if token else ""
        remedy = f"Look at the plan of the account: {scope}the plan may not include it, or its limit is reached."
        return error.restated(Forbidden, cause, remedy)
    if isinstance(error, NotFound):
        cause = "Kit has no such sequence, e-mail or subscriber on this account (404)."
        return error.restated(NotFound, cause, "It may have been deleted: reload, then look again.")
    if isinstance(error, Invalid) and "position" in text and "taken" in text:
        return error.restated(
            Conflict,
            f"Another e-mail stands at this position by now (422): {said}.",
            "Somebody else has changed the order, or an earlier try has arrived after all: reload, look, then decide.",
        )
    if isinstance(error, Invalid):
        error.fields = {**_named(answer.text), **error.fields}
    return error


def _named(text: str) -> dict[str, str]:
    """Sentences about single fields: Kit begins them with the name, “send_hour must be …”."""
    try:
        body: Any = read_json(text)
    except ValueError:
        return {}
    sentences = body.get("errors") if isinstance(body, dict) else None
    found: dict[str, str] = {}
    for sentence in sentences if isinstance(sentences, list) else ():
        name, _, rest = str(sentence).partition(" ")
        if name in _FIELDS and rest:
            found[name] = f"{found[name]}; {rest}" if name in found else rest
    return found
