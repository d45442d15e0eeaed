"""The settings of a lemlist campaign that its API takes (contracts/lemlist 3.4, 3.5)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from tui.model.declare import Ask, Kind
from tui.model.settings import ContainerSettings
from tui.providers.zones import ZONE_HELP, known_zone

CREATE, UPDATE = "lemlist API, Create Campaign", "lemlist API, Update Campaign"


def _flag(title: str, help_text: str) -> Ask:
    return Ask(title, help_text, Kind.FLAG, UPDATE, on_add=False)


class LemlistSettings(ContainerSettings):
    """Name, and when a lead leaves the campaign. lemlist takes the others too, but reports none of them."""

    label = "Campaign settings"
    note = "lemlist does not report these settings back, except the name: a field that you leave alone is not sent."
    partly_reported = True
    name: Annotated[str, Ask("Name", "What the campaign is called.", Kind.LINE, CREATE, required=True)] = ""
    timezone: Annotated[
        str,
        AfterValidator(known_zone),
        Ask(
            "Time zone", f"The zone of its schedule. {ZONE_HELP}", Kind.LINE, CREATE, on_update=False,
            why_absent="lemlist takes the zone only when a campaign is made; later it belongs to its schedule.",
        ),
    ] = "Europe/Paris"  # fmt: skip
    auto_review: Annotated[
        bool, Ask("Launch leads", "Launch new leads without a review by hand.", Kind.FLAG, CREATE)
    ] = False
    stop_on_email_replied: Annotated[
        bool, _flag("Stop on reply", "A lead who replies to an e-mail gets no further step.")
    ] = False
    stop_on_meeting_booked: Annotated[
        bool, _flag("Stop on meeting", "A lead who books a meeting gets no further step.")
    ] = False
    stop_on_link_clicked: Annotated[bool, _flag("Stop on click", "A lead who clicks a link gets no further step.")] = (
        False
    )
    disable_track_open: Annotated[bool, _flag("No open tracking", "lemlist does not record who opens an e-mail.")] = (
        False
    )
    disable_track_click: Annotated[bool, _flag("No click tracking", "lemlist does not record who clicks a link.")] = (
        False
    )
    disable_track_reply: Annotated[bool, _flag("No reply tracking", "lemlist does not record who replies.")] = False
