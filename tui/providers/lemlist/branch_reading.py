"""The branch objects of lemlist read (contracts/lemlist 6.2). Nothing here calls out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.model.checks import check_field
from tui.model.content import day_count
from tui.model.nodes import Step
from tui.providers.branching import HostedBranch
from tui.providers.lemlist.branches import HOSTING, BranchContent, ElseBranch, LeadInfoBranch
from tui.providers.lemlist.flow import Conditional

_RAW = "lemlist describes this branch by a raw filter only."


class NotABranch(ValueError):
    """The answer has no shape that can be read; the text says what is wrong."""


def read_branches(reported: object) -> tuple[HostedBranch, ...]:
    """A list of branches, in the order that decides, Else last. Raises NotABranch."""
    if not isinstance(reported, list):
        raise NotABranch("no list")
    found = [read_branch(item, place=number) for number, item in enumerate(reported)]
    return tuple(sorted(found, key=lambda branch: branch.is_else))


def read_branch(reported: object, *, place: int | None = None) -> HostedBranch:
    """One branch; a value that breaks our bounds is kept and locks its values. Raises NotABranch without an id.

    `place` counts from 0 and is the number of a branch without a name; else the one that it reports.
    """
    if not isinstance(reported, Mapping) or not isinstance(reported.get("sequenceId"), str):
        raise NotABranch("a branch without a sequenceId")
    if not reported["sequenceId"]:
        raise NotABranch("a branch with an empty sequenceId")
    if reported.get("fallback") is True:
        return HostedBranch(reported["sequenceId"], "Else", ElseBranch(), is_else=True, reported=reported)
    whole = HOSTING.get(str(reported.get("key")), BranchContent).read(reported)
    words = _words(whole, reported)
    content, locked, inexact = whole, "", ""
    raw = reported.get("selector")
    if isinstance(raw, str) and not whole.describes(reported):
        words, inexact = f"raw filter {raw}", f"{_RAW} No request can write that filter again."
        locked = f"{_RAW} What it tests can be changed in lemlist only; here it can be renamed, moved and deleted."
    elif strange := _strange(whole, reported):
        what = f"lemlist reports something under {', '.join(strange)} that Branchline does not know."
        locked, inexact = f"{what} Change it in lemlist.", f"{what} No request can write it again."
    elif (count := len(_several(reported))) > 1:
        inexact = (
            f"This branch tests {count} values at once, and a request can write one: making it again, or saving "
            "another value, keeps only that one."
        )
    if locked:
        content = BranchContent.read(reported)
    number = place if place is not None else day_count(reported.get("index"))
    numbered = "Branch" if number is None else f"Branch {number + 1}"
    return HostedBranch(
        id=reported["sequenceId"],
        title=content.name if isinstance(content.name, str) and content.name.strip() else numbered,
        content=content,
        words=words,
        locked=locked,
        inexact=inexact,
        reported=reported,
    )


def _strange(content: BranchContent, reported: Mapping[str, Any]) -> list[str]:
    """Titles of the fields whose reported values break our bounds."""
    values = reported.get("customValues", [])
    texts = isinstance(values, list) and all(isinstance(value, str) for value in values)
    broken = [] if texts or not isinstance(content, LeadInfoBranch) else ["Value"]
    return broken + [
        spec.ask.title
        for spec in content.fields()
        if spec.name != "name"
        and content.reported(spec.name)
        and check_field(spec, getattr(content, spec.name))[1] is not None
    ]


def _several(reported: Mapping[str, Any]) -> list[str]:
    """The values of a branch that tests more than one; else nothing."""
    values = reported.get("customValues")
    return [str(value) for value in values] if isinstance(values, list) and len(values) > 1 else []


def _words(content: BranchContent, reported: Mapping[str, Any]) -> str:
    several = _several(reported) if isinstance(content, LeadInfoBranch) else []
    return " ".join([content.words(), " or ".join(f"“{value}”" for value in several)]).strip()


def key_of(step: Step) -> str:
    """The condition key of a step; empty for what is no condition, or does not report it."""
    content = step.content
    if not isinstance(content, Conditional) or not content.reported("condition_key"):
        return ""
    return str(content.condition_key)


def start_values(step: Step, custom_field: str) -> dict[str, Any]:
    """Values that the form of a new branch starts with; `custom_field` is that of the other branches."""
    kind = HOSTING.get(key_of(step))
    if kind is None:
        return {}
    values = kind.fresh(first=False)
    if kind is LeadInfoBranch and custom_field:
        values["custom_field"] = custom_field
    held = step.content.values()
    for name in ("delay_type", "delay"):
        if name in values:
            values[name] = held.get(name, values[name])
    return values
