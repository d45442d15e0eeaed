"""The 17 step types of lemlist, each declared once (seeds: add step, update step; contracts/lemlist 5.1-5.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any
from urllib.parse import urlsplit

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, StrictBool

from tui.model.content import Channel, StepContent, day_count
from tui.model.declare import Ask, Choice, Kind, Place, Problem, Values
from tui.providers.lemlist.conditions import CONDITION_CHOICES, DELAY_TYPE_CHOICES, condition_of

ADD, UPDATE = "seed: add step", "seed: update step"
MAX_DELAY_DAYS, MAX_TITLE, MAX_MEDIA = 1500, 400, 6
INVITE_NOTE_FREE, INVITE_NOTE_PREMIUM = 200, 300
_SPACE = re.compile(r"[\s\x00-\x20\x7f]")


def _web_address(value: str, *schemes: str) -> bool:
    """Whether a text is an address with one of the schemes, a host, and no space in it."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    return value.startswith(tuple(f"{scheme}://" for scheme in schemes)) and bool(host) and not _SPACE.search(value)


def _http_url(value: str) -> str:
    if not _web_address(value, "http", "https"):
        raise ValueError(f"“{value}” is no web address")
    return value


def _https_urls(value: tuple[str, ...]) -> tuple[str, ...]:
    for url in value:
        if not _web_address(url, "https"):
            raise ValueError(f"“{url}” is no https address")
    return value


DelayAsk = Ask(
    "Delay",
    "Days to wait after the previous step of this sequence. lemlist counts the sending days of the schedule only.",
    Kind.NUMBER,
    ADD,
    unit="days",
)
Delay = Annotated[int, Ge(0), Le(MAX_DELAY_DAYS), DelayAsk]


def _message(help_text: str, *, required: bool = False, kind: Kind = Kind.TEXT) -> Ask:
    return Ask("Message", help_text, kind, ADD, required=required, variables=True)


def _media(title: str, kinds: str) -> Ask:
    return Ask(
        title,
        f"Public https addresses, one per line: {kinds}, up to 20 MB each, at most 6 images and videos together. "
        "lemlist downloads and re-hosts them (up to 45 s). Saving replaces the whole list; empty clears it.",
        Kind.URLS,
        "seed: LinkedIn media constraints",
    )


Images = Annotated[tuple[str, ...], AfterValidator(_https_urls), _media("Images", "PNG, JPEG or GIF")]
Videos = Annotated[tuple[str, ...], AfterValidator(_https_urls), _media("Videos", "MP4 or QuickTime")]


class LemlistStep(StepContent):
    """What all lemlist steps share: the delay before them, in days."""

    @classmethod
    def fresh(cls, *, first: bool) -> dict[str, Any]:
        """The defaults lemlist documents: delay 0 for the first step of a sequence, 1 for later ones."""
        values = super().fresh(first=first)
        if "delay" in cls.model_fields:
            values["delay"] = 0 if first else 1
        return values

    def wait(self) -> int | None:
        """Days before the step; a delay that is no number (the service may report anything) counts as unknown."""
        return day_count(getattr(self, "delay", None)) if self.reported("delay") else None

    def headline(self) -> str:
        """The first line of the message."""
        message = getattr(self, "message", "")
        return str(message).strip().partition("\n")[0] if message else ""

    def message_text(self) -> tuple[str, str, bool] | None:
        """The plain message of the step, where it has one."""
        return ("", str(getattr(self, "message", "")), False) if "message" in type(self).model_fields else None


class Email(LemlistStep):
    """An e-mail."""

    type, label, icon, channel = "email", "E-mail", "✉", Channel.EMAIL
    about = "Sends an e-mail from the sender's mailbox"
    subject: Annotated[
        str,
        MaxLen(MAX_TITLE),
        Ask(
            "Subject",
            "The subject line; {{variables}} and Liquid count towards the limit as they are written. "
            "Empty on a follow-up: the e-mail continues the thread before it.",
            Kind.LINE,
            ADD,
            required=True,
            variables=True,
        ),
    ] = ""
    message: Annotated[
        str,
        _message(
            "The body, as HTML. {{variables}} and Liquid are filled in when it is sent.", required=True, kind=Kind.HTML
        ),
    ] = ""
    delay: Delay = 1

    @classmethod
    def may_be_empty(cls, name: str, place: Place) -> bool:
        """An empty subject continues the thread of the e-mail before (contracts/lemlist 5.4)."""
        return name == "subject" and not place.first_message

    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """Warns when the mail will be threaded under the one before it."""
        if values.get("subject") == "" and not place.first_message:
            yield Problem("subject", "Without a subject this e-mail continues the thread before it.", "warning")

    def headline(self) -> str:
        """The subject."""
        return str(self.subject).strip()

    def message_text(self) -> tuple[str, str, bool] | None:
        """Subject and HTML body."""
        return str(self.subject), str(self.message), True


