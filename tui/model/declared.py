"""What is declared with pydantic fields: one frozen class from which form, checks, JSON and help are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast

import annotated_types
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from tui.model.checks import as_reported, as_sent, as_typed, check_field, missing
from tui.model.declare import Ask, FieldSpec, Kind, Place, Problem, Values


class Declared(BaseModel):
    """Fields with an `Ask` each, under names close to the service's own (the wire uses the alias, `altMessage`).

    `model_fields_set` says which fields the service reported or the user set: the others are shown as not reported and
    never sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    label: ClassVar[str]
    """What a person calls it."""
    note: ClassVar[str] = ""
    """A lasting remark, shown above its form."""
    editable: ClassVar[bool] = True

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
            if reported.get(spec.wire) is not None or (spec.ask.nullable and spec.wire in reported)
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
            spec.name: spec.default
            for spec in cls.fields()
            if spec.ask.on_add and not spec.ask.hidden and spec.default not in ("", None, ())
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
        """The JSON fields of an add request: every field that is set, and what always goes along."""
        return {**self.fixed_wire(), **self._wire(self.adding_names())}

    def adding_names(self) -> set[str]:
        """Names of the fields that an add request carries."""
        return {spec.name for spec in self.asked(self.values(), creating=True)} & self.model_fields_set

    def wire(self) -> dict[str, Any]:
        """The JSON of every field that is set."""
        return self._wire(set(self.model_fields_set))

    def fixed_wire(self) -> dict[str, Any]:
        """What every request carries beside the fields."""
        return {}

    def updating(self, before: Declared) -> dict[str, Any]:
        """The JSON fields of an update request: what differs from `before`; empty when nothing does."""
        changed = self.changed_fields(before)
        if not changed:
            return {}
        whole = self.over(before)
        names = (changed | whole.sent_along(changed)) & whole.model_fields_set
        return {**self.fixed_wire(), **whole._wire(names)}

    def over(self, before: Declared) -> Self:
        """What something that holds `before` will hold once the set fields of this content are written to it."""
        values = {**before.values(), **self.values()}
        return cast("Self", type(self).model_construct(set(values), **values))

    def changed_fields(self, before: Declared) -> set[str]:
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

    def unlike(self, stored: Declared, names: Iterable[str]) -> tuple[FieldSpec, ...]:
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

    def _wire(self, names: set[str]) -> dict[str, Any]:
        return {spec.wire: as_sent(spec, getattr(self, spec.name)) for spec in self.fields() if spec.name in names}


def _comparable(spec: FieldSpec, value: Any) -> Any:
    return len(value) if spec.ask.kind is Kind.URLS and isinstance(value, (tuple, list)) else value


def _specs(cls: type[Declared]) -> Iterable[FieldSpec]:
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
