"""Campaigns: list, read, create, settings, pause and start, duplicate (contract 3)."""

import math

from pydantic import JsonValue

from tui.sandbox.clock import iso
from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Answer, Call, Json, refuse
from tui.sandbox.lemlist.checks import expect
from tui.sandbox.lemlist.records import Campaign, LemlistState, Sequence
from tui.sandbox.lemlist.settings import apply_settings, check_review_conditions

_MAX_PAGE = 100


def index(call: Call) -> Answer:
    """`GET /campaigns`: a page of the team's campaigns, an array or with `version=v2` an object."""
    query = call.query
    found = [campaign for campaign in call.state.campaigns.values() if campaign.team_id == call.team.id]
    if status := query.get("status"):
        if status not in words.STATUSES:
            refuse("Bad params")
        found = [
            campaign for campaign in found if campaign.status == status or (status == "errors" and campaign.errors)
        ]
    if author := query.get("createdBy"):
        found = [campaign for campaign in found if campaign.created_by == author]
    if query.get("sortBy") == "createdAt":
        found.sort(key=lambda campaign: campaign.created_at, reverse=query.get("sortOrder") == "desc")
    limit = min(_number(query.get("limit"), _MAX_PAGE, least=1), _MAX_PAGE)
    offset = _number(query.get("offset"), 0, least=0)
    if "page" in query:
        offset = (_number(query["page"], 1, least=1) - 1) * limit
    page: list[JsonValue] = [summary(call.state, campaign) for campaign in found[offset : offset + limit]]
    if query.get("version") != "v2" or call.store.switches.campaigns_v2 == "array":
        return Answer(200, page)
    current = offset // limit + 1
    pagination: Json = {
        "totalRecords": len(found),
        "currentPage": current,
        "nextPage": current + 1 if offset + limit < len(found) else None,
        "totalPage": math.ceil(len(found) / limit),
    }
    return Answer(200, {"campaigns": page, "pagination": pagination})


def read(call: Call) -> Answer:
    """`GET /campaigns/{id}`: the same fields as in the list."""
    return Answer(200, summary(call.state, call.campaign()))


def create(call: Call) -> Answer:
    """`POST /campaigns`: a campaign with an empty main sequence and a default schedule."""
    body = call.body()
    if "name" not in body:
        refuse("Match error: Missing key 'name'")
    for name, kind in (("name", "string"), ("timezone", "string"), ("autoReview", "boolean")):
        expect(body, name, kind)
    check_review_conditions(body)
    mint = call.store.state.mint
    main = Sequence(id=mint("seq"))
    campaign = Campaign(
        id=mint("cam"),
        team_id=call.team.id,
        name=str(body["name"]),
        created_at=iso(call.store.clock.utc()),
        created_by=call.user.id,
        emoji="🚀",
        timezone=str(body.get("timezone", "Europe/Paris")),
        sequence_id=main.id,
        schedule_ids=[mint("skd")],
        settings={
            "stopOnEmailReplied": True,
            "autoReview": body.get("autoReview", False),
            "autoReviewConditions": body.get("autoReviewConditions", []),
        },
        sequences={main.id: main},
    )
    call.state.campaigns[campaign.id] = campaign
    call.store.save()
    answer: Json = {
        "_id": campaign.id,
        "sequenceId": main.id,
        "scheduleIds": list[JsonValue](campaign.schedule_ids),
        "teamId": campaign.team_id,
        "createdBy": campaign.created_by,
        "createdAt": campaign.created_at,
        "state": campaign.state,
        "scannedCount": 0,
        "reviewedCount": 0,
        "inSequenceLeadCount": 0,
        "variableKeys": [],
        "senders": [],
        "sendUsers": [],
        "displayedVariableKeys": ["companyName"],
        "emoji": campaign.emoji,
        "stopOnEmailReplied": True,
        "crmOpportunitiesOnTask": True,
        "unsubscribe": "campaign",
        "name": campaign.name,
    }
    return Answer(200, answer)


