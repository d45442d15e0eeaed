"""What a campaign file must know of a service: its declarations, without any account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tui.model.content import StepContent
from tui.model.declare import FieldSpec
from tui.model.declared import Declared
from tui.model.settings import ContainerSettings
from tui.providers.base import Provider
from tui.workspace.connect import PROVIDERS

VERSION = 1
"""The version of the format that this program writes, and the only one it reads."""
OWN = ("type", "id", "branches")
"""What a step has in a file beside its fields."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """Names of the types and fields of one service."""

    service: str
    types: Mapping[str, type[StepContent]]
    settings: type[ContainerSettings]

    @property
    def typed(self) -> bool:
        """Whether a step must say of which type it is: there is more than one."""
        return len(self.types) > 1

    @property
    def only(self) -> type[StepContent]:
        """The type of a step that does not say one."""
        return next(iter(self.types.values()))


def tongue_of(provider: Provider | type[Provider]) -> Tongue:
    """The declarations of a connection, or of its class."""
    return Tongue(provider.service, {each.type: each for each in provider.step_types}, provider.settings_type)


def tongue(service: str) -> Tongue:
    """The declarations of a service that `PROVIDERS` knows."""
    module, name = PROVIDERS[service]
    return tongue_of(getattr(import_module(module), name))


def in_files(declared: type[Declared]) -> tuple[FieldSpec, ...]:
    """The fields that stand in a file, in the order of the declaration.

    Not those that only requests carry (the order of the steps says a position), nor the one that is the status.
    """
    status = getattr(declared, "status_field", "")
    return tuple(spec for spec in declared.fields() if not spec.ask.hidden and spec.name != status)


def fields_of(declared: Declared) -> dict[str, Any]:
    """What a file says of something: its reported fields under the service's own names, tuples as lists."""
    return {
        spec.wire: listed(getattr(declared, spec.name))
        for spec in in_files(type(declared))
        if declared.reported(spec.name)
    }


def listed(value: Any) -> Any:
    """A value as JSON and YAML have it."""
    if isinstance(value, (tuple, list)):
        return [listed(item) for item in value]
    return {str(name): listed(item) for name, item in value.items()} if isinstance(value, Mapping) else value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of one type, so that 1 is not true; tuples count as lists."""
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return type(one) is type(other) and bool(one == other)


def known_names(specs: Iterable[FieldSpec]) -> list[str]:
    """The names by which a file calls these fields."""
    return [spec.wire for spec in specs]
