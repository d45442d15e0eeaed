"""The leads of a campaign as rows, in CSV or JSON (contract 3.11; the words of 8.4)."""

import csv
import io
from collections.abc import Iterable

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import CSV, Answer, Call, Json, refuse
from tui.sandbox.lemlist.records import Campaign, Lead

# Filled from the variables, in the documented order; what else a lead has follows them.
_KNOWN = (
    "firstName",
    "lastName",
    "picture",
    "phone",
    "linkedinUrl",
    "timezone",
    "companyName",
    "companyDomain",
    "icebreaker",
)
_COLUMNS = ("emailStatus", "email", *_KNOWN)
_LAST = ("lastState", "status", "_id")


def export(call: Call) -> Answer:
    """`GET /campaigns/{id}/export/leads`: all leads, or those in one state."""
    return _answer(call, call.query.get("state") or "all", richer=False)


def export_v2(call: Call) -> Answer:
    """`GET /v2/campaigns/{id}/export/leads`: richer rows, but none at all unless `state` is named (reported)."""
    return _answer(call, call.query.get("state", ""), richer=True)


def written_csv(rows: Iterable[Json]) -> str:
    """Rows as CSV: the documented columns, whatever else the leads have, and the last three."""
    listed = list(rows)
    fixed = {*_COLUMNS, *_LAST}
    own = dict.fromkeys(name for row in listed for name in row if name not in fixed)
    text = io.StringIO()
    writer = csv.DictWriter(text, [*_COLUMNS, *own, *_LAST], restval="")
    writer.writeheader()
    writer.writerows(listed)
    return text.getvalue()


def rows(campaign: Campaign, state: str = "all", *, richer: bool = False) -> list[Json]:
    """The leads in a state; what a lead does not have is not in its row."""
    return [_row(lead, richer=richer) for lead in campaign.leads if state == "all" or _is_in(lead, state)]


def _answer(call: Call, state: str, *, richer: bool) -> Answer:
    campaign = call.campaign()
    form = call.query.get("format") or "csv"
    # What other words are answered with is documented nowhere.
    if state not in ("", "all", *words.LEAD_STATES) or form not in ("csv", "json"):
        refuse("Bad params")
    found = rows(campaign, state, richer=richer)
    if form == "csv":
        return Answer(200, written_csv(found), CSV)
    return Answer(200, list[JsonValue](found))


def _is_in(lead: Lead, state: str) -> bool:
    return lead.state == state or (state == "paused" and lead.paused)


def _row(lead: Lead, *, richer: bool) -> Json:
    head: Json = {} if lead.email_status is None else {"emailStatus": lead.email_status}
    head["email"] = lead.email
    known: Json = {name: lead.variables[name] for name in _KNOWN if name in lead.variables}
    taken = {*_COLUMNS, *_LAST}
    own: Json = {name: value for name, value in lead.variables.items() if name not in taken}
    tail: Json = {"lastState": lead.state, "status": _status(lead), "_id": lead.id}
    if richer:
        own |= {"state": lead.state, "stateSystem": _system(lead)}
    return {**head, **known, **own, **tail}


def _status(lead: Lead) -> str:
    """The words seen in examples where they fit (contract 8.4), and `stateSystem`'s for leads on their way."""
    if not lead.launched:
        return "review"
    if lead.state in words.INTERESTED_LEADS:
        return "interested"
    if lead.state == "emailsUnsubscribed":
        return "unsubscribed"
    return _system(lead)


def _system(lead: Lead) -> str:
    """Campaigns stop for a lead who answers (the default of `stopOnEmailReplied`), so such a lead is done."""
    if lead.finished or lead.state in words.ANSWERED_LEADS:
        return "done"
    return "paused" if lead.paused or lead.state == "paused" else "inProgress"
