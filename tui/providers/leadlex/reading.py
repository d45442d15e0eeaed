"""What LeadLex reports, read tolerantly: all but the id may be absent or odd (contracts/leadlex 5, 6.1, 7.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tui.model.nodes import CampaignHead, Status

_STATUSES: Mapping[str, Status] = {
    "draft": "draft",
    "active": "running",
    "paused": "paused",
    "completed": "ended",
    "pending_approval": "pending",
}
_SAID_ANYWAY = ("draft", "paused")
"""Words that are the same as ours."""
_APART = ("steps", "contacts")
"""Parts of a whole campaign that are read on their own: what a head keeps of them would only grow old."""


class Unreadable(ValueError):
    """Something reported that cannot be shown at all; the text says what is missing."""


def identifier(row: Mapping[str, Any]) -> str:
    """The id of something, as text: LeadLex calls it a UUID and shows `step_2` (contracts/leadlex 1). Raises
    Unreadable for none."""
    value = row.get("id")
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise Unreadable("one has no id")
    return str(value)


def read_head(row: Mapping[str, Any], *, service: str, account: str) -> CampaignHead:
    """A campaign as a list or `GET` reports it. Raises Unreadable for one without an id."""
    status, word = read_status(row.get("status"))
    name, made, steps = row.get("name"), row.get("created_at"), row.get("steps")
    return CampaignHead(
        id=identifier(row),
        name=name if isinstance(name, str) else "",
        status=status,
        status_word=word,
        service=service,
        account=account,
        created_at=made if isinstance(made, str) else "",
        steps=len(steps) if isinstance(steps, list) else None,
        reported={key: value for key, value in row.items() if key not in _APART},
    )


def read_status(reported: object) -> tuple[Status, str]:
    """Our word for a status, and the service's own where it differs; ("unknown", "") when none was reported."""
    if not isinstance(reported, str) or not reported.strip():
        return "unknown", ""
    status = _STATUSES.get(reported, "unknown")
    return status, "" if reported in _SAID_ANYWAY else reported.replace("_", " ").strip()


def tells_status(head: CampaignHead) -> bool:
    """Whether a head holds a status; a row of the list need not."""
    return head.status != "unknown" or bool(head.status_word)


def in_order(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Steps in the order of sending, each once and with its id as text.

    By `index` when every step has one, else as they came. Raises Unreadable for a step without an id.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = identifier(row)
        found.setdefault(name, {**row, "id": name})
    steps = list(found.values())
    indexes = [whole(step.get("index")) for step in steps]
    if all(index is not None for index in indexes):
        steps.sort(key=lambda step: step["index"])
    return steps


def whole(value: object) -> int | None:
    """A reported whole number from 0; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def total_of(data: object) -> int | None:
    """`meta.total` of a page: how many there are in all; None where it is not said."""
    return _meta(data, "total")


def page_size(data: object, asked: int) -> int:
    """How many rows a full page of this answer has: what the service says that it used, else what was asked for."""
    return _meta(data, "per_page") or asked


def _meta(data: object, name: str) -> int | None:
    meta = data.get("meta") if isinstance(data, dict) else None
    return whole(meta.get(name)) if isinstance(meta, dict) else None
