"""Who is asking: the key of a request and what it permits (contract 2)."""

from collections.abc import Iterable
from datetime import datetime

from tui.sandbox.leadlex.call import refuse
from tui.sandbox.leadlex.records import LeadlexState

_ACTIONS = frozenset({"read", "write", "admin"})


def known_key(state: LeadlexState, header: str | None, now: datetime) -> str:
    """The key in an `Authorization: Bearer` header, if this service gave it out and it has not expired by `now`.

    Refused: `401 invalid_key` for everything else (seed).
    """
    scheme, _, key = (header or "").strip().partition(" ")
    record = state.keys.get(key.strip())
    expired = record is not None and record.expires_at is not None and datetime.fromisoformat(record.expires_at) <= now
    if scheme.lower() != "bearer" or record is None or expired:
        refuse(401, "invalid_key", "Invalid or expired API key")
    return key.strip()


def check_permission(granted: Iterable[str], needed: str) -> None:
    """Refuse with `403 insufficient_permissions` (seed) unless `needed` is among what a key was granted.

    The three vocabularies of the documents count alike: `campaigns:write`, `write:campaigns`, and the coarse `write`,
    which holds for every resource. `write` does not imply `read`.
    """
    held = {_normal(each) for each in granted}
    if needed not in held and needed.rpartition(":")[2] not in held:
        refuse(403, "insufficient_permissions", f"Missing {needed} permission")


def _normal(permission: str) -> str:
    first, colon, second = permission.partition(":")
    return f"{second}:{first}" if colon and first in _ACTIONS else permission
