"""The content that a step of a file is to have, and the settings, checked with the rules of their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from tui.model.content import StepContent
from tui.model.declare import Place, Problem
from tui.model.declared import Declared
from tui.model.nodes import Step
from tui.model.settings import ContainerSettings
from tui.workspace.files.mistakes import TOP, At, Mistake
from tui.workspace.files.pairing import agrees
from tui.workspace.files.parsed import CampaignFile, FileStep, Given

D = TypeVar("D", bound=Declared)
_SETTINGS = "settings"


def changed_content(step: FileStep, live: Step, *, first: bool) -> tuple[StepContent, list[Mistake]]:
    """The content of a live step with the fields of the file; the very same object when nothing changes."""
    place = Place(creating=False, first_message=first)
    return _changed(live.content, step.given, place, step.where)


def new_content(step: FileStep, kind: type[StepContent], *, first: bool) -> tuple[StepContent, list[Mistake]]:
    """The content of a new step."""
    return _new(kind, step.given, Place(creating=True, first_message=first), step.where, step.at, {})


def changed_settings(file: CampaignFile, live: ContainerSettings) -> tuple[ContainerSettings, list[Mistake]]:
    """The settings of a live campaign with those of the file."""
    return _changed(live, file.settings, Place(), _SETTINGS)


def new_settings(file: CampaignFile) -> tuple[ContainerSettings, list[Mistake]]:
    """The settings of a campaign that is to be made: what the form of a new one starts with, and those of the file."""
    kind = file.tongue.settings
    return _new(kind, file.settings, Place(creating=True), _SETTINGS, file.campaign_at, kind.fresh(first=True))


def _changed(live: D, given: Mapping[str, Given], place: Place, where: str) -> tuple[D, list[Mistake]]:
    mistakes: list[Mistake] = []
    changed: dict[str, Any] = {}
    for name, said in given.items():
        if agrees(said, live):
            continue
        if said.problem is not None:
            mistakes.append(said.problem)
        elif not said.spec.ask.on_update:
            # What is never reported may be so already: a file that made the campaign says it too.
            severity = "error" if live.reported(name) else "note"
            text = said.spec.ask.why_absent or f"{said.spec.ask.title} cannot be changed later."
            mistakes.append(Mistake(said.at, f"{where}, {said.spec.wire}", text, "It is not sent.", severity))  # type: ignore[arg-type]
        else:
            changed[name] = said.value
    if not changed:
        return live, mistakes
    values = {**live.values(), **changed}
    asked = {spec.name for spec in live.asked(values, creating=False)}
    for name in changed.keys() - asked:
        said = given[name]
        text = f"{said.spec.ask.title} has no meaning here. {said.spec.ask.why_absent}"
        mistakes.append(Mistake(said.at, f"{where}, {said.spec.wire}", text.strip(), "Take the line out."))
    _, problems = type(live).check(values, place)
    mistakes += _told((each for each in problems if each.field in changed), given, where, TOP)
    return cast("D", type(live).model_construct(set(values), **values)), mistakes


def _new(
    kind: type[D], given: Mapping[str, Given], place: Place, where: str, at: At, start: Mapping[str, Any]
) -> tuple[D, list[Mistake]]:
    mistakes = [said.problem for said in given.values() if said.problem is not None]
    values = {**start, **{name: said.value for name, said in given.items() if said.problem is None}}
    asked = {spec.name for spec in kind.asked(values, creating=True)}
    for name, said in given.items():
        if name not in asked and said.problem is None and said.spec.ask.on_add:
            text = f"{said.spec.ask.title} has no meaning here and is not sent. {said.spec.ask.why_absent}".strip()
            mistakes.append(Mistake(said.at, f"{where}, {said.spec.wire}", text, "", "note"))
    content, problems = kind.check(values, place)
    bad = {name for name, said in given.items() if said.problem is not None}
    mistakes += _told((each for each in problems if each.field not in bad), given, where, at)
    return content or cast("D", kind.model_construct(set(values), **values)), mistakes


def _told(problems: Iterable[Problem], given: Mapping[str, Given], where: str, at: At) -> list[Mistake]:
    """The errors among problems, each where its field stands, or else where the step begins."""
    found = []
    for problem in problems:
        if problem.severity == "error":
            said = given.get(problem.field or "")
            field = f"{where}, {said.spec.wire}" if said else where
            found.append(Mistake(said.at if said else at, field, problem.message))
    return found
