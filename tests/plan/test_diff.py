"""The operations between two trees: applied in order they turn the first into the second, and they are few."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plan.edits import edited, shape, trees, with_ids
from tui.model.nodes import Campaign, Sequence, Step
from tui.model.tree import insert_step, replace_step, sequences, walk, walk_sequence
from tui.plan.applied import applied
from tui.plan.diff import diff
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, UpdateStep
from tui.plan.rekey import copied
from tui.providers.lemlist.steps import Email, Sms


def carried_out(campaign: Campaign, operations: tuple[AnyOperation, ...]) -> Campaign:
    for operation in operations:
        campaign = applied(campaign, operation)
    return campaign


@given(edited())
@settings(max_examples=300)
def test_the_operations_lead_from_one_tree_to_the_other(pair: tuple[Campaign, Campaign]) -> None:
    baseline, working = pair
    found = diff(baseline, working)
    assert found.impossible == ()
    assert shape(found.working.sequence) == shape(working.sequence), "new keys change no content"
    result = carried_out(baseline, found.operations)
    assert shape(result.sequence) == shape(working.sequence)
    assert diff(with_ids(result), with_ids(found.working)).operations == ()


@given(edited())
def test_stopped_anywhere_nothing_that_is_to_stay_is_missing(pair: tuple[Campaign, Campaign]) -> None:
    """What is created comes before what is deleted, and each operation finds what it names."""
    baseline, working = pair
    found = diff(baseline, working)
    kinds = [type(operation) for operation in found.operations]
    assert kinds == sorted(kinds, key=[MoveStep, AddStep, UpdateStep, DeleteStep].index)
    staying = {spot.step.key for spot in walk(baseline)} & {spot.step.key for spot in walk(found.working)}
    campaign = baseline
    for operation in found.operations:
        campaign = applied(campaign, operation)
        assert staying <= {spot.step.key for spot in walk(campaign)}


@given(trees(), st.data())
def test_one_moved_step_is_one_operation(campaign: Campaign, data: st.DataObject) -> None:
    steps = campaign.sequence.steps
    if len(steps) < 2:
        return
    step = data.draw(st.sampled_from(steps))
    place = data.draw(st.integers(0, len(steps) - 1))
    moved = insert_step(replace_step(campaign, step.key, None), "main", place, step)
    operations = diff(campaign, moved).operations
    assert len(operations) == (0 if moved.sequence.steps == steps else 1)
    assert all(isinstance(operation, MoveStep) for operation in operations)


def line(*steps: Step) -> Campaign:
    from tests.model.trees import HEAD

    return Campaign(head=HEAD, sequence=Sequence(key="main", id="seq_main", steps=steps))


def mail(key: str, subject: str = "s") -> Step:
    return Step(key=key, id=f"stp_{key}", content=Email(subject=subject, message="m", delay=1))


def test_words_and_places() -> None:
    before = line(mail("a", "one"), mail("b", "two"), mail("c", "three"))
    changed = mail("c", "four")
    new = Step(key="n", content=Sms(message="hello", delay=2))
    found = diff(before, line(new, mail("b", "two"), changed))
    assert [operation.title for operation in found.operations] == [
        "Add SMS “hello” at place 1",
        "Change E-mail “three”",
        "Delete E-mail “one” (step 1)",
    ]
    add = found.operations[0]
    assert isinstance(add, AddStep)
    assert (add.sequence_id, add.index, add.length, add.key) == ("seq_main", 0, 3, "n")


def test_the_same_id_under_another_key_is_the_same_step() -> None:
    before = line(mail("a"), mail("b"))
    read_again = line(mail("b").model_copy(update={"key": "x2"}), mail("a").model_copy(update={"key": "x1"}))
    (only,) = diff(before, read_again).operations
    assert isinstance(only, MoveStep)


def test_another_type_is_made_anew_before_the_old_one_goes() -> None:
    before = line(mail("a"), mail("b"))
    other = Step(key="a", id="stp_a", content=Sms(message="m", delay=0))
    first, second = diff(before, line(other, mail("b"))).operations
    assert isinstance(first, AddStep)
    assert first.key == "a~2"
    assert isinstance(second, DeleteStep)
    assert second.step_id == "stp_a"


def test_equal_trees_need_nothing_and_are_shared() -> None:
    campaign = line(mail("a"), mail("b"))
    found = diff(campaign, campaign)
    assert found.operations == ()
    assert found.working is campaign


@given(trees(most=2), trees(most=2))
def test_a_copy_shares_no_key_with_either_campaign(source: Campaign, target: Campaign) -> None:
    """Keys are minted in the same way in each campaign: one that comes along might be minted again."""
    for spot in walk(source):
        put = insert_step(target, "main", 0, copied(spot.step, target))
        keys = [each.step.key for each in walk(put)] + [sequence.key for sequence in sequences(put)]
        assert len(set(keys)) == len(keys)
        new = set(keys) - {each.step.key for each in walk(target)} - {each.key for each in sequences(target)}
        assert all("~" in key for key in new)
        assert next(each.step.content for each in walk_sequence(put.sequence)) == spot.step.content
