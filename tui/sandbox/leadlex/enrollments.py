"""People in a campaign: list, enroll, unenroll, and what the removal of a step does to them (contract 7.5, 8)."""

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.call import Answer, Call, RefusedError, refuse, refuse_fields
from tui.sandbox.leadlex.records import Campaign, Enrollment, LeadlexState
from tui.sandbox.wire import Json

_UNDER_WAY = frozenset({"pending", "active", "paused"})


def written(state: LeadlexState, enrollment: Enrollment) -> Json:
    """An enrollment as the service writes it."""
    contact = state.contacts[enrollment.contact_id]
    return {
        "contact_id": contact.id,
        "full_name": contact.full_name,
        "email": contact.email,
        "status": enrollment.status,
        "current_step": enrollment.current_step,
        "added_at": enrollment.added_at,
        "last_sent_at": enrollment.last_sent_at,
        **({} if enrollment.source is None else {"source": enrollment.source}),
    }


def newest_first(campaign: Campaign) -> list[Enrollment]:
    """The enrollments of a campaign, the newest first."""
    found = campaign.enrollments[::-1]
    found.sort(key=lambda each: each.added_at, reverse=True)
    return found


def make_room(campaign: Campaign) -> None:
    """Keep those who have finished behind the last step, now that one was added (contract 8.1)."""
    for each in campaign.enrollments:
        if each.status == "completed" and each.current_step == len(campaign.steps) - 1:
            each.current_step += 1


def close_gap(campaign: Campaign, removed: int) -> None:
    """Move everybody after the step at index `removed` is gone from the list (contract 7.5).

    Who was past it moves back with the indexes; who was to get it next gets the one after it, and when there is none
    has finished. A status that says more than "under way" (replied, bounced, unsubscribed) stays.
    """
    left = len(campaign.steps)
    for each in campaign.enrollments:
        if each.current_step > removed:
            each.current_step -= 1
        elif each.current_step == removed == left and each.status in _UNDER_WAY:
            each.status = "completed"
    settle(campaign)


def settle(campaign: Campaign) -> None:
    """An active campaign whose enrollments have all finished is completed (contract 6.1)."""
    left = len(campaign.steps)
    if (
        campaign.status == "active"
        and campaign.enrollments
        and all(
            each.status in ("completed", "bounced", "unsubscribed")
            or (each.status == "replied" and each.current_step >= left)
            for each in campaign.enrollments
        )
    ):
        campaign.status = "completed"


def index(call: Call) -> Answer:
    """`GET /v1/campaigns/{id}/contacts`: a page of enrollments, newest first."""
    campaign = call.campaign()
    status = call.chosen("status", words.ENROLLMENT_STATUSES)
    found = [each for each in newest_first(campaign) if status in (None, each.status)]
    return call.page("contacts", found, lambda each: written(call.state, each))


def enroll(call: Call) -> Answer:
    """`POST /v1/campaigns/{id}/contacts`: add contacts at step 0; who is in, unknown or unsubscribed is skipped."""
    campaign, body = call.campaign(), call.body()
    wanted, source = body.get("contact_ids"), body.get("source")
    if wanted is None or wanted == []:
        refuse(400, "missing_required_field", "contact_ids missing or empty")
    if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
        refuse_fields({"contact_ids": "Must be an array of strings"})
    if source is not None and not isinstance(source, str):
        refuse_fields({"source": "Must be a string"})
    if len(wanted) > words.MAX_ENROLLED_AT_ONCE:
        fields = {"contact_ids": f"Must be at most {words.MAX_ENROLLED_AT_ONCE}"}
        raise RefusedError(400, "too_many_contacts", "Too many contacts", fields)
    inside = {each.contact_id for each in campaign.enrollments}
    added: list[str] = []
    for name in map(str, wanted):
        contact = call.state.contacts.get(name)
        if contact is None or contact.workspace_id != call.key.workspace_id or contact.unsubscribed or name in inside:
            continue
        inside.add(name)
        added.append(name)
        campaign.enrollments.append(Enrollment(contact_id=name, added_at=call.now(), source=source))
    call.store.save()
    return Answer(200, {"data": {"added": len(added), "skipped": len(wanted) - len(added), "contact_ids": [*added]}})


def unenroll(call: Call) -> Answer:
    """`DELETE /v1/campaigns/{id}/contacts/{contact_id}`: nothing more is sent to that contact in this campaign."""
    campaign, name = call.campaign(), call.params["contact"]
    kept = [each for each in campaign.enrollments if each.contact_id != name]
    if len(kept) == len(campaign.enrollments):
        refuse(404, "enrollment_not_found", "Contact is not enrolled in this campaign")
    campaign.enrollments = kept
    settle(campaign)
    call.store.save()
    return Answer(200, {"data": {"removed": True, "campaign_id": campaign.id, "contact_id": name}})
