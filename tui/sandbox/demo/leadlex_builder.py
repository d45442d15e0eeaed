"""A short way to write a LeadLex campaign down, with ids that never change."""

from collections.abc import Iterable

from tui.sandbox.demo.leadlex_people import KNOWN, WORKSPACE_ID
from tui.sandbox.leadlex.delivery import merged
from tui.sandbox.leadlex.records import Activity, Campaign, Contact, Enrollment, LeadlexState, Step
from tui.sandbox.state import derived_id


def campaign(slug: str, name: str, created_at: str, **more: object) -> Campaign:
    """A campaign without steps; its id follows from `slug` alone."""
    return Campaign.model_validate(
        {
            "id": derived_id("cmp", slug),
            "workspace_id": WORKSPACE_ID,
            "name": name,
            "created_at": created_at,
            "updated_at": created_at,
            "sending_timezone": "Europe/Paris",
            **more,
        }
    )


def step(record: Campaign, days: int, condition: str, subject: str, *paragraphs: str, hours: int = 0) -> None:
    """Append a step that waits `days` and `hours`; its body is the paragraphs with empty lines between them."""
    number = len(record.steps)
    record.steps.append(
        Step(
            id=derived_id("step", f"{record.id}:{number}"),
            subject=subject,
            body="\n\n".join(paragraphs),
            created_at=record.created_at.replace(":00Z", f":{number:02d}Z"),
            delay_days=days,
            delay_hours=hours,
            send_condition=condition,
        )
    )


def enroll(
    state: LeadlexState,
    record: Campaign,
    place: int,
    added_at: str,
    status: str,
    current_step: int,
    *sent: tuple[int, str],
    source: str = "list:release-managers",
) -> None:
    """Put the contact at `place` of the known ones into a campaign; `sent` are the index and moment of each e-mail."""
    contact = KNOWN[place]
    record.enrollments.append(
        Enrollment(
            contact_id=contact.id,
            added_at=added_at,
            status=status,
            current_step=current_step,
            last_sent_at=sent[-1][1] if sent else None,
            source=source,
        )
    )
    record.stats.sent_count += len(sent)
    for index, at in sent:
        step = record.steps[index]
        state.activities.append(
            Activity(
                id=derived_id("act", f"{record.id}:{contact.id}:{index}"),
                contact_id=contact.id,
                type="campaign_sent",
                title=merged(step.subject, contact),
                created_date=at,
                entity_type="campaign",
                entity_id=record.id,
                entity_name=record.name,
                metadata={"step_id": step.id, "step_index": index},
            )
        )


def enroll_all(record: Campaign, contacts: Iterable[Contact], added_at: str, source: str) -> None:
    """Put contacts into a campaign that has sent nothing yet."""
    for contact in contacts:
        record.enrollments.append(Enrollment(contact_id=contact.id, added_at=added_at, source=source))
