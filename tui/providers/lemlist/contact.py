"""Steps that reach a person outside LinkedIn, or nobody: e-mail, calls, texts, tasks, calls to a web address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from annotated_types import MaxLen
from pydantic import AfterValidator

from tui.model.content import Channel
from tui.model.declare import Ask, Choice, Kind, Place, Problem, Values
from tui.providers.lemlist.fields import ADD, MAX_TITLE, Delay, LemlistStep, http_url, message_ask


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
        message_ask(
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
        AfterValidator(http_url),
        Ask("URL", "The address that lemlist calls for each lead.", Kind.URL, ADD, required=True, variables=True),
    ] = ""
    delay: Delay = 1

    def headline(self) -> str:
        """Method and address."""
        return " ".join(str(getattr(self, name)) for name in ("method", "url") if self.reported(name))


class WhatsappMessage(LemlistStep):
    """A WhatsApp message."""

    type, label, icon, channel = "whatsappMessage", "WhatsApp message", "✆", Channel.CALL
    about = "Sends a WhatsApp message"
    message: Annotated[str, message_ask("The text of the message.", required=True)] = ""
    delay: Delay = 1


class Sms(LemlistStep):
    """A text message."""

    type, label, icon, channel = "sms", "SMS", "✱", Channel.CALL
    about = "Sends a text message to the lead's phone"
    message: Annotated[str, message_ask("The text of the message.", required=True)] = ""
    delay: Delay = 1
