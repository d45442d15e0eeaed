"""The settings of a campaign that a PATCH may change (contract 3.5)."""

from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

from tui.sandbox.lemlist.call import Json, refuse
from tui.sandbox.lemlist.checks import expect
from tui.sandbox.lemlist.records import Campaign, LemlistState
from tui.sandbox.lemlist.words import CHANNELS

_BOOLEANS = (
    "stopOnEmailReplied stopOnMeetingBooked stopOnLinkClicked leadsPausedByInterest opportunityReplied"
    " opportunityClicked autoLeadInterest disableTrackOpen disableTrackClick disableTrackReply disableOutOfOffice"
    " sequenceSharing autoReview archived"
)
_KINDS: Final = MappingProxyType(
    {
        "name": "string",
        "stopOnLinkClickedFilter": "string",
        "sendUserIds": "array",
        "autoReviewConditions": "array",
        **dict.fromkeys(("aiFeatures", "tracking", "onReplied", "onLinkClicked", "onMeetingBooked"), "object"),
        **dict.fromkeys(_BOOLEANS.split(), "boolean"),
    }
)
_REVIEW_CONDITIONS = ("deliverable", "risky", "undeliverable", "unverified")


def apply_settings(state: LemlistState, campaign: Campaign, body: Json) -> Json:
    """Check a PATCH body, take it over and return the echo; unknown fields are ignored. `archived` archives."""
    sent = {name: value for name, value in body.items() if name in _KINDS}
    for name in sent:
        expect(sent, name, _KINDS[name])
    if sent.get("name") == "":
        refuse("name must not be empty")
    check_review_conditions(sent)
    echo = dict(sent)
    if "sendUserIds" in sent:
        campaign.sender_ids = _senders(state, campaign, sent.pop("sendUserIds"))
        echo["sendUsers"] = [
            {"id": user.id, "email": user.email, "sendUserMailboxId": user.mailbox_id}
            for user in (state.users[name] for name in campaign.sender_ids)
        ]
    if "name" in sent:
        campaign.name = str(sent.pop("name"))
    if "archived" in sent:
        campaign.archived = bool(sent.pop("archived"))
    campaign.settings.update(sent)
    return echo


def check_review_conditions(body: Json) -> None:
    """Refuse `autoReviewConditions` with a word that is none of the four."""
    expect(body, "autoReviewConditions", "array")
    wanted = body.get("autoReviewConditions", [])
    if isinstance(wanted, list) and any(word not in _REVIEW_CONDITIONS for word in wanted):
        refuse("Invalid autoReviewConditions")


def _senders(state: LemlistState, campaign: Campaign, wanted: JsonValue) -> list[str]:
    names = [name for name in wanted if isinstance(name, str)] if isinstance(wanted, list) else []
    members = [name for name in names if name in state.users and state.users[name].team_id == campaign.team_id]
    if not members:
        refuse("None of the provided sendUserIds are members of the team")
    used = {CHANNELS[step.type] for line in campaign.sequences.values() for step in line.steps if step.type in CHANNELS}
    missing = used.difference(*(state.users[name].channels for name in members))
    if missing:
        refuse(f"The provided senders do not cover the following campaign channels: {', '.join(sorted(missing))}")
    return members
