"""The content of a step: one frozen pydantic class per step type, from which form, checks, JSON and help are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast

import annotated_types
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from tui.model.checks import as_reported, as_typed, check_field, missing
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
    never sent. What else the service said about the step is kept in `Step.reported`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

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
        known = {
            spec.name: as_reported(spec, reported[spec.wire])
            for spec in cls.fields()
            if reported.get(spec.wire) is not None
        }
        return cast("Self", cls.model_construct(set(known), **known))

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
            value = as_typed(spec, values.get(spec.name))
            empty = value is None or value == () or (isinstance(value, str) and not value.strip())
            if value is None and not place.creating:
                continue
            if empty and spec.ask.required and not (value is not None and cls.may_be_empty(spec.name, place)):
                problems.append(missing(spec))
                continue
            if empty and place.creating and not spec.ask.required:
                continue
            value, problem = check_field(spec, value)
            if problem is None:
                clean[spec.name] = value
            else:
                problems.append(problem)
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
        return {"type": self.type, **self._wire(self.adding_names())}

    def adding_names(self) -> set[str]:
        """Names of the fields that an add request carries."""
        return {spec.name for spec in self.asked(self.values(), creating=True)} & self.model_fields_set

    def updating(self, before: StepContent) -> dict[str, Any]:
        """The JSON fields of an update request: `type` and what differs from `before`; empty when nothing does."""
        changed = self.changed_fields(before)
        if not changed:
            return {}
        whole = self.over(before)
        names = (changed | whole.sent_along(changed)) & whole.model_fields_set
        return {"type": self.type, **whole._wire(names)}

    def over(self, before: StepContent) -> Self:
        """What a step that holds `before` will hold once the set fields of this content are written to it."""
        values = {**before.values(), **self.values()}
        return cast("Self", type(self).model_construct(set(values), **values))

    def changed_fields(self, before: StepContent) -> set[str]:
        """Names of the set fields whose value differs from `before`, or that `before` did not have."""
        return {
            spec.name
            for spec in self.asked(self.over(before).values(), creating=False)
            if spec.name in self.model_fields_set
            and (spec.name not in before.model_fields_set or getattr(self, spec.name) != getattr(before, spec.name))
        }

    def sent_along(self, changed: set[str]) -> set[str]:
        """Fields that the service wants to see together with the changed ones."""
        del changed
        return set()

    def unlike(self, stored: StepContent, names: Iterable[str]) -> tuple[FieldSpec, ...]:
        """Those of the named fields that `stored` has with another value; one that it does not report is left out.

        Services take files over and give them new addresses, so of a list of addresses only the number counts.
        """
        named = set(names) & self.model_fields_set & stored.model_fields_set
        return tuple(
            spec
            for spec in self.fields()
            if spec.name in named
            and _comparable(spec, getattr(self, spec.name)) != _comparable(spec, getattr(stored, spec.name))
        )

    def headline(self) -> str:
        """The title of the step in a tree, empty when its fields say nothing."""
        return ""

    def wait(self) -> int | None:
        """Days before the step, None when the type has no delay or it was not reported."""
        return None

    def window(self, *, is_else: bool) -> tuple[int, int | None]:
        """For a branching step: days from reaching it until a person enters a branch, earliest and latest.

        A latest of None means that no bound is known.
        """
        del is_else
        return 0, 0

    def window_text(self) -> str:
        """The window of a branching step in words, such as "within 3 days"; empty when there is none."""
        return ""

    def message_text(self) -> tuple[str, str, bool] | None:
        """What the recipient gets: `(subject, body, body is HTML)`, or None for steps that send no message."""
        return None

    def _wire(self, names: set[str]) -> dict[str, Any]:
        found = {spec.wire: getattr(self, spec.name) for spec in self.fields() if spec.name in names}
        return {wire: list(value) if isinstance(value, tuple) else value for wire, value in found.items()}


def day_count(value: Any) -> int | None:
    """A reported delay in days; None for anything that is no whole number from 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _comparable(spec: FieldSpec, value: Any) -> Any:
    return len(value) if spec.ask.kind is Kind.URLS and isinstance(value, (tuple, list)) else value


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
            elif isinstance(item, annotated_types.MaxLen):
                bounds["max_length"] = item.max_length
        yield FieldSpec(name, info.alias or name, ask, info.get_default(), accepts=_rebuilt(info), **bounds)


def _rebuilt(info: FieldInfo) -> Any:
    """The annotated type of a field, which pydantic holds as type and metadata apart."""
    annotated: Any = info.annotation
    for item in info.metadata:
        if not isinstance(item, Ask):
            annotated = Annotated[annotated, item]
    return annotated
