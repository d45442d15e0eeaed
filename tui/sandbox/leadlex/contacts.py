"""People of a workspace: look them up, read one, and read or write what happened to them (contract 9)."""

from datetime import UTC, datetime

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.call import Answer, Call, RefusedError, refuse, refuse_fields
from tui.sandbox.leadlex.records import Activity, Contact
from tui.sandbox.wire import Json, encoded

_TEXTS = ("type", "title", "description", "contact_id", "deal_id", "entity_type", "entity_id", "entity_name")
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


def read(call: Call) -> Answer:
    """`GET /v1/contacts/{id}`: one person, flat, with other names of fields than the list has.

    `include` adds the three newest notes, and tasks and deals, which the sandbox has none of; `*` adds all.
    """
    contact = call.contact()
    wanted = [word.strip() for word in call.query.get("include", "").split(",") if word.strip()]
    if any(word not in (*words.CONTACT_EXTRAS, "*") for word in wanted):
        refuse_fields({"include": f"Must be * or some of {', '.join(words.CONTACT_EXTRAS)}"})
    data = _whole(contact)
    if {"notes", "*"} & {*wanted}:
        notes = [each for each in _of(call, contact) if each.type == "note"]
        data["recent_notes"] = [_activity(each) for each in notes[: words.SHOWN_EXTRAS]]
    for word, name in (("tasks", "open_tasks"), ("deals", "open_deals")):
        if {word, "*"} & {*wanted}:
            data[name] = []
    return Answer(200, {"data": data})


def activities(call: Call) -> Answer:
    """`GET /v1/contacts/{id}/activities`: a page of one person's history, newest first."""
    contact, kind = call.contact(), call.query.get("type")
    first, last = _date(call, "from_date"), _date(call, "to_date")
    found = [
        each
        for each in _of(call, contact)
        if kind in (None, each.type)
        and (first is None or datetime.fromisoformat(each.created_date) >= first)
        and (last is None or datetime.fromisoformat(each.created_date) <= last)
    ]
    return call.page("activities", found, _activity)


def create_activity(call: Call) -> Answer:
    """`POST /v1/activities`: an entry of any type; only that is required."""
    body = call.body()
    kind, title, metadata = body.get("type"), body.get("title"), body.get("metadata")
    if kind is None or (isinstance(kind, str) and not kind.strip()):
        raise RefusedError(400, "missing_required_field", "type missing", {"type": "Required"})
    given = {name: body[name] for name in _TEXTS if body.get(name) is not None}
    problems = {name: "Must be a string" for name, value in given.items() if not isinstance(value, str)}
    if isinstance(title, str) and len(title) > words.MAX_TITLE:
        problems["title"] = f"Must be at most {words.MAX_TITLE} characters"
    if metadata is not None and not isinstance(metadata, dict):
        problems["metadata"] = "Must be an object"
    elif isinstance(metadata, dict) and len(encoded(metadata)) > words.MAX_METADATA:
        problems["metadata"] = f"Must be at most {words.MAX_METADATA} bytes"
    if problems:
        refuse_fields(problems)
    contact = call.state.contacts.get(str(given.get("contact_id")))
    if "contact_id" in given and (contact is None or contact.workspace_id != call.key.workspace_id):
        refuse(404, "not_found", "Contact not found")
    values = {"contact_id": None, "title": "", "metadata": metadata or {}, **given}
    activity = Activity.model_validate({"id": call.store.state.mint("act"), "created_date": call.now(), **values})
    call.state.activities.append(activity)
    call.store.save()
    return call.created({"activity": _activity(activity)})


def _of(call: Call, contact: Contact) -> list[Activity]:
    """The history of a contact, the newest first; of one moment, what was written last."""
    found = [each for each in reversed(call.state.activities) if each.contact_id == contact.id]
    found.sort(key=lambda each: each.created_date, reverse=True)
    return found


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


def _whole(contact: Contact) -> Json:
    first, _, last = contact.full_name.partition(" ")
    return {
        "id": contact.id,
        "first_name": first,
        "last_name": last,
        "full_name": contact.full_name,
        "email": contact.email,
        "phone": contact.phone,
        "job_title": contact.job_title,
        "company": contact.company_name,
        "related_company_id": None,
        "linkedin_url": contact.linkedin_url,
        "priority": None,
        "tags": [*contact.tags],
        "custom_fields": {**contact.custom_fields},
        "created_date": contact.created_at,
        "updated_date": contact.created_at,
    }


def _activity(activity: Activity) -> Json:
    return {
        "id": activity.id,
        "type": activity.type,
        "title": activity.title,
        "description": activity.description,
        "contact_id": activity.contact_id,
        "deal_id": activity.deal_id,
        "entity_type": activity.entity_type,
        "entity_id": activity.entity_id,
        "entity_name": activity.entity_name,
        "metadata": activity.metadata,
        "created_by_user_id": None,
        "created_date": activity.created_date,
    }