def update(call: Call) -> Answer:
    """`PATCH /campaigns/{id}`: change settings; what was taken over is echoed."""
    campaign = call.campaign()
    echo = apply_settings(call.state, campaign, call.body())
    if echo:
        call.store.save()
    return Answer(200, echo)


def pause(call: Call) -> Answer:
    """`POST /campaigns/{id}/pause`."""
    campaign = call.campaign()
    if campaign.state == "paused":
        refuse("You can't pause campaigns that are not running.")
    campaign.state = "paused"
    call.store.save()
    return Answer(200, {"_id": campaign.id, "state": campaign.state})


def start(call: Call) -> Answer:
    """`POST /campaigns/{id}/start`."""
    campaign = call.campaign()
    if campaign.state == "running":
        refuse("You can't start campaigns that are already running.")
    campaign.state = "running"
    call.store.save()
    return Answer(200, {"_id": campaign.id, "state": campaign.state})


def duplicate(call: Call) -> Answer:
    """`POST /campaigns/{id}/duplicate`: steps, branches and settings are copied, leads are not; the copy is paused."""
    original = call.campaign()
    body = call.body(optional=True)
    expect(body, "name", "string")
    mint = call.store.state.mint
    copy = original.model_copy(deep=True)
    copy.id, copy.name = mint("cam"), str(body.get("name", f"{original.name} Copy"))
    copy.created_at, copy.created_by = iso(call.store.clock.utc()), call.user.id
    copy.state, copy.archived, copy.notices, copy.errors = "paused", False, [], []
    copy.leads, copy.activities = [], []
    renamed = {old: mint("seq") for old in original.sequences}
    copy.sequence_id = renamed.get(original.sequence_id or "")
    copy.sequences = {}
    for old, sequence in original.sequences.items():
        twin = sequence.model_copy(deep=True, update={"id": renamed[old]})
        for step in twin.steps:
            step.id = mint("stp")
            step.template_id = mint("etp") if step.template_id is not None else None
            if step.ab_test is not None:
                step.ab_test.template_id = mint("etp")
            for condition in step.conditions:
                condition.sequence_id = renamed.get(condition.sequence_id, condition.sequence_id)
        copy.sequences[twin.id] = twin
    call.state.campaigns[copy.id] = copy
    call.store.save()
    entry = summary(call.state, copy)
    shown = ("_id", "name", "sequenceId", "labels", "createdAt", "createdBy", "status", "senders")
    return Answer(200, {name: entry[name] for name in shown if name in entry})


def summary(state: LemlistState, campaign: Campaign) -> Json:
    """A campaign as list and read show it; optional fields only where there is something to say."""
    senders: list[JsonValue] = [
        {"id": user.id, "email": user.email, "sendUserMailboxId": user.mailbox_id}
        for user in (state.users[name] for name in campaign.sender_ids if name in state.users)
    ]
    entry: Json = {
        "_id": campaign.id,
        "name": campaign.name,
        "labels": list[JsonValue](campaign.labels),
        "createdAt": campaign.created_at,
        "createdBy": campaign.created_by,
        "status": campaign.status,
        "teamId": campaign.team_id,
        "scheduleIds": list[JsonValue](campaign.schedule_ids),
        "senders": senders,
    }
    for name, value in (
        ("emoji", campaign.emoji),
        ("timezone", campaign.timezone),
        ("sequenceId", campaign.sequence_id),
    ):
        if value is not None:
            entry[name] = value
    if campaign.errors:
        entry |= {"hasError": True, "errors": list[JsonValue](campaign.errors)}
    if author := state.users.get(campaign.created_by):
        entry["creator"] = {"userId": author.id, "userEmail": author.email}
    return entry


def _number(text: str | None, default: int, *, least: int) -> int:
    if text is None or text == "":
        return default
    try:
        number = int(text)
    except ValueError:
        refuse("Bad params")
    if not least <= number < 10**9:
        refuse("Bad params")
    return number
