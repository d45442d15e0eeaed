"""The words of the lemlist API: step types, condition keys, fields by type, lead states (contract 5, 8.4)."""

from types import MappingProxyType
from typing import Final

COMMON_TYPES: Final = (
    "linkedinVisit",
    "linkedinFollow",
    "linkedinLikeLastPost",
    "linkedinCommentLastPost",
    "linkedinWithdrawInvitation",
)

# The content fields of each type beside `type`, `index` and `delay`, required ones first (seed tables).
REQUIRED: Final = MappingProxyType(
    {
        "email": ("subject", "message"),
        "manual": ("title",),
        "phone": (),
        "api": ("method", "url"),
        "linkedinInvite": (),
        "linkedinSend": ("message",),
        "linkedinVoiceNote": (),
        "linkedinEndorse": (),
        "sendToAnotherCampaign": ("campaignId",),
        "conditional": ("conditionKey", "delayType"),
        "whatsappMessage": ("message",),
        "sms": ("message",),
        **dict.fromkeys(COMMON_TYPES, ()),
    }
)
OPTIONAL: Final = MappingProxyType(
    {
        **dict.fromkeys(REQUIRED, ()),
        "manual": ("message",),
        "phone": ("message",),
        "linkedinInvite": ("message", "images", "videos"),
        "linkedinSend": ("altMessage", "images", "videos"),
        "linkedinVoiceNote": ("recordMode",),
        "linkedinEndorse": ("skillName", "endorseAnyFallback"),
    }
)
STEP_TYPES: Final = tuple(REQUIRED)

# Fields that only later pages describe (contract 5.10).
EXTENDED: Final = MappingProxyType(
    {
        "linkedinInvite": ("altMessage",),
        "linkedinSend": ("altMessagePremium",),
        "linkedinVoiceNote": ("altMessage", "message"),
        "sendToAnotherCampaign": ("leadAction",),
        "conditional": (
            *("customField", "customOperator", "customValue"),
            *("scoreComparator", "scoreThreshold", "emailStatusFilter", "callStatusFilter"),
        ),
    }
)

# Types whose words live in a template of their own (contract 5.6).
WITH_TEMPLATE: Final = frozenset(
    {"email", "manual", "phone", "linkedinInvite", "linkedinSend", "linkedinVoiceNote", "whatsappMessage", "sms"}
)

# Types that can be put under an A/B test, and what its variant B holds, with JSON types (contract 7).
AB_TYPES: Final = frozenset({"email", "linkedinInvite", "linkedinSend"})
AB_FIELDS: Final = MappingProxyType(
    {
        "subject": "string",
        "message": "string",
        "altMessage": "string",
        "altMessagePremium": "string",
        "cc": "array",
        "plainText": "boolean",
    }
)
MAX_ALTERNATE: Final = 300  # characters of a variant's altMessage

METHODS: Final = ("GET", "POST", "PUT", "DELETE", "PATCH")
DELAY_TYPES: Final = ("within", "waitUntil")
RECORD_MODES: Final = ("manual", "ai")
LEAD_ACTIONS: Final = ("continue", "pause", "stop")
MAX_DELAY: Final = 1500  # days
MAX_TITLE: Final = 400  # characters, of subject and title alike

# Decided at once: no window on the branch (contract 5.5).
INSTANT_LABELS: Final = MappingProxyType(
    {
        "hasEmailAddress": "Has email address",
        "hasLinkedinUrl": "Has LinkedIn URL",
        "hasPhoneNumber": "Has phone number",
        "linkedinNetworkCheck": "In LinkedIn network",
        "hasWhatsappAccount": "Has WhatsApp account",
    }
)
# Wait for something that the lead does.
ACTION_LABELS: Final = MappingProxyType(
    {
        "hasScore": "Has score",
        "aircallDone": "Call done",
        "emailsOpened": "Opened email",
        "emailsClicked": "Clicked email link",
        "emailsUnsubscribed": "Unsubscribed from email",
        "meetingBooked": "Booked meeting",
        "linkedinInviteAccepted": "Accepted invite",
        "linkedinOpened": "Opened LinkedIn message",
    }
)
CUSTOM_KEY: Final = "customLeadInfo"
CUSTOM_OPERATORS: Final = ("equal", "contains", "empty", "notEmpty")
CONDITION_KEYS: Final = (*INSTANT_LABELS, *ACTION_LABELS, CUSTOM_KEY)

# The conditions that host several branches, and what each branch of them is written with (contract 6.3).
BRANCH_PARAMETERS: Final = MappingProxyType(
    {
        CUSTOM_KEY: ("customField", "customOperator", "customValue"),
        "hasScore": ("scoreComparator", "scoreThreshold"),
        "hasEmailAddress": ("emailStatusFilter",),
        "aircallDone": ("callStatusFilter",),
    }
)
ALL_PARAMETERS: Final = tuple(name for names in BRANCH_PARAMETERS.values() for name in names)
SCORE_COMPARATORS: Final = MappingProxyType({"$gte": ">=", "$lt": "<"})
MAX_SCORE: Final = 100
EMAIL_STATUSES: Final = ("deliverable", "risky", "undeliverable", "unverified")
MAX_BRANCHES: Final = 200  # of one step, Else counted

CHANNELS: Final = MappingProxyType(
    {
        "email": "email",
        "whatsappMessage": "whatsapp",
        "sms": "sms",
        **{name: "linkedin" for name in STEP_TYPES if name.startswith("linkedin")},
    }
)

STATUSES: Final = ("running", "paused", "draft", "ended", "archived", "errors")
WAITING_LEADS: Final = frozenset({"imported", "scanned", "skipped"})
FINISHED_LEADS: Final = frozenset(
    {
        "interested",
        "notInterested",
        "emailsBounced",
        "emailsUnsubscribed",
        "failed",
        "meetingBooked",
        "done",
    }
)
# Every word of a lead's state that a filter takes (contract 8.4).
LEAD_STATES: Final = (
    *("imported", "scanned", "skipped", "reviewed", "contacted", "hooked", "attracted", "warmed", "interested"),
    *("notInterested", "emailsBounced", "emailsUnsubscribed", "failed", "meetingBooked", "paused", "emailsSent"),
    *("emailsOpened", "emailsClicked", "emailsReplied", "emailsInterested", "emailsNotInterested", "emailsFailed"),
    *("opportunitiesDone", "aircallDone", "aircallInterested", "aircallNotInterested", "apiDone", "apiInterested"),
    *("apiNotInterested", "linkedinVisitDone", "linkedinVisitFailed", "linkedinInviteDone", "linkedinInviteAccepted"),
    *("linkedinInviteFailed", "linkedinSent", "linkedinOpened", "linkedinReplied", "linkedinInterested"),
    *("linkedinNotInterested", "linkedinSendFailed", "manualInterested", "manualNotInterested"),
)
INTERESTED_LEADS: Final = frozenset(
    {"interested", "emailsInterested", "aircallInterested", "apiInterested", "linkedinInterested", "manualInterested"}
)
ANSWERED_LEADS: Final = frozenset({"warmed", "emailsReplied", "linkedinReplied"})
