"""Reading from LeadLex: campaigns, steps, settings, the number of contacts (contracts/leadlex 4 to 8)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

from tui.model.nodes import Campaign, CampaignHead, Keys
from tui.plan.operations import DeleteStep
from tui.providers import straight
from tui.providers.base import Budget, Fact, HeadPage, Identity, People
from tui.providers.calls import Answer, Call
from tui.providers.connection import Connection, common_facts, number_facts, part
from tui.providers.errors import ServiceError, wrong_shape
from tui.providers.leadlex import limits, people, reading, standing
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.settings import LeadlexSettings

PAGE = 100
"""Rows of a page, the most that LeadLex gives."""
LOOKED_AT_PAGES = 3
"""How many pages of contacts are read to count those whom a delete touches: calls are scarce."""
CAMPAIGNS = "/v1/campaigns"


class Reads(Connection):
    """The reading half of a connection."""

    service, title = "leadlex", "LeadLex"

    async def identity(self) -> Identity:
        """Nothing tells the name of the workspace: its number of campaigns shows that the key works."""
        call = Call("GET", CAMPAIGNS, query={"per_page": "1"}, title="Check the key")
        answer = await self._wire.send(call)
        self._list(call, answer, "data", "campaigns")
        total = reading.total_of(answer.data)
        detail = "" if total is None else f"{total:,} campaign{'' if total == 1 else 's'}"
        return Identity(name="workspace", detail=detail)

    async def heads(self) -> AsyncIterator[HeadPage]:
        """All campaigns, page by page, in the order of the service; it documents none."""
        seen: set[str] = set()
        async for call, answer, rows in self._pages(CAMPAIGNS, "campaigns", "List campaigns"):
            fresh = {head.id: head for row in rows if (head := self._head(row, call, answer)).id not in seen}
            seen.update(fresh)
            yield HeadPage(tuple(fresh.values()), reading.total_of(answer.data))
            if not fresh:
                return

    async def head(self, campaign_id: str) -> CampaignHead:
        """One campaign without its steps."""
        call, answer = await self._sent("GET", path_of(campaign_id), "Read the campaign")
        return self._head(self._object(call, answer, "data", "campaign"), call, answer)

    async def campaign(
        self, campaign_id: str, keys: Keys, *, head: CampaignHead | None = None, urgent: bool = True
    ) -> Campaign:
        """One campaign with its steps: one call when the head is known with its status, else two."""
        known = head if head is not None and reading.tells_status(head) else await self.head(campaign_id)
        call, answer = await self._sent("GET", path_of(campaign_id, "steps"), "Read the steps", urgent=urgent)
        try:
            rows = reading.in_order(self._list(call, answer, "data", "steps"))
        except reading.Unreadable as error:
            raise wrong_shape(call, answer, f"steps that can be read ({error})", service=self.title) from error
        return standing.counted(straight.campaign_of(known, rows, Email.read, keys))

    async def settings(self, campaign_id: str) -> LeadlexSettings:
        """What `GET` reports of them, which is all."""
        return LeadlexSettings.read((await self.head(campaign_id)).reported)

    async def people(self, operation: DeleteStep | None, campaign: Campaign) -> People | None:
        """How many contacts are enrolled, or are between the steps from a deleted one on; None where the key may not
        read them or the call fails."""
        path = path_of(campaign.head.id, "contacts")
        steps = campaign.sequence.steps
        with suppress(ServiceError):
            if operation is None:
                call, answer = await self._sent("GET", path, "Count the contacts", query={"per_page": "1"})
                self._list(call, answer, "data", "contacts")
                total = reading.total_of(answer.data)
                return None if total is None else people.enrolled(total)
            place = next((place for place, step in enumerate(steps) if step.id == operation.step_id), None)
            if place is None:
                return None
            rows: list[dict[str, Any]] = []
            total, ended = None, False
            pages = self._pages(path, "contacts", "Count the contacts between the steps", most=LOOKED_AT_PAGES)
            async for _, answer, found in pages:
                rows += found
                total, ended = reading.total_of(answer.data), len(found) < reading.page_size(answer.data, PAGE)
            unseen = 0 if ended else None if total is None else max(0, total - len(rows))
            return people.between(rows, place, len(steps), unseen=unseen)
        return None

    async def facts(self, head: CampaignHead) -> tuple[Fact, ...]:
        """What was sent and what came of it, over all steps, and how many are enrolled (contracts/leadlex 6.9, 8.1)."""
        call, answer = await self._sent("GET", path_of(head.id, "stats"), "Read the numbers")
        numbers = self._object(call, answer, "data", "stats")
        call, answer = await self._sent(
            "GET", path_of(head.id, "contacts"), "Count the contacts", query={"per_page": "1"}
        )
        total = reading.total_of(answer.data)
        enrolled = () if total is None else (Fact("Enrolled", f"{total:,}"),)
        return (*common_facts(head), *enrolled, *number_facts(numbers))

    def budget(self) -> Budget:
        """What is left of the day, as the last answer said, and of the minute, as was sent from here."""
        remaining, limit = self._wire.rate_remaining, self._wire.rate_limit
        try:
            window = self._wire.window
        except RuntimeError:
            return Budget(remaining, limit)
        if remaining == 0:
            return Budget(remaining, limit, 0, limits.until_midnight())
        now = window.remaining if remaining is None else min(window.remaining, remaining)
        return Budget(remaining, limit, now, window.waiting)

    async def _pages(
        self, path: str, name: str, title: str, *, most: int | None = None
    ) -> AsyncIterator[tuple[Call, Answer, list[dict[str, Any]]]]:
        """The pages of a list, each once, until a short one or until the total is reached; `most` of them at most."""
        number, seen = 0, 0
        while most is None or number < most:
            number += 1
            call, answer = await self._sent("GET", path, title, query={"page": str(number), "per_page": str(PAGE)})
            rows = self._list(call, answer, "data", name)
            seen += len(rows)
            yield call, answer, rows
            total = reading.total_of(answer.data)
            if len(rows) < reading.page_size(answer.data, PAGE) or (total is not None and seen >= total):
                return

    def _head(self, row: Mapping[str, Any], call: Call, answer: Answer) -> CampaignHead:
        try:
            return reading.read_head(row, service=self.service, account=self.account)
        except reading.Unreadable as error:
            raise wrong_shape(call, answer, f"campaigns that can be read ({error})", service=self.title) from error


def path_of(campaign_id: str, *more: str) -> str:
    """The path of a campaign, or of something below it."""
    return "/".join((CAMPAIGNS, part(campaign_id), *more))
