"""The one step type of Kit: an e-mail of a sequence (contracts/kit 8.1, 8.2, 8.6, 8.7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

from annotated_types import Ge
from pydantic import AfterValidator, ConfigDict

from tui.model.content import Channel, StepContent, day_count, hours
from tui.model.declare import Ask, Choice, Kind, Place, Problem, Values
from tui.providers.kit import fields

SOURCE = "Kit API v4, Create and Update a sequence email"


def _in_days(values: Values) -> bool:
    return bool(values.get("delay_unit", "days") == "days")


class Email(StepContent):
    """An e-mail; a draft until it is published."""

    # Kit writes its names with underscores, as the attributes are.
    model_config = ConfigDict(alias_generator=None)

    type, label, icon, channel = "email", "E-mail", "✉", Channel.EMAIL
    about = "Sends an e-mail when its delay is over; a draft is skipped"
    sends_type: ClassVar[bool] = False
    toggle: ClassVar[str] = "published"
    toggle_words: ClassVar[tuple[str, str]] = ("Publish", "Unpublish")

    subject: Annotated[
        str, Ask("Subject", "The subject line. Liquid is filled in when it is sent.", Kind.LINE, SOURCE,
                 required=True, variables=True),
    ] = ""  # fmt: skip
    preview_text: Annotated[
        str,
        Ask("Preview", "Shown behind the subject in a list of mail. Empty: the mail program takes the first words.",
            Kind.LINE, SOURCE, nullable=True),
    ] = ""  # fmt: skip
    content: Annotated[
        str,
        Ask("Message", "The body, as HTML. Liquid and {{ snippet.<key> }} are filled in when it is sent.",
            Kind.HTML, SOURCE, nullable=True, variables=True),
    ] = ""  # fmt: skip
    delay_value: Annotated[
        int,
        Ge(0),
        Ask("Delay", "How long after the previous e-mail, or for the first one after somebody is added. Only the first "
            "may go out at once: 0 days.", Kind.NUMBER, SOURCE, required=True),
    ] = 1  # fmt: skip
    delay_unit: Annotated[
        str,
        Ask(
            "Unit", "What the delay counts.", Kind.CHOICE, SOURCE, required=True,
            choices=(
                Choice("days", "days", "Sent on a sending day, at the hour of the sequence."),
                Choice("hours", "hours", "Sent when the delay is over, at any hour of any day; Kit looks every 15 "
                       "minutes."),
            ),
        ),
    ] = "days"  # fmt: skip
    send_days: Annotated[
        tuple[str, ...],
        AfterValidator(fields.restriction),
        Ask("Only on", "Days on which this e-mail may go out, in the place of those of the sequence. None or all "
            "seven: no restriction of its own.", Kind.DAYS, SOURCE, choices=fields.DAY_CHOICES, nullable=True,
            applies=_in_days, from_wire=fields.restricted_days,
            why_absent="A delay in hours ignores the days of the week."),
    ] = ()  # fmt: skip
    email_template_id: Annotated[
        str,
        AfterValidator(fields.template_id),
        Ask("Template", "The layout around the message; empty for none of its own.", Kind.OPTION, SOURCE,
            picks="template", nullable=True, from_wire=fields.template_text, to_wire=fields.template_number),
    ] = ""  # fmt: skip
    published: Annotated[
        bool,
        Ask("Published", "Only published e-mails are sent; a draft is skipped. Taking this away is what Kit recommends "
            "in the place of deleting.", Kind.FLAG, SOURCE),
    ] = False  # fmt: skip
    position: Annotated[
        int,
        Ge(0),
        # Not nullable: the null of older answers means that Kit does not say it, never that it is to be taken away.
        Ask("Position", "Its number in the sequence. Branchline sets it when e-mails are put in or moved.",
            Kind.NUMBER, SOURCE, hidden=True),
    ] = 0  # fmt: skip

    @classmethod
    def fresh(cls, *, first: bool) -> dict[str, Any]:
        """A draft: the first at once, a later one after a day."""
        return {**super().fresh(first=first), "delay_value": 0 if first else 1}

    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """Only the first e-mail may be immediate, and only in days (contracts/kit 8.2)."""
        if values.get("delay_value") != 0:
            return
        if not _in_days(values):
            yield Problem("delay_value", "A delay in hours is at least 1: enter 1, or 0 days on the first e-mail.")
        elif not place.first_message:
            yield Problem("delay_value", "Only the first e-mail of a sequence may go out at once: enter at least 1.")

    @property
    def immediate(self) -> bool:
        """Whether it goes out without a delay, which only the first may."""
        return self.reported("delay_value") and self.delay_value == 0

    @property
    def place(self) -> int | None:
        """Its position, None where Kit did not say it."""
        return day_count(self.position) if self.reported("position") else None

    def headline(self) -> str:
        """The subject."""
        return str(self.subject).strip()

    def wait(self) -> int | None:
        """Hours before it; None when the delay or its unit was not reported, or is no delay we know."""
        count = day_count(self.delay_value) if self.reported("delay_value") else None
        if not self.reported("delay_unit") or self.delay_unit not in ("days", "hours"):
            return None
        return hours(count) if self.delay_unit == "days" else count

    def remark(self) -> str:
        """Whether it is sent at all."""
        return "draft" if self.reported("published") and self.published is False else ""

    def message_text(self) -> tuple[str, str, bool] | None:
        """Subject and HTML body."""
        return str(self.subject), str(self.content), True
