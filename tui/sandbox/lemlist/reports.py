"""`GET /campaigns/reports`: one flat row for each campaign, and the only reading of `state` (contract 3.10)."""

from pydantic import JsonValue

from tui.sandbox.lemlist import activities as of
from tui.sandbox.lemlist.call import Answer, Call, Json, refuse
from tui.sandbox.lemlist.records import Campaign, LemlistState

# The documented example leaves these out where they are zero, and writes every other zero.
_ABSENT_WHEN_ZERO = ("emailsUnsubscribed", "linkedinOpened")


def read(call: Call) -> Answer:
    """The rows of `campaignIds=cam_a,cam_b`; ids of no campaign have no row, those of another team are refused."""
    names = [name.strip() for name in call.query.get("campaignIds", "").split(",") if name.strip()]
    if not names:
        # What a missing list is answered with is documented nowhere.
        refuse("Bad params")
    found = [call.state.campaigns[name] for name in names if name in call.state.campaigns]
    if any(campaign.team_id != call.team.id for campaign in found):
        refuse("Bad team")
    return Answer(200, [_row(call.state, campaign) for campaign in found])


def _row(state: LemlistState, campaign: Campaign) -> JsonValue:
    author = state.users.get(campaign.created_by)
    senders = [state.users[name] for name in campaign.sender_ids if name in state.users]
    launched = [lead for lead in campaign.leads if lead.launched]
    row: Json = {
        "_id": campaign.id,
        "name": campaign.name,
        "creator": f"{campaign.created_by}|{author.email if author else ''}",
        "createdAt": campaign.created_at,
        "createdBy": author.name if author else campaign.created_by,
        "labels": ", ".join(campaign.labels),
        "totalCount": len(campaign.leads),
        "reviewedCount": len(launched),
        "inSequenceLeadCount": sum(not lead.finished for lead in launched),
        "state": campaign.state,
        "status": campaign.status,
        "senderNames": ", ".join(user.email for user in senders),
        "sendersUsers": ", ".join(f"{user.name}:{user.email}" for user in senders),
        "reviewed": len(launched),
        **_counts(campaign),
    }
    return {name: value for name, value in row.items() if value != 0 or name not in _ABSENT_WHEN_ZERO}


def _counts(campaign: Campaign) -> Json:
    """All of the campaign's time; rows know of e-mail and LinkedIn only."""
    happened = campaign.activities
    return {
        "emailsSent": of.count(happened, {"emailsSent"}),
        "emailsOpened": of.count(happened, {"emailsOpened"}),
        "emailsClicked": of.count(happened, {"emailsClicked"}),
        "emailsReplied": of.count(happened, {"emailsReplied"}),
        "emailsUnsubscribed": of.count(happened, {"emailsUnsubscribed"}),
        "emailsInterested": of.count(happened, {"emailsInterested"}),
        "linkedinSent": of.count(happened, of.LINKEDIN_MESSAGES | of.LINKEDIN_IN_MAILS),
        "linkedinOpened": of.count(happened, {"linkedinOpened"}),
        "linkedinReplied": of.count(happened, {"linkedinReplied", "linkedinVoiceNoteReplied"}),
        "interested": of.leads_with(happened, of.INTERESTED),
        "notInterested": of.leads_with(happened, of.NOT_INTERESTED),
    }
