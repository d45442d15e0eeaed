"""The calls to lemlist: each method one or two documented requests (contracts/lemlist 2, 3, 4, 5)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any
from urllib.parse import quote

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Step
from tui.model.tree import Spot
from tui.plan.operations import AddStep, StepOperation, UpdateStep
from tui.providers.base import ALLOWED, Action, Done, HeadPage, Identity, Request, Verdict
from tui.providers.calls import Answer, Call, CallEvent, Limit
from tui.providers.errors import Conflict, Invalid, Sent, ServiceError, wrong_shape
from tui.providers.http import Wire
from tui.providers.lemlist import verify, wire
from tui.providers.lemlist.steps import STEP_TYPES

BASE_URL = "https://api.lemlist.com/api"
LIMIT = Limit(calls=20, seconds=2.0)
"""20 requests in any 2 seconds per key (seed)."""
PAGE = 100
TIMEOUT, MEDIA_TIMEOUT = 15.0, 75.0
"""Seconds for a write; and for one whose media lemlist downloads first: it allows itself 45 (seed), so at least 60."""
RUNNING = "lemlist refuses to delete a step while the campaign is running."


class Lemlist:
    """One lemlist account. `app` is an ASGI application to talk to instead of the network (the sandbox in process)."""

    service = "lemlist"
    person = "lead"
    step_types: tuple[type[StepContent], ...] = STEP_TYPES

    def __init__(
        self,
        key: str,
        *,
        account: str,
        base_url: str = BASE_URL,
        app: Any = None,
        read_only: bool = False,
        listen: Callable[[CallEvent], None] | None = None,
    ) -> None:
        self.account, self.read_only = account, read_only
        self.index_base = 0
        """What the service counts `index` from; learnt from the first insert (contracts/lemlist 5.3)."""
        token = base64.b64encode(f":{key}".encode()).decode()
        self._wire = Wire(
            base_url,
            service=self.service,
            headers={"Authorization": f"Basic {token}"},
            key_id=hashlib.sha256(f"{base_url} {key}".encode()).hexdigest()[:16],
            limit=LIMIT,
            app=app,
            read_only=read_only,
            listen=listen,
            refine=_refine,
        )

    async def identity(self) -> Identity:
        """The team of the key, by `GET /team`."""
        call = Call("GET", "/team", title="Check the key")
        data = self._object(call, await self._wire.send(call))
        users = data.get("userIds")
        detail = f"{len(users)} user{'' if len(users) == 1 else 's'}" if isinstance(users, list) else ""
        return Identity(name=str(data.get("name") or "unnamed team"), id=str(data.get("_id") or ""), detail=detail)

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
        call = Call("GET", f"/campaigns/{_part(campaign_id)}", title="Read the campaign")
        answer = await self._wire.send(call)
        return self._head(answer.data, call, answer)

    async def campaign(
        self, campaign_id: str, keys: Keys, *, head: CampaignHead | None = None, urgent: bool = True
    ) -> Campaign:
        """One campaign with its tree; the only read of steps that lemlist has."""
        known = head or await self.head(campaign_id)
        call = Call("GET", f"/campaigns/{_part(campaign_id)}/sequences", title="Read the steps", urgent=urgent)
        answer = await self._wire.send(call)
        try:
            main, stray = wire.read_sequences(answer.data, keys)
        except wire.NotATree as error:
            raise wrong_shape(call, answer, f"steps that can be read ({error})", service=self.service) from error
        return Campaign(head=known, sequence=main, stray=stray)

    def request(self, operation: StepOperation) -> Request:
        """The request of an operation. `index` is sent only where the step does not go to the end."""
        path = f"/sequences/{_part(operation.sequence_id)}/steps"
        if isinstance(operation, AddStep):
            body = operation.content.adding()
            if not operation.appends:
                body["index"] = operation.index + self.index_base
            return Request("POST", path, body)
        path = f"{path}/{_part(operation.step_id)}"
        if isinstance(operation, UpdateStep):
            return Request("PATCH", path, operation.after.updating(operation.before))
        return Request("DELETE", path)

    async def perform(self, operation: StepOperation) -> Done:
        """Send the one write of an operation, once; an update that changes nothing sends nothing.

        Not even a delete is repeated when its answer is lost: the engine reads back what became of it.
        """
        request = self.request(operation)
        if isinstance(operation, UpdateStep) and not request.body:
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
        return Done(data["_id"], data)

    async def pause(self, campaign_id: str) -> None:
        """Pause; a campaign that is paused already counts as done (contracts/lemlist 3.6)."""
        await self._switch(campaign_id, "pause", "not running")

    async def start(self, campaign_id: str) -> None:
        """Start; a campaign that is running already counts as done."""
        await self._switch(campaign_id, "start", "already running")

    def verdict(self, action: Action, campaign: Campaign, step: Step | None = None) -> Verdict:
        """lemlist refuses only deletes while running; changes reach leads who have not got there (contracts 5.8)."""
        if action == "update" and step is not None and not step.content.editable:
            return Verdict(
                "refused",
                f"Branchline does not know the step type “{step.content.headline()}”.",
                "Edit it in lemlist; here it can be looked at and deleted.",
            )
        if action == "delete" and campaign.head.status == "running":
            return Verdict("refused", RUNNING, "Pause the campaign, delete the step, resume.", way_out="pause")
        if campaign.head.status == "archived" and action != "start":
            return Verdict("warned", "This campaign is archived.", "The change is sent, but nobody is in it.")
        if action == "add" and campaign.is_running:
            effect = "Leads who have not passed this place get the new step; those who passed it do not."
            return Verdict("warned", "The campaign is running.", effect)
        if action == "update" and campaign.is_running:
            effect = "Leads who have not reached this step get the new version; those who passed it do not."
            return Verdict("warned", "The campaign is running.", effect)
        return ALLOWED

    def verify(self, operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
        """Compare the campaign read back with what was asked; learns what `index` counts from."""
        if isinstance(operation, AddStep) and not operation.appends:
            self._learn_base(operation, verify.spot_of(done.step_id, campaign))
        return verify.differences(operation, done, campaign)

    def _learn_base(self, operation: AddStep, spot: Spot | None) -> None:
        """One place off means that lemlist counts from the other number (contracts/lemlist 5.3)."""
        off = 0 if spot is None else operation.index - spot.index
        if self.index_base + off in (0, 1):
            self.index_base += off

    async def aclose(self) -> None:
        """Close the connection."""
        await self._wire.aclose()

    async def _switch(self, campaign_id: str, word: str, already: str) -> None:
        title = "Pause the campaign" if word == "pause" else "Start the campaign"
        try:
            await self._wire.send(Call("POST", f"/campaigns/{_part(campaign_id)}/{word}", title=title, expects="any"))
        except Invalid as error:
            if already not in error.server_text:
                raise
        except ServiceError as error:
            if error.sent is not Sent.UNKNOWN or not await self._has_become(campaign_id, word):
                raise

    async def _has_become(self, campaign_id: str, word: str) -> bool:
        """Whether a campaign is certainly paused or running now; with status `errors` it may be either."""
        try:
            status = (await self.head(campaign_id)).status
        except ServiceError:
            return False
        return status == "running" if word == "start" else status not in ("running", "errors", "unknown")

    def _object(self, call: Call, answer: Answer) -> Mapping[str, Any]:
        if not isinstance(answer.data, dict):
            raise wrong_shape(call, answer, "a JSON object", service=self.service)
        return answer.data

    def _head(self, item: object, call: Call, answer: Answer) -> CampaignHead:
        try:
            return wire.read_head(item, self.account)
        except wire.NotATree as error:
            raise wrong_shape(call, answer, f"campaigns that can be read ({error})", service=self.service) from error


def _part(identifier: str) -> str:
    """An id as one part of a path: whatever else stands in it cannot change which route is called."""
    return quote(identifier, safe="")


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
    return error
