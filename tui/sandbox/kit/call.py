"""One request and its answer, as the handlers of the imitated Kit see them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn, TypeAlias

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.delivery import settle
from tui.sandbox.kit.lag import Lag
from tui.sandbox.kit.records import Credential, Email, KitState, Sequence, Subscriber
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.kit.times import written
from tui.sandbox.store import Store
from tui.sandbox.wire import Json, encoded, json_object


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body or none at all, and headers."""

    status: int
    body: Json | None
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The body as JSON; nothing for no body."""
        return b"" if self.body is None else encoded(self.body)


class RefusedError(Exception):
    """The service says no: a status and one sentence or several (contract 3)."""

    def __init__(self, status: int, *errors: str) -> None:
        """`errors` in the order in which they are to be printed."""
        super().__init__("; ".join(errors))
        self.status, self.errors = status, errors

    def answer(self, headers: Mapping[str, str] | None = None) -> Answer:
        """The refusal in the one shape that all errors have."""
        return Answer(self.status, {"errors": list[JsonValue](self.errors)}, headers or {})


def refuse(status: int, *errors: str) -> NoReturn:
    """Refuse with a status and its sentences."""
    raise RefusedError(status, *errors)


def not_found() -> NoReturn:
    """Refuse as for every id that does not exist (seed)."""
    raise RefusedError(404, words.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has passed credential, limit and scope: who asks, for what, with which body."""

    store: Store
    lag: Lag
    credential: Credential
    params: Mapping[str, int]
    query: Mapping[str, str]
    raw: bytes

    @property
    def state(self) -> KitState:
        """All records of the service, as reads by id see them."""
        return self.store.state.kit

    @property
    def switches(self) -> KitSwitches:
        """How doubts of the documents are read."""
        return self.store.switches.kit

    @property
    def now(self) -> datetime:
        """The moment of the request."""
        return self.store.clock.utc()

    def body(self) -> Json:
        """The body as a JSON object, an empty one where nothing was sent. Refused: 422 `Invalid JSON`."""
        if not self.raw.strip():
            return {}
        body = json_object(self.raw)
        if body is None:
            refuse(422, words.INVALID_JSON)
        return body

    def begin(self) -> str:
        """To be called before records are changed: settles what went out so far; the moment of the change."""
        self.lag.remember()
        settle(self.state, self.now, cleanup_seconds=self.switches.cleanup_seconds)
        return written(self.now)

    def sequence(self) -> Sequence:
        """The sequence of the path. Refused: 404 when there is none or it was deleted."""
        sequence = self.state.live(self.params["sequence"])
        return sequence if sequence is not None else not_found()

    def email(self) -> tuple[Sequence, Email]:
        """The sequence and the e-mail of the path. Refused: 404, also for an e-mail of another sequence."""
        sequence = self.sequence()
        email = sequence.emails.get(self.params["email"])
        return (sequence, email) if email is not None else not_found()

    def subscriber(self) -> Subscriber:
        """The subscriber of the path. Refused: 404."""
        subscriber = self.state.subscribers.get(self.params["subscriber"])
        return subscriber if subscriber is not None else not_found()

    def with_stats(self) -> bool:
        """Whether `include` asks for `stats`. Refused: 422 for anything else in it (contract 7.1)."""
        wanted = [word.strip() for word in self.query.get("include", "").split(",") if word.strip()]
        if any(word != "stats" for word in wanted):
            refuse(422, "include must be one of: stats")
        return bool(wanted)


Handler: TypeAlias = Callable[[Call], Answer]
