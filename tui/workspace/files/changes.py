"""What applying a file to a live campaign changes: the operations, and what else has changed since it was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tui.model.nodes import Campaign
from tui.model.settings import ContainerSettings
from tui.model.tree import walk
from tui.plan.diff import Difference, diff
from tui.plan.operations import AnyOperation, DeleteStep, UpdateSettings, UpdateStep
from tui.workspace.files.contents import changed_settings
from tui.workspace.files.exported import as_data, marks, step_marks
from tui.workspace.files.mistakes import BadFile, Mistake
from tui.workspace.files.parsed import CampaignFile
from tui.workspace.files.working import build, steps_in


@dataclass(frozen=True, slots=True)
class Since:
    """What somebody has changed in the campaign since the file was written, seen by its marks."""

    steps: int = 0
    """Steps that were changed, added or moved."""
    undone: int = 0
    """Those among them that the file would change back or delete."""
    settings: bool = False
    """Settings were changed, and the file would change them back."""

    @property
    def conflicts(self) -> bool:
        """Whether applying the file would undo what somebody has done."""
        return bool(self.undone or self.settings)

    @property
    def sentence(self) -> str:
        """All of it in words; empty when there is nothing."""
        if not self.steps and not self.settings:
            return ""
        count = f"{self.steps} step{'' if self.steps == 1 else 's'}"
        parts = [count] if self.steps else []
        parts += ["its settings"] if self.settings else []
        undone = f" The file would change back or delete {self.undone} of these steps." if self.undone else ""
        return f"The campaign was changed since the file was written: {' and '.join(parts)}.{undone}"


@dataclass(frozen=True, slots=True)
class Changes:
    """The way from a live campaign to what a file says."""

    campaign: Campaign
    settings: UpdateSettings | None
    difference: Difference
    since: Since
    notes: tuple[Mistake, ...] = ()
    new_ids: bool = False
    """Whether the campaign has steps under other ids than the file says, or under ids that it lacks."""

    @property
    def operations(self) -> tuple[AnyOperation | UpdateSettings, ...]:
        """Settings first: a name or a time zone is to be right before a step is sent."""
        return (*((self.settings,) if self.settings else ()), *self.difference.operations)


def changes(
    file: CampaignFile, live: Campaign, settings: ContainerSettings, mint: Callable[[], str], *, ids: bool = True
) -> Changes:
    """What applying the file would do. Raises BadFile with every mistake; then nothing may be sent.

    Without `ids`, the file is of another campaign: its steps are matched by content, and its marks mean nothing.
    """
    built = build(file, live, mint, ids=ids)
    wanted, mistakes = changed_settings(file, settings)
    told = [*file.mistakes, *mistakes, *built.mistakes]
    if any(each.severity == "error" for each in told):
        raise BadFile(each for each in told if each.severity == "error")
    update = None
    if wanted is not settings and wanted.changed_fields(settings):
        update = UpdateSettings(
            campaign_id=live.head.id, title=f"Change {settings.label.lower()}", before=settings, after=wanted
        )
    found = diff(live, built.campaign)
    since = _since(file, live, settings, found, touched=update is not None) if ids else Since()
    notes = tuple(each for each in told if each.severity == "note")
    new_ids = any(step.id != (held.id or "") for step, held in built.pairs.items())
    return Changes(live, update, found, since, notes, new_ids)


def mistakes_alone(file: CampaignFile) -> list[Mistake]:
    """What is wrong with a file as far as that can be told without the campaign."""
    found = [*file.mistakes, *(given.problem for given in file.settings.values() if given.problem)]
    todo = [*file.stray.values(), *([file.main] if file.main else [])]
    while todo:
        for step in todo.pop().steps:
            found += [given.problem for given in step.given.values() if given.problem]
            found += [each for each in (step.type_mistake, step.else_mistake) if each]
            todo += [branch.steps for branch in step.branches or () if branch.steps]
    return found


def unverifiable(operation: AnyOperation | UpdateSettings) -> bool:
    """Whether an operation sets only what the service never reports: that it is done cannot be seen."""
    if not isinstance(operation, (UpdateStep, UpdateSettings)):
        return False
    return not any(operation.before.reported(name) for name in operation.after.changed_fields(operation.before))


def _since(
    file: CampaignFile, live: Campaign, settings: ContainerSettings, found: Difference, *, touched: bool
) -> Since:
    data = as_data(live, settings, file.tongue)
    now = marks(data)
    if not file.state or len(file.state) < 2 or file.state[:1] == tuple(now[:1]):
        return Since()
    then = Counter(file.state[2:])
    foreign: set[str] = set()
    for identifier, mark in step_marks(data):
        if then[mark]:
            then[mark] -= 1
        else:
            foreign.add(identifier)
    concerned = {identifier for operation in found.operations for identifier in _concerned(operation, live)}
    return Since(len(foreign), len(foreign & concerned), settings=touched and file.state[1] != now[1])


def _concerned(operation: AnyOperation, live: Campaign) -> list[str]:
    """The ids of the steps that an operation changes, moves or takes away."""
    identifier = getattr(operation, "step_id", "")
    if not isinstance(operation, DeleteStep):
        return [identifier]
    key = next((spot.step.key for spot in walk(live) if spot.step.id == identifier), "")
    return [step.id or "" for step in steps_in(live, key)]
