"""A campaign as plain data, as a file has it; and the marks by which a change since the export is seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from tui.model.nodes import Branch, Campaign, Sequence, Step, UnknownContent
from tui.model.settings import ContainerSettings
from tui.workspace.files.tongue import VERSION, Tongue, fields_of

MARK, STEP_MARK = 16, 8
"""Hexadecimal digits of the marks of a whole campaign and of one step."""


def as_data(campaign: Campaign, settings: ContainerSettings, tongue: Tongue) -> dict[str, Any]:
    """What a file says of a campaign. Its status is none of it: a file never starts or stops anything."""
    data: dict[str, Any] = {
        "branchline": VERSION,
        "service": tongue.service,
        "campaign": campaign.head.id,
        "settings": fields_of(settings),
        "steps": _steps(campaign.sequence, tongue),
    }
    if campaign.stray:
        data["stray"] = [{"id": each.id or "", "steps": _steps(each, tongue)} for each in campaign.stray]
    data["state"] = " ".join(marks(data))
    return data


def _steps(sequence: Sequence, tongue: Tongue) -> list[dict[str, Any]]:
    return [_step(step, tongue) for step in sequence.steps]


def _step(step: Step, tongue: Tongue) -> dict[str, Any]:
    content = step.content
    said: dict[str, Any] = {}
    if isinstance(content, UnknownContent):
        said["type"] = content.headline()
    elif tongue.typed:
        said["type"] = content.type
    if step.id:
        said["id"] = step.id
    if not isinstance(content, UnknownContent):
        said.update(fields_of(content))
    if step.branches or content.branching:
        said["branches"] = [_branch(branch, tongue) for branch in step.branches]
    return said


def _branch(branch: Branch, tongue: Tongue) -> dict[str, Any]:
    said: dict[str, Any] = {"else": True} if branch.is_else else {"label": branch.label}
    if branch.link != "own":
        return {**said, "link": branch.link}
    return {**said, "steps": _steps(branch.sequence, tongue)}


def marks(data: dict[str, Any]) -> list[str]:
    """One mark of the whole, one of the settings, one of each step in reading order."""
    content = [data["settings"], data["steps"], data.get("stray", [])]
    return [_mark(content, MARK), _mark(data["settings"], STEP_MARK), *(mark for _, mark in step_marks(data))]


def step_marks(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The id of each step with the mark of its own fields and of its place: behind which step it stands."""
    todo = [data["steps"], *(stray["steps"] for stray in data.get("stray", []))]
    while todo:
        before = ""
        for step in todo.pop(0):
            own = {name: value for name, value in step.items() if name != "branches"}
            yield step.get("id", ""), _mark([before, own], STEP_MARK)
            before = step.get("id", "")
            todo += [branch["steps"] for branch in step.get("branches", ()) if "steps" in branch]


def _mark(value: Any, digits: int) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]
