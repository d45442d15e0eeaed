"""The calls to lemlist: each method one or two documented requests (contracts/lemlist 2, 3, 4, 5)."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Step
from tui.model.settings import ContainerSettings
from tui.model.tree import Spot
from tui.plan.operations import AddStep, AnyOperation, MoveStep, Plan, StepOperation, UpdateSettings, UpdateStep
from tui.providers.base import Action, Done, HeadPage, Identity, Nouns, Request, Verdict
from tui.providers.calls import Answer, Call, Limit
from tui.providers.connection import changes_nothing, part
from tui.providers.errors import Conflict, Invalid, Sent, ServiceError, wrong_shape
from tui.providers.lemlist import moving, wire
from tui.providers.lemlist.branch_calls import BranchCalls
from tui.providers.lemlist.branch_errors import refined
from tui.providers.lemlist.settings import LemlistSettings
from tui.providers.lemlist.steps import STEP_TYPES
from tui.providers.lemlist.verdicts import RUNNING, effects, verdict
from tui.providers.switching import switched
from tui.providers.verify import spot_of

BASE_URL = "https://api.lemlist.com/api"
LIMIT = Limit(calls=20, seconds=2.0)
"""20 requests in any 2 seconds per key (seed)."""
PAGE = 100
TIMEOUT, MEDIA_TIMEOUT = 15.0, 75.0
"""Seconds for a write; and for one whose media lemlist downloads first: it allows itself 45 (seed), so at least 60."""


class Lemlist(BranchCalls):
    """One lemlist account."""

    service = "lemlist"
    nouns = Nouns("lead")
    step_types: tuple[type[StepContent], ...] = STEP_TYPES
    settings_type: type[ContainerSettings] = LemlistSettings

    def __init__(self, key: str, *, base_url: str = BASE_URL, **more: Any) -> None:
        """`more` is what every connection takes: account, app, read_only, listen."""
        token = base64.b64encode(f":{key}".encode()).decode()
        super().__init__(
            base_url, secret=key, headers={"Authorization": f"Basic {token}"}, limit=LIMIT, refine=_refine, **more
        )
        self.index_base = 0
        """What the service counts `index` from; learnt from the first insert (contracts/lemlist 5.3)."""

    async def identity(self) -> Identity:
        """The team of the key, by `GET /team`."""
        call = Call("GET", "/team", title="Check the key")
        data = self._object(call, await self._wire.send(call))
        users = data.get("userIds")
        detail = f"{len(users)} user{'' if len(users) == 1 else 's'}" if isinstance(users, list) else ""
        return Identity(
            name=str(data.get("name") or "unnamed team"), id=str(data.get("_id") or ""), detail=detail, kind="team"
        )

    async def heads(self) -> AsyncIterator[HeadPage]:
        """All campaigns, newest first. Both shapes of the list are read (contracts/lemlist 3.2)."""
        seen: set[str] = set()
        while True:
            query = {
                "version": "v2", "limit": str(PAGE), "offset": str(len(seen)),
                "sortBy": "createdAt", "sortOrder": "desc",
            }  # fmt: skip
            call = Call("GET", "/campaigns", query=query, title="List campaigns")
            answer = await self._wire.send(call)
            items, total, more = _page(answer, call)
            fresh = {head.id: head for item in items if (head := self._head(item, call, answer)).id not in seen}
            seen.update(fresh)
            yield HeadPage(tuple(fresh.values()), total)
            if not fresh or not more:
                return

    async def head(self, campaign_id: str) -> CampaignHead:
        """One campaign without its steps."""
        call = Call("GET", f"/campaigns/{part(campaign_id)}", title="Read the campaign")
        answer = await self._wire.send(call)
        return self._head(answer.data, call, answer)

    async def campaign(
        self, campaign_id: str, keys: Keys, *, head: CampaignHead | None = None, urgent: bool = True
    ) -> Campaign:
        """One campaign with its tree; the only read of steps that lemlist has."""
        known = head or await self.head(campaign_id)
        call = Call("GET", f"/campaigns/{part(campaign_id)}/sequences", title="Read the steps", urgent=urgent)
        answer = await self._wire.send(call)
        try:
            main, stray = wire.read_sequences(answer.data, keys)
        except wire.NotATree as error:
            raise wrong_shape(call, answer, f"steps that can be read ({error})", service=self.service) from error
        return Campaign(head=known, sequence=main, stray=stray)

    def request(self, operation: StepOperation) -> Request:
        """The request of an operation. `index` is sent only where the step does not go to the end."""
        path = f"/sequences/{part(operation.sequence_id)}/steps"
        if isinstance(operation, AddStep):
            body = operation.content.adding()
            if not operation.appends:
                body["index"] = operation.index + self.index_base
            return Request("POST", path, body)
        path = f"{path}/{part(operation.step_id)}"
        if isinstance(operation, UpdateStep):
            return Request("PATCH", path, operation.after.updating(operation.before))
        return Request("DELETE", path)

    async def perform(self, operation: StepOperation) -> Done:
        """Send the one write of an operation, once; an update that changes nothing sends nothing.

        Not even a delete is repeated when its answer is lost: the engine reads back what became of it.
        """
        request = self.request(operation)
        if isinstance(operation, UpdateStep) and changes_nothing(operation):
            return Done(operation.step_id)
        media = any(request.body.get(name) for name in ("images", "videos")) if request.body else False
        call = Call(
            request.method,
            request.path,
            body=dict(request.body) if request.body is not None else None,
            title=operation.title,
            timeout=MEDIA_TIMEOUT if media else TIMEOUT,
            repeatable=False,
        )
        answer = await self._wire.send(call)
        data = self._object(call, answer)
        if not isinstance(operation, AddStep):
            return Done(operation.step_id, data)
        if not isinstance(data.get("_id"), str) or not data["_id"]:
            raise wrong_shape(call, answer, "the id of the new step", service=self.service)
        branches = tuple((link.is_else, link.sequence_id) for link in wire.links(data))
        return Done(data["_id"], data, branches)

    async def settings(self, campaign_id: str) -> LemlistSettings:
        """What `GET /campaigns/{id}` tells: of the settings only the name (contracts/lemlist 3.3)."""
        return LemlistSettings.read((await self.head(campaign_id)).reported)

    async def set_settings(self, operation: UpdateSettings) -> LemlistSettings:
        """One PATCH with the changed fields; the answer echoes them (contracts/lemlist 3.5)."""
        body = operation.after.updating(operation.before)
        path = f"/campaigns/{part(operation.campaign_id)}"
        call, answer = await self._sent("PATCH", path, operation.title, body=body)
        return LemlistSettings.read({**operation.before.wire(), **body, **self._object(call, answer)})

    async def create(self, settings: ContainerSettings) -> CampaignHead:
        """One POST; lemlist makes an empty main sequence and a schedule with it (contracts/lemlist 3.4)."""
        call, answer = await self._sent("POST", "/campaigns", "Create a campaign", body=settings.adding())
        made = self._object(call, answer)
        # The answer says `state: running` of a campaign that shows as a draft until leads are launched (3.1).
        return self._head({**made, "status": made.get("status", "draft")}, call, answer)

    async def remove(self, campaign_id: str) -> None:
        """lemlist deletes no campaign (contracts/lemlist 3.8); the verdict has said so before."""
        raise Conflict(
            "lemlist has no request that deletes a campaign.",
            "Archive it in lemlist.",
            request=campaign_id,
            sent=Sent.NO,
        )

    async def pause(self, campaign_id: str) -> str:
        """Pause; a campaign that is paused already counts as done (contracts/lemlist 3.6)."""
        return await self._switch(campaign_id, "pause", "not running")

    async def start(self, campaign_id: str) -> str:
        """Start; a campaign that is running already counts as done."""
        return await self._switch(campaign_id, "start", "already running")

    def plan(self, operation: AnyOperation, campaign: Campaign) -> Plan:
        """One request; a move is made of adds and a delete. Raises ValueError for what `verdict` refuses."""
        if not isinstance(operation, MoveStep):
            return super().plan(operation, campaign)
        said = self.verdict("move", campaign.head)
        if not said.allowed:
            raise ValueError(said.sentence)
        return moving.plan(operation, campaign)

    def verdict(self, action: Action, head: CampaignHead | None, step: Step | None = None) -> Verdict:
        """lemlist refuses only deletes while running; changes reach leads who have not got there (contracts 5.8)."""
        return verdict(action, head, step)

    def effects(self, operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
        """What is lost with a deleted step."""
        return effects(operation, campaign)

    def verify(self, operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
        """Compare the campaign read back with what was asked; learns what `index` counts from."""
        if isinstance(operation, AddStep) and not operation.appends:
            self._learn_base(operation, spot_of(done.step_id, campaign))
        return super().verify(operation, done, campaign)

    def _learn_base(self, operation: AddStep, spot: Spot | None) -> None:
        """One place off means that lemlist counts from the other number (contracts/lemlist 5.3)."""
        off = 0 if spot is None else operation.index - spot.index
        if self.index_base + off in (0, 1):
            self.index_base += off

    async def _switch(self, campaign_id: str, word: str, already: str) -> str:
        title = "Pause the campaign" if word == "pause" else "Start the campaign"
        call = Call("POST", f"/campaigns/{part(campaign_id)}/{word}", title=title, expects="any")
        try:
            await switched(
                lambda: self._wire.send(call),
                lambda: self.head(campaign_id),
                lambda head: _certainly(word, head),
                lambda error: False,
            )
        except Invalid as error:
            if already not in error.server_text:
                raise
        return ""

    def _head(self, item: object, call: Call, answer: Answer) -> CampaignHead:
        try:
            return wire.read_head(item, self.account)
        except wire.NotATree as error:
            raise wrong_shape(call, answer, f"campaigns that can be read ({error})", service=self.service) from error


def _certainly(word: str, head: CampaignHead) -> bool:
    """Whether a campaign is paused or running for sure; with status `errors` it may be either."""
    return head.status == "running" if word == "start" else head.status not in ("running", "errors", "unknown")


def _page(answer: Answer, call: Call) -> tuple[list[Any], int | None, bool]:
    """Items of a list answer, the total where it is said, and whether there may be more.

    A full page counts as "may be more" where the answer does not say.
    """
    data = answer.data
    if isinstance(data, list):
        return data, None, len(data) >= PAGE
    if isinstance(data, dict):
        for name in ("campaigns", "data", "results"):
            items = data.get(name)
            if isinstance(items, list):
                paging = data.get("pagination")
                paging = paging if isinstance(paging, dict) else {}
                total = paging.get("totalRecords")
                more = paging["nextPage"] is not None if "nextPage" in paging else len(items) >= PAGE
                return items, total if isinstance(total, int) else None, more
    raise wrong_shape(call, answer, "a list of campaigns", service=Lemlist.service)


def _refine(error: ServiceError, answer: Answer) -> ServiceError:
    """lemlist's own sentences that mean more than their status."""
    del answer
    if isinstance(error, Invalid) and "campaign is running" in error.server_text.lower():
        return error.restated(Conflict, RUNNING, "Pause the campaign, delete the step, resume.")
    return refined(error)
