"""New local keys for what a service can only make anew: a step in another sequence, or of another type."""

from __future__ import annotations

from functools import cached_property

from tui.model.index import Index
from tui.model.nodes import Branch, Campaign, Sequence, Step


def rekeyed(baseline: Campaign, working: Campaign, held: Index | None = None) -> Campaign:
    """`working` with new keys, and no ids, for steps that cannot stay what they are, and for all that hangs below them.

    A node without a partner by key but with one by id takes its partner's key. What stays is shared, not copied.
    `held` is the index of `baseline`, where it is known already.
    """
    return _Rekeying(held or Index(baseline), working).campaign()


def copied(step: Step, campaign: Campaign) -> Step:
    """A copy of a step and all that hangs below it, with keys that `campaign` does not have, and without ids."""
    return _Rekeying(Index(campaign), campaign).copy(step)


class _Rekeying:
    def __init__(self, held: Index, working: Campaign) -> None:
        self.held, self.working = held, working
        self.met: set[str] = set()
        self.foreign = False
        """Whether keys of another campaign are met, which say nothing here and may be minted here later."""

    @cached_property
    def by_id(self) -> dict[str, str]:
        return {entry.step.id: key for key, entry in self.held.steps.items() if entry.step.id}

    @cached_property
    def sequence_by_id(self) -> dict[str, str]:
        return {sequence.id: key for key, sequence in self.held.sequences.items() if sequence.id}

    @cached_property
    def shown(self) -> Index:
        return Index(self.working)

    @cached_property
    def used(self) -> set[str]:
        return {*self.held.steps, *self.held.sequences, *self.shown.steps, *self.shown.sequences}

    def campaign(self) -> Campaign:
        main = self._sequence(self.working.sequence, anew=False)
        stray = tuple(self._sequence(sequence, anew=False) for sequence in self.working.stray)
        if main is self.working.sequence and all(map(_same, stray, self.working.stray)):
            return self.working
        return self.working.model_copy(update={"sequence": main, "stray": stray})

    def copy(self, step: Step) -> Step:
        """The step as one that is to be made anew."""
        self.foreign = True
        branches = tuple(self._branch(branch, anew=True) for branch in step.branches if branch.link == "own")
        changes: dict[str, object] = {"key": self._fresh(step.key), "id": None, "reported": {}, "branches": branches}
        return step.model_copy(update=changes)

    def _sequence(self, sequence: Sequence, *, anew: bool) -> Sequence:
        key = sequence.key
        if not anew and self.held.sequences.get(key) is sequence:
            return sequence
        if anew:
            key = self._fresh(key) if self.foreign or key in self.held.sequences else key
        elif key not in self.held.sequences:
            key = self.sequence_by_id.get(sequence.id or "", key)
        steps = tuple(self._step(step, key, anew=anew) for step in sequence.steps)
        if key == sequence.key and all(map(_same, steps, sequence.steps)):
            return sequence
        return sequence.model_copy(update={"key": key, "steps": steps, **({"id": None} if anew else {})})

    def _step(self, step: Step, sequence_key: str, *, anew: bool) -> Step:
        key = step.key if step.key in self.held.steps or not step.id else self.by_id.get(step.id, step.key)
        entry = None if self.foreign else self.held.steps.get(key)
        stays = (
            not anew
            and entry is not None
            and entry.sequence.key == sequence_key
            and type(entry.step.content) is type(step.content)
            and key not in self.met
        )
        if not stays and (self.foreign or entry is not None or key in self.met):
            key = self._fresh(key)
        self.met.add(key)
        branches = tuple(self._branch(branch, anew=not stays) for branch in step.branches)
        if stays and key == step.key and all(map(_same, branches, step.branches)):
            return step
        changes: dict[str, object] = {
            "key": key,
            "branches": branches,
            **({} if stays else {"id": None, "reported": {}}),
        }
        return step.model_copy(update=changes)

    def _branch(self, branch: Branch, *, anew: bool) -> Branch:
        if branch.link != "own":
            return branch
        sequence = self._sequence(branch.sequence, anew=anew)
        if sequence is branch.sequence:
            return branch
        key = self._fresh(branch.key) if anew else branch.key
        return branch.model_copy(update={"key": key, "sequence": sequence, **({"id": None} if anew else {})})

    def _fresh(self, key: str) -> str:
        """A key made from another one that nothing has yet; the same trees give the same keys."""
        number = 2
        while (name := f"{key}~{number}") in self.used:
            number += 1
        self.used.add(name)
        return name


def _same(one: object, other: object) -> bool:
    return one is other
