"""The content of a step: one frozen pydantic class per step type, from which form, checks, JSON and help are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self

import annotated_types
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from tui.model.declare import Ask, FieldSpec, Kind, Place, Problem, Values


class Channel(StrEnum):
    """By which way a step reaches a person; decides colour and grouping, nothing else."""

    EMAIL = "email"
    LINKEDIN = "linkedin"
    CALL = "call"
    TASK = "task"
    API = "api"
    BRANCH = "branch"
    OTHER = "other"


class StepContent(BaseModel):
    """What one step holds, under names close to the service's own (the wire uses the alias, `altMessage`).

    `model_fields_set` says which fields the service reported or the user set: the others are shown as not reported and
    never sent. Fields of the service that are unknown here are kept in `model_extra`.
    """

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=to_camel, populate_by_name=True, coerce_numbers_to_str=False
    )

    type: ClassVar[str]
    """The service's word for this step type."""
    label: ClassVar[str]
    """What a person calls it."""
    about: ClassVar[str]
    """One line for the list of types."""
    icon: ClassVar[str]
    """One cell wide."""
    channel: ClassVar[Channel] = Channel.OTHER
    note: ClassVar[str] = ""
    """A lasting remark about the type, shown above its form."""
    editable: ClassVar[bool] = True
    branching: ClassVar[bool] = False
    """Whether adding it makes branches."""
    ends_path: ClassVar[bool] = False
    """Whether a person leaves the sequence here."""

    @classmethod
    @cache
    def fields(cls) -> tuple[FieldSpec, ...]:
        """Every declared field, in the order of the form."""
        return tuple(_specs(cls))

    @classmethod
    def field(cls, name: str) -> FieldSpec:
        """The declaration of one field; KeyError when there is none."""
        for spec in cls.fields():
            if spec.name == name:
                return spec
        raise KeyError(name)

    @classmethod
    def read(cls, reported: Mapping[str, Any]) -> Self:
        """Content from what a service reported. Never refuses: a value that breaks our bounds is kept as it came."""
        known = {spec.wire: reported[spec.wire] for spec in cls.fields() if reported.get(spec.wire) is not None}
        try:
            return cls.model_validate(known)
        except ValidationError as error:
            broken = {str(item["loc"][0]) for item in error.errors()}
            good = cls.model_validate({name: value for name, value in known.items() if name not in broken})
            raw = {spec.name: known[spec.wire] for spec in cls.fields() if spec.wire in broken and spec.wire in known}
            return good.model_copy(update=raw)

    @classmethod
    def guess(cls, values: Values) -> Self:
        """Content from form values as far as they are right, without the others; to show, never to send."""
        right = {}
        for spec in cls.fields():
            if values.get(spec.name) not in (None, ""):
                value, problem = check_field(spec, values[spec.name])
                if problem is None:
                    right[spec.name] = value
        return cls.model_validate(right)

    def reported(self, name: str) -> bool:
        """Whether the service (or the user) ever gave this field a value."""
        return name in self.model_fields_set

    def values(self) -> dict[str, Any]:
        """Form values of all fields that have one."""
        return {spec.name: getattr(self, spec.name) for spec in self.fields() if spec.name in self.model_fields_set}

    @classmethod
    def fresh(cls, *, first: bool) -> dict[str, Any]:
        """Values that the form of a new step starts with. `first`: the step will open its sequence."""
        del first
        return {
            spec.name: spec.default for spec in cls.fields() if spec.ask.on_add and spec.default not in ("", None, ())
        }

    @classmethod
    def asked(cls, values: Values, *, creating: bool) -> tuple[FieldSpec, ...]:
        """The fields that a form shows beside these values."""
        return tuple(
            spec
            for spec in cls.fields()
            if (spec.ask.on_add if creating else spec.ask.on_update) and spec.ask.applies(values)
        )

    @classmethod
    def check(cls, values: Values, place: Place) -> tuple[Self | None, tuple[Problem, ...]]:
        """The content that form values stand for, and everything that is wrong with them.

        Returns `(content, problems)`; content is None when any problem is an error. A value of None, and an empty
        optional field of a new step, count as not set.
        """
        problems: list[Problem] = []
        clean: dict[str, Any] = {}
        for spec in cls.asked(values, creating=place.creating):
            if values.get(spec.name) is None:
                if place.creating and spec.ask.required:
                    problems.append(missing(spec))
                continue
            value, problem = check_field(spec, values[spec.name])
            if problem:
                problems.append(problem)
            elif value in ("", ()) and place.creating and not spec.ask.required:
                continue
            elif value == "" and spec.ask.kind is Kind.NUMBER:
                problems.append(Problem(spec.name, f"{spec.ask.title} is empty: enter {spec.rule()}."))
            elif value in ("", ()) and spec.ask.required and not cls.may_be_empty(spec.name, place):
                problems.append(missing(spec))
            else:
                clean[spec.name] = value
        problems.extend(cls.rules(clean, place))
        if any(problem.severity == "error" for problem in problems):
            return None, tuple(problems)
        return cls.model_validate(clean), tuple(problems)

    @classmethod
    def may_be_empty(cls, name: str, place: Place) -> bool:
        """Whether a required field may hold an empty text here."""
        del name, place
        return False

    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """What must hold between the fields; `values` are those that passed on their own."""
        del values, place
        return ()

    def adding(self) -> dict[str, Any]:
        """The JSON fields of an add request: `type` and every field that is set."""
        sent = {
            spec.wire: _plain(getattr(self, spec.name))
            for spec in self.asked(self.values(), creating=True)
            if spec.name in self.model_fields_set
        }
        return {"type": self.type, **sent}

    def updating(self, before: StepContent) -> dict[str, Any]:
        """The JSON fields of an update request: `type` and what differs from `before`, nothing else."""
        changed = self.changed_fields(before)
        names = changed | self.sent_along(changed)
        sent = {
            spec.wire: _plain(getattr(self, spec.name))
            for spec in self.asked(self.values(), creating=False)
            if spec.name in names and spec.name in self.model_fields_set
        }
        return {"type": self.type, **sent} if sent else {}

    def changed_fields(self, before: StepContent) -> set[str]:
        """Names of the set fields whose value differs from `before`, or that `before` did not have."""
        return {
            spec.name
            for spec in self.asked(self.values(), creating=False)
            if spec.name in self.model_fields_set
            and (spec.name not in before.model_fields_set or getattr(self, spec.name) != getattr(before, spec.name))
        }

    def sent_along(self, changed: set[str]) -> set[str]:
        """Fields that the service wants to see together with the changed ones."""
        del changed
        return set()

    def headline(self) -> str:
        """The title of the step in a tree, empty when its fields say nothing."""
        return ""

    def wait(self) -> int | None:
        """Days before the step, None when the type has no delay or it was not reported."""
        return None

    def window(self, *, is_else: bool) -> tuple[int, int | None]:
        """For a branching step: days from reaching it until a person enters a branch, earliest and latest.

        A latest of None means that the service documents no bound.
        """
        del is_else
        return 0, 0

    def message_text(self) -> tuple[str, str, bool] | None:
        """What the recipient gets: `(subject, body, body is HTML)`, or None for steps that send no message."""
        return None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def missing(spec: FieldSpec) -> Problem:
    """The problem of a required field without a value."""
    free = spec.ask.kind in (Kind.LINE, Kind.TEXT, Kind.HTML)
    return Problem(spec.name, f"{spec.ask.title} is required: " + ("write one." if free else f"enter {spec.rule()}."))