class Manual(LemlistStep):
    """A task for the user."""

    type, label, icon, channel = "manual", "Manual task", "☑", Channel.TASK
    about = "Puts a task with a title and a note on the sender's list"
    title: Annotated[
        str, MaxLen(MAX_TITLE), Ask("Title", "What the task is called.", Kind.LINE, ADD, required=True, variables=True)
    ] = ""
    message: Annotated[
        str, Ask("Note", "Shown with the task; the lead does not see it.", Kind.TEXT, ADD, variables=True)
    ] = ""
    delay: Delay = 1

    def headline(self) -> str:
        """The title."""
        return str(self.title).strip()


class Phone(LemlistStep):
    """A call."""

    type, label, icon, channel = "phone", "Phone call", "☎", Channel.CALL
    about = "Reminds the sender to call"
    message: Annotated[
        str, Ask("Note", "Shown to the caller; the lead does not see it.", Kind.TEXT, ADD, variables=True)
    ] = ""
    delay: Delay = 1


class Api(LemlistStep):
    """A call to a web address."""

    type, label, icon, channel = "api", "API call", "⇄", Channel.API
    about = "Calls a web address; headers and body cannot be set"
    method: Annotated[
        str,
        Ask(
            "Method",
            "The HTTP method of the call.",
            Kind.CHOICE,
            ADD,
            required=True,
            choices=tuple(Choice(word, word) for word in ("GET", "POST", "PUT", "DELETE", "PATCH")),
        ),
    ] = "GET"
    url: Annotated[
        str,
        AfterValidator(_http_url),
        Ask("URL", "The address that lemlist calls for each lead.", Kind.URL, ADD, required=True, variables=True),
    ] = ""
    delay: Delay = 1

    def headline(self) -> str:
        """Method and address."""
        return " ".join(str(getattr(self, name)) for name in ("method", "url") if self.reported(name))


class LinkedinVisit(LemlistStep):
    """A visit of the lead's profile."""

    type, label, icon, channel = "linkedinVisit", "LinkedIn visit", "◎", Channel.LINKEDIN
    about = "Visits the lead's LinkedIn profile"
    delay: Delay = 1


class _LinkedinMedia(LemlistStep):
    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """At most 6 media items together (seed: LINKEDIN_MEDIA_TOO_MANY)."""
        del place
        count = len(values.get("images") or ()) + len(values.get("videos") or ())
        if count > MAX_MEDIA:
            yield Problem(
                "images",
                f"{count} images and videos together, at most {MAX_MEDIA} are allowed: remove {count - MAX_MEDIA}.",
            )


class LinkedinInvite(_LinkedinMedia):
    """An invitation to connect."""

    type, label, icon, channel = "linkedinInvite", "LinkedIn invite", "⊕", Channel.LINKEDIN
    about = "Asks the lead to connect, with or without a note"
    message: Annotated[
        str, _message("The note of the invite. Free LinkedIn accounts allow 200 characters, premium ones 300.")
    ] = ""
    images: Images = ()
    videos: Videos = ()
    delay: Delay = 1

    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """Warns above LinkedIn's limits for notes (contracts/lemlist 5.10); the service itself enforces none."""
        yield from super().rules(values, place)
        length = len(values.get("message") or "")
        if length > INVITE_NOTE_PREMIUM:
            yield Problem(
                "message",
                f"The note has {length} characters; LinkedIn allows {INVITE_NOTE_PREMIUM}, so the launch is blocked.",
                "warning",
            )
        elif length > INVITE_NOTE_FREE:
            yield Problem(
                "message",
                f"The note has {length} characters; free LinkedIn accounts allow {INVITE_NOTE_FREE}.",
                "warning",
            )


