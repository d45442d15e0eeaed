"""What is possible in Kit now, and with which consequence (seed; contracts/kit 7.5, 7.6, 8.6 to 8.8)."""

from __future__ import annotations

from typing import Final

from tui.model.nodes import CampaignHead
from tui.providers.base import ALLOWED, Action, Verdict, warned

_WHILE_ACTIVE: Final[dict[Action, tuple[str, str]]] = {
    "add": (
        "A published e-mail at the end also goes to the subscribers who wait there.",
        "Add it as a draft to publish it later.",
    ),
    "insert": (
        "A published e-mail before the place where subscribers stand makes Kit process them and can send it at once.",
        "Add it as a draft, or pause the sequence first.",
    ),
    "update": (
        "Subscribers who have not got this e-mail get the new version; publishing it, a shorter delay or another "
        "position can send mail at once.",
        "",
    ),
    "delete": (
        "Subscribers who are queued for this e-mail skip it and go on with the next.",
        "Unpublishing it does the same and keeps it.",
    ),
    "move": (
        "Other positions can send e-mails out of order to subscribers on their way, or skip some.",
        "Pause the sequence first.",
    ),
    "settings": (
        "Changes of days, hour and zone touch future e-mails only: those that are queued keep their time.",
        "",
    ),
}


def verdict(action: Action, head: CampaignHead | None) -> Verdict:
    """Kit refuses nothing by state; what an active sequence does to people is said first."""
    if head is None:
        return ALLOWED
    if action == "pause":
        return warned("Nothing more is sent; subscribers keep their place until it is active again.")
    if action == "start":
        return warned("Sending resumes at once for the subscribers who wait in it.")
    if action == "remove":
        return warned(
            "Delivery stops at once: active subscribers do not get their remaining e-mails, and no request brings the "
            "sequence back. Visual Automations that use it have to be repaired by hand, and Kit's API does not show "
            "whether there are any.",
            "Kit recommends to pause it instead (active: false).",
            way_out="pause",
        )
    if head.status == "paused" or action not in _WHILE_ACTIVE:
        return ALLOWED
    state = "The sequence is active." if head.is_running else "Kit does not say whether the sequence is active."
    effect, remedy = _WHILE_ACTIVE[action]
    return warned(f"{state} {effect}", remedy, way_out="pause" if action in ("insert", "move") else "")
