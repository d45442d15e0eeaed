"""A LeadLex client and a sandbox on a real socket, and a document that is open over both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.support.served import Served, serve
from tui.model.nodes import Campaign, Keys, Step
from tui.plan.operations import AddStep, DeleteStep, MoveStep, UpdateStep
from tui.providers.calls import CallEvent, Limit
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.email import Email
from tui.providers.waits import Patience
from tui.sandbox.app import LEADLEX_PATH
from tui.sandbox.leadlex.records import Campaign as Record
from tui.sandbox.leadlex.records import Contact, Enrollment
from tui.sandbox.leadlex.records import Step as StepRecord
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches
from tui.workspace.document import Document

KEY = "wbk_sandbox"
WORKSPACE = "wsp_acme"
FIELDS = ("subject", "body", "delay_days", "delay_hours", "send_condition")


def new_store(*words: str) -> Store:
    """A workspace without campaigns and without limits; `words` are switches of LeadLex."""
    words = ("plan=unmetered", *words) if not any(word.startswith("plan=") for word in words) else words
    return Store.open(None, "empty", switches=Switches.parse([f"leadlex.{word}" for word in words]))


def put(store: Store, *subjects: str, status: str = "draft", name: str = "main", **more: Any) -> Record:
    """A campaign in the store with a step for each subject, each unlike the others in every field that can be."""
    state = store.state.leadlex
    record = Record(
        id=f"cmp_{name}", workspace_id=WORKSPACE, name=name, status=status,
        created_at="2026-01-01T00:00:00Z", updated_at="2026-01-01T00:00:00Z", **more,
    )  # fmt: skip
    for number, subject in enumerate(subjects):
        record.steps.append(
            StepRecord(
                id=f"step_{number + 1}",
                subject=subject,
                body=f"<p>{subject}</p>",
                delay_days=number,
                delay_hours=number % 24,
                send_condition="if_no_reply" if number else "always",
                created_at="2026-01-01T00:00:00Z",
            )
        )
    state.campaigns[record.id] = record
    return record


def enroll(store: Store, record: Record, current_step: int, status: str = "active") -> Enrollment:
    """Somebody new in a campaign."""
    number = len(store.state.leadlex.contacts)
    contact = Contact(
        id=f"con_{number}", workspace_id=WORKSPACE, full_name=f"P {number}", email=f"p{number}@example.com",
        created_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    store.state.leadlex.contacts[contact.id] = contact
    enrollment = Enrollment(
        contact_id=contact.id, added_at="2026-01-02T00:00:00Z", status=status, current_step=current_step
    )
    record.enrollments.append(enrollment)
    return enrollment


@asynccontextmanager
async def connected(
    store: Store,
    *faults: str,
    key: str = KEY,
    limit: Limit | None = None,
    patience: Patience | None = None,
    **more: Any,
) -> AsyncIterator[tuple[Served, Leadlex]]:
    """A served sandbox and a client of it, in which nothing waits unless `limit` and `patience` say so."""
    with pytest.MonkeyPatch.context() as patch, serve(store, faults=faults) as served:
        patch.setattr("tui.providers.leadlex.client.LIMIT", limit or Limit(calls=1000, seconds=0.05))
        patience = patience or Patience(tries=2, first=0.01, longest=3.0)
        patch.setattr("tui.providers.leadlex.client.PATIENCE", patience)
        provider = Leadlex(key, account="acme", **{"base_url": served.origin + LEADLEX_PATH, **more})
        try:
            yield served, provider
        finally:
            await provider.aclose()


@asynccontextmanager
async def opened(
    *faults: str, subjects: str = "abc", status: str = "draft", switches: tuple[str, ...] = (), **more: Any
) -> AsyncIterator[tuple[Document, Served, Record]]:
    """A campaign with a step for each letter, open for editing; then the faults begin and the record is empty."""
    store = new_store(*switches)
    record = put(store, *subjects, status=status)
    async with connected(store, **more) as (served, provider):
        document = Document(provider)
        await document.load(record.id)
        served.forget()
        for fault in faults:
            served.faults.add(fault)
        yield document, served, record


async def read(provider: Leadlex, record: Record, keys: Keys | None = None) -> Campaign:
    """The campaign as the client sees it."""
    return await provider.campaign(record.id, keys or Keys())


def lines_of(served: Served) -> list[str]:
    """Method and path of every request, in order, without what all paths begin with."""
    return [f"{each.method} {each.path.removeprefix('/v1/campaigns')}" for each in served.requests]


def stored(record: Record) -> list[tuple[Any, ...]]:
    """The contents of the steps that the sandbox holds, in order."""
    return [tuple(getattr(step, name) for name in FIELDS) for step in record.steps]


def shown(campaign: Campaign) -> list[tuple[Any, ...]]:
    """The contents of the steps of a campaign, in order."""
    return [tuple(step.content.values().get(name) for name in FIELDS) for step in campaign.sequence.steps]


def email(subject: str = "new", **more: Any) -> Email:
    """A new e-mail as the form makes it, unlike those of `put`."""
    return Email(
        **{"subject": subject, "body": f"body {subject}", "delay_days": 40, "delay_hours": 5,
           "send_condition": "if_clicked", **more}
    )  # fmt: skip


def adding(tree: Campaign, content: Email, index: int | None = None, key: str = "new") -> AddStep:
    length = len(tree.sequence.steps)
    return AddStep(
        campaign_id=tree.head.id, title="Add", sequence_id=tree.sequence.id or "", content=content, key=key,
        index=length if index is None else index, length=length,
    )  # fmt: skip


def changing(tree: Campaign, step: Step, after: Email) -> UpdateStep:
    return UpdateStep(
        campaign_id=tree.head.id, title="Change", sequence_id=tree.sequence.id or "", step_id=step.id or "",
        before=step.content, after=after,
    )  # fmt: skip


def deleting(tree: Campaign, step: Step) -> DeleteStep:
    return DeleteStep(
        campaign_id=tree.head.id, title="Delete", sequence_id=tree.sequence.id or "", step_id=step.id or ""
    )


def moving(tree: Campaign, start: int, index: int) -> MoveStep:
    return MoveStep(
        campaign_id=tree.head.id, title="Move", sequence_id=tree.sequence.id or "",
        step_id=tree.sequence.steps[start].id or "", start=start, index=index,
    )  # fmt: skip


class Listener:
    """Keeps what a connection tells."""

    def __init__(self) -> None:
        self.events: list[CallEvent] = []

    def __call__(self, event: CallEvent) -> None:
        self.events.append(event)
