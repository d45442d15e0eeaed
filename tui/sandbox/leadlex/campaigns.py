"""Campaigns: list, read, create, settings, delete (contract 6.2 to 6.6)."""

from tui.sandbox.leadlex import enrollments, steps, words
from tui.sandbox.leadlex.call import Answer, Call, refuse
from tui.sandbox.leadlex.records import Campaign, LeadlexState
from tui.sandbox.leadlex.settings import check, check_new
from tui.sandbox.wire import Json

_STOPPED = frozenset({"draft", "paused", "completed"})


def summary(campaign: Campaign) -> Json:
    """A campaign as a row of the list: without steps and contacts."""
    return {
        "id": campaign.id,
        "name": campaign.name,
        "description": campaign.description,
        "status": campaign.status,
        "daily_send_limit": campaign.daily_send_limit,
        "delay_between_emails": campaign.delay_between_emails,
        "sending_timezone": campaign.sending_timezone,
        "send_on_weekends": campaign.send_on_weekends,
        "track_opens": campaign.track_opens,
        "track_clicks": campaign.track_clicks,
        "show_unsubscribe": campaign.show_unsubscribe,
        "created_at": campaign.created_at,
        "updated_at": campaign.updated_at,
    }


def full(state: LeadlexState, campaign: Campaign) -> Json:
    """A campaign with its steps in order and its newest contacts."""
    newest = enrollments.newest_first(campaign)[: words.SHOWN_CONTACTS]
    return {
        **summary(campaign),
        "steps": [steps.written(step, number) for number, step in enumerate(campaign.steps)],
        "contacts": [enrollments.written(state, each) for each in newest],
    }


def index(call: Call) -> Answer:
    """`GET /v1/campaigns`: a page of the workspace's campaigns, newest first; `status` narrows them."""
    status = call.chosen("status", words.CAMPAIGN_STATUSES)
    found = [
        each
        for each in reversed(call.state.campaigns.values())
        if each.workspace_id == call.key.workspace_id and status in (None, each.status)
    ]
    found.sort(key=lambda campaign: campaign.created_at, reverse=True)
    return call.page("campaigns", found, summary)


def read(call: Call) -> Answer:
    """`GET /v1/campaigns/{id}`: everything about one."""
    return Answer(200, {"data": {"campaign": full(call.state, call.campaign())}})


def create(call: Call) -> Answer:
    """`POST /v1/campaigns`: a draft without steps; only a name is required."""
    given, now = check_new(call.body()), call.now()
    campaign = Campaign.model_validate(
        {
            "id": call.store.state.mint("cmp"),
            "workspace_id": call.key.workspace_id,
            "created_at": now,
            "updated_at": now,
            **given,
        }
    )
    call.state.campaigns[campaign.id] = campaign
    call.store.save()
    return call.created({"campaign": full(call.state, campaign)})


def update(call: Call) -> Answer:
    """`PATCH /v1/campaigns/{id}`: settings, in any status; what is not sent stays."""
    campaign = call.campaign()
    given = check(call.body())
    for name, value in given.items():
        setattr(campaign, name, value)
    if given:
        campaign.updated_at = call.now()
        call.store.save()
    return Answer(200, {"data": {"campaign": full(call.state, campaign)}})


def delete(call: Call) -> Answer:
    """`DELETE /v1/campaigns/{id}`: for ever, and drafts only.

    The page also tells the reader to pause an active one first; the switch `leadlex.delete` takes it at that word.
    """
    campaign = call.campaign()
    allowed = _STOPPED if call.store.switches.leadlex.delete == "stopped" else {"draft"}
    if campaign.status not in allowed:
        refuse(409, "campaign_not_draft", "Only draft campaigns can be deleted")
    del call.state.campaigns[campaign.id]
    call.store.save()
    return Answer(200, {"data": {"deleted": True, "id": campaign.id}})
