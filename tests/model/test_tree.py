"""Walking and editing the tree: reading order, what an edit shares with the tree before it, and its cost."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.trees import branch, campaign, campaigns, step
from tui.model.nodes import Branch, Campaign, Sequence, Step
from tui.model.tree import (
    count_steps,
    find_sequence,
    find_step,
    insert_step,
    replace_step,
    sequences,
    steps_below,
    walk,
)


def naive(sequence: Sequence, depth: int = 0) -> Iterator[tuple[str, str, int, int]]:
    """The reading order, written so that it cannot be wrong: key, sequence, place, depth."""
    for place, each in enumerate(sequence.steps):
        yield each.key, sequence.key, place, depth
        for below in each.branches:
            yield from naive(below.sequence, depth + 1)


def all_of(tree: Campaign) -> list[tuple[str, str, int, int]]:
    return [item for top in (tree.sequence, *tree.stray) for item in naive(top)]


def nodes(tree: Campaign) -> dict[str, Step | Sequence | Branch]:
    found: dict[str, Step | Sequence | Branch] = {each.key: each for each in sequences(tree)}
    for spot in walk(tree):
        found[spot.step.key] = spot.step
        found |= {below.key: below for below in spot.step.branches}
    return found


def ancestors(tree: Campaign, sequence_key: str) -> set[str]:
    """Keys of everything on the way from the root down to a sequence, itself included."""
    for spot in walk(tree):
        for below in spot.step.branches:
            if below.sequence.key == sequence_key:
                way = {spot.sequence.key, spot.step.key, below.key, sequence_key}
                for turn in spot.way:
                    way |= {turn.holder.key, turn.step.key, turn.branch.key}
                return way
    return {sequence_key}


@given(campaigns())
def test_walk_reads_as_a_person_does(tree: Campaign) -> None:
    walked = [(spot.step.key, spot.sequence.key, spot.index, spot.depth) for spot in walk(tree)]
    assert walked == all_of(tree)
    assert count_steps(tree) == len(walked)


@given(campaigns())
def test_every_step_is_found_where_it_stands(tree: Campaign) -> None:
    for spot in walk(tree):
        assert spot.sequence.steps[spot.index] is spot.step
        for turn in spot.way:
            assert any(turn.step is each for each in turn.holder.steps)
            assert any(turn.branch is below for below in turn.step.branches)
        if spot.way:
            assert spot.way[-1].branch.sequence is spot.sequence
        found = find_step(tree, spot.step.key)
        assert found is not None
        assert found.step is spot.step


@given(campaigns(), st.data())
def test_an_insert_shares_everything_beside_the_way(tree: Campaign, data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(list(sequences(tree))))
    place = data.draw(st.integers(0, len(target.steps)))
    new = step("new")
    after = insert_step(tree, target.key, place, new)
    changed = find_sequence(after, target.key)
    assert changed is not None
    assert changed.steps == (*target.steps[:place], new, *target.steps[place:])
    touched = ancestors(tree, target.key)
    now = nodes(after)
    assert set(now) == {*nodes(tree), "new"}
    for key, node in nodes(tree).items():
        assert (now[key] is node) == (key not in touched), key
    assert all_of(tree) == [item for item in all_of(tree) if item[0] != "new"], "the older tree is as it was"


@given(campaigns(), st.data())
def test_replacing_and_removing(tree: Campaign, data: st.DataObject) -> None:
    spots = list(walk(tree))
    if not spots:
        return
    spot = data.draw(st.sampled_from(spots))
    other = spot.step.model_copy(update={"id": "stp_other"})
    replaced = replace_step(tree, spot.step.key, other)
    assert all_of(replaced) == all_of(tree)
    found = find_step(replaced, spot.step.key)
    assert found is not None
    assert found.step is other
    without = replace_step(tree, spot.step.key, None)
    gone = {spot.step.key} | {key for below in spot.step.branches for key, *_ in naive(below.sequence)}
    assert [item[0] for item in all_of(without)] == [item[0] for item in all_of(tree) if item[0] not in gone]
    assert steps_below(spot.step) == len(gone) - 1
    touched = {*ancestors(tree, spot.sequence.key), spot.step.key}
    now = nodes(without)
    for key, node in nodes(tree).items():
        if key in now:
            assert (now[key] is node) == (key not in touched), key


@given(campaigns())
def test_putting_back_gives_an_equal_tree(tree: Campaign) -> None:
    for spot in list(walk(tree))[:5]:
        removed = replace_step(tree, spot.step.key, None)
        assert insert_step(removed, spot.sequence.key, spot.index, spot.step) == tree


def test_what_is_not_there() -> None:
    tree = campaign(step("a"))
    assert find_step(tree, "b") is None
    assert find_sequence(tree, "b") is None
    with pytest.raises(KeyError):
        replace_step(tree, "b", None)
    with pytest.raises(KeyError):
        insert_step(tree, "b", 0, step("c"))


def test_a_shared_branch_is_no_place_to_add_and_counts_once() -> None:
    own = branch("own", step("x"))
    shared = own.model_copy(update={"key": "again", "link": "shared", "sequence": Sequence(key="sown", id="seq_own")})
    tree = campaign(step("a", own), step("b", shared))
    assert [sequence.key for sequence in sequences(tree)] == ["main", "sown"]
    after = insert_step(tree, "sown", 1, step("y"))
    assert [item[0] for item in all_of(after)] == ["a", "x", "y", "b"]
    assert steps_below(tree.sequence.steps[1]) == 0


def _seconds(count: int) -> float:
    tree = campaign(*(step(f"k{place}") for place in range(count)))
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        assert count_steps(tree) == count
        insert_step(tree, "main", count // 2, step("new"))
        replace_step(tree, f"k{count - 1}", None)
        best = min(best, time.perf_counter() - start)
    return best


def test_ten_thousand_steps_cost_in_proportion() -> None:
    assert _seconds(20_000) < 4 * _seconds(10_000) + 0.05


def test_a_deep_tree_needs_no_deep_stack() -> None:
    tree = step("k0")
    for depth in range(1, 3000):
        tree = Step(
            key=f"k{depth}",
            content=tree.content,
            branches=(Branch(key=f"b{depth}", sequence=Sequence(key=f"s{depth}", steps=(tree,))),),
        )
    whole = campaign(tree)
    assert count_steps(whole) == 3000
    after = insert_step(whole, "s1", 0, step("new"))
    assert count_steps(after) == 3001
