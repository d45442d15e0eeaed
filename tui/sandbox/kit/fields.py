"""The fields of a request, read one by one: what is sent and good, and every sentence about what is not (contract 3).

A field that is not sent is left alone. A field that is sent as null is a value of its own: good where the contract
allows it, refused elsewhere.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.call import refuse
from tui.sandbox.kit.records import KitState, Source
from tui.sandbox.kit.times import in_week_order, known_zone
from tui.sandbox.wire import Json

_NAMES = ", ".join


class Fields:
    """`changes` are the good fields by name; `errors` the sentences about the bad ones."""

    def __init__(self, body: Json, state: KitState) -> None:
        """`state` is what ids of templates and exclusions are looked up in."""
        self._body, self._state = body, state
        self.changes: dict[str, Any] = {}
        self.errors: list[str] = []

    def check(self) -> dict[str, Any]:
        """The changes. Refused: 422 with every sentence, when there is one."""
        if self.errors:
            refuse(422, *self.errors)
        return self.changes

    def title(self, name: str, *, required: bool) -> None:
        """A text that is not blank."""
        if name not in self._body and not required:
            return
        value = self._body.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.errors.append(f"{name} can't be blank")
        else:
            self._take(name, value, isinstance(value, str), "must be a string")

    def text(self, name: str) -> None:
        """A text or null."""
        if name in self._body:
            value = self._body[name]
            self._take(name, value, value is None or isinstance(value, str), "must be a string")

    def flag(self, name: str, *, null_is_absent: bool = False) -> None:
        """True or false."""
        if name in self._body and not (null_is_absent and self._body[name] is None):
            value = self._body[name]
            self._take(name, value, isinstance(value, bool), "must be true or false")

    def hour(self, name: str) -> None:
        """An hour of the day."""
        if name in self._body:
            value = self._body[name]
            good = _whole(value) and value in range(24)
            self._take(name, value, good, "must be an integer between 0 and 23")

    def count(self, name: str, *, required: bool = False, null_is_absent: bool = False) -> None:
        """A whole number from 0."""
        if name not in self._body:
            if required:
                self.errors.append(f"{name} can't be blank")
            return
        value = self._body[name]
        if value is None and null_is_absent:
            return
        if not _whole(value):
            self.errors.append(f"{name} must be an integer")
        else:
            good = isinstance(value, int) and value >= 0
            self._take(name, value, good, "must be greater than or equal to 0")

    def choice(self, name: str, choices: Collection[str], *, required: bool = False) -> None:
        """One of some words."""
        if name in self._body or required:
            value = self._body.get(name)
            good = isinstance(value, str) and value in choices
            self._take(name, value, good, f"must be one of: {_NAMES(choices)}")

    def zone(self, name: str) -> None:
        """The IANA name of a time zone."""
        if name in self._body:
            value = self._body[name]
            good = isinstance(value, str) and known_zone(value) is not None
            self._take(name, value, good, "must be a valid IANA time zone")

    def days(self, name: str, *, nullable: bool = False) -> None:
        """At least one day of the week, kept from Monday on; or null, for an e-mail."""
        if name not in self._body:
            return
        value = self._body[name]
        if value is None and nullable:
            self.changes[name] = None
        elif not isinstance(value, list) or not value:
            self.errors.append(f"{name} must include at least one day")
        elif any(day not in words.DAYS for day in value):
            self.errors.append(f"{name} must be one of: {_NAMES(words.DAYS)}")
        else:
            self.changes[name] = in_week_order([str(day) for day in value])

    def template(self, name: str) -> None:
        """The id of a template, or null."""
        if name in self._body:
            value = self._body[name]
            if value is not None and not (_whole(value) and value in self._state.templates):
                self.errors.append(words.NO_TEMPLATE)
            else:
                self.changes[name] = value

    def sources(self, name: str, held: Collection[Source] = ()) -> None:
        """Whom a sequence leaves out, sorted by type; an id that it holds already may be of something deleted."""
        if name not in self._body:
            return
        value = self._body[name]
        if not isinstance(value, list):
            self.errors.append(f"{name} must be an array")
            return
        kept = {(source.type, number) for source in held for number in source.ids}
        read = [source for entry in value if (source := self._source(name, entry, kept)) is not None]
        self.changes[name] = sorted(read, key=lambda source: source.type)

    def _source(self, name: str, entry: JsonValue, kept: Collection[tuple[str, int]]) -> Source | None:
        kind = entry.get("type") if isinstance(entry, dict) else None
        if not isinstance(kind, str) or kind not in words.SOURCE_TYPES:
            self.errors.append(f"{name} type must be one of: {_NAMES(words.SOURCE_TYPES)}")
            return None
        ids = entry.get("ids") if isinstance(entry, dict) else None
        if not isinstance(ids, list) or not all(_whole(number) for number in ids):
            self.errors.append(f"{name} ids must be an array of integers")
            return None
        live = {each.id for each in self._state.live_sequences}
        known: Collection[int] = live if kind == "sequence" else self._state.sources.get(kind, {})
        missing = [str(number) for number in ids if number not in known and (kind, number) not in kept]
        if missing:
            self.errors.append(f"{name} {kind} not found: {_NAMES(missing)}")
            return None
        return Source.model_validate({"type": kind, "ids": ids})

    def _take(self, name: str, value: JsonValue, good: bool, sentence: str) -> None:
        if good:
            self.changes[name] = value
        else:
            self.errors.append(f"{name} {sentence}")


def changed(held: Mapping[str, Any], changes: Mapping[str, Any], names: Collection[str]) -> bool:
    """Whether one of `names` gets another value than it has."""
    return any(name in changes and changes[name] != held[name] for name in names)


def _whole(value: JsonValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
