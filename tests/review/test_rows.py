"""The campaign as rows: reading order, depth, guide lines, what can be folded."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from tests.model.trees import branch, campaign, campaigns, step
from tui.model.nodes import Branch, Campaign, Sequence
from tui.model.tree import walk
from tui.review.rows import rows


def drawn(tree: Campaign) -> list[str]:
    return [f"{row.guide}{row.key}" for row in rows(tree)]


def test_branches_hang_below_their_condition_and_the_rest_follows() -> None:
    inner = step("i", branch("p", step("x")), branch("q"))
    outer = step("o", branch("a", step("y"), inner), branch("b", step("z")))
    assert drawn(campaign(step("first"), outer, step("last"))) == [
        "first",
        "o",
        "├─ a",
        "│  y",
        "│  i",
        "│  ├─ p",
        "│  │  x",
        "│  └─ q",
        "└─ b",
        "   z",
        "last",
    ]


def test_numbers_depths_and_folds() -> None:
    outer = step("o", branch("a", step("y")), branch("b"))
    found = {row.key: row for row in rows(campaign(step("first"), outer))}
    assert [(row.key, row.number, row.depth, row.foldable) for row in found.values()] == [
        ("first", 1, 0, False),
        ("o", 2, 0, True),
        ("a", 0, 1, True),
        ("y", 1, 2, False),
        ("b", 0, 1, False),
    ]
    assert found["a"].step is outer
    assert found["a"].sequence is outer.branches[0].sequence
    assert found["y"].sequence is outer.branches[0].sequence


def test_strays_have_a_heading_and_shared_branches_nothing_below() -> None:
    shared = Branch(key="again", sequence=Sequence(key="s"), link="shared")
    tree = campaign(step("o", shared), stray=(Sequence(key="lost", steps=(step("x"),)), Sequence(key="empty")))
    found = rows(tree)
    assert [(row.key, row.kind, row.guide, row.foldable) for row in found] == [
        ("o", "step", "", True),
        ("again", "branch", "└─ ", False),
        ("stray:lost", "stray", "", True),
        ("x", "step", "  ", False),
        ("stray:empty", "stray", "", False),
    ]


@given(campaigns())
def test_every_step_and_branch_has_one_row_in_reading_order(tree: Campaign) -> None:
    found = rows(tree)
    assert [row.key for row in found if row.kind == "step"] == [spot.step.key for spot in walk(tree)]
    branches = sorted(each.key for spot in walk(tree) for each in spot.step.branches)
    assert sorted(row.key for row in found if row.kind == "branch") == branches
    assert len({row.key for row in found}) == len(found)
    for above, row in pairwise(found):
        assert row.depth <= above.depth + 1, "a row hangs below one that is shown"


def test_a_deep_tree_needs_no_deep_stack() -> None:
    tree = step("k0")
    for depth in range(1, 400):
        tree = step(f"k{depth}", branch(f"b{depth}", tree))
    assert len(rows(campaign(tree))) == 799
