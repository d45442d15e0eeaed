"""Campaigns drawn as text, each compared with the drawing."""

from textwrap import dedent

from tests.review.drawn import branch, campaign, condition, email, hand_over, sequence, unknown
from tui.model.nodes import Sequence
from tui.review.cells import cells, cut, filled
from tui.review.outline import lines


def drawn(*steps: object, stray: tuple[Sequence, ...] = (), width: int = 100, **names: str) -> str:
    return "\n".join(lines(campaign(*steps, stray=stray), names, width=width)) + "\n"  # type: ignore[arg-type]


def test_nothing_to_draw() -> None:
    assert lines(campaign(), {}) == []


def test_days_add_up() -> None:
    assert drawn(email("Hello", 0), email("Again", 3), email("", 1)) == dedent("""\
        1 ✉ Hello         day 0
        2 ✉ Again   +3 d  day 3
        3 ✉ E-mail  +1 d  day 4
        """)


def test_branches_nest_and_else_stands_last() -> None:
    inner = condition(
        "linkedinInviteAccepted", 3, branch("Accepted invite", email("Thanks", 1)), branch("Else", is_else=True)
    )
    outer = condition(
        "emailsOpened",
        4,
        branch("Opened email", email("Seen", 1), inner),
        branch("Else", email("Last try", 2), is_else=True),
    )
    assert drawn(email("Hello", 0), outer) == dedent("""\
        1 ✉ Hello                            day 0
        2 ◆ Opened an e-mail? within 4 days  day 0
        """).replace("e-mail? within", "e-mail?    within").replace("Hello   ", "Hello      ") + dedent("""\
        ├─ Opened email
        │  1 ✉ Seen             +1 d           day 1–5
        │  2 ◆ Invite accepted?  within 3 days  day 1–5
        │  ├─ Accepted invite
        │  │  1 ✉ Thanks        +1 d           day 2–9
        │  └─ Else (empty)
        └─ Else
           1 ✉ Last try         +2 d           day 6
        """)
