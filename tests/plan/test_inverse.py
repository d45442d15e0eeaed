"""Undoing: what was performed is taken back, what others did since stays."""

from __future__ import annotations

from hypothesis import given, settings

from tests.plan.edits import edited, shape, with_ids
from tests.plan.test_diff import line, mail
from tui.model.nodes import Campaign
from tui.model.tree import find_step, insert_step, replace_step
from tui.plan.applied import applied
from tui.plan.diff import diff
from tui.plan.inverse import Performed, undone
from tui.plan.operations import MoveStep, UpdateStep
from tui.providers.lemlist.steps import Email


@given(edited())
@settings(max_examples=200)
def test_undoing_everything_gives_the_first_tree_back(pair: tuple[Campaign, Campaign]) -> None:
    baseline, working = pair
    campaign, performed = baseline, list[Performed]()
    for operation in diff(baseline, working).operations:
        if not isinstance(operation, MoveStep):
            performed.append(Performed(operation, campaign))
            campaign = with_ids(applied(campaign, operation))
    back, notes = undone(campaign, performed)
    assert shape(back.sequence) == shape(baseline.sequence)
    assert notes == ()


def change(before: Email, after: Email) -> UpdateStep:
    return UpdateStep(campaign_id="c", title="", sequence_id="seq_main", step_id="stp_a", before=before, after=after)


def test_what_somebody_else_did_since_stays() -> None:
    before = line(mail("a", "one"), mail("b"))
    operation = change(Email(subject="one", message="m", delay=1), Email(subject="two"))
    after = applied(before, operation)
    theirs = insert_step(after, "main", 2, mail("c", "theirs"))
    back, notes = undone(theirs, [Performed(operation, before)])
    assert shape(back.sequence) == shape(line(mail("a", "one"), mail("b"), mail("c", "theirs")).sequence)
    assert notes == ()


def test_what_cannot_come_back_is_said() -> None:
    before = line(mail("a", "one"))
    operation = change(Email(subject="one", message="m", delay=1), Email(subject="two"))
    after = applied(before, operation)
    gone = replace_step(after, "a", None)
    assert undone(gone, [Performed(operation, before)])[1] == ("The E-mail that was changed is gone.",)
    again = applied(after, change(Email(subject="two"), Email(subject="three")))
    back, notes = undone(again, [Performed(operation, before)])
    now = find_step(back, "a")
    assert now is not None
    assert now.step.content.headline() == "three"
    assert notes == ("Subject was changed again since, so it stays.",)
