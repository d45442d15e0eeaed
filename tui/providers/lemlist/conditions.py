"""The condition keys of lemlist and what each asks (seed: add step, "conditionKey"; contracts 5.5 for their kinds)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.model.declare import Choice


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition key: the question it puts, and whether it waits for the lead to act."""

    key: str
    question: str
    help: str
    waits: bool


CONDITIONS = {
    condition.key: condition
    for condition in (
        Condition("hasEmailAddress", "Has an e-mail address?", "Decided at once from the lead's fields.", False),
        Condition("hasLinkedinUrl", "Has a LinkedIn URL?", "Decided at once from the lead's fields.", False),
        Condition("hasPhoneNumber", "Has a phone number?", "Decided at once from the lead's fields.", False),
        Condition("hasScore", "Has the score?", "Waits until the lead has reached the score.", True),
        Condition("emailsOpened", "Opened an e-mail?", "Mail programs that load pictures count as openings.", True),
        Condition("emailsClicked", "Clicked a link?", "Waits for a click on a link in an e-mail.", True),
        Condition("emailsUnsubscribed", "Unsubscribed?", "Waits for the lead to unsubscribe.", True),
        Condition("meetingBooked", "Booked a meeting?", "Waits for a booked meeting.", True),
        Condition("linkedinInviteAccepted", "Invite accepted?", "Waits for the LinkedIn invite to be accepted.", True),
        Condition("linkedinOpened", "Opened a LinkedIn message?", "Waits for a LinkedIn message to be read.", True),
        Condition("aircallDone", "Call done?", "Waits for the call to be made.", True),
        Condition(
            "linkedinNetworkCheck", "In the LinkedIn network?", "Decided at once: a first-degree contact.", False
        ),
        Condition("hasWhatsappAccount", "Has WhatsApp?", "Decided at once from the phone number.", False),
    )
}

_LATER = Condition("customLeadInfo", "Does a lead variable match?", "Decided at once from the lead's variables.", False)
"""A key of later pages (contracts/lemlist 5.5): read and shown, not offered, since the seeds do not know it."""


def condition_of(key: object) -> Condition | None:
    """The condition with this key; None for a key that nobody here knows, or anything that is no key."""
    if key == _LATER.key:
        return _LATER
    return CONDITIONS.get(key) if isinstance(key, str) else None


CONDITION_CHOICES = tuple(Choice(item.key, item.question, item.help) for item in CONDITIONS.values())

DELAY_TYPE_CHOICES = (
    Choice("within", "within a number of days", "The lead has that many days to do it; after that, Else."),
    Choice("waitUntil", "wait until it happens", "Waits for the event; lemlist documents no bound in days."),
)