class LinkedinSend(_LinkedinMedia):
    """A LinkedIn message."""

    type, label, icon, channel = "linkedinSend", "LinkedIn message", "✎", Channel.LINKEDIN
    about = "Sends a message to a lead who is in the network"
    message: Annotated[str, _message("Sent to leads in the network; others fail here.", required=True)] = ""
    alt_message: Annotated[
        str, Ask("Fallback", "Sent instead when the message cannot be used.", Kind.TEXT, ADD, variables=True)
    ] = ""
    images: Images = ()
    videos: Videos = ()
    delay: Delay = 1


class LinkedinVoiceNote(LemlistStep):
    """A voice note."""

    type, label, icon, channel = "linkedinVoiceNote", "LinkedIn voice note", "♪", Channel.LINKEDIN
    about = "Sends a voice note; the audio itself is made in lemlist"
    note = "Finish in lemlist: the audio, or the text for it, cannot be set through the API."
    record_mode: Annotated[
        str,
        Ask(
            "Recording",
            "Where the audio comes from. It is added in lemlist after the step exists.",
            Kind.CHOICE,
            ADD,
            choices=(
                Choice("manual", "recorded by the user", "The sender records the note in lemlist."),
                Choice("ai", "made from a text", "lemlist turns a text template, set in lemlist, into audio."),
            ),
        ),
    ] = "manual"
    delay: Delay = 1


class LinkedinFollow(LemlistStep):
    """Follows the lead."""

    type, label, icon, channel = "linkedinFollow", "LinkedIn follow", "⚑", Channel.LINKEDIN
    about = "Follows the lead on LinkedIn"
    delay: Delay = 1


class LinkedinLikeLastPost(LemlistStep):
    """Likes the last post."""

    type, label, icon, channel = "linkedinLikeLastPost", "LinkedIn like", "♥", Channel.LINKEDIN
    about = "Likes the lead's most recent post"
    delay: Delay = 1


class LinkedinCommentLastPost(LemlistStep):
    """Comments the last post."""

    type, label, icon, channel = "linkedinCommentLastPost", "LinkedIn comment", "❝", Channel.LINKEDIN
    about = "Comments the lead's most recent post; lemlist writes the comment"
    note = "The comment is written by lemlist; there is no text to edit."
    delay: Delay = 1


class LinkedinEndorse(LemlistStep):
    """Endorses a skill."""

    type, label, icon, channel = "linkedinEndorse", "LinkedIn endorse", "★", Channel.LINKEDIN
    about = "Endorses a skill on the lead's profile"
    skill_name: Annotated[str, Ask("Skill", "The skill to endorse on the lead's profile.", Kind.LINE, ADD)] = ""
    endorse_any_fallback: Annotated[
        StrictBool,
        Ask("Any skill", "When the named skill is not on the profile, endorse any skill that is.", Kind.FLAG, ADD),
    ] = False
    delay: Delay = 1

    def headline(self) -> str:
        """The skill."""
        return str(self.skill_name).strip()


class LinkedinWithdrawInvitation(LemlistStep):
    """Takes the invite back."""

    type, label, icon, channel = "linkedinWithdrawInvitation", "LinkedIn withdraw invite", "⊖", Channel.LINKEDIN
    about = "Takes back an invite that was not answered"
    delay: Delay = 1


class SendToAnotherCampaign(LemlistStep):
    """Hands the lead over."""

    type, label, icon, channel = "sendToAnotherCampaign", "Send to another campaign", "➔", Channel.BRANCH
    about = "Moves the lead to another campaign"
    ends_path = True
    campaign_id: Annotated[
        str,
        Ask(
            "Campaign",
            "The campaign that the lead moves to; it must exist and not be archived.",
            Kind.CAMPAIGN,
            ADD,
            required=True,
        ),
    ] = ""
    delay: Annotated[
        int,
        Ge(0),
        Le(MAX_DELAY_DAYS),
        Ask(
            "Delay",
            DelayAsk.help,
            Kind.NUMBER,
            ADD,
            unit="days",
            on_update=False,
            why_absent="lemlist takes the delay of this type when it is added only; to change it, delete and add.",
        ),
    ] = 1

    def headline(self) -> str:
        """The id of the target; screens replace it by the campaign's name."""
        return str(self.campaign_id)


