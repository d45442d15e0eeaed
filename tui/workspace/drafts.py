"""Unsaved form input, kept in the database until the service has it (or the user throws it away)."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tui.model.declared import Declared
from tui.workspace.database import Database


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Where a step that does not exist yet is to stand: in a sequence, behind a step (None: first)."""

    sequence_key: str
    after_key: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into the form of one step and not sent."""

    key: str
    """Local key of the step; for a new step the key that it will have."""
    type: str
    values: Mapping[str, Any]
    """Form values of the fields that were touched (for a new step: of all fields)."""
    new: NewPlace | None = None
    saved_at: float = field(default_factory=time.time)
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it lies on disk, by remote ids, since local keys do not outlive the program."""

    step_id: str | None
    type: str
    values: dict[str, Any]
    sequence_id: str | None
    after_id: str | None
    """For a new step: the step of the service that it follows; several behind the same one lie in their order."""
    saved_at: float


_STORED = TypeAdapter(StoredDraft)


class DraftStore:
    """Drafts on disk, a set for each campaign of an account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, account: str, campaign_id: str, drafts: list[StoredDraft]) -> None:
        """Replace the drafts of a campaign. Raises sqlite3.Error when the disk refuses."""
        rows = [(account, campaign_id, place, json.dumps(asdict(draft))) for place, draft in enumerate(drafts)]
        with self._database.writing() as db:
            db.execute("delete from drafts where account = ? and campaign = ?", (account, campaign_id))
            db.executemany("insert into drafts values (?, ?, ?, ?)", rows)

    def load(self, account: str, campaign_id: str) -> list[StoredDraft]:
        """The drafts of a campaign; entries that cannot be read are left out. Raises sqlite3.Error."""
        with self._database.reading() as db:
            rows = db.execute(
                "select body from drafts where account = ? and campaign = ? order by position", (account, campaign_id)
            ).fetchall()
        found = []
        for (body,) in rows:
            try:
                found.append(_STORED.validate_python(json.loads(body)))
            except (TypeError, ValueError, RecursionError, ValidationError):
                continue
        return found


def touched(content: Declared, values: Mapping[str, Any]) -> dict[str, Any]:
    """The form values that differ from what the service reported, as a person sees them ("2" is the same as 2).

    None is no value: the form has none to give, so what was reported stays.
    """
    return {
        spec.name: values[spec.name]
        for spec in content.fields()
        if values.get(spec.name) is not None
        and _seen(values[spec.name]) != _seen(getattr(content, spec.name) if content.reported(spec.name) else None)
    }


def _seen(value: Any) -> str:
    """A value as an editor shows it. Every kind of line end is one there."""
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "\n".join(str(item) for item in value)
    return _LINE_END.sub("\n", str(value))


_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
