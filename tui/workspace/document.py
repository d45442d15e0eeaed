"""One open campaign: what the service last said, the keys of its nodes, and the input that was not sent yet."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from tui.model.checks import check_field
from tui.model.content import StepContent
from tui.model.declare import Place, Problem
from tui.model.nodes import Campaign, CampaignHead, Keys, Step, UnknownContent
from tui.model.tree import Spot, find_sequence, find_step, insert_step, sequences, walk
from tui.plan.inverse import Group, Performed
from tui.plan.operations import AddStep, DeleteStep, MoveStep, Plan, UpdateStep
from tui.providers.base import Provider
from tui.workspace.drafts import Draft, DraftStore, NewPlace, StoredDraft, touched
from tui.workspace.recorder import Recorder
from tui.workspace.recovery import recover


class Document:
    """A campaign that is open for editing. `baseline` is what the service last said; drafts lie on top of it."""

    def __init__(self, provider: Provider, store: DraftStore | None = None, record: Recorder | None = None) -> None:
        self.provider, self.store = provider, store
        self.record = record or Recorder(provider)
        self.left_behind: list[str] = []
        """Sentences about what an earlier Branchline left behind in this campaign, until somebody says them."""
        self.keys = Keys()
        self.lock = asyncio.Lock()
        """Held while a change is carried out: one at a time per campaign."""
        self.drafts: dict[str, Draft] = {}
        self.restored = 0
        """How many drafts of an earlier session were found when the campaign was opened."""
        self.unclear: dict[str, tuple[AddStep, frozenset[str]]] = {}
        """Adds that may have been carried out, by local key, with the step ids that were known before."""
        self._rest: Plan | None = None
        self.read_at = 0.0
        """When the campaign was last read whole, in seconds since 1970."""
        self.doing = ""
        """The action that is under way, in words."""
        self.performed: list[Performed] = []
        """What the action that is under way has carried out so far."""
        self.past: list[Group] = []
        """What was carried out since the campaign was opened, oldest first: it can be undone."""
        self.future: list[Group] = []
        """What was undone and can be made again, the next one last."""
        self._unread = store is not None
        self._unsettled = self.record.storage is not None
        self._baseline: Campaign | None = None
        self._shown: Campaign | None = None
        self._spots: dict[str, Spot] = {}
        self._places: dict[str, Place] = {}

    @property
    def baseline(self) -> Campaign:
        """The campaign as the service last reported it."""
        if self._baseline is None:
            raise RuntimeError("the campaign is not loaded yet")
        return self._baseline

    @baseline.setter
    def baseline(self, campaign: Campaign) -> None:
        self._baseline = campaign
        self._changed()

    @property
    def loaded(self) -> bool:
        """Whether `load` has succeeded once."""
        return self._baseline is not None

    @property
    def rest(self) -> Plan | None:
        """What is left of a plan that stopped in the middle; it is kept on disk too."""
        return self._rest

    @rest.setter
    def rest(self, plan: Plan | None) -> None:
        self._rest = plan
        self.record.rest_is(self, plan)

    def take_over(self, number: int, rest: Plan) -> None:
        """Go on with a plan of an earlier run, which has this number in the journal. Raises sqlite3.Error."""
        self.record.adopt(self, number, rest)
        self._rest = rest

    async def load(self, campaign_id: str, head: CampaignHead | None = None) -> None:
        """Read the campaign; the first time also what is kept of it on disk. Raises ServiceError.

        A disk that cannot be read now is tried again at the next load, and by `store_drafts` before it writes.
        """
        self.baseline = await self.provider.campaign(campaign_id, self.keys, head=head)
        self.read_at = time.time()
        with suppress(sqlite3.Error):
            self._read_drafts()
            if self._unsettled:
                self.left_behind += await recover(self)
                self._unsettled = False
        self.record.read(self.baseline)

    async def load_head(self) -> None:
        """Read the state of the campaign without its steps. Raises ServiceError."""
        head = await self.provider.head(self.baseline.head.id)
        self.baseline = self.baseline.model_copy(update={"head": head})

    def shown(self) -> Campaign:
        """The baseline with the steps that exist only as drafts put in their places."""
        if self._shown is None:
            campaign = self.baseline
            for draft in self.drafts.values():
                if draft.new is None or find_sequence(campaign, draft.new.sequence_key) is None:
                    continue
                content = _guessed(self.type_named(draft.type), draft.values)
                step = Step(key=draft.key, content=content)
                campaign = insert_step(campaign, draft.new.sequence_key, self._index(draft.new, campaign), step)
            self._shown = campaign
        return self._shown

    def shown_anew(self) -> Campaign:
        """`shown` with the new steps as they are typed by now."""
        self._changed()
        return self.shown()

    def _changed(self) -> None:
        """The tree is another one: what was derived from it is made anew when it is needed next."""
        self._shown = None
        self._spots, self._places = {}, {}

    def type_named(self, name: str) -> type[StepContent]:
        """The class of a step type; UnknownContent when the service has no such type."""
        return next((item for item in self.provider.step_types if item.type == name), UnknownContent)

    def spot(self, key: str) -> Spot | None:
        """The step with this key, new ones included. Looked up, not searched: it is asked for at every key."""
        if not self._spots:
            self._spots = {spot.step.key: spot for spot in walk(self.shown())}
        return self._spots.get(key)

    def values(self, key: str) -> dict[str, Any]:
        """What the form of a step shows: reported values with the unsaved ones on top."""
        spot = self.spot(key)
        reported = {} if spot is None or (key in self.drafts and self.drafts[key].new) else spot.step.content.values()
        return {**reported, **(self.drafts[key].values if key in self.drafts else {})}

    def start_new(self, content: type[StepContent], sequence_key: str, after_key: str | None) -> str:
        """A draft of a new step with the values a fresh form has; its key.

        Another new step in the same place follows this one from now on, so that each place holds one draft.
        """
        key, place = self.keys.mint(), NewPlace(sequence_key, after_key)
        self._move_drafts(place, NewPlace(sequence_key, key))
        self.drafts[key] = Draft(key, content.type, content.fresh(first=after_key is None), place)
        self._changed()
        return key

    def keep(self, key: str, values: Mapping[str, Any]) -> bool:
        """Keep form values as the draft of a step; values equal to the reported ones are no draft. True when kept."""
        draft = self.drafts.get(key)
        if draft is not None and draft.new is not None:
            self.drafts[key] = Draft(key, draft.type, dict(values), draft.new)
            return True
        spot = self.spot(key)
        if spot is None:
            return False
        changed = touched(spot.step.content, values)
        if not changed:
            self.drafts.pop(key, None)
            return False
        self.drafts[key] = Draft(key, spot.step.content.type, changed)
        return True

    def take_orphans(self) -> list[Draft]:
        """The drafts whose step or place somebody else has taken away; they are drafts no longer."""
        gone = [draft for draft in self.drafts.values() if self.spot(draft.key) is None]
        for draft in gone:
            del self.drafts[draft.key]
        return gone

    def drop(self, key: str, heir: str | None = None) -> None:
        """Throw away the draft of a step; a step that exists only as a draft goes, and what follows it moves up.

        `heir` is the step that holds its content from now on: what followed the draft follows that step.
        """
        draft = self.drafts.pop(key, None)
        self.unclear.pop(key, None)
        if draft is not None and draft.new is not None:
            place = NewPlace(draft.new.sequence_key, heir) if heir else draft.new
            self._move_drafts(NewPlace(draft.new.sequence_key, key), place)
        self._changed()

    def close_gap(self, sequence_key: str, key: str, before: str | None) -> None:
        """After a step was deleted: new steps that stood behind it stand behind the step before it (None: first)."""
        place = NewPlace(sequence_key, before)
        while follower := next((draft.key for draft in self.drafts.values() if draft.new == place), None):
            place = NewPlace(sequence_key, follower)
        self._move_drafts(NewPlace(sequence_key, key), place)
        self._changed()

    def _move_drafts(self, old: NewPlace, new: NewPlace) -> None:
        for draft in list(self.drafts.values()):
            if draft.new == old:
                self.drafts[draft.key] = replace(draft, new=new)

    def check(self, key: str, values: Mapping[str, Any]) -> tuple[StepContent | None, tuple[Problem, ...]]:
        """The content that these form values stand for, and what is wrong with them."""
        spot = self.spot(key)
        if spot is None:
            return None, (Problem(None, "This step is no longer in the campaign."),)
        return type(spot.step.content).check(values, self.place(key))

    def place(self, key: str) -> Place:
        """Where a step stands, as far as the rules of its fields depend on it."""
        if key not in self._places:
            self._places[key] = self._place(key)
        return self._places[key]

    def _place(self, key: str) -> Place:
        spot = self.spot(key)
        if spot is None:
            return Place()
        ways = [(turn.holder.steps, turn.step) for turn in spot.way] + [(spot.sequence.steps, spot.step)]
        before = (step for steps, end in ways for step in steps[: _place_of(end, steps)])
        opened = any(step.content.channel is spot.step.content.channel for step in before)
        draft = self.drafts.get(key)
        return Place(creating=draft is not None and draft.new is not None, first_message=not opened)

    def saving(self, key: str, content: StepContent) -> AddStep | UpdateStep:
        """The operation that saves a step. KeyError when its place is gone."""
        spot = self.spot(key)
        if spot is None:
            raise KeyError(key)
        head, label = self.baseline.head, content.label
        draft = self.drafts.get(key)
        if draft is not None and draft.new is not None:
            sequence = find_sequence(self.baseline, draft.new.sequence_key)
            if sequence is None or sequence.id is None:
                raise KeyError(draft.new.sequence_key)
            index = self._index(draft.new, self.baseline)
            return AddStep(
                campaign_id=head.id, title=f"Add {label} as step {index + 1}", sequence_id=sequence.id, content=content,
                key=key, index=index, length=len(sequence.steps),
            )  # fmt: skip
        if spot.step.id is None or spot.sequence.id is None:
            raise KeyError(key)
        return UpdateStep(
            campaign_id=head.id, title=f"Change {label} (step {spot.index + 1})", sequence_id=spot.sequence.id,
            step_id=spot.step.id, before=spot.step.content, after=content,
        )  # fmt: skip

    def deleting(self, key: str) -> DeleteStep:
        """The operation that deletes a step. KeyError when the service does not have it."""
        spot = find_step(self.baseline, key)
        if spot is None or spot.step.id is None or spot.sequence.id is None:
            raise KeyError(key)
        title = f"Delete {spot.step.content.label} (step {spot.index + 1})"
        return DeleteStep(
            campaign_id=self.baseline.head.id, title=title, sequence_id=spot.sequence.id, step_id=spot.step.id
        )

    def moving(self, key: str, by: int) -> MoveStep:
        """The operation that moves a step by so many places. KeyError when the service does not have the step or the
        place."""
        spot = find_step(self.baseline, key)
        if spot is None or spot.step.id is None or spot.sequence.id is None:
            raise KeyError(key)
        target = spot.index + by
        if not 0 <= target < len(spot.sequence.steps):
            raise KeyError(target)
        return MoveStep(
            campaign_id=self.baseline.head.id, title=f"Move step {spot.index + 1} to place {target + 1}",
            sequence_id=spot.sequence.id, step_id=spot.step.id, start=spot.index, index=target,
        )  # fmt: skip

    def store_drafts(self) -> None:
        """Write the drafts to disk. Raises sqlite3.Error when the disk refuses."""
        if self.store is not None and self._baseline is not None:
            self._read_drafts()
            self.store.save(self.provider.account, self.baseline.head.id, list(self._stored()))

    def _index(self, place: NewPlace, campaign: Campaign) -> int:
        sequence = find_sequence(campaign, place.sequence_key)
        if sequence is None or place.after_key is None:
            return 0
        keys = [step.key for step in sequence.steps]
        after = place.after_key
        while after not in keys and after in self.drafts:
            new = self.drafts[after].new
            if new is None or new.after_key is None:
                return 0
            after = new.after_key
        return keys.index(after) + 1 if after in keys else len(keys)

    def _stored(self) -> Iterator[StoredDraft]:
        """All drafts whose step or sequence the service still has, in reading order."""
        for spot in walk(self.shown()):
            draft = self.drafts.get(spot.step.key)
            if draft is None:
                continue
            if draft.new is None:
                yield StoredDraft(spot.step.id, draft.type, dict(draft.values), None, None, draft.saved_at)
            else:
                older = [step.id for step in spot.sequence.steps[: spot.index] if step.id]
                after = older[-1] if older else None
                yield StoredDraft(None, draft.type, dict(draft.values), spot.sequence.id, after, draft.saved_at)

    def _read_drafts(self) -> None:
        """Take over the drafts kept on disk, once. Raises sqlite3.Error, and then may be tried again."""
        if self.store is None or not self._unread:
            return
        stored = self.store.load(self.provider.account, self.baseline.head.id)
        self._unread = False
        steps = {spot.step.id: spot.step for spot in walk(self.baseline) if spot.step.id}
        open_sequences = {sequence.id: sequence.key for sequence in sequences(self.baseline)}
        last: dict[tuple[str, str | None], str] = {}
        for item in stored:
            step = steps.get(item.step_id or "")
            if step is not None:
                if step.key not in self.drafts and (changed := touched(step.content, item.values)):
                    self.drafts[step.key] = Draft(step.key, item.type, changed, None, item.saved_at)
                    self.restored += 1
            elif item.step_id is None and item.sequence_id in open_sequences:
                after = steps.get(item.after_id or "")
                place = (open_sequences[item.sequence_id], after.key if after else None)
                key = self.keys.mint()
                self.drafts[key] = Draft(
                    key, item.type, item.values, NewPlace(place[0], last.get(place, place[1])), item.saved_at
                )
                last[place] = key
                self.restored += 1
        self._changed()


def _place_of(step: Step, steps: tuple[Step, ...]) -> int:
    """The place of a step among others, by identity: comparing contents would cost too much at every key."""
    return next(place for place, item in enumerate(steps) if item is step)


def _guessed(content: type[StepContent], values: Mapping[str, Any]) -> StepContent:
    """Content from form values as far as they are right, without the others; to show, never to send."""
    right = {}
    for spec in content.fields():
        if values.get(spec.name) not in (None, ""):
            value, problem = check_field(spec, values[spec.name])
            if problem is None:
                right[spec.name] = value
    return content.model_validate(right)
