"""The send conditions of LeadLex: for whom a step of the straight list is sent (contracts/leadlex 7.6)."""

from __future__ import annotations

from collections.abc import Mapping

from tui.model.content import Guard
from tui.model.declare import Choice

ALWAYS = "always"

CHOICES = (
    Choice(ALWAYS, "Always", "Everybody gets it when the delay has passed."),
    Choice("if_no_reply", "If no reply", "Only contacts who have not replied get it."),
    Choice(
        "if_no_open", "If not opened", "Only contacts who have not opened get it; needs open tracking to mean much."
    ),
    Choice("if_opened", "If opened", "Only contacts who have opened get it; without open tracking nobody does."),
    Choice("if_clicked", "If clicked", "Only contacts who have clicked a link get it; without click tracking nobody."),
)

GUARDS: Mapping[str, Guard] = {
    "if_no_reply": Guard("if no reply", "contacts who have not replied", "contacts who have replied"),
    "if_no_open": Guard("if not opened", "contacts who have not opened", "contacts who have opened", "if opened"),
    "if_opened": Guard("if opened", "contacts who have opened", "contacts who have not opened", "if not opened"),
    "if_clicked": Guard("if clicked", "contacts who have clicked a link", "contacts who have clicked no link"),
}
"""What stands before a step, by `send_condition`. Only opening has both halves: nothing asks for "not clicked"."""

OPEN_QUESTIONS = (
    "LeadLex does not document which earlier e-mail an open or a click is looked for in, when the test is made, "
    "what follows when it fails, or whether a reply ends the sequence by itself."
)


def guard_of(condition: object) -> Guard | None:
    """The guard that a reported condition stands for; None for "always" and for anything that is no word.

    A word that nobody here knows is a guard all the same: to show the step as sent to everybody would be wrong.
    """
    if not isinstance(condition, str) or not condition.strip() or condition == ALWAYS:
        return None
    known = GUARDS.get(condition)
    return known or Guard(condition, f"contacts for whom “{condition}” holds", "all other contacts")
