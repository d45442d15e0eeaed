"""The calls to LeadLex: each method one or two documented requests (contracts/leadlex 5 to 8; delete a step: seed)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Step
from tui.model.settings import ContainerSettings
from tui.plan.operations import (
    AddStep,
    AnyOperation,
    DeleteStep,
    MoveStep,
    Plan,
    StepOperation,
    UpdateSettings,
    UpdateStep,
)
from tui.providers.base import Action, Done, Nouns, Request, Verdict
from tui.providers.bodies import visible
from tui.providers.calls import Answer, Call, Limit
from tui.providers.connection import changes_nothing, part
from tui.providers.errors import Conflict, Invalid, wrong_shape
from tui.providers.leadlex import limits, plans, reading, sentences, standing
from tui.providers.leadlex.effects import effects
from tui.providers.leadlex.email import STEP_TYPES
from tui.providers.leadlex.reads import CAMPAIGNS, Reads, path_of
from tui.providers.leadlex.settings import LeadlexSettings
from tui.providers.leadlex.verdicts import APPROVE, verdict
from tui.providers.switching import switched
from tui.providers.waits import Patience

BASE_URL = "https://data.leadlex.com/functions/v1/api-gateway"
LIMIT = Limit(calls=10, seconds=60.0)
"""What every plan allows; widened when the first answer tells the plan."""
PATIENCE = Patience(longest=65.0, budget=140.0)
"""A minute's limit is waited for; a used-up day, whose end may be 24 hours away, is not."""


