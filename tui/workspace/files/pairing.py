"""Which step of a file is which step of a live campaign: by id, and where there is none, or another one, by content.

Services that cannot insert or move give steps new ids when a file is applied. So a file that says what the campaign
is, step by step, agrees with it whatever the ids are: applied twice, it changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tui.model import nodes
from tui.model.declared import Declared
from tui.model.nodes import Branch, Campaign, Step, UnknownContent
from tui.model.tree import walk
from tui.workspace.files.parsed import CampaignFile, FileBranch, FileSequence, FileStep, Given
from tui.workspace.files.tongue import in_files, listed, same

Pairs = dict[FileStep, Step]
_NOWHERE = nodes.Sequence(key="nowhere")


def pair(file: CampaignFile, live: Campaign, *, ids: bool = True) -> Pairs:
    """The live step of each step of the file that has one. Without `ids`, those of the file mean nothing here."""
    found: Pairs = {}
    known = {spot.step.id: spot.step for spot in walk(live) if spot.step.id} if ids else {}
    claimed = {step.id for step in _all(file) if step.id in known}
    stray = {sequence.id: sequence for sequence in live.stray if sequence.id}
    todo: list[tuple[FileSequence, nodes.Sequence]] = [(file.main, live.sequence)] if file.main else []
    todo += [(steps, stray[name]) for name, steps in file.stray.items() if name in stray]
    while todo:
        steps, sequence = todo.pop()
        if sequence is not _NOWHERE and agree(steps, sequence):
            found.update(zip(steps.steps, sequence.steps, strict=True))
        elif ids:
            _by_id(steps, sequence, known, claimed, found)
        else:
            found.update(_by_content(steps.steps, sequence.steps))
        for step in steps.steps:
            if step not in found:
                # Below a new condition may stand steps that the campaign has elsewhere.
                todo += [(branch.steps, _NOWHERE) for branch in step.branches or () if branch.steps is not None]
            elif step.branches is not None:
                todo += [(mine.steps, theirs.sequence) for mine, theirs in branch_pairs(step, found[step])
                         if mine.steps is not None and theirs.link == "own"]  # fmt: skip
    return found


def branch_pairs(step: FileStep, live: Step) -> list[tuple[FileBranch, Branch]]:
    """The branches of a condition side by side: Else with Else, the others in their order."""
    pairs: list[tuple[FileBranch, Branch]] = []
    for is_else in (False, True):
        mine = [branch for branch in step.branches or () if branch.is_else is is_else]
        theirs = [branch for branch in live.branches if branch.is_else is is_else]
        pairs += zip(mine, theirs, strict=False)
    return pairs


def agrees(given: Given, content: Declared) -> bool:
    """Whether a field of the file is what the service reports. Nothing given for nothing reported is no change."""
    name = given.spec.name
    if not content.reported(name):
        return given.problem is None and given.value in ("", ())
    value = listed(getattr(content, name))
    return same(given.plain, value) or (given.problem is None and same(listed(given.value), value))


def agree(steps: FileSequence, sequence: nodes.Sequence) -> bool:
    """Whether a list of steps says of a sequence, and of all below it, exactly what it is, ids aside."""
    todo = [(steps, sequence)]
    while todo:
        mine, theirs = todo.pop()
        if len(mine.steps) != len(theirs.steps):
            return False
        for step, live in zip(mine.steps, theirs.steps, strict=True):
            if not alike(step, live):
                return False
            pairs = branch_pairs(step, live)
            if step.branches is not None and not len(pairs) == len(step.branches) == len(live.branches):
                return False
            todo += [
                (one.steps, other.sequence) for one, other in pairs if one.steps is not None and other.link == "own"
            ]
    return True


def alike(step: FileStep, live: Step) -> bool:
    """Whether a step of a file says of a live one what it is, branches and what is never reported aside."""
    if isinstance(live.content, UnknownContent):
        return step.type is None and step.type_name == live.content.headline() and step.id == live.id
    return step.type is type(live.content) and all(
        agrees(given, live.content) or not live.content.reported(given.spec.name) for given in step.given.values()
    )


def _all(file: CampaignFile) -> Iterator[FileStep]:
    todo = [*file.stray.values(), *([file.main] if file.main else [])]
    while todo:
        for step in todo.pop().steps:
            yield step
            todo += [branch.steps for branch in step.branches or () if branch.steps is not None]


def _by_id(
    steps: FileSequence, sequence: nodes.Sequence, known: dict[str, Step], claimed: set[str], found: Pairs
) -> None:
    """By id wherever a step stands now; then what has no id, or one that is gone, with what no id names."""
    taken = {found[step].key for step in found}
    for step in steps.steps:
        if step.id in known and known[step.id].key not in taken:
            found[step] = known[step.id]
    free = [live for live in sequence.steps if live.id not in claimed and live.key not in taken]
    for whole in (True, False):
        for step in steps.steps:
            if step in found:
                continue
            place = next((place for place, live in enumerate(free) if _is(step, live, whole=whole)), None)
            if place is not None:
                found[step] = free.pop(place)


def _is(step: FileStep, live: Step, *, whole: bool) -> bool:
    """Whether a step is a live one in all its fields; `whole`: with all that hangs below it."""
    if not alike(step, live):
        return False
    if not whole:
        return not step.branches or _fits(step, live)
    one = FileSequence(step.at, [step])
    return agree(one, nodes.Sequence(key="", steps=(live,)))


def _by_content(mine: Sequence[FileStep], theirs: Sequence[Step]) -> Iterator[tuple[FileStep, Step]]:
    """The longest runs of equal steps; between them, steps of one type in their order."""
    matcher = SequenceMatcher(None, [_said(step) for step in mine], [_is_now(step) for step in theirs], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            yield from (pair for pair in zip(mine[start:end], theirs[begin:stop], strict=True) if _fits(*pair))
            continue
        left = list(theirs[begin:stop])
        for step in mine[start:end]:
            place = next((place for place, live in enumerate(left) if step.type is type(live.content)
                          and _fits(step, live)), None)  # fmt: skip
            if place is not None:
                yield step, left[place]
                left = left[place + 1 :]


def _fits(step: FileStep, live: Step) -> bool:
    """Whether the branches are as many; those of an existing condition cannot be added or taken away by a file."""
    if step.branches is None:
        return True
    ours = [branch.is_else for branch in step.branches]
    return sorted(ours) == sorted(branch.is_else for branch in live.branches)


def _said(step: FileStep) -> tuple[object, str]:
    return step.type or step.type_name, repr(sorted((name, given.plain) for name, given in step.given.items()))


def _is_now(step: Step) -> tuple[object, str]:
    content = step.content
    if isinstance(content, UnknownContent):
        return content.headline(), ""
    values = {
        spec.name: listed(getattr(content, spec.name))
        for spec in in_files(type(content))
        if content.reported(spec.name)
    }
    return type(content), repr(sorted(values.items()))
