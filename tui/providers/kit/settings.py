"""The settings of a sequence (contracts/kit 7.1, 7.3, 7.5)."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le
from pydantic import AfterValidator, ConfigDict

from tui.model.declare import Ask, Kind
from tui.model.settings import ContainerSettings
from tui.providers.kit import fields
from tui.providers.zones import ZONE_HELP, known_zone

SOURCE = "Kit API v4, Create and Update a sequence"
_FUTURE = "A change touches future e-mails only: those that are queued keep their time."


class KitSettings(ContainerSettings):
    """What a sequence has besides its e-mails. Kit reports all of it."""

    # Kit writes its names with underscores, as the attributes are.
    model_config = ConfigDict(alias_generator=None)

    label = "Sequence settings"
    status_field = "active"

    name: Annotated[str, Ask("Name", "What the sequence is called.", Kind.LINE, SOURCE, required=True)] = ""
    active: Annotated[
        bool,
        Ask("Active", "Whether it delivers. Paused, subscribers keep their place and nothing is sent; active again, "
            "sending resumes for those who wait.", Kind.FLAG, SOURCE),
    ] = False  # fmt: skip
    send_days: Annotated[
        tuple[str, ...],
        Ask("Sending days", f"On which days e-mails with a delay in days go out. {_FUTURE}", Kind.DAYS, SOURCE,
            choices=fields.DAY_CHOICES),
    ] = fields.WEEK  # fmt: skip
    send_hour: Annotated[
        int,
        Ge(0),
        Le(23),
        Ask("Hour", f"The hour of the day at which they go out, in the time zone. {_FUTURE}", Kind.NUMBER, SOURCE,
            unit="hours"),
    ] = 11  # fmt: skip
    time_zone: Annotated[
        str,
        AfterValidator(known_zone),
        Ask("Time zone", f"The zone of the hour. {ZONE_HELP} Left empty on a new sequence: the account's.",
            Kind.LINE, SOURCE),
    ] = ""  # fmt: skip
    email_address: Annotated[
        str,
        AfterValidator(fields.sender),
        Ask("Sender", "The address that the e-mails come from; empty for the account's default.", Kind.LINE, SOURCE,
            nullable=True),
    ] = ""  # fmt: skip
    email_template_id: Annotated[
        str,
        AfterValidator(fields.template_id),
        Ask("Template", "The layout around the messages; empty for none.", Kind.OPTION, SOURCE, picks="template",
            nullable=True, from_wire=fields.template_text, to_wire=fields.template_number),
    ] = ""  # fmt: skip
    repeat: Annotated[
        bool,
        Ask("Repeat", "Subscribers may go through it again. Taken away, people in it finish and cannot start again.",
            Kind.FLAG, SOURCE),
    ] = False  # fmt: skip
    hold: Annotated[
        bool,
        Ask("Hold", "Subscribers stay after the last e-mail and get those that are added later.", Kind.FLAG, SOURCE),
    ] = False  # fmt: skip
    exclude_subscriber_sources: Annotated[
        tuple[str, ...],
        AfterValidator(fields.checked_lines),
        Ask("Exclude", "Who gets nothing, one type per line with its ids: “tag: 12, 14”. The types are form, segment, "
            "sequence and tag.", Kind.LINES, SOURCE, from_wire=fields.source_lines, to_wire=fields.sources),
    ] = ()  # fmt: skip
