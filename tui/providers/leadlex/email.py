"""The one step type of LeadLex: an e-mail with a delay and a send condition (contracts/leadlex 7.1, 7.3, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from annotated_types import Ge, Le
from pydantic import ConfigDict

from tui.model.content import Channel, Guard, StepContent, day_count, hours
from tui.model.declare import Ask, Kind, Place, Problem, Values
from tui.providers.leadlex.guards import ALWAYS, CHOICES, OPEN_QUESTIONS, guard_of

SOURCE = "LeadLex API, Create Campaign Step"
MAX_HOURS = 23
VARIABLES = "{{first_name}}, {{last_name}}, {{company_name}} and {{job_title}} are filled in for each contact."
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")


class Email(StepContent):
    """An e-mail of the straight list. LeadLex names its fields in snake case, as they are here."""

    model_config = ConfigDict(alias_generator=None)

    type, label, icon, channel = "email", "E-mail", "✉", Channel.EMAIL
    about = "Sends an e-mail, to everybody or to those who meet a condition"
    sends_type = False
    subject: Annotated[
        str, Ask("Subject", f"The subject line. {VARIABLES}", Kind.LINE, SOURCE, required=True, variables=True)
    ] = ""
    body: Annotated[
        str,
        Ask(
            "Body", f"The message, as plain text or HTML. {VARIABLES}", Kind.HTML, SOURCE, required=True, variables=True
        ),
    ] = ""
    delay_days: Annotated[
        int,
        Ge(0),
        Ask("Delay days", "Whole days to wait after the previous step.", Kind.NUMBER, SOURCE, unit="days"),
    ] = 0
    delay_hours: Annotated[
        int,
        Ge(0),
        Le(MAX_HOURS),
        Ask("Delay hours", "Hours to wait on top of the days.", Kind.NUMBER, SOURCE, unit="hours"),
    ] = 0
    send_condition: Annotated[
        str,
        Ask(
            "Send",
            f"Who gets this e-mail; the others go on to the next step. {OPEN_QUESTIONS}",
            Kind.CHOICE,
            SOURCE,
            choices=CHOICES,
        ),
    ] = ALWAYS

    @classmethod
    def rules(cls, values: Values, place: Place) -> Iterable[Problem]:
        """Warns of a follow-up that goes out together with the e-mail before it."""
        if not place.first_message and values.get("delay_days") == 0 and values.get("delay_hours") == 0:
            yield Problem("delay_days", "No delay: it goes out right after the e-mail before it.", "warning")

    def headline(self) -> str:
        """The subject."""
        return str(self.subject).strip()

    def wait(self) -> int | None:
        """Hours before the step; None when the days were not reported or are no number."""
        more = day_count(self.delay_hours) if self.reported("delay_hours") else None
        return hours(day_count(self.delay_days), more) if self.reported("delay_days") else None

    def guard(self) -> Guard | None:
        """What the send condition lets through."""
        return guard_of(self.send_condition) if self.reported("send_condition") else None

    def message_text(self) -> tuple[str, str, bool] | None:
        """Subject and body; the body is HTML when it holds a tag, for LeadLex does not say which it is."""
        body = str(self.body)
        return str(self.subject), body, _TAG.search(body) is not None


STEP_TYPES: tuple[type[StepContent], ...] = (Email,)
