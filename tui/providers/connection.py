"""What the connections to all services share: the transport, and reading objects and ids out of answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tui.model.nodes import Campaign, CampaignHead
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, Plan, StepOperation, UpdateStep
from tui.providers import verify
from tui.providers.base import Budget, Done, Fact, Option, People
from tui.providers.calls import Answer, Call, CallEvent, Limit
from tui.providers.errors import wrong_shape
from tui.providers.http import Learn, Refine, Wire
from tui.providers.waits import Patience

if TYPE_CHECKING:
    from tui.providers.branching import BranchHost


class Connection:
    """One account of one service. `app` is an ASGI application to talk to instead of the network (the sandbox)."""

    service: str
    title: str = ""
    """How sentences name the service; its short name when empty."""
    frugal: bool = False
    counts_people: bool = False
    looks_up_people: bool = False

    def __init__(
        self,
        base_url: str,
        *,
        account: str,
        secret: str,
        headers: Mapping[str, str],
        limit: Limit,
        app: Any = None,
        read_only: bool = False,
        listen: Callable[[CallEvent], None] | None = None,
        refine: Refine | None = None,
        patience: Patience | None = None,
        learn: Learn | None = None,
    ) -> None:
        self.account, self.read_only = account, read_only
        self.title = self.title or self.service
        self._wire = Wire(
            base_url,
            service=self.title,
            headers=headers,
            key_id=hashlib.sha256(f"{base_url} {secret}".encode()).hexdigest()[:16],
            limit=limit,
            app=app,
            read_only=read_only,
            listen=listen,
            refine=refine,
            patience=patience,
            learn=learn,
        )

    @property
    def branch_host(self) -> BranchHost | None:
        """None, unless a service has requests for single branches."""
        return None

    async def aclose(self) -> None:
        """Close the connection."""
        await self._wire.aclose()

    def verify(self, operation: StepOperation, done: Done, campaign: Campaign) -> tuple[str, ...]:
        """Compare the campaign after a write with what was asked."""
        return verify.differences(operation, done, campaign, self.title)

    def after(self, operation: StepOperation, done: Done, campaign: Campaign) -> Campaign | None:
        """Nothing: the campaign has to be read again."""
        del operation, done, campaign
        return None

    def plan(self, operation: AnyOperation, campaign: Campaign) -> Plan:
        """One request; a move is not offered unless a service says how."""
        del campaign
        if isinstance(operation, MoveStep):
            raise ValueError(f"{self.title} has no way to move a step")
        return Plan((operation,), operation.key if isinstance(operation, AddStep) else None)

    async def people(self, operation: DeleteStep | None, campaign: Campaign) -> People | None:
        """Not known unless a service can count them."""
        del operation, campaign
        return None

    async def options(self, picks: str) -> tuple[Option, ...]:
        """None: no field of the service asks for any."""
        del picks
        return ()

    async def facts(self, head: CampaignHead) -> tuple[Fact, ...]:
        """What the list of campaigns said of it."""
        return common_facts(head)

    async def look_up(self, head: CampaignHead, words: str) -> tuple[Fact, ...]:
        """Nobody, unless a service can look people up."""
        del head, words
        return ()

    def budget(self) -> Budget | None:
        """Nothing to say: calls are plenty."""
        return None

    async def _sent(self, method: str, path: str, title: str, **more: Any) -> tuple[Call, Answer]:
        """Send a call; the call and its answer, for error messages."""
        call = Call(method, path, title=title, **more)
        return call, await self._wire.send(call)

    def _object(self, call: Call, answer: Answer, *names: str) -> dict[str, Any]:
        """The JSON object of an answer, or the one found in it by going down through `names`."""
        data: Any = answer.data
        for name in names:
            data = data.get(name) if isinstance(data, dict) else None
        if not isinstance(data, dict):
            what = f"“{'.'.join(names)}” in a JSON object" if names else "a JSON object"
            raise wrong_shape(call, answer, what, service=self.title)
        return data

    def _list(self, call: Call, answer: Answer, *names: str) -> list[dict[str, Any]]:
        """The list of objects found in an answer by going down through `names`."""
        data: Any = answer.data
        for name in names:
            data = data.get(name) if isinstance(data, dict) else None
        if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
            raise wrong_shape(call, answer, f"a list “{'.'.join(names)}”", service=self.title)
        return data


def common_facts(head: CampaignHead) -> tuple[Fact, ...]:
    """What is known of a campaign of any service."""
    found = {
        "Id": head.id,
        "Status": head.status_word or head.status,
        "Made": head.created_at,
        "Labels": ", ".join(head.labels),
        "Errors": " ".join(head.errors),
    }
    return tuple(Fact(name, value) for name, value in found.items() if value)


def number_facts(numbers: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Numbers as a service names them, rates from 0 to 1 as percentages."""
    found = []
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        shown = f"{value:.1%}" if "rate" in name and 0 <= value <= 1 else f"{value:,}"
        found.append(Fact(name.removesuffix("_count").replace("_", " ").capitalize(), shown))
    return tuple(found)


def part(identifier: str) -> str:
    """An id as one part of a path: whatever else stands in it cannot change which route is called."""
    return quote(identifier, safe="")


def changes_nothing(operation: StepOperation) -> bool:
    """Whether an update has nothing to send."""
    return isinstance(operation, UpdateStep) and not operation.after.changed_fields(operation.before)
