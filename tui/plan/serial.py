"""Operations and plans as JSON and back, so that they outlive the program. Pure.

A content is written as the type and its set fields under the service's own names, and read back through the step types
that the provider declares; what does not fit them any more is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from tui.model.content import StepContent
from tui.model.nodes import Branch, UnknownContent
from tui.model.nodes import Sequence as Steps
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, Plan, UpdateStep

KINDS: Mapping[str, type[AnyOperation]] = {
    "add": AddStep, "change": UpdateStep, "delete": DeleteStep, "move": MoveStep,
}  # fmt: skip
"""The word that stands for each operation."""
StepTypes = Sequence[type[StepContent]]


class Unreadable(ValueError):
    """What was stored cannot be read back; the text says why."""


def dumped(operation: AnyOperation) -> dict[str, Any]:
    """An operation as JSON."""
    kind = next(word for word, kind in KINDS.items() if isinstance(operation, kind))
    plain = {
        name: getattr(operation, name)
        for name in type(operation).model_fields
        if name not in ("content", "before", "after", "branches")
    }
    if isinstance(operation, AddStep):
        plain["content"] = dumped_content(operation.content)
        plain["branches"] = [
            {"key": branch.key, "label": branch.label, "else": branch.is_else, "sequence": branch.sequence.key}
            for branch in operation.branches
        ]
    elif isinstance(operation, UpdateStep):
        plain |= {"before": dumped_content(operation.before), "after": dumped_content(operation.after)}
    return {"kind": kind, **plain}


def dumped_content(content: StepContent) -> dict[str, Any]:
    """A content as its type and its set fields."""
    fields = dict(content.model_extra or {}) if isinstance(content, UnknownContent) else content.wire()
    return {"type": content.type, "fields": fields}


def dumped_plan(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    return {
        "operations": [dumped(operation) for operation in plan.operations],
        "key": plan.key,
        "draft": plan.draft,
        "cost": list(plan.cost),
        "exact": plan.exact,
    }


def read_plan(data: object, types: StepTypes, key: Callable[[str], str] = str) -> Plan:
    """A plan from its JSON; `key` gives each stored local key its name of today. Raises Unreadable."""
    try:
        if not isinstance(data, dict):
            raise Unreadable("it is no plan")
        return Plan(
            tuple(read(item, types, key) for item in data["operations"]),
            key=None if data["key"] is None else key(str(data["key"])),
            draft=None if data["draft"] is None else key(str(data["draft"])),
            cost=tuple(str(sentence) for sentence in data["cost"]),
            exact=None if data["exact"] is None else int(data["exact"]),
        )
    except Unreadable:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise Unreadable(f"it has another shape ({error})") from None


def read(data: object, types: StepTypes, key: Callable[[str], str] = str) -> AnyOperation:
    """An operation from its JSON. Raises Unreadable."""
    try:
        return _read(data, types, key)
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    except (LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"it has another shape ({error})") from None


def keys_of(operations: Iterable[AnyOperation]) -> set[str]:
    """The local keys that operations name: they mean nothing in another run."""
    found: set[str] = set()
    for operation in operations:
        if isinstance(operation, AddStep):
            found |= {operation.key, operation.sequence_key}
            for branch in operation.branches:
                found |= {branch.key, branch.sequence.key}
        elif isinstance(operation, DeleteStep):
            found.add(operation.key)
    return found - {""}


def _read(data: object, types: StepTypes, key: Callable[[str], str]) -> AnyOperation:
    if not isinstance(data, dict) or data.get("kind") not in KINDS:
        raise Unreadable("it is no operation that this version knows")
    kind = KINDS[data["kind"]]
    values: dict[str, Any] = {name: data[name] for name in kind.model_fields if name in data}
    for name in ("key", "sequence_key"):
        if values.get(name):
            values[name] = key(str(values[name]))
    for name in ("content", "before", "after"):
        if name in values:
            values[name] = read_content(values[name], types)
    if "branches" in values:
        values["branches"] = tuple(_branch(item, key) for item in values["branches"])
    return kind.model_validate(values)


def read_content(data: object, types: StepTypes) -> StepContent:
    """A content from its type and fields. Raises Unreadable for a type that the service does not have any more."""
    if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
        raise Unreadable("a content has no fields")
    if data.get("type") == UnknownContent.type:
        return UnknownContent.read(data["fields"])
    found = next((item for item in types if item.type == data.get("type")), None)
    if found is None:
        raise Unreadable(f"“{data.get('type')}” is no step type that this version knows")
    wires = {spec.wire for spec in found.fields()}
    if strange := sorted(set(data["fields"]) - wires):
        raise Unreadable(f"“{found.type}” has no field {strange[0]}")
    return found.read(data["fields"])


def _branch(data: Mapping[str, Any], key: Callable[[str], str]) -> Branch:
    sequence = Steps(key=key(str(data["sequence"])))
    return Branch(key=key(str(data["key"])), label=data["label"], is_else=data["else"], sequence=sequence)
