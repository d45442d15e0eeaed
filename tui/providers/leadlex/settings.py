"""The settings of a LeadLex campaign (contracts/leadlex 6.1, 6.4, 6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from annotated_types import Ge, Le, MaxLen
from pydantic import AfterValidator, ConfigDict

from tui.model.declare import Ask, Kind
from tui.model.settings import ContainerSettings
from tui.providers.zones import ZONE_HELP, known_zone

SOURCE = "LeadLex API, Update Campaign"
MAX_NAME = 200
MIN_SENDS, MAX_SENDS = 1, 500
MIN_GAP_SECONDS = 30


def _flag(title: str, help_text: str) -> Ask:
    return Ask(title, help_text, Kind.FLAG, SOURCE)


class LeadlexSettings(ContainerSettings):
    """What a campaign has besides steps and contacts; LeadLex reports all of it.

    What a new campaign gets where nothing is said is not documented, so a new one is sent every value of its form. The
    bound of the name is the sandbox's [decision]: the documents give none.
    """

    model_config = ConfigDict(alias_generator=None)

    label = "Campaign settings"
    name: Annotated[
        str, MaxLen(MAX_NAME), Ask("Name", "What the campaign is called.", Kind.LINE, SOURCE, required=True)
    ] = ""
    description: Annotated[str, Ask("Description", "For you and your team; no contact sees it.", Kind.TEXT, SOURCE)] = (
        ""
    )
    daily_send_limit: Annotated[
        int,
        Ge(MIN_SENDS),
        Le(MAX_SENDS),
        Ask("Daily limit", "How many e-mails go out in a day at most.", Kind.NUMBER, SOURCE, unit="e-mails"),
    ] = 50
    delay_between_emails: Annotated[
        int,
        Ge(MIN_GAP_SECONDS),
        Ask("Gap", "Seconds between two e-mails of the same day.", Kind.NUMBER, SOURCE, unit="seconds"),
    ] = 60
    sending_timezone: Annotated[
        str,
        AfterValidator(known_zone),
        Ask("Time zone", f"The zone in which it sends. {ZONE_HELP}", Kind.LINE, SOURCE),
    ] = "UTC"
    send_on_weekends: Annotated[bool, _flag("Weekends", "Send on Saturdays and Sundays too.")] = False
    track_opens: Annotated[
        bool, _flag("Track opens", "Record who opens an e-mail. Steps sent “if opened” or “if not opened” need it.")
    ] = True
    track_clicks: Annotated[
        bool, _flag("Track clicks", "Record who clicks a link. Steps sent “if clicked” need it.")
    ] = True
    show_unsubscribe: Annotated[
        bool, _flag("Unsubscribe link", "Put a footer with a link to unsubscribe below each e-mail.")
    ] = True

    @classmethod
    def read(cls, reported: Mapping[str, Any]) -> Self:
        """Settings from a campaign. A description of null is an empty one: LeadLex documents only text."""
        if "description" in reported and reported["description"] is None:
            reported = {**reported, "description": ""}
        return super().read(reported)