def _has_window(values: Values) -> bool:
    return values.get("delay_type") == "within"


class Conditional(LemlistStep):
    """A fork: leads who meet the condition go into the branch, the others into Else."""

    type, label, icon, channel = "conditional", "Condition", "◆", Channel.BRANCH
    about = "Sends leads into a branch or into Else"
    branching = True
    ends_path = True
    condition_key: Annotated[
        str, Ask("Condition", "What decides the branch.", Kind.CHOICE, ADD, required=True, choices=CONDITION_CHOICES)
    ] = "emailsOpened"
    delay_type: Annotated[
        str,
        Ask("Waits", "How long the lead has for it.", Kind.CHOICE, ADD, required=True, choices=DELAY_TYPE_CHOICES),
    ] = "within"
    delay: Annotated[
        int,
        Ge(0),
        Le(MAX_DELAY_DAYS),
        Ask(
            "Window",
            "The days a lead has to do it; whoever has not by then goes to Else.",
            Kind.NUMBER,
            ADD,
            required=True,
            unit="days",
            applies=_has_window,
            why_absent="Only “within a number of days” has a window.",
        ),
    ] = 1

    @classmethod
    def fresh(cls, *, first: bool) -> dict[str, Any]:
        """A window of three days to start with: one day sends nearly everybody to Else."""
        return {**super().fresh(first=first), "delay": 3}

    def sent_along(self, changed: set[str]) -> set[str]:
        """`within` needs its window in the same request (seed: required fields of `conditional`)."""
        return {"delay"} if "delay_type" in changed and self.delay_type == "within" else set()

    def wait(self) -> int | None:
        """A condition is reached at once; its days are the window, not a delay."""
        return 0

    @property
    def waits(self) -> bool:
        """Whether leads may have to wait here: so for every key but those known to be decided at once."""
        condition = condition_of(self.condition_key) if self.reported("condition_key") else None
        return condition is None or condition.waits

    def window(self, *, is_else: bool) -> tuple[int, int | None]:
        """Conditions on fields decide at once; the others give the lead `delay` days, or no bound with waitUntil."""
        if not self.waits:
            return 0, 0
        known = self.reported("delay_type") and self.delay_type == "within" and self.reported("delay")
        days = day_count(self.delay) if known else None
        return (days, days) if is_else and days is not None else (0, days)

    def window_text(self) -> str:
        """The window in words: "within 3 days"."""
        if not self.waits or not self.reported("delay_type"):
            return ""
        if self.delay_type == "waitUntil":
            return "waits until it happens"
        days = day_count(self.delay) if self.reported("delay") else None
        return "" if days is None else f"within {days} day{'' if days == 1 else 's'}"

    def headline(self) -> str:
        """The question that the condition puts."""
        if not self.reported("condition_key"):
            return ""
        condition = condition_of(self.condition_key)
        return condition.question if condition else str(self.condition_key)


class WhatsappMessage(LemlistStep):
    """A WhatsApp message."""

    type, label, icon, channel = "whatsappMessage", "WhatsApp message", "✆", Channel.CALL
    about = "Sends a WhatsApp message"
    message: Annotated[str, _message("The text of the message.", required=True)] = ""
    delay: Delay = 1


class Sms(LemlistStep):
    """A text message."""

    type, label, icon, channel = "sms", "SMS", "✱", Channel.CALL
    about = "Sends a text message to the lead's phone"
    message: Annotated[str, _message("The text of the message.", required=True)] = ""
    delay: Delay = 1


STEP_TYPES: tuple[type[StepContent], ...] = (
    Email, Conditional, LinkedinVisit, LinkedinInvite, LinkedinSend, LinkedinVoiceNote, LinkedinFollow,
    LinkedinLikeLastPost, LinkedinCommentLastPost, LinkedinEndorse, LinkedinWithdrawInvitation, Phone, Sms,
    WhatsappMessage, Manual, Api, SendToAnotherCampaign,
)  # fmt: skip
"""All types, in the order in which they are offered."""
