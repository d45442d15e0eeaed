"""What the words for activities mean when they are counted (contract 8.5, and its table of step types)."""

from collections.abc import Collection, Iterable
from typing import Final

from tui.sandbox.lemlist.records import Activity

CHANNELS: Final = ("email", "linkedin", "sms", "whatsapp", "others")

LINKEDIN_MESSAGES: Final = frozenset({"linkedinSent"})
LINKEDIN_IN_MAILS: Final = frozenset({"linkedinInMailSent"})
LINKEDIN_VOICE: Final = frozenset({"linkedinVoiceNoteDone"})
# Visits, likes, follows and invitations are no messages (contract 3.10, `perChannel`).
SENT: Final = frozenset(
    {
        "emailsSent",
        *LINKEDIN_MESSAGES,
        *LINKEDIN_IN_MAILS,
        *LINKEDIN_VOICE,
        "smsSent",
        "whatsappMessageSent",
        "whatsappVoiceNoteSent",
    }
)
FAILED: Final = frozenset(
    {
        "emailsFailed",
        "linkedinSendFailed",
        "linkedinInMailFailed",
        "linkedinVoiceNoteFailed",
        "smsFailed",
        "whatsappMessageFailed",
        "whatsappVoiceNoteFailed",
    }
)
# What arrived is only told for these channels; elsewhere what was sent and did not bounce has arrived.
ARRIVED: Final = frozenset({"smsDelivered", "whatsappMessageDelivered", "whatsappVoiceNoteDelivered"})
BOUNCED: Final = frozenset({"emailsBounced"})
INVITED: Final = frozenset({"linkedinInviteDone"})
ACCEPTED: Final = frozenset({"linkedinInviteAccepted"})
# An accepted invitation counts as opened, which is how there can be more opened than sent (contract 3.10, reported).
OPENED: Final = frozenset(
    {"emailsOpened", "linkedinOpened", *ACCEPTED, "whatsappMessageOpened", "whatsappVoiceNoteOpened"}
)
CLICKED: Final = frozenset({"emailsClicked"})
REPLIED: Final = frozenset(
    {
        "emailsReplied",
        "linkedinReplied",
        "linkedinVoiceNoteReplied",
        "smsReplied",
        "whatsappReplied",
        "whatsappVoiceNoteReplied",
    }
)
UNSUBSCRIBED: Final = frozenset(
    {"emailsUnsubscribed", "apiUnsubscribed", "manualUnsubscribed", "entityUnsubscribed", "variableUnsubscribed"}
)
INTERESTED: Final = frozenset(
    {
        "interested",
        "emailsInterested",
        "linkedinInterested",
        "aircallInterested",
        "apiInterested",
        "manualInterested",
    }
)
NOT_INTERESTED: Final = frozenset(
    {
        "notInterested",
        "emailsNotInterested",
        "linkedinNotInterested",
        "aircallNotInterested",
        "apiNotInterested",
        "manualNotInterested",
    }
)
BOOKED: Final = frozenset({"meetingBooked"})
# A step that is no message is "sent" when it is done.
DONE: Final = frozenset(
    {
        "manualDone",
        "aircallDone",
        "apiDone",
        "linkedinVisitDone",
        "linkedinFollowDone",
        "linkedinLikeLastPostDone",
        "linkedinCommentLastPostDone",
        "linkedinEndorseDone",
        "linkedinWithdrawInvitationDone",
        "sendToAnotherCampaign",
    }
)
# The lead left before the end of the sequence.
INTERRUPTED: Final = UNSUBSCRIBED | BOUNCED | {"stopped"}


def channel_of(kind: str) -> str:
    """The channel that an activity counts for; what no channel brought (calls, tasks, marks) is "others"."""
    prefixes = {"emails": "email", "linkedin": "linkedin", "sms": "sms", "whatsapp": "whatsapp"}
    return next((channel for prefix, channel in prefixes.items() if kind.startswith(prefix)), "others")


def count(activities: Iterable[Activity], kinds: Collection[str]) -> int:
    """How many messages or tasks something happened to: the same one for the same lead counts once."""
    return len({(each.lead_id, _place(each)) for each in activities if each.type in kinds})


def leads_with(activities: Iterable[Activity], kinds: Collection[str]) -> int:
    """How many leads something happened to."""
    return len({each.lead_id for each in activities if each.type in kinds})


def delivered(activities: Collection[Activity]) -> int:
    """Messages that arrived."""
    sent = count((each for each in activities if channel_of(each.type) in ("email", "linkedin")), SENT)
    return max(0, sent - count(activities, BOUNCED)) + count(activities, ARRIVED)


def _place(activity: Activity) -> str | tuple[str | None, int | None]:
    return activity.step_id or (activity.sequence_id, activity.sequence_step)
