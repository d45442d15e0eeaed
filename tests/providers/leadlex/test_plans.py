"""Inserting and moving: the exact requests, what stands at the service after each of them, and stops in the middle."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.providers.leadlex.connected import adding, email, moving
from tui.model.content import StepContent
from tui.model.nodes import Campaign, Keys, Status
from tui.plan.operations import AddStep, DeleteStep, Plan, UpdateStep
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.reading import read_head
from tui.providers.straight import campaign_of

PROVIDER = Leadlex("wbk_x", account="a")


def tree_of(subjects: str, status: str = "draft", **more: Any) -> Campaign:
    rows = [
        {"id": f"s{number}", "index": number, **email(subject).values(), "delay_days": number, **more}
        for number, subject in enumerate(subjects)
    ]
    head = read_head({"id": "c", "status": status}, service="leadlex", account="acme")
    return campaign_of(head, rows, Email.read, Keys())


def prefixes(plan: Plan, tree: Campaign) -> list[list[StepContent]]:
    """The contents at the service before the first and after each operation of a plan."""
    contents = {step.id or "": step.content for step in tree.sequence.steps}
    order, states = list(contents), []
    states.append([contents[name] for name in order])
    for operation in plan.operations:
        if isinstance(operation, AddStep):
            order.append(operation.key)
            contents[operation.key] = operation.content
        elif isinstance(operation, UpdateStep):
            assert contents[operation.step_id] == operation.before
            contents[operation.step_id] = operation.after
        else:
            order.remove(getattr(operation, "key", ""))
        states.append([contents[name] for name in order])
    return states


def nothing_is_lost(plan: Plan, tree: Campaign) -> list[StepContent]:
    """Assert that after every operation each old content stands somewhere; what stands at the end."""
    old = Counter(step.content.model_dump_json() for step in tree.sequence.steps)
    states = prefixes(plan, tree)
    for state in states:
        left = old - Counter(content.model_dump_json() for content in state)
        assert not left
    return states[-1]


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_an_insert_at_every_place(length: int) -> None:
    tree = tree_of("abcdefg"[:length])
    for index in range(length):
        operation = adding(tree, email(), index, key="k")
        plan = PROVIDER.plan(operation, tree)
        expected = [step.content for step in tree.sequence.steps]
        expected.insert(index, operation.content)
        assert nothing_is_lost(plan, tree) == expected
        assert [type(each) for each in plan.operations] == [AddStep] + [UpdateStep] * (length - index)
        assert (plan.key, plan.draft) == (tree.sequence.steps[index].key, "k")
        added = plan.operations[0]
        assert isinstance(added, AddStep)
        assert (added.key, added.index, added.length) == ("k last", length, length)
        assert plan.emulated
        assert f"{len(plan.operations)} requests" in plan.cost[0]
    at_end = PROVIDER.plan(adding(tree, email()), tree)
    assert (len(at_end.operations), at_end.emulated, at_end.draft, at_end.key) == (1, False, None, "new")


def test_the_titles_say_what_moves_where() -> None:
    plan = PROVIDER.plan(adding(tree_of("abc"), email(), 1), tree_of("abc"))
    assert [each.title for each in plan.operations] == [
        "Append a copy of step 3 as step 4",
        "Step 3 takes over the content of step 2",
        "Step 2 takes over the new content",
    ]
    plan = PROVIDER.plan(moving(tree_of("abcd"), 0, 2), tree_of("abcd"))
    assert [each.title for each in plan.operations] == [
        "Append a copy of step 1 at the end for the time being",
        "Step 1 takes over the content of step 2",
        "Step 2 takes over the content of step 3",
        "Step 3 takes over the content that step 1 had",
        "Delete the copy at the end (step 5)",
    ]


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("end", range(5))
def test_a_move_between_all_places(start: int, end: int) -> None:
    tree = tree_of("abcde")
    plan = PROVIDER.plan(moving(tree, start, end), tree)
    expected = [step.content for step in tree.sequence.steps]
    expected.insert(end, expected.pop(start))
    assert nothing_is_lost(plan, tree) == expected
    assert plan.key == tree.sequence.steps[end].key
    assert plan.draft is None
    assert len(plan.operations) == (0 if start == end else abs(start - end) + 3)
    assert plan.emulated == (start != end)
    if plan.operations:
        copy, last = plan.operations[0], plan.operations[-1]
        assert isinstance(copy, AddStep)
        assert isinstance(last, DeleteStep)
        assert (last.step_id, last.key) == ("", copy.key)


def test_equal_neighbours_cost_no_request() -> None:
    rows = [{"id": f"s{number}", "index": number, **email("same").values()} for number in range(3)]
    head = read_head({"id": "c", "status": "draft"}, service="leadlex", account="acme")
    tree = campaign_of(head, rows, Email.read, Keys())
    assert len(PROVIDER.plan(adding(tree, email("new"), 0), tree).operations) == 2
    assert PROVIDER.plan(moving(tree, 0, 2), tree).operations == ()


def test_a_content_is_written_whole_but_only_what_differs_is_sent() -> None:
    tree = tree_of("ab")
    plan = PROVIDER.plan(adding(tree, Email(subject="x", body="y"), 0), tree)
    bodies = [PROVIDER.request(each).body for each in plan.requests]
    a, b = (step.content.values() for step in tree.sequence.steps)
    assert bodies[0] == b
    assert bodies[1] == {"subject": a["subject"], "body": a["body"], "delay_days": 0}
    assert bodies[2] == {"subject": "x", "body": "y", "delay_hours": 0, "send_condition": "always"}, "defaults reset"


@pytest.mark.parametrize(
    ("odd", "word"),
    [
        ({"delay_hours": None}, "did not report Delay hours of step"),
        ({"send_condition": None, "body": None}, "did not report Body, Send of step"),
        ({"subject": " "}, "has no Subject"),
    ],
)
def test_a_content_that_is_not_known_whole_stays_where_it_is(odd: dict[str, Any], word: str) -> None:
    tree = tree_of("abc", **odd)
    for operation in (adding(tree, email(), 1), moving(tree, 0, 1), moving(tree, 2, 1)):
        with pytest.raises(ValueError, match=word) as caught:
            PROVIDER.plan(operation, tree)
        assert str(caught.value).endswith(".")
    assert PROVIDER.plan(adding(tree, email()), tree).operations, "the end needs nothing of the others"


def test_a_condition_that_nobody_knows_moves_along() -> None:
    tree = tree_of("abc", send_condition="if_moon_is_full")
    assert len(PROVIDER.plan(moving(tree, 0, 1), tree).operations) == 4


@pytest.mark.parametrize("status", ["active", "pending_approval"])
def test_no_plan_where_people_are_between_the_steps(status: str) -> None:
    tree = tree_of("abc", status)
    for operation in (adding(tree, email(), 1), moving(tree, 0, 1)):
        with pytest.raises(ValueError, match="at the end only") as caught:
            PROVIDER.plan(operation, tree)
        assert str(caught.value).endswith(".")
    assert len(PROVIDER.plan(adding(tree, email()), tree).operations) == 1


def test_a_step_that_is_gone_is_not_moved() -> None:
    tree = tree_of("abc")
    operation = moving(tree, 0, 1).model_copy(update={"step_id": "other"})
    with pytest.raises(ValueError, match="gone"):
        PROVIDER.plan(operation, tree)


def test_a_long_plan_says_how_long_it_takes() -> None:
    tree = tree_of("abcdefghijklmnop")
    short = PROVIDER.plan(adding(tree, email(), 15), tree).cost
    assert not any("minutes" in line for line in short)
    assert "With 10 calls a minute it takes about 2 minutes." in PROVIDER.plan(adding(tree, email(), 0), tree).cost


def test_keys_of_a_stopped_plan_are_not_used_again() -> None:
    tree = tree_of("ab")
    first = tree.sequence.steps[0].model_copy(update={"key": "new last"})
    sequence = tree.sequence.model_copy(update={"steps": (first, *tree.sequence.steps[1:])})
    tree = tree.model_copy(update={"sequence": sequence})
    added = PROVIDER.plan(adding(tree, email(), 0), tree).operations[0]
    assert isinstance(added, AddStep)
    assert added.key == "new last'"


def test_all_statuses_are_thought_of() -> None:
    statuses: tuple[Status, ...] = ("draft", "paused", "ended", "unknown")
    for status in statuses:
        tree = tree_of("ab")
        tree = tree.model_copy(update={"head": tree.head.model_copy(update={"status": status})})
        assert PROVIDER.plan(moving(tree, 0, 1), tree).emulated
