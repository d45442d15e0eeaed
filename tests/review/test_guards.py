"""Guards on a straight list: single ones, pairs, three in a row; how they are drawn and told."""

from __future__ import annotations

import pytest

from tests.model.trees import campaign
from tui.model.content import Guard
from tui.model.nodes import Step
from tui.providers.leadlex.email import Email
from tui.review.guards import halves, told
from tui.review.outline import lines
from tui.review.rows import rows

SIGNS = {"-": "always", "o": "if_opened", "n": "if_no_open", "r": "if_no_reply", "c": "if_clicked"}


def steps(signs: str) -> tuple[Step, ...]:
    """A step for each sign."""
    return tuple(
        Step(key=f"k{place}", id=f"s{place}", content=Email(subject=f"S{place}", body="x", send_condition=SIGNS[sign]))
        for place, sign in enumerate(signs)
    )


@pytest.mark.parametrize(
    ("signs", "drawn"),
    [
        ("", ""),
        ("-", " "),
        ("o", " "),
        ("on", "┌└"),
        ("no", "┌└"),
        ("oo", "  "),
        ("-on-", " ┌└ "),
        ("o-n", "   "),
        ("ono", "┌└ "),
        ("onon", "┌└┌└"),
        ("oonn", " ┌└ "),
        ("rr", "  "),
        ("cr", "  "),
        ("rono", " ┌└ "),
    ],
)
def test_pairs(signs: str, drawn: str) -> None:
    """Only neighbours with opposite guards are a pair, and a step is in one pair at most."""
    found = halves(steps(signs))
    marks = {"first": "┌", "second": "└"}
    assert "".join(marks.get(found.get(f"k{place}", ""), " ") for place in range(len(signs))) == drawn
    assert [row.half for row in rows(campaign(*steps(signs)))] == [
        {" ": "", "┌": "first", "└": "second"}[mark] for mark in drawn
    ]


def test_the_tree_as_text() -> None:
    """As `show` prints it: the guard before the subject, the pair joined."""
    said = lines(campaign(*steps("-onr")), {})
    assert [line.split(" S")[0].strip() for line in said if " S" in line][1:] == [
        "2 ✉ ┌ if opened →",
        "3 ✉ └ if not opened →",
        "4 ✉ if no reply →",
    ]
    assert not any(sign in line for line in said[:1] for sign in "┌└→")


def test_told() -> None:
    """Who gets it, who does not, and where the others find theirs."""
    first, second, single, everybody = steps("onr-")
    assert told(first, "first") == (
        "Sent to contacts who have opened.",
        "Skipped by contacts who have not opened; they go on with the next step. The next step is for the others.",
    )
    assert told(second, "second") == (
        "Sent to contacts who have not opened.",
        "Skipped by contacts who have opened; they go on with the next step. The step before is for the others.",
    )
    assert told(single, "") == (
        "Sent to contacts who have not replied.",
        "Skipped by contacts who have replied; they go on with the next step.",
    )
    assert told(everybody, "") is None


def test_a_condition_that_nobody_knows_is_a_guard_all_the_same() -> None:
    """To show its step as sent to everybody would be wrong; it is nobody's other half."""
    odd = Step(key="a", content=Email(send_condition="if_moon_is_full"))
    assert odd.content.guard() == Guard(
        "if_moon_is_full", "contacts for whom “if_moon_is_full” holds", "all other contacts"
    )
    assert halves((odd, odd.model_copy(update={"key": "b"}))) == {}
