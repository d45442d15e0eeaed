"""People of a workspace: look them up, and read what happened to one (contract 9)."""

from datetime import UTC, datetime

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.call import Answer, Call, refuse_fields
from tui.sandbox.leadlex.records import Activity, Contact
from tui.sandbox.wire import Json

_SORTS = (*words.CONTACT_SORTS, *(f"-{name}" for name in words.CONTACT_SORTS))


def index(call: Call) -> Answer:
    """`GET /v1/contacts`: a page; `search` looks at name, address and company, `-` before `sort` turns the order."""
    search, listed = call.query.get("search", "").casefold(), call.query.get("list_id")
    sort = call.chosen("sort", _SORTS) or "-created_at"
    found = [
        each
        for each in call.state.contacts.values()
        if each.workspace_id == call.key.workspace_id
        and (listed is None or listed in each.list_ids)
        and search in "\n".join((each.full_name, each.email, each.company_name or "")).casefold()
    ]
    found.sort(key=lambda each: str(_written(each)[sort.lstrip("-")]), reverse=sort.startswith("-"))
    return call.page("contacts", found, _written)


def activities(call: Call) -> Answer:
    """`GET /v1/contacts/{id}/activities`: a page of one person's history, newest first."""
    contact, kind = call.contact(), call.query.get("type")
    first, last = _date(call, "from_date"), _date(call, "to_date")
    found = [
        each
        for each in reversed(call.state.activities)
        if each.contact_id == contact.id
        and kind in (None, each.type)
        and (first is None or datetime.fromisoformat(each.created_date) >= first)
        and (last is None or datetime.fromisoformat(each.created_date) <= last)
    ]
    found.sort(key=lambda each: each.created_date, reverse=True)
    return call.page("activities", found, _activity)


def _date(call: Call, name: str) -> datetime | None:
    given = call.query.get(name)
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        refuse_fields({name: "Must be an ISO 8601 date"})
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _written(contact: Contact) -> Json:
    return {
        "id": contact.id,
        "full_name": contact.full_name,
        "email": contact.email,
        "phone": contact.phone,
        "job_title": contact.job_title,
        "company_name": contact.company_name,
        "linkedin_url": contact.linkedin_url,
        "created_at": contact.created_at,
        "updated_date": contact.created_at,
    }


def _activity(activity: Activity) -> Json:
    return {
        "id": activity.id,
        "type": activity.type,
        "title": activity.title,
        "description": activity.description,
        "contact_id": activity.contact_id,
        "deal_id": None,
        "entity_type": activity.entity_type,
        "entity_id": activity.entity_id,
        "entity_name": activity.entity_name,
        "metadata": activity.metadata,
        "created_by_user_id": None,
        "created_date": activity.created_date,
    }
