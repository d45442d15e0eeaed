"""Campaigns drawn as text, each compared with the drawing."""

from textwrap import dedent

import pytest

from tests.review.drawn import branch, campaign, condition, email, hand_over, sequence, unknown
from tui.model.nodes import Sequence, Step
from tui.review.cells import cells, cut, filled
from tui.review.outline import lines


def drawn(*steps: Step, stray: tuple[Sequence, ...] = (), width: int = 100, **names: str) -> str:
    return "\n".join(lines(campaign(*steps, stray=stray), names, width=width)) + "\n"


def drawing(text: str) -> str:
    return dedent(text.removeprefix("\n"))


def test_nothing_to_draw() -> None:
    assert lines(campaign(), {}) == []


def test_days_add_up() -> None:
    assert drawn(email("Hello", 0), email("Again", 3), email("", 1)) == drawing("""
        1 ✉ Hello         day 0
        2 ✉ Again   +3 d  day 3
        3 ✉ E-mail  +1 d  day 4
        """)


def test_branches_nest_and_else_stands_last() -> None:
    inner = condition(
        "linkedinInviteAccepted", 3, branch("Accepted invite", email("Thanks", 1)), branch("Else", is_else=True)
    )
    late = branch("Else", email("Last try", 2), is_else=True)
    outer = condition("emailsOpened", 4, branch("Opened email", email("Seen", 1), inner), late)
    assert drawn(email("Hello", 0), outer) == drawing("""
        1 ✉ Hello                               day 0
        2 ◆ Opened an e-mail?    within 4 days  day 0
        ├─ Opened email
        │  1 ✉ Seen              +1 d           day 1–5
        │  2 ◆ Invite accepted?  within 3 days  day 1–5
        │  ├─ Accepted invite
        │  │  1 ✉ Thanks         +1 d           day 2–9
        │  └─ Else (empty)
        └─ Else
           1 ✉ Last try          +2 d           day 6
        """)


def test_steps_after_a_condition_follow_its_branches() -> None:
    fork = condition("hasPhoneNumber", 1, branch("Has phone number", email("Call", 0)), branch("Else", is_else=True))
    assert drawn(fork, email("Both", 2)) == drawing("""
        1 ◆ Has a phone number?        day 0
        ├─ Has phone number
        │  1 ✉ Call                    day 0
        └─ Else (empty)
        2 ✉ Both                 +2 d  day 2
        """)


def test_branches_without_an_end_without_a_name_and_without_steps() -> None:
    booked = condition(
        "meetingBooked",
        None,
        branch("Booked", email("Prepare", 1)),
        branch("", link="shared"),
        branch("Lost", link="missing"),
        branch("", is_else=True),
    )
    assert drawn(booked) == drawing("""
        1 ◆ Booked a meeting?  waits until it happens  day 0
        ├─ Booked
        │  1 ✉ Prepare         +1 d                    day 1+
        ├─ Branch (continues in a sequence shown above)
        ├─ Lost (steps not reported by the service)
        └─ Else (empty)
        """)


def test_hand_overs_name_their_campaign_and_unknown_steps_their_type() -> None:
    assert drawn(hand_over("cam_2"), hand_over("cam_3"), unknown(type="fax", delay=2), unknown(), cam_2="Nurture") == (
        drawing("""
        1 ➔ Send to another campaign: Nurture        day 0
        2 ➔ Send to another campaign: cam_3          day 0
        3 ? fax                                +2 d  day 2
        4 ? no type reported                         day 2
        """)
    )


def test_sequences_that_nothing_leads_to_follow_the_tree() -> None:
    lost = sequence(email("Lost", 0), email("Too", 1), identity="seq_9")
    assert drawn(email("Hello", 0), stray=(lost, sequence())) == drawing("""
        1 ✉ Hello         day 0
        Not reached by any branch: sequence seq_9
          1 ✉ Lost        day 0
          2 ✉ Too   +1 d  day 1
        Not reached by any branch: sequence
        """)


def test_long_titles_are_cut_to_the_width_in_cells() -> None:
    text = drawn(email("漢字" * 40, 0), email("word " * 40, 1), width=40)
    assert text == drawing("""
        1 ✉ 漢字漢字漢字漢字漢字漢…        day 0
        2 ✉ word word word word wo…  +1 d  day 1
        """)
    assert all(cells(line) <= 40 for line in text.splitlines())


def test_a_deep_step_keeps_a_readable_title() -> None:
    step = email("Deep down there", 0)
    for _ in range(60):
        step = condition("hasPhoneNumber", 1, branch("Yes", step), branch("Else", is_else=True))
    deep = next(line for line in drawn(step, width=80).splitlines() if "✉" in line)
    assert "Deep down there" in deep
    assert deep.endswith("day 0")


def test_text_of_the_service_cannot_command_the_terminal() -> None:
    hostile = "a\x1b[2J\u202eb\nc [/]"
    fork = condition("hasPhoneNumber", 1, branch(hostile, email(hostile, 0)), branch("Else", is_else=True))
    text = drawn(email(hostile, 0), fork, hand_over("cam_2"), unknown(type=hostile), cam_2=hostile)
    assert all(line.isprintable() for line in text.splitlines())
    assert text.count("a␛[2J⟪U+202E⟫b␊c [/]") == 5


def test_ten_thousand_steps_are_drawn_at_once() -> None:
    assert len(lines(campaign(*(email("x" * 50, 1) for _ in range(10_000))), {})) == 10_000


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("漢字", 4),
        ("e\u0301", 1),
        ("☎️", 2),
        ("☎", 1),
        ("👍🏽", 4),
        ("مرحبا", 5),
        ("ｗ", 2),
        ("a\u200bb", 2),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_cutting_never_splits_a_wide_sign() -> None:
    assert [cut("漢字x", width) for width in range(7)] == ["", "…", "…", "漢…", "漢…", "漢字x", "漢字x"]
    assert filled("漢", 4) == "漢  "
    assert filled("long", 2) == "long"