class Leadlex(Reads):
    """One workspace of LeadLex."""

    nouns = Nouns("contact")
    frugal = True
    counts_people = True
    step_types: tuple[type[StepContent], ...] = STEP_TYPES
    settings_type: type[ContainerSettings] = LeadlexSettings

    def __init__(self, key: str, *, base_url: str = BASE_URL, **more: Any) -> None:
        """`more` is what every connection takes: account, app, read_only, listen."""
        self._a_minute = LIMIT.calls
        super().__init__(
            base_url,
            secret=key,
            headers={"Authorization": f"Bearer {key}"},
            limit=LIMIT,
            patience=PATIENCE,
            learn=self._learn,
            refine=sentences.refine,
            **more,
        )

    def request(self, operation: StepOperation) -> Request:
        """The request of an operation. An add goes to the end whatever its index; `plan` makes more of it."""
        path = path_of(operation.campaign_id, "steps")
        if isinstance(operation, AddStep):
            return Request("POST", path, operation.content.adding())
        path = f"{path}/{part(operation.step_id) or '(new)'}"
        if isinstance(operation, UpdateStep):
            return Request("PATCH", path, operation.after.updating(operation.before))
        return Request("DELETE", path)

    async def perform(self, operation: StepOperation) -> Done:
        """Send the one write of an operation, once; an update that changes nothing sends nothing.

        Not even a delete is repeated when its answer is lost: the engine reads back what became of it.
        """
        if not isinstance(operation, AddStep) and not operation.step_id:
            raise ValueError("The step has no id yet.")
        if isinstance(operation, UpdateStep) and changes_nothing(operation):
            return Done(operation.step_id)
        request = self.request(operation)
        body = dict(request.body) if request.body is not None else None
        call, answer = await self._sent(request.method, request.path, operation.title, body=body, repeatable=False)
        if isinstance(operation, DeleteStep):
            return Done(operation.step_id, self._deleted(call, answer))
        step = self._object(call, answer, "data", "step")
        try:
            return Done(reading.identifier(step), step)
        except reading.Unreadable as error:
            raise wrong_shape(call, answer, "the id of the step", service=self.title) from error

    def after(self, operation: StepOperation, done: Done, campaign: Campaign) -> Campaign | None:
        """The answers show whole steps: a save costs one call. None where they show that somebody else was at work."""
        seen = done.answer is None and not self.verify(operation, done, campaign)
        return standing.after(operation, done, campaign, seen=seen)

    async def set_settings(self, operation: UpdateSettings) -> LeadlexSettings:
        """One PATCH with the changed fields; the answer is the campaign."""
        body = operation.after.updating(operation.before)
        if not body:
            return LeadlexSettings.read(operation.before.wire())
        call, answer = await self._sent("PATCH", path_of(operation.campaign_id), operation.title, body=body)
        stored = self._object(call, answer, "data", "campaign")
        return LeadlexSettings.read({**operation.before.wire(), **body, **stored})

    async def create(self, settings: ContainerSettings) -> CampaignHead:
        """One POST; the campaign is a draft without steps."""
        call, answer = await self._sent("POST", CAMPAIGNS, "Create a campaign", body=settings.adding())
        made = self._object(call, answer, "data", "campaign")
        return self._head({**settings.wire(), "status": "draft", **made}, call, answer)

    async def remove(self, campaign_id: str) -> None:
        """One DELETE, for ever; LeadLex takes it for drafts only."""
        call, answer = await self._sent("DELETE", path_of(campaign_id), "Delete the campaign", repeatable=False)
        self._deleted(call, answer)

    async def pause(self, campaign_id: str) -> str:
        """Pause; a campaign that is paused already counts as done."""
        call = Call("POST", path_of(campaign_id, "pause"), title="Pause the campaign", expects="any")
        await switched(
            lambda: self._wire.send(call),
            lambda: self.head(campaign_id),
            lambda head: head.status == "paused",
            lambda error: isinstance(error, Conflict),
        )
        return ""

    async def start(self, campaign_id: str) -> str:
        """Start; one that is active already counts as done. The sentence says so when it waits for an approval."""
        call = Call("POST", path_of(campaign_id, "start"), title="Start the campaign", expects="any")
        result = await switched(
            lambda: self._wire.send(call),
            lambda: self.head(campaign_id),
            lambda head: head.status in ("running", "pending"),
            lambda error: isinstance(error, Invalid),
        )
        if isinstance(result, CampaignHead):
            return _approval("") if result.status == "pending" else ""
        data = result.data.get("data") if isinstance(result.data, dict) else None
        if not isinstance(data, dict) or data.get("status") != "pending_approval":
            return ""
        return _approval(str(data.get("task_id") or ""))

    def plan(self, operation: AnyOperation, campaign: Campaign) -> Plan:
        """One request, or a plan that writes contents one place on. Raises ValueError for what `verdict` refuses."""
        inserts = isinstance(operation, AddStep) and operation.index < len(campaign.sequence.steps)
        if not inserts and not isinstance(operation, MoveStep):
            return super().plan(operation, campaign)
        said = self.verdict("insert" if inserts else "move", campaign.head)
        if not said.allowed:
            raise ValueError(said.sentence)
        if isinstance(operation, MoveStep):
            return plans.move(operation, campaign, self._a_minute)
        assert isinstance(operation, AddStep)
        return plans.insertion(operation, campaign, self._a_minute)

    def verdict(self, action: Action, head: CampaignHead | None, step: Step | None = None) -> Verdict:
        """LeadLex refuses little; inserting and moving are refused here while anybody may be between the steps."""
        return verdict(action, head, step)

    def effects(self, operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
        """Indexes that move up, contacts who may skip, guards that lose their other half."""
        return effects(operation, campaign)

    def _learn(self, headers: Mapping[str, str]) -> int | None:
        calls = limits.learn(headers)
        self._a_minute = calls or self._a_minute
        return calls

    def _deleted(self, call: Call, answer: Answer) -> dict[str, Any]:
        """The answer to a delete, which says `deleted: true` whenever it was done (seed)."""
        data = self._object(call, answer, "data")
        if data.get("deleted") is not True:
            raise wrong_shape(call, answer, "“deleted: true”", service=self.title)
        return data


def _approval(task_id: str) -> str:
    """What to do when a start waits for an approval."""
    named = f" as task {visible(task_id)}" if task_id else ""
    return (
        f"LeadLex wants an approval before it sends: the start waits{named}. {APPROVE} Approved, the campaign starts."
    )
