"""One request and its answer, as the handlers of the imitated LeadLex see them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn, TypeAlias, TypeVar

from pydantic import JsonValue

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.records import Campaign, Contact, Key, LeadlexState, Step
from tui.sandbox.store import Store
from tui.sandbox.wire import Json, encoded, json_object

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, the whole body, and headers beside those that every answer has."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body as JSON."""
        return encoded(self.body)


class RefusedError(Exception):
    """The service says no: status, stable code, prose, and for bad fields a text for each (contract 3)."""

    def __init__(self, status: int, code: str, message: str, fields: Mapping[str, str] | None = None) -> None:
        """`fields` go into `error.details.fields`; without any there are no details."""
        super().__init__(message)
        self.status, self.code, self.message, self.fields = status, code, message, dict(fields or {})

    def answer(self) -> Answer:
        """The refusal in the error envelope."""
        error: Json = {"code": self.code, "message": self.message}
        if self.fields:
            error["details"] = {"fields": dict[str, JsonValue](self.fields)}
        return Answer(self.status, {"error": error})


def refuse(status: int, code: str, message: str) -> NoReturn:
    """Refuse without details."""
    raise RefusedError(status, code, message)


def refuse_fields(fields: Mapping[str, str]) -> NoReturn:
    """Refuse with `400 validation_error` and a text for each bad field."""
    raise RefusedError(400, "validation_error", "Invalid field value", fields)


def moment(at: datetime) -> str:
    """A moment as LeadLex writes it: `2026-04-17T14:30:00Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed key, limit and permission: who asks, for what, with which body."""

    store: Store
    key: Key
    params: Mapping[str, str]
    query: Mapping[str, str]
    raw: bytes

    @property
    def state(self) -> LeadlexState:
        """All records of the service."""
        return self.store.state.leadlex

    def now(self) -> str:
        """The moment of the request."""
        return moment(self.store.clock.utc())

    def created(self, data: Json) -> Answer:
        """The answer to a POST that made something; the documents do not say its status, so a switch does."""
        return Answer(self.store.switches.leadlex.created, {"data": data})

    def body(self) -> Json:
        """The body as a JSON object. Refused: `400 validation_error` for anything else, or more than 1 MB."""
        if len(self.raw) > words.MAX_BODY:
            refuse(400, "validation_error", "Request body is larger than 1 MB")
        body = json_object(self.raw)
        if body is None:
            refuse(400, "validation_error", "Request body must be a JSON object")
        return body

    def campaign(self, code: str = "campaign_not_found", message: str = "No campaign with this ID") -> Campaign:
        """The campaign of the path. Refused with 404 when the key's workspace has none with that id."""
        campaign = self.state.campaigns.get(self.params["campaign"])
        if campaign is None or campaign.workspace_id != self.key.workspace_id:
            refuse(404, code, message)
        return campaign

    def step(self) -> tuple[Campaign, int, Step]:
        """The campaign, the index and the step of the path. Refused: `campaign_not_found`, `step_not_found` (seed)."""
        campaign = self.campaign()
        for index, step in enumerate(campaign.steps):
            if step.id == self.params["step"]:
                return campaign, index, step
        refuse(404, "step_not_found", "No step with this ID in the campaign")

    def contact(self) -> Contact:
        """The contact of the path. Refused: `404 not_found`."""
        contact = self.state.contacts.get(self.params["contact"])
        if contact is None or contact.workspace_id != self.key.workspace_id:
            refuse(404, "not_found", "Contact not found")
        return contact

    def page(self, name: str, found: Sequence[T], write: Callable[[T], Json]) -> Answer:
        """One page of `found` under `data.<name>`, written by `write`, with `meta` (contract 5)."""
        number, size = self._whole("page", 1), min(self._whole("per_page", words.PER_PAGE), words.MAX_PER_PAGE)
        begin = (number - 1) * size
        rows: list[JsonValue] = [write(each) for each in found[begin : begin + size]]
        return Answer(200, {"data": {name: rows}, "meta": {"page": number, "per_page": size, "total": len(found)}})

    def chosen(self, name: str, choices: Sequence[str]) -> str | None:
        """A query parameter that must be one of `choices`, None when it was not sent."""
        given = self.query.get(name)
        if given is not None and given not in choices:
            refuse_fields({name: f"Must be one of {', '.join(choices)}"})
        return given

    def _whole(self, name: str, default: int) -> int:
        given = self.query.get(name)
        if given is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", given) or int(given) < 1:
            refuse_fields({name: "Must be an integer of at least 1"})
        return int(given)


Handler: TypeAlias = Callable[[Call], Answer]
