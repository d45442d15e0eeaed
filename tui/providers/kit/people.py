"""Subscribers: who is in a sequence, and one looked up by address (contracts/kit 9.1, 9.5).

Kit tells nobody's place in a sequence, and `state` is that of the whole account.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Literal

from tui.model.nodes import Campaign, CampaignHead
from tui.plan.operations import DeleteStep
from tui.providers.base import Fact, People
from tui.providers.connection import common_facts, number_facts, part
from tui.providers.kit.connection import KitConnection
from tui.providers.kit.lately import Row

LOOKED_THROUGH = 5_000
"""How many subscribers of a sequence are looked through for one."""
Status = Literal["active", "inactive", "bounced", "complained", "cancelled", "all"]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One person. Texts as Kit gave them, empty where it gave none; moments are ISO 8601 in UTC."""

    id: str
    email: str
    state: str
    """active, inactive (not confirmed), bounced, complained or cancelled; of the whole account."""
    added_at: str = ""
    """When the person came into the sequence; empty for one who was looked up without a sequence."""
    first_name: str = ""
    created_at: str = ""


class KitPeople(KitConnection):
    """Lists and counts people. Lists may be late by up to five minutes (contracts/kit 6)."""

    async def subscribers(self, sequence_id: str, status: Status = "all") -> AsyncIterator[tuple[Subscriber, ...]]:
        """Who is in a sequence, page by page."""
        path = f"/v4/sequences/{part(sequence_id)}/subscribers"
        async for page in self._pages(path, "subscribers", "List the subscribers", query={"status": status}):
            yield tuple(map(_subscriber, page.rows))

    async def subscriber(self, address: str) -> Subscriber | None:
        """The person with this e-mail address, in whatever state; None when Kit has none.

        Without `status=all` somebody who has cancelled would look as if they were missing.
        """
        query = {"email_address": address.strip(), "status": "all"}
        async for page in self._pages("/v4/subscribers", "subscribers", "Look up a subscriber", query=query):
            for row in page.rows:
                # Kit takes several addresses with commas between them: an address with one might find somebody else.
                if _text(row, "email_address").casefold() == address.strip().casefold():
                    return _subscriber(row)
        return None

    looks_up_people = True

    async def facts(self, head: CampaignHead) -> tuple[Fact, ...]:
        """E-mails, subscribers, and the numbers that Kit includes, under names of its own (contracts/kit 7.1)."""
        path = f"/v4/sequences/{part(head.id)}"
        call, answer = await self._sent("GET", path, "Read the numbers", query={"include": "stats"})
        row = self._object(call, answer, "sequence")
        stats = row.get("stats")
        counts = {
            "e-mails": row.get("email_count"),
            "active subscribers": await self._count(head.id, "active"),
            "subscribers in all": await self._count(head.id, "all"),
        }
        return (*common_facts(head), *number_facts(counts), *number_facts(stats if isinstance(stats, dict) else {}))

    async def look_up(self, head: CampaignHead, words: str) -> tuple[Fact, ...]:
        """A subscriber by address, in whatever state, and since when in this sequence (contracts/kit 9.1, 9.5)."""
        found = await self.subscriber(words)
        if found is None:
            return ()
        added = await self._added(head.id, found.id)
        named = {
            "Address": found.email, "First name": found.first_name, "State": found.state, "Id": found.id,
            "Subscriber since": found.created_at, "In this sequence since": added,
            "Which e-mails they got": "Kit's API does not tell",
        }  # fmt: skip
        return tuple(Fact(name, value) for name, value in named.items() if value)

    async def _added(self, sequence_id: str, subscriber_id: str) -> str:
        """Since when a subscriber is in a sequence, in words where that is not known: only its list can tell."""
        seen = 0
        async for page in self.subscribers(sequence_id):
            for each in page:
                if each.id == subscriber_id:
                    return each.added_at or "yes"
            seen += len(page)
            if seen >= LOOKED_THROUGH:
                return f"not among the {seen:,} who came last; further back was not looked"
        return "not in this sequence"

    async def _count(self, sequence_id: str, status: str) -> int | None:
        path = f"/v4/sequences/{part(sequence_id)}/subscribers"
        pages = self._pages(path, "subscribers", "Count the subscribers", query={"status": status}, size=1, count=True)
        page = await anext(pages)
        await pages.aclose()  # type: ignore[attr-defined]
        return page.total

    async def people(self, operation: DeleteStep | None, campaign: Campaign) -> People | None:
        """How many active subscribers a sequence has; of an e-mail nobody can say it (contracts/kit 9.1)."""
        path = f"/v4/sequences/{part(campaign.head.id)}/subscribers"
        pages = self._pages(
            path, "subscribers", "Count the subscribers", query={"status": "active"}, size=1, count=True
        )
        page = await anext(pages)
        await pages.aclose()  # type: ignore[attr-defined]
        count, exact = (page.total, True) if page.total is not None else (len(page.rows), not page.rows)
        number = f"{count if exact else f'at least {count}'} active subscriber{'' if count == 1 and exact else 's'}"
        if operation is None:
            return People(count, f"{number} {'is' if count == 1 and exact else 'are'} in this sequence.", exact)
        words = f"Kit does not say who waits for which e-mail: of {number} in this sequence, any may wait for this one."
        return People(count, words if count else "No active subscriber is in this sequence.", exact)


def _subscriber(row: Row) -> Subscriber:
    return Subscriber(
        id=str(row["id"]),
        email=_text(row, "email_address"),
        state=_text(row, "state"),
        added_at=_text(row, "added_at"),
        first_name=_text(row, "first_name"),
        created_at=_text(row, "created_at"),
    )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
