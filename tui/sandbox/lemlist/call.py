"""One request and its answer, as the handlers of the imitated lemlist see them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from pydantic import JsonValue

from tui.sandbox.lemlist.records import Campaign, LemlistState, Step, Team, User
from tui.sandbox.store import Store

Json: TypeAlias = dict[str, JsonValue]

TEXT = "text/plain"
JSON = "application/json"
HTML = "text/html"
CSV = "text/csv"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body, its type, and headers beside those of the rate limit."""

    status: int
    body: JsonValue
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body as bytes; texts as they are, everything else as JSON."""
        if self.content_type != JSON:
            return str(self.body).encode()
        return json.dumps(self.body, ensure_ascii=False).encode()


class RefusedError(Exception):
    """The service says no: a status and the sentence it gives, with a code where the route has codes."""

    def __init__(self, status: int, text: str, code: str | None = None) -> None:
        """`code` makes the body JSON `{"error": text, "code": code}` (family J3 of contract 1.3)."""
        super().__init__(text)
        self.status, self.text, self.code = status, text, code


def refuse(text: str, status: int = 400) -> NoReturn:
    """Refuse with a sentence; 400 unless said otherwise."""
    raise RefusedError(status, text)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed authentication: who asks, for what, with which body.

    `base_url` is where this service was reached, for answers that hold addresses.
    """

    store: Store
    team: Team
    user: User
    params: Mapping[str, str]
    query: Mapping[str, str]
    raw: bytes
    base_url: str

    @property
    def state(self) -> LemlistState:
        """All records of the service."""
        return self.store.state.lemlist

    def body(self, *, optional: bool = False) -> Json:
        """The body as a JSON object; refused with 400 when it is anything else (contract 5.7).

        `optional` lets an empty body count as an empty object.
        """
        if optional and not self.raw.strip():
            return {}
        try:
            body = json.loads(self.raw)
            json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            refuse("Bad request")
        if not isinstance(body, dict):
            refuse("Bad request")
        return body

    def campaign(self) -> Campaign:
        """The campaign of the path. Refused: 404 when there is none, 400 when it is another team's."""
        campaign = self.state.campaigns.get(self.params["campaign"])
        if campaign is None:
            refuse("Campaign not found", 404)
        return self._own(campaign)

    def sequence(self) -> tuple[Campaign, list[Step]]:
        """The campaign and the steps of the sequence of the path; refused like `campaign`."""
        campaign = self.state.campaign_of_sequence(self.params["sequence"])
        if campaign is None:
            refuse("Sequence not found", 404)
        return self._own(campaign), campaign.sequences[self.params["sequence"]].steps

    def step(self) -> tuple[Campaign, list[Step], Step]:
        """The campaign, the sequence's steps and the step of the path; refused like `campaign`."""
        campaign, steps = self.sequence()
        step = next((step for step in steps if step.id == self.params["step"]), None)
        if step is None:
            refuse("Step not found", 404)
        return campaign, steps, step

    def _own(self, campaign: Campaign) -> Campaign:
        if campaign.team_id != self.team.id:
            refuse("Bad team")
        return campaign


Handler: TypeAlias = Callable[[Call], Answer]
