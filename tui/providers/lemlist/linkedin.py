"""The LinkedIn steps (seeds: add step, update step; contracts/lemlist 5.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from tui.model.content import Channel
from tui.model.declare import Ask, Choice, Kind, Place, Problem, Values
from tui.providers.lemlist.fields import ADD, Delay, Images, LemlistStep, Videos, message_ask

MAX_MEDIA = 6
"""Images and videos of one step together (seed)."""
INVITE_NOTE_FREE, INVITE_NOTE_PREMIUM = 200, 300
"""Characters that LinkedIn allows in the note of an invite, by the sender's account (contracts/lemlist 5.10)."""


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
        str, message_ask("The note of the invite. Free LinkedIn accounts allow 200 characters, premium ones 300.")
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
    message: Annotated[str, message_ask("Sent to leads in the network; others fail here.", required=True)] = ""
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
        bool,
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
