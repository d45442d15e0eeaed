"""Who is asking: the key of a request and what it permits (contract 2)."""

from collections.abc import Iterable
from datetime import datetime

from tui.sandbox.leadlex.call import refuse
from tui.sandbox.leadlex.records import Key, LeadlexState

_ACTIONS = frozenset({"read", "write", "admin"})


def plan_and_reader(workspace_id: str) -> dict[str, Key]:
    """`wbk_starter` (everything, 10 requests a minute and 100 a day) and `wbk_reader` (`campaigns:read` alone)."""
    return {
        "wbk_starter": Key(workspace_id=workspace_id, permissions=["read", "write", "lexi"], plan="starter"),
        "wbk_reader": Key(workspace_id=workspace_id, permissions=["campaigns:read"]),
    }


def known_key(state: LeadlexState, header: str | None, now: datetime) -> tuple[str, Key]:
    """The key in an `Authorization: Bearer` header, if this service gave it out and it has not expired by `now`.

    Refused: `401 invalid_key` for everything else (seed).
    """
    scheme, _, rest = (header or "").strip().partition(" ")
    name = rest.strip()
    record = state.keys.get(name) or _later(state, name)
    expired = record is not None and record.expires_at is not None and datetime.fromisoformat(record.expires_at) <= now
    if scheme.lower() != "bearer" or record is None or expired:
        refuse(401, "invalid_key", "Invalid or expired API key")
    return name, record


def _later(state: LeadlexState, name: str) -> Key | None:
    """A key that the demo got after a file was written; only a file of the demo has its first key."""
    first = state.keys.get("wbk_sandbox")
    return plan_and_reader(first.workspace_id).get(name) if first is not None else None


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
