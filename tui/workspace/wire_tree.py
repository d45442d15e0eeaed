"""Steps with all that hangs below them as JSON, to keep what is deleted; and read back, to look at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.model.nodes import Branch, Keys, Sequence, Step
from tui.plan.serial import StepTypes, Unreadable, dumped_content, read_content


def sequence_json(sequence: Sequence) -> dict[str, Any]:
    """A sequence with its steps."""
    return {"id": sequence.id, "steps": [step_json(step) for step in sequence.steps]}


def step_json(step: Step) -> dict[str, Any]:
    """A step: what it holds under the service's own names, what the service reported word for word, its branches."""
    branches = []
    for branch in step.branches:
        below = sequence_json(branch.sequence)
        branches.append({"label": branch.label, "else": branch.is_else, "link": branch.link, "sequence": below})
    return {"id": step.id, **dumped_content(step.content), "reported": dict(step.reported), "branches": branches}


def read_step(data: object, types: StepTypes, keys: Keys) -> Step:
    """The step of such JSON. Raises Unreadable."""
    try:
        return _step(data, types, keys)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"it has another shape ({error})") from None


def _step(data: Any, types: StepTypes, keys: Keys) -> Step:
    branches = []
    for item in data["branches"]:
        branches.append(_branch(item, types, keys))
    return Step(key=keys.mint(), id=data["id"], content=read_content(data, types), branches=tuple(branches))


def _branch(data: Mapping[str, Any], types: StepTypes, keys: Keys) -> Branch:
    steps = []
    for item in data["sequence"]["steps"]:
        steps.append(_step(item, types, keys))
    sequence = Sequence(key=keys.mint(), id=data["sequence"]["id"], steps=tuple(steps))
    return Branch(key=keys.mint(), label=data["label"], is_else=data["else"], link=data["link"], sequence=sequence)
