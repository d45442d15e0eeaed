"""A Kit client and a sandbox on a real socket, and records to put into it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.served import Served, serve
from tui.model.nodes import Campaign, Keys, Step
from tui.plan.operations import AddStep, DeleteStep, MoveStep, UpdateStep
from tui.providers.calls import Limit
from tui.providers.kit.client import Kit
from tui.providers.kit.emails import Email
from tui.sandbox.app import KIT_PATH
from tui.sandbox.kit.records import Email as Record
from tui.sandbox.kit.records import Member, Sequence, Subscriber
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

UNLIMITED = Limit(calls=100_000, seconds=0.2)
KEY = "kit_sandbox"
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_NOW = "2026-11-01T00:00:00Z"


def new_store(*words: str) -> Store:
    """An account without sequences and without a rate limit; `words` are switches of Kit."""
    free = ["kit.key_requests=0", "kit.token_requests=0"]
    return Store.open(None, "empty", switches=Switches.parse([*free, *(f"kit.{word}" for word in words)]))


def put(store: Store, *positions: int, active: bool = False, emails: tuple[dict[str, Any], ...] = ()) -> Sequence:
    """A sequence with an e-mail at each position, called `a`, `b`, …; `emails` say what is different in them."""
    state = store.state.kit
    number = state.mint("sequence")
    sequence = Sequence(
        id=number, name=f"Sequence {number}", created_at=_NOW, updated_at=_NOW, settled_at=_NOW,
        time_zone="Europe/Paris", active=active,
    )  # fmt: skip
    state.sequences[number] = sequence
    for place, position in enumerate(positions):
        more = {"subject": chr(97 + place), "send_days": _DAYS, "published": True}
        more |= emails[place] if place < len(emails) else {}
        email = Record(
            **{"id": state.mint("email"), "delay_value": 1, "delay_unit": "days", "position": position} | more
        )
        sequence.emails[email.id] = email
    return sequence


def person(store: Store, number: int, state: Any = "active", sequence: Sequence | None = None) -> Subscriber:
    """A subscriber, in a sequence when one is given."""
    found = Subscriber(id=number, email_address=f"p{number}@example.com", state=state, created_at=_NOW)
    store.state.kit.subscribers[number] = found
    if sequence is not None:
        sequence.members[number] = Member(subscriber_id=number, added_at=_NOW)
    return found


@asynccontextmanager
async def connected(store: Store, *faults: str, key: str = KEY, **more: Any) -> AsyncIterator[tuple[Served, Kit]]:
    """A served sandbox and a client of it, which no limit holds up."""
    with pytest.MonkeyPatch.context() as patch, serve(store, faults=faults) as served:
        for name in ("LIMIT", "TOKEN_LIMIT"):
            patch.setattr(f"tui.providers.kit.client.{name}", UNLIMITED)
        provider = Kit(key, account="acme", **{"base_url": served.origin + KIT_PATH, **more})
        try:
            yield served, provider
        finally:
            await provider.aclose()


async def read(provider: Kit, sequence: Sequence, keys: Keys | None = None) -> Campaign:
    """The sequence as the client sees it."""
    return await provider.campaign(str(sequence.id), keys or Keys())


def subjects(tree: Campaign) -> list[str]:
    """The subjects in the order of the tree."""
    return [step.content.headline() for step in tree.sequence.steps]


def stored(sequence: Sequence) -> list[str]:
    """The subjects in the order of the sandbox."""
    return [email.subject for email in sequence.in_order()]


def adding(tree: Campaign, index: int | None = None, **fields: Any) -> AddStep:
    """An add of an e-mail in front of the one at `index`, by default at the end."""
    length = len(tree.sequence.steps)
    content = Email(**{"subject": "new", "delay_value": 1, "delay_unit": "days", **fields})
    return AddStep(
        campaign_id=tree.head.id, title="Add E-mail", sequence_id=tree.head.id, content=content, key="new",
        index=length if index is None else index, length=length,
    )  # fmt: skip


def changing(tree: Campaign, place: int, **fields: Any) -> UpdateStep:
    """A change of some fields of an e-mail."""
    step = tree.sequence.steps[place]
    return UpdateStep(
        campaign_id=tree.head.id, title="Change E-mail", sequence_id=tree.head.id, step_id=id_of(step),
        before=step.content, after=Email(**fields),
    )  # fmt: skip


def deleting(tree: Campaign, place: int) -> DeleteStep:
    """A delete of an e-mail."""
    step_id = id_of(tree.sequence.steps[place])
    return DeleteStep(campaign_id=tree.head.id, title="Delete E-mail", sequence_id=tree.head.id, step_id=step_id)


def moving(tree: Campaign, start: int, index: int) -> MoveStep:
    """A move of an e-mail to another place."""
    return MoveStep(
        campaign_id=tree.head.id, title="Move E-mail", sequence_id=tree.head.id,
        step_id=id_of(tree.sequence.steps[start]), start=start, index=index,
    )  # fmt: skip


def id_of(step: Step) -> str:
    """The id that Kit gave it."""
    assert step.id is not None
    return step.id