def check_field(spec: FieldSpec, raw: Any) -> tuple[Any, Problem | None]:
    """One form value in its proper type, or the sentence that says what is wrong with it."""
    value = raw.strip() if isinstance(raw, str) and spec.ask.kind in (Kind.NUMBER, Kind.URL, Kind.CAMPAIGN) else raw
    if spec.ask.kind is Kind.NUMBER and value == "":
        if spec.ask.required:
            return None, missing(spec)
        return "", None
    if value == "" and spec.ask.kind is not Kind.CHOICE:
        return "", None
    if spec.ask.kind is Kind.URLS:
        lines = value.splitlines() if isinstance(value, str) else value
        value = tuple(line.strip() for line in lines if line.strip())
    try:
        return _adapter_of(spec).validate_python(value), None
    except ValidationError:
        return None, Problem(spec.name, _sentence(spec, value))


def _sentence(spec: FieldSpec, value: Any) -> str:
    title = spec.ask.title
    if spec.max_length is not None and isinstance(value, str) and len(value) > spec.max_length:
        over = len(value) - spec.max_length
        return f"{title} has {len(value)} characters, {over} more than the {spec.max_length} allowed: shorten it."
    return f"{title} must be {spec.rule()}."


_ADAPTERS: dict[FieldSpec, TypeAdapter[Any]] = {}
_TYPES: dict[FieldSpec, Any] = {}


def _adapter_of(spec: FieldSpec) -> TypeAdapter[Any]:
    if spec not in _ADAPTERS:
        _ADAPTERS[spec] = TypeAdapter(_TYPES[spec])
    return _ADAPTERS[spec]


def _specs(cls: type[StepContent]) -> Iterable[FieldSpec]:
    for name, info in cls.model_fields.items():
        ask = next((item for item in info.metadata if isinstance(item, Ask)), None)
        if ask is None:
            continue
        bounds: dict[str, Any] = {}
        for item in info.metadata:
            if isinstance(item, annotated_types.Ge):
                bounds["minimum"] = item.ge
            elif isinstance(item, annotated_types.Le):
                bounds["maximum"] = item.le
            elif isinstance(item, annotated_types.MaxLen) and ask.kind is not Kind.URLS:
                bounds["max_length"] = item.max_length
        spec = FieldSpec(name, info.alias or name, ask, info.get_default(), **bounds)
        _TYPES[spec] = _rebuilt(info)
        yield spec


def _rebuilt(info: Any) -> Any:
    """The annotated type of a field as pydantic holds it (it keeps type and metadata apart)."""
    annotated: Any = info.annotation
    for item in info.metadata:
        if not isinstance(item, Ask):
            annotated = Annotated[annotated, item]
    return annotated
