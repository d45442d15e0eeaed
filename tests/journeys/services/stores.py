"""Small stores for all services, without limits of their own, and short ways to look into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.journeys.stores import autumn, live
from tui.sandbox.demo import kit, leadlex, lemlist
from tui.sandbox.demo.kit_builder import email, sequence
from tui.sandbox.demo.leadlex_builder import campaign, step
from tui.sandbox.demo.leadlex_people import KNOWN
from tui.sandbox.kit.records import Member, Sequence, Subscriber
from tui.sandbox.leadlex.records import Campaign, Enrollment
from tui.sandbox.state import State
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

WINTER, COURSE = "Winter", "Course"
"""The LeadLex campaign and the Kit sequence of these stores."""
FREE = ("rate_requests=0", "kit.key_requests=0", "kit.token_requests=0")
_CREATED = "2026-09-01T08:00:00Z"


def store_of(*records: Campaign | Sequence, words: Iterable[str] = ()) -> Store:
    """A store in memory with these; the lemlist part has `Autumn` and `Live`. `words` are switches."""
    store = Store(None, switches=Switches.parse([*FREE, *words]))
    state = State.new()
    state.lemlist = lemlist.account()
    state.lemlist.campaigns = {record.id: record for record in (autumn(), live())}
    state.leadlex, state.kit = leadlex.account(), kit.account()
    state.leadlex.contacts = {contact.id: contact.model_copy() for contact in KNOWN}
    for record in records:
        if isinstance(record, Campaign):
            state.leadlex.campaigns[record.id] = record
        else:
            state.kit.sequences[record.id] = record
    store.state = state
    return store


def winter(
    status: str = "draft", *subjects: str, people: Iterable[int] = (), name: str = WINTER, **more: Any
) -> Campaign:
    """A LeadLex campaign with a step for each subject; in `people` stands somebody's next step for each."""
    record = campaign(name.lower(), name, _CREATED, status=status, **more)
    for number, subject in enumerate(subjects or ("One", "Two", "Three")):
        step(record, number, "always", subject, f"Body of {subject}.")
    for number, place in enumerate(people):
        record.enrollments.append(
            Enrollment(contact_id=KNOWN[number].id, added_at=_CREATED, status="active", current_step=place)
        )
    return record


def course(*subjects: str, active: bool = False, number: int = 501, name: str = COURSE, **more: Any) -> Sequence:
    """A Kit sequence with a published e-mail for each subject, at positions 0, 1, …."""
    emails = [
        email(number * 10 + place, subject, place, 0 if place == 0 else 1, "days", content=f"<p>Body of {subject}.</p>")
        for place, subject in enumerate(subjects or ("One", "Two", "Three"))
    ]
    return sequence(number, name, _CREATED, emails, active=active, **more)


def join(store: Store, record: Sequence, count: int) -> None:
    """Put so many active people into a sequence."""
    for number in range(count):
        person = Subscriber(id=9000 + number, email_address=f"p{number}@post.example", created_at=_CREATED)
        store.state.kit.subscribers[person.id] = person
        record.members[person.id] = Member(subscriber_id=person.id, added_at=_CREATED)


def of_leadlex(store: Store, name: str = WINTER) -> Campaign:
    """A LeadLex campaign of the store by its name."""
    return next(record for record in store.state.leadlex.campaigns.values() if record.name == name)


def of_kit(store: Store, name: str = COURSE) -> Sequence:
    """A Kit sequence of the store by its name, deleted ones included."""
    return next(record for record in store.state.kit.sequences.values() if record.name == name)


def subjects_of(record: Campaign | Sequence) -> list[str]:
    """The subjects in the order of the service."""
    return [each.subject for each in (record.steps if isinstance(record, Campaign) else record.in_order())]
