"""Which step is which: ids that are old, applied files, changes by somebody else, and deep trees."""

from __future__ import annotations

from tests.workspace.files.test_mistakes import good, told
from tests.workspace.files.test_round_trip import CAMPAIGN, FIRST, FORK, ITS, exported
from tests.workspace.files.trees import minter
from tui.model.nodes import Branch, Campaign, Sequence, Step, UnknownContent
from tui.plan.operations import AddStep, DeleteStep, UpdateStep
from tui.providers.lemlist.steps import Conditional, Sms
from tui.workspace.files.changes import changes
from tui.workspace.files.parse import read_file


def sms(number: int, text: str) -> Step:
    return Step(key=f"k{number}", id=f"stp_{number}", content=Sms(message=text, delay=1))


def line(*steps: Step) -> Campaign:
    return CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="seq_m", steps=steps)})


def test_a_file_that_was_applied_agrees_although_it_lacks_ids() -> None:
    before = line(sms(1, "a"), sms(2, "b"))
    text = exported(before).replace("steps:\n", "steps:\n  - {type: sms, message: new, delay: 1}\n", 1)
    assert len(good(text, before).operations) == 1
    after = line(sms(9, "new"), sms(1, "a"), sms(2, "b"))
    assert good(text, after).operations == ()
    assert good(text, after).new_ids


def test_contents_that_changed_places_agree() -> None:
    """A service that only appends writes the contents one place on: the ids stay, the file is right all the same."""
    text = exported(line(sms(1, "a"), sms(2, "b"))).replace(
        "  - type: sms\n    id: stp_2", "  - {type: sms, message: new, delay: 1}\n  - type: sms\n    id: stp_2"
    )
    assert good(text, line(sms(1, "a"), sms(2, "new"), sms(3, "b"))).operations == ()


def test_what_was_made_in_part_is_not_made_again() -> None:
    before = line(sms(1, "a"))
    text = exported(before).replace(
        "steps:\n", "steps:\n  - {type: sms, message: x, delay: 1}\n  - {type: sms, message: y, delay: 1}\n", 1
    )
    (only,) = good(text, line(sms(7, "x"), sms(1, "a"))).operations
    assert isinstance(only, AddStep)
    assert only.content.headline() == "y"
    assert only.index == 1


def test_a_step_under_a_new_condition_is_still_known_by_its_id() -> None:
    text = exported(line(sms(1, "a"))).replace(
        "steps:\n  - type: sms\n    id: stp_1\n    message: a\n    delay: 1\n",
        "steps:\n  - type: conditional\n    conditionKey: emailsOpened\n    delayType: within\n    delay: 3\n"
        "    branches:\n      - label: yes\n        steps: [{type: sms, id: stp_1}]\n      - else: true\n",
    )
    kinds = [type(each) for each in good(text, line(sms(1, "a"))).operations]
    assert kinds == [AddStep, AddStep, DeleteStep]


def test_an_unknown_type_stays_and_is_never_made_anew() -> None:
    odd = Step(key="u", id="stp_u", content=UnknownContent.read({"type": "pigeonPost", "delay": 1}))
    campaign = line(odd, FORK)
    assert good(exported(campaign), campaign).operations == ()
    moved = (
        exported(campaign)
        .replace("  - type: pigeonPost\n    id: stp_u\n", "")
        .replace("        steps: []", "        steps: [{type: pigeonPost, id: stp_u}]")
    )
    assert good(moved, campaign).difference.impossible == (
        "Unknown step “pigeonPost”: a step of a type that Branchline does not know cannot be made anew.",
    )
    assert any("There is no step type “pigeonPost”" in each for each in told(moved.replace("stp_u", "stp_z"), campaign))


class TestSince:
    def since(self, text: str, live: Campaign) -> str:
        return good(text, live).since.sentence

    def test_nothing_has_changed(self) -> None:
        assert self.since(exported(), CAMPAIGN) == ""
        assert self.since(exported().replace("delay: 0", "delay: 5"), CAMPAIGN) == ""

    def test_a_step_that_would_be_changed_back(self) -> None:
        other = FIRST.model_copy(update={"content": FIRST.content.model_copy(update={"delay": 9})})
        found = good(exported(), line(other, FORK))
        assert found.since.conflicts
        assert found.since.sentence == (
            "The campaign was changed since the file was written: 1 step. "
            "The file would change back or delete 1 of these steps."
        )

    def test_a_new_step_that_would_be_deleted(self) -> None:
        found = good(exported(), line(FIRST, FORK, sms(5, "late")))
        assert (found.since.steps, found.since.undone) == (1, 1)

    def test_a_change_that_the_file_makes_too_is_no_conflict(self) -> None:
        text = exported().replace("delay: 0", "delay: 9")
        other = FIRST.model_copy(update={"content": FIRST.content.model_copy(update={"delay": 9})})
        found = good(text, line(other, FORK))
        assert found.operations == ()
        assert not found.since.conflicts

    def test_settings(self) -> None:
        renamed = ITS.model_copy(update={"name": "Renamed"})
        found = changes(read_file(exported().encode()), CAMPAIGN, renamed, minter())
        assert found.since.conflicts
        assert "its settings" in found.since.sentence

    def test_a_file_whose_marks_were_taken_out(self) -> None:
        assert not good(exported().partition("state:")[0], line(sms(1, "x"), FIRST, FORK)).since.conflicts


def test_the_deepest_tree_of_any_service() -> None:
    step = sms(0, "bottom")
    for number in range(1, 140):
        inner = Sequence(key=f"s{number}", id=f"seq_{number}", steps=(step,))
        empty = Sequence(key=f"e{number}", id=f"seq_e{number}")
        step = Step(
            key=f"c{number}", id=f"stp_c{number}",
            content=Conditional(condition_key="emailsOpened", delay_type="within", delay=1),
            branches=(Branch(key=f"y{number}", label="y", sequence=inner),
                      Branch(key=f"n{number}", label="n", is_else=True, sequence=empty)),
        )  # fmt: skip
    deep = line(step)
    text = exported(deep)
    assert good(text, deep).operations == ()
    (only,) = good(text.replace("bottom", "ground"), deep).operations
    assert isinstance(only, UpdateStep)
