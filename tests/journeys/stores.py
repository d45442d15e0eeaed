"""Sandbox stores that are small enough to be read beside a test."""

from __future__ import annotations

from tui.sandbox.demo import lemlist
from tui.sandbox.demo.builder import Line, campaign, html, lead
from tui.sandbox.demo.people import ADA, TEAM_ID
from tui.sandbox.lemlist.records import Campaign, Lead
from tui.sandbox.lemlist.records import Sequence as SequenceRecord
from tui.sandbox.lemlist.records import Step as StepRecord
from tui.sandbox.state import State
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

AUTUMN, LIVE, TARGET = "Autumn", "Live", "Target"


def store_of(*campaigns: Campaign) -> Store:
    """A store in memory that holds these campaigns and sets no rate limit of its own."""
    store = Store(None, switches=Switches(rate_requests=0))
    state = State.new()
    state.lemlist = lemlist.account()
    for record in campaigns:
        state.lemlist.campaigns[record.id] = record
    store.state = state
    return store


def small_store() -> Store:
    """Three campaigns: `Autumn` (paused, a condition in it), `Live` (running), `Target` (to hand over to)."""
    return store_of(autumn(), live(), new_campaign("target", TARGET)[0])


def new_campaign(slug: str, name: str, *, running: bool = False, leads: tuple[Lead, ...] = ()) -> tuple[Campaign, Line]:
    """An empty campaign; a running one has a lead on the way."""
    on_the_way = lead("Ann Other", "Globex", "emailsSent")
    return campaign(
        slug, TEAM_ID, ADA.id, name, "2026-09-01T08:00:00.000Z",
        state="running" if running else "paused", leads=[on_the_way, *leads], sender_ids=[ADA.id],
    )  # fmt: skip


def autumn() -> Campaign:
    """A mail, a condition with a step in each branch and one a level deeper, a call that nobody reaches."""
    record, main = new_campaign("autumn", AUTUMN)
    main.add("email", subject="Hello {{firstName}}", message=html("Hi {{firstName}},", "First line."))
    main.add("phone", 2, message="Ask for Bob")
    met, other = main.branch("emailsOpened", "within", 3)
    met.add("sms", 1, message="You opened it")
    deeper, _ = met.branch("linkedinInviteAccepted", "waitUntil")
    deeper.add("linkedinVisit", 1)
    other.add("manual", 4, title="Write a card", message="By hand.")
    return record


def live() -> Campaign:
    """Two steps of a campaign that people are going through."""
    record, main = new_campaign("live", LIVE, running=True)
    main.add("email", subject="Running now", message=html("Hi."))
    main.add("phone", 1, message="Call them")
    return record


def record_named(store: Store, name: str) -> Campaign:
    """A campaign of the store by its name."""
    return next(record for record in store.state.lemlist.campaigns.values() if record.name == name)


def main_line(store: Store, name: str) -> list[StepRecord]:
    """The steps of the main sequence of a campaign."""
    record = record_named(store, name)
    assert record.sequence_id is not None
    return record.sequences[record.sequence_id].steps


def sequence_of(store: Store, name: str, sequence_id: str) -> SequenceRecord:
    """A sequence of a campaign."""
    return record_named(store, name).sequences[sequence_id]


def every_step(store: Store, name: str) -> dict[str, StepRecord]:
    """All steps of a campaign by id."""
    return {step.id: step for each in record_named(store, name).sequences.values() for step in each.steps}
