"""The steps that decide where a lead goes: conditions, and the hand-over to another campaign."""

from __future__ import annotations

from typing import Annotated, Any

from annotated_types import Ge, Le

from tui.model.content import Channel, day_count
from tui.model.declare import Ask, Kind, Values
from tui.providers.lemlist.conditions import CONDITION_CHOICES, DELAY_TYPE_CHOICES, condition_of
from tui.providers.lemlist.fields import ADD, DELAY_ASK, MAX_DELAY_DAYS, LemlistStep


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
            DELAY_ASK.help,
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
        if not self.waits:
            return ""
        if self.reported("delay_type") and self.delay_type == "waitUntil":
            return "waits until it happens"
        _, days = self.window(is_else=True)
        return "window not reported" if days is None else f"within {days} day{'' if days == 1 else 's'}"

    def headline(self) -> str:
        """The question that the condition puts."""
        if not self.reported("condition_key"):
            return ""
        condition = condition_of(self.condition_key)
        return condition.question if condition else str(self.condition_key)
