"""Rows of the tree for what a straight list has: guards, pairs, drafts, waits; with and without unsaved input."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.trees import campaign
from tui.app.tree_art import paint_row, words_of
from tui.model.content import StepContent
from tui.model.nodes import Step
from tui.providers.kit.emails import Email as KitEmail
from tui.providers.leadlex.email import Email as LeadlexEmail
from tui.review.days import days
from tui.review.rows import rows
from tui.workspace.drafts import Draft, NewPlace


def drawn(*contents: StepContent, drafts: dict[int, Draft] | None = None) -> list[tuple[str, str]]:
    """What stands left and right in each row."""
    tree = campaign(*(Step(key=f"k{place}", id=f"s{place}", content=each) for place, each in enumerate(contents)))
    falls, found = days(tree), []
    for place, row in enumerate(rows(tree)):
        art = paint_row(row, draft=(drafts or {}).get(place), day=falls.get(row.key), names={})
        found.append(("".join(text for text, _ in art.left), " ".join("".join(text for text, _ in art.right).split())))
    return found


def guarded(subject: str, condition: str, wait: int = 1) -> LeadlexEmail:
    return LeadlexEmail(subject=subject, body="x", delay_days=wait, delay_hours=0, send_condition=condition)


def mail(subject: str, **more: Any) -> KitEmail:
    return KitEmail(**{"subject": subject, "delay_value": 1, "delay_unit": "days", "published": True, **more})


def draft(place: int, content: type[StepContent], new: bool = False, **values: Any) -> dict[int, Draft]:
    return {place: Draft(f"k{place}", content.type, values, NewPlace("main", None) if new else None)}


def test_guards_and_pairs() -> None:
    """The pair is joined, a single guard stands alone, and everybody's step has none."""
    assert [left for left, _ in drawn(
        guarded("Hello", "always", 0), guarded("Glad", "if_opened"), guarded("Lost?", "if_no_open"),
        guarded("Last", "if_no_reply"),
    )] == ["1 ✉ Hello", "2 ✉ ┌ if opened → Glad", "3 ✉ └ if not opened → Lost?", "4 ✉ if no reply → Last"]  # fmt: skip


def test_a_guard_that_is_only_typed() -> None:
    """What was chosen is shown before it is saved, marked as unsaved; also where it takes a guard away."""
    contents = guarded("Hello", "always"), guarded("Last", "if_no_reply")
    left, right = drawn(*contents, drafts=draft(0, LeadlexEmail, send_condition="if_clicked"))[0]
    assert left == "1 ✉ if clicked → Hello"
    assert "●" in right
    assert drawn(*contents, drafts=draft(1, LeadlexEmail, send_condition="always"))[1][0] == "2 ✉ Last"


def test_drafts_of_the_service_are_said_to_be() -> None:
    """Whether an e-mail is sent at all stands in its row; unknown is not claimed."""
    sent, kept, unknown = drawn(mail("A"), mail("B", published=False), KitEmail.read({"subject": "C"}))
    assert "draft" not in sent[1]
    assert "draft" in kept[1]
    assert "draft" not in unknown[1]
    typed = drawn(mail("A"), drafts=draft(0, KitEmail, published=False))[0]
    assert "draft" in typed[1]
    assert "●" in typed[1]
    assert "new" in drawn(mail("A"), drafts=draft(0, KitEmail, new=True, subject="A"))[0][1]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"delay_value": 2}, "+2 d"),
        ({"delay_value": 5, "delay_unit": "hours"}, "+5 h"),
        ({"delay_value": 0}, ""),
        ({"delay_value": 1, "delay_unit": "weeks"}, ""),
    ],
)
def test_waits(fields: dict[str, Any], words: str) -> None:
    """A wait in a unit that nobody here knows is not made up."""
    right = drawn(mail("A", **fields))[0][1]
    assert ("+" in right) is bool(words)
    assert words in right


def test_the_filter_finds_conditions_and_texts() -> None:
    """The filter looks through title, type, id and texts."""
    row = rows(campaign(Step(key="k", id="step_77", content=guarded("Glad", "if_opened"))))[0]
    for words in ("glad", "e-mail", "step_77", "if_opened"):
        assert words in words_of(row, {})
