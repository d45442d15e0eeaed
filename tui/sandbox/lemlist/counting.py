"""The numbers of a campaign, counted from the activities of its leads (contract 3.10).

The documents name the numbers and do not define them; what each of them counts is decided here and in `activities`.
Leads are counted whatever the period, everything else only where it happened in it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from tui.sandbox.lemlist import activities as of
from tui.sandbox.lemlist.call import Json
from tui.sandbox.lemlist.records import Activity, Campaign, Step
from tui.sandbox.lemlist.sequences import outline


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be counted: a period whose ends belong to it, channels, and where given a sender and a variant."""

    start: datetime
    end: datetime
    channels: Sequence[str] = of.CHANNELS
    sender_id: str | None = None
    variant: Literal["A", "B"] | None = None

    def takes(self, activity: Activity) -> bool:
        """Whether an activity counts."""
        return (
            self.start <= datetime.fromisoformat(activity.created_at) <= self.end
            and of.channel_of(activity.type) in self.channels
            and self.sender_id in (None, activity.sender_id)
            and self.variant in (None, activity.variant)
        )


def numbers(campaign: Campaign, wanted: Wanted) -> Json:
    """The answer of the statistics routes: totals, a row for each step that is still there, and the later `perChannel`.

    Totals hold what was sent by steps that have been deleted since, so the rows may add up to less.
    """
    counted = [each for each in campaign.activities if wanted.takes(each)]
    return {
        "nbLeads": len(campaign.leads),
        "nbLeadsLaunched": sum(lead.launched for lead in campaign.leads),
        "nbLeadsReached": of.leads_with(counted, of.SENT | of.INVITED),
        "nbLeadsOpened": of.leads_with(counted, of.OPENED),
        "nbLeadsInteracted": of.leads_with(counted, of.CLICKED),
        "nbLeadsAnswered": of.leads_with(counted, of.REPLIED),
        "nbLeadsInterested": of.leads_with(counted, of.INTERESTED),
        "nbLeadsNotInterested": of.leads_with(counted, of.NOT_INTERESTED),
        "nbLeadsUnsubscribed": of.leads_with(counted, of.UNSUBSCRIBED),
        "nbLeadsInterrupted": of.leads_with(counted, of.INTERRUPTED),
        "messagesSent": of.count(counted, of.SENT),
        "messagesNotSent": of.count(counted, of.FAILED),
        "messagesBounced": of.count(counted, of.BOUNCED),
        "delivered": of.delivered(counted),
        "opened": of.count(counted, of.OPENED),
        "clicked": of.count(counted, of.CLICKED),
        "replied": of.count(counted, of.REPLIED),
        "invitationAccepted": of.count(counted, of.ACCEPTED),
        "meetingBooked": of.count(counted, of.BOOKED),
        "steps": list(_rows(campaign, counted, wanted)),
        "perChannel": {channel: _channel(channel, counted) for channel in wanted.channels},
    }


def _rows(campaign: Campaign, counted: list[Activity], wanted: Wanted) -> Iterator[Json]:
    """A step under a test has a row for each variant; when one variant is asked for, only its rows are given."""
    by_step: dict[str, list[Activity]] = defaultdict(list)
    by_place: dict[tuple[str, int], list[Activity]] = defaultdict(list)
    for each in counted:
        if each.step_id is not None:
            by_step[each.step_id].append(each)
        elif each.sequence_id is not None and each.sequence_step is not None:
            by_place[each.sequence_id, each.sequence_step].append(each)
    for sequence_id in outline(campaign):
        for number, step in enumerate(campaign.sequences[sequence_id].steps):
            happened = by_step[step.id] + by_place[sequence_id, number]
            for letter in (None,) if step.ab_test is None else ("A", "B"):
                if wanted.variant in (None, letter):
                    place: Json = {"index": number + 1, "sequenceId": sequence_id, "sequenceStep": number}
                    if letter is not None:
                        place["abTest"] = letter
                    own = [each for each in happened if letter is None or each.variant == letter]
                    yield {**place, **_kind(step), **_row(own)}


def _kind(step: Step) -> Json:
    """The documented rows of e-mails have no `taskType`."""
    kind: Json = {} if step.type == "email" else {"taskType": step.type}
    label = next((link.label for link in step.conditions if not link.fallback), None)
    return kind if label is None else {**kind, "conditionLabel": label}


def _row(happened: list[Activity]) -> Json:
    return {
        "invited": of.count(happened, of.INVITED),
        "sent": of.count(happened, of.SENT | of.DONE),
        "delivered": of.delivered(happened) + of.count(happened, of.DONE),
        "opened": of.count(happened, of.OPENED),
        "clicked": of.count(happened, of.CLICKED),
        "replied": of.count(happened, of.REPLIED),
        "notDelivered": of.count(happened, of.FAILED),
        "bounced": of.count(happened, of.BOUNCED),
        "unsubscribed": of.count(happened, of.UNSUBSCRIBED),
    }


def _channel(channel: str, counted: list[Activity]) -> Json:
    own = [each for each in counted if of.channel_of(each.type) == channel]
    if channel == "others":
        return {
            "unsubscribed": of.count(own, of.UNSUBSCRIBED),
            "interested": of.count(own, of.INTERESTED),
            "notInterested": of.count(own, of.NOT_INTERESTED),
        }
    # Here an accepted invitation is no opened message: this object counts message sends only.
    every: Json = {
        "sent": of.count(own, of.SENT),
        "delivered": of.delivered(own),
        "notDelivered": of.count(own, of.FAILED),
        "opened": of.count(own, of.OPENED - of.ACCEPTED),
        "clicked": of.count(own, of.CLICKED),
        "replied": of.count(own, of.REPLIED),
        "bounced": of.count(own, of.BOUNCED),
        "unsubscribed": of.count(own, of.UNSUBSCRIBED),
    }
    fields = {
        "linkedin": ("sent", "delivered", "notDelivered", "opened", "replied"),
        "sms": ("sent", "delivered", "notDelivered", "replied"),
        "whatsapp": ("sent", "delivered", "notDelivered", "opened", "replied"),
    }
    told = {name: every[name] for name in fields.get(channel, every)}
    return {**told, **_linkedin(own)} if channel == "linkedin" else told


def _linkedin(own: list[Activity]) -> Json:
    return {
        "invitationAccepted": of.count(own, of.ACCEPTED),
        "breakdown": {
            "sent": {
                "messages": of.count(own, of.LINKEDIN_MESSAGES),
                "inMails": of.count(own, of.LINKEDIN_IN_MAILS),
                "voiceNotes": of.count(own, of.LINKEDIN_VOICE),
            },
            "notDelivered": {
                "messages": of.count(own, {"linkedinSendFailed"}),
                "inMails": of.count(own, {"linkedinInMailFailed"}),
                "voiceNotes": of.count(own, {"linkedinVoiceNoteFailed"}),
            },
        },
    }
