"""Inserting and moving: the exact requests, what stands at the service after each of them, and stops in the middle."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from tests.providers.leadlex.connected import adding, email, lines_of, moving, opened, put, shown, stored
from tui.model.content import StepContent
from tui.model.nodes import Campaign, Keys, Status
from tui.plan.operations import AddStep, DeleteStep, Plan, StepOperation, UpdateStep
from tui.providers.base import Done
from tui.providers.errors import Forbidden
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.reading import read_head
from tui.providers.straight import campaign_of
from tui.sandbox.leadlex.records import Campaign as Record
from tui.workspace.document import Document
from tui.workspace.engine import Outcome, PlanStopped, Refused, carry_out, go_on

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
            order.remove(operation.key)
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
        "Append a copy of step 1, so that it is not lost on the way",
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
    bodies = [PROVIDER.request(each).body for each in plan.operations]
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


async def test_an_insert_is_carried_out() -> None:
    async with opened(subjects="abc") as (document, served, record):
        key = document.start_new(Email, document.baseline.sequence.key, document.baseline.sequence.steps[0].key)
        document.keep(key, email().values())
        second = document.start_new(Email, document.baseline.sequence.key, key)
        document.keep(second, email("second").values())
        content, _ = document.check(key, document.values(key))
        assert content is not None
        heard: list[tuple[int, int, str]] = []
        outcome = await carry_out(document, document.saving(key, content), lambda *told: heard.append(told))
        assert outcome == Outcome(document.baseline.sequence.steps[1].key, True)
        path = f"/{record.id}/steps"
        assert lines_of(served) == [f"POST {path}", f"PATCH {path}/step_3", f"PATCH {path}/step_2"]
        assert [row[0] for row in stored(record)] == ["a", "new", "b", "c"]
        assert shown(document.baseline) == stored(record)
        assert [each[:2] for each in heard] == [(0, 3), (1, 3), (2, 3)]
        order = [step.content.headline() for step in document.shown().sequence.steps]
        assert order == ["a", "new", "second", "b", "c"], "a new step behind the new one stays behind it"


@pytest.mark.parametrize("status", ["draft", "paused"])
async def test_a_move_is_carried_out(status: str) -> None:
    async with opened(subjects="abc", status=status) as (document, served, record):
        ids = [step.id for step in record.steps]
        outcome = await carry_out(document, document.moving(document.baseline.sequence.steps[2].key, -1))
        assert outcome == Outcome(document.baseline.sequence.steps[1].key, True)
        assert [row[0] for row in stored(record)] == ["a", "c", "b"]
        assert [step.id for step in record.steps] == ids
        assert shown(document.baseline) == stored(record)
        assert [each.method for each in served.requests] == ["POST", "PATCH", "PATCH", "DELETE"]


async def _stopped(document: Document, operation: Any, record: Record) -> int:
    """Carry out with every request but one refused, and go on so until all is done; how often it stopped.

    Whenever it stops, nothing is lost.
    """
    old, stops, left = Counter(stored(record)), 0, 0
    perform = document.provider.perform

    async def stingy(each: StepOperation) -> Done:
        nonlocal left
        if not left:
            raise Forbidden("No.", "Wait.")
        left -= 1
        return await perform(each)

    document.provider.perform = stingy  # type: ignore[assignment, method-assign]
    with pytest.raises(Forbidden):
        await carry_out(document, operation)
    assert document.rest is None, "nothing was done, so nothing is left to go on with"
    while stops < 20:
        left = 1
        try:
            await (carry_out(document, operation) if document.rest is None else go_on(document))
        except PlanStopped:
            stops += 1
        else:
            return stops
        assert not old - Counter(stored(record))
    raise AssertionError("it never ended")


async def test_an_insert_that_stops_everywhere_goes_on() -> None:
    async with opened(subjects="abcd") as (document, _, record):
        operation = adding(document.baseline, email(), 1, key="k")
        assert await _stopped(document, operation, record) == 3
        assert [row[0] for row in stored(record)] == ["a", "new", "b", "c", "d"]


async def test_a_move_that_stops_everywhere_goes_on() -> None:
    async with opened(subjects="abcd") as (document, _, record):
        assert await _stopped(document, moving(document.baseline, 0, 3), record) == 5
        assert [row[0] for row in stored(record)] == ["b", "c", "d", "a"]
        assert len(record.steps) == 4


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_lost_answers_in_a_plan_are_settled(method: str) -> None:
    async with opened(f"{method}:*:drop-after:1", subjects="abcd") as (document, served, record):
        outcome = await carry_out(document, moving(document.baseline, 3, 0))
        assert outcome.verified
        assert outcome.notes == ("The answer was lost, but the campaign shows that the change was made.",)
        assert [row[0] for row in stored(record)] == ["d", "a", "b", "c"]
        assert [each.method for each in served.writes] == ["POST", *["PATCH"] * 4, "DELETE"]
        assert [each.method for each in served.requests].count("GET") == 2, "read back once, not twice"


async def test_unsaved_input_in_the_way_of_a_plan_is_not_written_over() -> None:
    async with opened(subjects="abc") as (document, served, _):
        steps = document.baseline.sequence.steps
        document.keep(steps[1].key, {**steps[1].content.values(), "subject": "typed"})
        with pytest.raises(Refused, match="Step 2 has unsaved input"):
            await carry_out(document, moving(document.baseline, 0, 2))
        document.drop(steps[1].key)
        document.start_new(Email, document.baseline.sequence.key, steps[1].key)
        with pytest.raises(Refused, match="behind step 2"):
            await carry_out(document, moving(document.baseline, 0, 2))
        assert served.requests == []


async def test_somebody_elses_change_in_the_middle_stops_the_plan() -> None:
    async with opened("PATCH:*:403:1", subjects="abc") as (document, _, record):
        with pytest.raises(PlanStopped):
            await carry_out(document, adding(document.baseline, email(), 0, key="k"))
        record.steps[1].subject = "theirs"
        with pytest.raises(PlanStopped, match="Somebody else has changed"):
            await go_on(document)
        assert "theirs" in [row[0] for row in stored(record)]


async def test_a_refused_plan_is_refused_by_the_engine() -> None:
    async with opened(subjects="abc", status="active") as (document, served, _):
        with pytest.raises(Refused, match="Pause it first"):
            await carry_out(document, moving(document.baseline, 0, 2))
        assert served.requests == []


def test_put_makes_steps_that_differ_in_every_field() -> None:
    from tests.providers.leadlex.connected import new_store

    rows = stored(put(new_store(), "a", "b", "c"))
    assert len(set(rows)) == 3


def test_all_statuses_are_thought_of() -> None:
    statuses: tuple[Status, ...] = ("draft", "paused", "ended", "unknown")
    for status in statuses:
        tree = tree_of("ab")
        tree = tree.model_copy(update={"head": tree.head.model_copy(update={"status": status})})
        assert PROVIDER.plan(moving(tree, 0, 1), tree).emulated
