"""Sequences: listed, read, made, changed, paused and deleted (seed; contracts/kit 7)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from tui.model.content import day_count
from tui.model.nodes import CampaignHead
from tui.model.settings import ContainerSettings
from tui.plan.operations import UpdateSettings
from tui.providers.base import HeadPage
from tui.providers.calls import Call
from tui.providers.connection import part
from tui.providers.errors import Sent, ServiceError
from tui.providers.kit.lately import Row
from tui.providers.kit.people import KitPeople
from tui.providers.kit.settings import KitSettings
from tui.providers.switching import switched

LATE = "Kit's list of sequences may be late by five minutes: look there again before you make it once more."


class KitSequences(KitPeople):
    """What can be done with a whole sequence."""

    settings_type: type[ContainerSettings] = KitSettings

    async def heads(self) -> AsyncIterator[HeadPage]:
        """All sequences, the newest first; what this connection wrote lately as it really is."""
        written: set[str] | None = None
        async for page in self._pages("/v4/sequences", "sequences", "List sequences", count=True):
            if written is None:
                # Those written lately come with the first page, wherever they are listed; so each is read once.
                written = self._lately.ids("sequence", "")
                rows = await self._lately.corrected("sequence", "", page.rows, KitSettings, self._sequence)
                known = {str(row["id"]) for row in page.rows}
                rows.sort(key=lambda row: str(row["id"]) in known)
            else:
                rows = [row for row in page.rows if str(row["id"]) not in written]
            yield HeadPage(tuple(map(self._head, rows)), page.total)

    async def head(self, campaign_id: str) -> CampaignHead:
        """One sequence without its e-mails; exact at any time."""
        return self._head(await self._sequence(campaign_id))

    async def settings(self, campaign_id: str) -> KitSettings:
        """All settings of a sequence."""
        return KitSettings.read(await self._sequence(campaign_id, "Read the settings"))

    async def set_settings(self, operation: UpdateSettings) -> ContainerSettings:
        """One PUT with the changed fields only: others would be set anew (contracts/kit 7.5)."""
        body = operation.after.updating(operation.before)
        if not body:
            return operation.before
        self._lately.note("sequence", "", operation.campaign_id, "unknown")
        call = self._put(operation.campaign_id, body, operation.title)
        record = self._record(call, await self._wire.send(call), "sequence")
        self._lately.note("sequence", "", operation.campaign_id, record)
        return KitSettings.read(record)

    async def create(self, settings: ContainerSettings) -> CampaignHead:
        """One POST, never repeated: there is no key that would make a second one harmless (contracts/kit 1)."""
        try:
            call, answer = await self._sent("POST", "/v4/sequences", "Create a sequence", body=settings.adding())
            record = self._record(call, answer, "sequence")
        except ServiceError as error:
            if error.sent is not Sent.UNKNOWN:
                raise
            raise error.restated(type(error), remedy=LATE) from None
        self._lately.note("sequence", "", str(record["id"]), record)
        return self._head(record)

    async def remove(self, campaign_id: str) -> None:
        """One DELETE, answered with 204 and nothing (seed). Kit stops delivery at once; nothing brings it back."""
        self._lately.note("sequence", "", campaign_id, "unknown")
        path = f"/v4/sequences/{part(campaign_id)}"
        await self._sent("DELETE", path, "Delete the sequence", repeatable=False)
        self._lately.note("sequence", "", campaign_id, "gone")

    async def pause(self, campaign_id: str) -> str:
        """`active: false`, which the seed recommends in the place of deleting."""
        return await self._switch(campaign_id, active=False)

    async def start(self, campaign_id: str) -> str:
        """`active: true`; sending resumes for those who wait."""
        return await self._switch(campaign_id, active=True)

    async def _switch(self, campaign_id: str, *, active: bool) -> str:
        title = "Start the sequence" if active else "Pause the sequence"

        # The list is corrected with a read by id, also when the answer was lost.
        self._lately.note("sequence", "", campaign_id, "unknown")
        call = self._put(campaign_id, {"active": active}, title)
        await switched(
            lambda: self._wire.send(call),
            lambda: self.head(campaign_id),
            lambda head: head.status == ("running" if active else "paused"),
            lambda error: False,
        )
        return ""

    def _put(self, campaign_id: str, body: dict[str, Any], title: str) -> Call:
        path = f"/v4/sequences/{part(campaign_id)}"
        return Call("PUT", path, body=body, title=title, repeatable=False)

    async def _sequence(self, campaign_id: str, title: str = "Read the sequence") -> Row:
        call, answer = await self._sent("GET", f"/v4/sequences/{part(campaign_id)}", title)
        return self._record(call, answer, "sequence")

    def _head(self, row: Row) -> CampaignHead:
        active = row.get("active")
        name, created = row.get("name"), row.get("created_at")
        return CampaignHead(
            id=str(row["id"]),
            name=name if isinstance(name, str) else "",
            status="running" if active is True else "paused" if active is False else "unknown",
            status_word="active" if active is True else "paused" if active is False else "",
            service=self.service,
            account=self.account,
            created_at=created if isinstance(created, str) else "",
            steps=day_count(row.get("email_count")),
            reported=row,
        )
