"""Copy, cut and paste of steps and whole branches, in a campaign and between campaigns of one service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.app.screens.changing import Changing, action_of
from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.model.declare import Place
from tui.model.nodes import Campaign, Step
from tui.model.tree import find_sequence, insert_step, replace_step, steps_below, walk_sequence
from tui.plan.diff import diff
from tui.plan.operations import AddStep, AnyOperation, MoveStep
from tui.plan.rekey import copied
from tui.workspace.engine import Outcome
from tui.workspace.plans import carry_out_all


@dataclass(frozen=True, slots=True)
class Clip:
    """What was copied or cut."""

    step: Step
    service: str
    account: str
    campaign_id: str
    cut: bool = False

    @property
    def words(self) -> str:
        """The step in words, with what hangs below it."""
        below = steps_below(self.step)
        tail = f" and the {below} step{'' if below == 1 else 's'} below it" if below else ""
        return f"{self.step.content.label} “{self.step.content.headline()[:60] or self.step.content.label}”{tail}"


class Copying(Changing):
    """A campaign whose steps can be copied, cut and pasted; what is pasted is a plan like every change."""

    def do_copy(self) -> None:
        """Remember the step under the cursor, with all that hangs below it."""
        self._take(cut=False)

    def do_cut(self) -> None:
        """Remember it as one that is to stand elsewhere; it goes when it is pasted, not before."""
        self._take(cut=True)

    def _take(self, *, cut: bool) -> None:
        step = self.step
        if step is None:
            return
        clip = Clip(step, self.head.service, self.account, self.head.id, cut)
        self.branchline.session.clip = clip
        self.refresh_bar()
        goes = " It stays where it is until then." if cut else ""
        self.branchline.say(f"{'Cut' if cut else 'Copied'}: {clip.words}. p puts it behind the cursor.{goes}")

    def clip_refusal(self) -> str:
        """Why nothing can be pasted here, or an empty text."""
        clip = self.branchline.session.clip
        if clip is None:
            return "Nothing was copied: y copies a step, x cuts it."
        if clip.service != self.head.service:
            return f"What was copied belongs to {clip.service}; its steps do not fit {self.head.service}."
        for step in (clip.step, *(s.step for branch in clip.step.branches for s in walk_sequence(branch.sequence))):
            content, problems = type(step.content).check(step.content.values(), Place(creating=True))
            if content is None or not step.content.editable:
                why = next((problem.message for problem in problems if problem.severity == "error"), "it is not known.")
                return f"“{step.content.headline() or step.content.label}” cannot be made anew: {why}"
        return ""

    def do_paste(self) -> None:
        """Put what was copied behind the cursor, or into the branch under it, as a plan that is shown first."""
        clip, row, baseline = self.branchline.session.clip, self.row, self.document.baseline
        if clip is None:
            return
        sequence = row.sequence if row is not None and row.sequence is not None else baseline.sequence
        after = row.step.key if row is not None and row.kind == "step" and row.step is not None else None
        here = clip.cut and (clip.account, clip.campaign_id) == (self.account, self.head.id)
        if here and (after == clip.step.key or _inside(clip.step, sequence.key)):
            self.branchline.say("It stands there already: move the cursor to another place first.", severity="warning")
            return
        working = replace_step(baseline, clip.step.key, None) if here else baseline
        step = clip.step if here else copied(clip.step, baseline)
        target = find_sequence(working, sequence.key)
        if target is None:
            self.branchline.say("The place is gone: press r to read the campaign again.", severity="warning")
            return
        keys = [each.key for each in target.steps]
        self._send(clip, insert_step(working, target.key, keys.index(after) + 1 if after in keys else 0, step), here)

    def _send(self, clip: Clip, working: Campaign, here: bool) -> None:
        baseline = self.document.baseline
        found = diff(baseline, working)
        if found.impossible:
            self.branchline.say(" ".join(found.impossible), severity="warning")
            return
        if not found.operations:
            self.branchline.say("It stands there already: nothing was sent.")
            return
        lines, refusal = self.effects_of(found.operations)
        if refusal:
            self.branchline.say(refusal, severity="warning")
            return
        if clip.cut and not here:
            lines.append("The one that was cut stays in its campaign: delete it there.")
        verb = "Move" if here else "Paste"
        added = next((each.key for each in found.operations if isinstance(each, AddStep)), None)

        async def act(answer: str) -> Outcome:
            del answer
            outcome = await carry_out_all(
                self.document, found.operations, self.told, f"{verb} {clip.step.content.label}"
            )
            if here:
                self.branchline.session.clip = None
            return replace(outcome, key=added or outcome.key)

        titles = [each.title for each in found.operations] if len(found.operations) > 1 else []
        question = ConfirmScreen(f"{verb} {clip.words}?", lines, [Answer("send", verb, "y")], requests=titles)
        self.change(act, f"{verb} {clip.step.content.label}", question)

    def effects_of(self, operations: Sequence[AnyOperation]) -> tuple[list[str], str]:
        """What the operations do to people and what they cost, each sentence once; and why they are impossible."""
        provider, campaign = self.document.provider, self.document.baseline
        lines: dict[str, None] = {}
        for operation in operations:
            verdict = provider.verdict(action_of(operation), campaign.head, self.step_of(operation))
            if not verdict.allowed:
                return [], verdict.sentence
            said = [*provider.effects(operation, campaign)]
            if isinstance(operation, MoveStep) or (isinstance(operation, AddStep) and operation.sequence_id):
                try:
                    said += provider.plan(operation, campaign).cost
                except ValueError as error:
                    return [], str(error)
            lines |= dict.fromkeys(said or ([verdict.sentence] if verdict.kind == "warned" else []))
        return list(lines), ""


def _inside(step: Step, sequence_key: str) -> bool:
    """Whether a sequence hangs below a step."""
    below = [branch.sequence for branch in step.branches]
    while below:
        sequence = below.pop()
        if sequence.key == sequence_key:
            return True
        below += [branch.sequence for each in sequence.steps for branch in each.branches]
    return False
