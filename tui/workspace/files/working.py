"""The working tree that a file asks for: a live campaign with what the file says put in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.model.content import Channel, StepContent
from tui.model.nodes import Branch, Campaign, Sequence, Step, UnknownContent
from tui.model.tree import walk, walk_sequence
from tui.workspace.files.contents import changed_content, new_content
from tui.workspace.files.mistakes import At, Mistake
from tui.workspace.files.pairing import Pairs, branch_pairs, pair
from tui.workspace.files.parsed import CampaignFile, FileBranch, FileSequence, FileStep

_NO_BRANCHES = "Branches are not added or taken away by a file: do that in the app, then export anew."


@dataclass(frozen=True, slots=True)
class Built:
    """A working tree. With mistakes that are errors it must not be used."""

    campaign: Campaign
    mistakes: tuple[Mistake, ...]
    pairs: Pairs


def build(file: CampaignFile, live: Campaign, mint: Callable[[], str], *, ids: bool = True) -> Built:
    """What `live` is to become: steps that the file lacks go, fields and lists that it lacks stay as they are.

    `mint` makes local keys. Without `ids`, those in the file are of another campaign: steps are matched by content.
    """
    return _Building(file, live, mint, ids=ids).built()


class _Building:
    def __init__(self, file: CampaignFile, live: Campaign, mint: Callable[[], str], *, ids: bool) -> None:
        self.file, self.live, self.mint, self.ids = file, live, mint, ids
        self.pairs = pair(file, live, ids=ids)
        self.mistakes: list[Mistake] = []

    def built(self) -> Built:
        self._nameless()
        file, live = self.file, self.live
        main = live.sequence if file.main is None else self._sequence(file.main, live.sequence, frozenset())
        stray = []
        for sequence in live.stray:
            steps = file.stray.get(sequence.id or "")
            stray.append(sequence if steps is None else self._sequence(steps, sequence, frozenset()))
        known = {sequence.id for sequence in live.stray}
        for name in file.stray:
            if name not in known:
                self._wrong(file.stray_at[name], f"stray {name}", "The campaign has no such sequence.", "Take it out.")
        campaign = live.model_copy(update={"sequence": main, "stray": tuple(stray)})
        return Built(campaign, tuple(self.mistakes), self.pairs)

    def _wrong(self, at: At, where: str, text: str, remedy: str) -> None:
        self.mistakes.append(Mistake(at, where, text, remedy))

    def _nameless(self) -> None:
        """A live step without an id of its own cannot be named by a file, nor deleted because a file lacks it."""
        met: set[str] = set()
        for spot in walk(self.live):
            if not spot.step.id or spot.step.id in met:
                text = "The service reports a step without an id of its own: no file can say which one it means."
                self._wrong(self.file.campaign_at, "", text, "Mend the campaign in the service.")
                return
            met.add(spot.step.id)

    def _sequence(self, steps: FileSequence, live: Sequence | None, seen: frozenset[Channel]) -> Sequence:
        """`seen` are the channels of the steps before it on the way, for what holds of a first message only."""
        made = []
        for step in steps.steps:
            new = self._step(step, seen)
            made.append(new)
            seen |= {new.content.channel}
        if live is None:
            return Sequence(key=self.mint(), steps=tuple(made))
        if len(made) == len(live.steps) and all(map(_same, made, live.steps)):
            return live  # what stays is shared: the diff passes it over
        return live.model_copy(update={"steps": tuple(made)})

    def _step(self, step: FileStep, seen: frozenset[Channel]) -> Step:
        live = self.pairs.get(step)
        if live is not None and isinstance(live.content, UnknownContent) and step.type is None:
            if step.type_name == live.content.headline():
                return live
        elif live is None and step.id and self.ids:
            self._wrong(step.id_at, f"{step.where}, id", f"The campaign has no step “{step.id[:60]}”.",
                        "Leave the id out for a new step; a step that somebody deleted is made anew then.")  # fmt: skip
        if step.type is None:
            if step.type_mistake is not None:
                self.mistakes.append(step.type_mistake)
            self._below(step, seen)
            return live or Step(key=self.mint(), content=UnknownContent.read({"type": step.type_name}))
        content: StepContent
        if live is not None and type(live.content) is step.type:
            content, mistakes = changed_content(step, live, first=step.type.channel not in seen)
            self.mistakes += mistakes
            branches = self._branches(step, live, content, seen | {content.channel})
            if content is live.content and branches is live.branches:
                return live
            return live.model_copy(update={"content": content, "branches": branches})
        content, mistakes = new_content(step, step.type, first=step.type.channel not in seen)
        self.mistakes += mistakes
        branches = self._new_branches(step, seen | {content.channel})
        # Another type under the same id: the diff makes it anew.
        return Step(
            key=live.key if live else self.mint(), id=live.id if live else None, content=content, branches=branches
        )

    def _branches(
        self, step: FileStep, live: Step, content: StepContent, seen: frozenset[Channel]
    ) -> tuple[Branch, ...]:
        if step.branches is None:
            return live.branches
        pairs = branch_pairs(step, live)
        if step.else_mistake is not None and any(branch.is_else for branch in live.branches):
            self.mistakes.append(step.else_mistake)
        elif not len(pairs) == len(step.branches) == len(live.branches):
            said, has = len(step.branches), len(live.branches)
            self._wrong(step.branches_at, f"{step.where}, branches",
                        f"The file has {said} of them, the campaign {has}.", _NO_BRANCHES)  # fmt: skip
        new = {}
        for mine, theirs in pairs:
            if theirs.link == "own" and mine.link == "":
                if mine.steps is not None:
                    new[theirs.key] = self._sequence(mine.steps, theirs.sequence, seen)
            elif mine.steps is not None or mine.link != theirs.link:
                text = (
                    "This branch leads to steps that stand elsewhere."
                    if theirs.link != "own"
                    else "“link” is wrong here."
                )
                self._wrong(mine.at, step.where, text, "Leave it as it was exported.")
            if mine.label and mine.label != theirs.label and content is live.content:
                text = f"The branch “{theirs.label}” keeps its label: a file does not change it."
                self.mistakes.append(Mistake(mine.at, step.where, text, "", "note"))
        branches = tuple(
            branch.model_copy(update={"sequence": new[branch.key]})
            if new.get(branch.key, branch.sequence) is not branch.sequence
            else branch
            for branch in live.branches
        )
        return live.branches if all(map(_same, branches, live.branches)) else branches

    def _new_branches(self, step: FileStep, seen: frozenset[Channel]) -> tuple[Branch, ...]:
        if step.type is None or not step.type.branching:
            return ()
        if step.branches is None:
            self._wrong(step.at, f"{step.where}, branches", "A new condition needs its branches.",
                        "Write “branches:” with “- label: …” and “- else: true”.")  # fmt: skip
            return ()
        if step.else_mistake is not None:
            self.mistakes.append(step.else_mistake)
        elif len(step.branches) != 2:
            self._wrong(step.branches_at, f"{step.where}, branches",
                        f"A new condition comes with one branch and Else, not with {len(step.branches)} branches.",
                        "Make the condition first, then add branches in the app.")  # fmt: skip
        return tuple(
            self._new_branch(branch, step, seen) for branch in sorted(step.branches, key=lambda each: each.is_else)
        )

    def _new_branch(self, branch: FileBranch, step: FileStep, seen: frozenset[Channel]) -> Branch:
        if branch.link:
            self._wrong(branch.at, step.where, "A new branch has steps of its own, and no “link”.", "Take it out.")
        steps = branch.steps or FileSequence(branch.at)
        return Branch(
            key=self.mint(), label=branch.label, is_else=branch.is_else, sequence=self._sequence(steps, None, seen)
        )

    def _below(self, step: FileStep, seen: frozenset[Channel]) -> None:
        """The mistakes of what hangs below a step of no known type."""
        for branch in step.branches or ():
            if branch.steps is not None:
                self._sequence(branch.steps, None, seen)


def steps_in(campaign: Campaign, key: str) -> list[Step]:
    """A step and all that hangs below it, by its key; empty when it is not there."""
    for spot in walk(campaign):
        if spot.step.key == key:
            return [spot.step, *(each.step for branch in spot.step.branches if branch.link == "own"
                                 for each in walk_sequence(branch.sequence))]  # fmt: skip
    return []


def _same(one: object, other: object) -> bool:
    return one is other
