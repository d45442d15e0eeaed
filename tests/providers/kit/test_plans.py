"""Plans for putting in and moving e-mails, carried out on the sandbox: the wanted order, and never a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.providers.kit.connected import adding, changing, connected, moving, new_store, put, read, stored
from tests.support.served import Served
from tui.model.nodes import Campaign
from tui.plan.operations import AddStep, Plan, UpdateStep
from tui.providers.kit.client import Kit
from tui.providers.kit.emails import Email
from tui.sandbox.kit.records import Sequence
from tui.sandbox.store import Store


async def carried(provider: Kit, plan: Plan, tree: Campaign) -> Campaign:
    """Carry out a plan as the engine does; each answer must show what was asked."""
    for operation in plan.requests:
        done = await provider.perform(operation)
        after = provider.after(operation, done, tree)
        assert after is not None
        # In the middle of a plan that shifts, an add stands where the plan will have it.
        assert provider.verify(operation, done, after) == ()
        tree = after
    return tree


def positions(plan: Plan) -> list[tuple[str, object]]:
    """What a plan sends, as id (or `new`) and position."""
    return [
        ("new" if isinstance(each, AddStep) else each.step_id, _position(each)) for each in plan.operations
    ]  # fmt: skip


def _position(operation: object) -> int:
    assert isinstance(operation, (AddStep, UpdateStep))
    content = operation.content if isinstance(operation, AddStep) else operation.after
    assert isinstance(content, Email)
    return content.position


async def _of(*placed: int, active: bool = False) -> tuple[Sequence, Campaign, Kit]:
    store = new_store()
    sequence = put(store, *placed, active=active)
    async with connected(store) as (_, provider):
        return sequence, await read(provider, sequence), provider


async def test_an_add_at_the_end_takes_the_next_number() -> None:
    for placed, expected in (((), 0), ((0, 1), 2), ((4,), 5), ((1, 1), 2)):
        _, tree, provider = await _of(*placed)
        plan = provider.plan(adding(tree, delay_value=1), tree)
        assert positions(plan) == [("new", expected)]
        assert (plan.key, plan.cost, plan.emulated) == ("new", (), False)


async def test_an_add_between_uses_a_free_number_or_makes_one() -> None:
    _, tree, provider = await _of(0, 4, 5)
    assert positions(provider.plan(adding(tree, 1), tree)) == [("new", 2)]
    plan = provider.plan(adding(tree, 2), tree)
    assert positions(plan) == [("3", 6), ("new", 5)]
    assert plan.cost == (
        "Kit has no request that puts an e-mail between others where no number is free: it takes 2 requests. They "
        "are not carried out as one: if one fails, those before it stay done.",
    )
    assert [each.title for each in plan.operations] == ["Make room (step 3: position 5 → 6)", "Add E-mail"]


async def test_an_active_sequence_says_what_may_happen_in_between() -> None:
    _, tree, provider = await _of(0, 1, active=True)
    assert "better pause it first" in provider.plan(adding(tree, 1), tree).cost[0]


async def test_a_planned_change_differs_in_its_position_alone() -> None:
    _, tree, provider = await _of(0, 1, 2, 3)
    plan = provider.plan(moving(tree, 2, 0), tree)
    assert plan.key == tree.sequence.steps[2].key
    for operation in plan.operations:
        assert isinstance(operation, UpdateStep)
        assert operation.after.changed_fields(operation.before) == {"position"}
        assert operation.after.over(operation.before).headline() == operation.before.headline()
        assert provider.request(operation).body == {"position": _position(operation)}
    assert [each.title for each in plan.operations] == [
        "Put it aside (step 3: position 2 → 4)",
        "Make room (step 2: position 1 → 2)",
        "Make room (step 1: position 0 → 1)",
        "Move E-mail (step 3: position 4 → 0)",
    ]


async def test_a_move_of_one_request_has_no_cost() -> None:
    _, tree, provider = await _of(0, 1, 2)
    plan = provider.plan(moving(tree, 0, 2), tree)
    assert positions(plan) == [("1", 3)]
    assert not plan.emulated
    assert provider.plan(moving(tree, 1, 1), tree).operations == ()


async def test_other_operations_are_one_request() -> None:
    _, tree, provider = await _of(0)
    operation = changing(tree, 0, subject="x")
    assert provider.plan(operation, tree) == Plan((operation,))


async def test_a_place_that_is_another_one_by_now() -> None:
    _, tree, provider = await _of(0, 1)
    for start, index in ((0, 5), (5, 0), (0, -1)):
        operation = moving(tree, 0, 1).model_copy(update={"start": start, "index": index})
        with pytest.raises(ValueError, match="reload, then move it again"):
            provider.plan(operation, tree)
    stale = moving(tree, 0, 1).model_copy(update={"step_id": "2"})
    with pytest.raises(ValueError, match="reload"):
        provider.plan(stale, tree)


async def test_only_the_first_email_may_be_immediate() -> None:
    """Contract 8.2: Kit would refuse it in the middle of the plan."""
    store = new_store()
    sequence = put(store, 0, 1, emails=({"delay_value": 0},))
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        for operation in (adding(tree, 0), moving(tree, 0, 1), moving(tree, 1, 0)):
            with pytest.raises(ValueError, match="“a” would be e-mail 2, and only the first"):
                provider.plan(operation, tree)
        with pytest.raises(ValueError, match="“new” would be e-mail 3"):
            provider.plan(adding(tree, 2, delay_value=0), tree)
        provider.plan(adding(tree, 1), tree)


async def test_without_positions_there_is_only_the_end() -> None:
    """Older answers say `position: null` (contract 8.3): Kit appends by itself, and nothing can be put between."""
    store = new_store("null_positions=yes")
    sequence = put(store, 0, 1, 2)
    async with connected(store) as (served, provider):
        tree = await read(provider, sequence)
        plan = provider.plan(adding(tree), tree)
        await carried(provider, plan, tree)
        assert "position" not in served.writes[0].body
        assert stored(sequence) == ["a", "b", "c", "new"]
        for operation in (adding(tree, 1), moving(tree, 0, 1)):
            with pytest.raises(ValueError, match="does not say at which position"):
                provider.plan(operation, tree)


async def test_positions_shared_by_older_emails_are_spread_first() -> None:
    store = new_store()
    sequence = put(store, 0, 1, 1, 2)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        plan = provider.plan(moving(tree, 3, 0), tree)
        await carried(provider, plan, tree)
        assert stored(sequence) == ["d", "a", "b", "c"]
        assert len({email.position for email in sequence.emails.values()}) == 4


@pytest.fixture(scope="module")
def sandbox() -> Iterator[tuple[Store, Served, Kit, asyncio.Runner]]:
    """One sandbox for many examples, each with a sequence of its own."""
    store = new_store()
    with asyncio.Runner() as runner:
        opened = connected(store)
        served, provider = runner.run(opened.__aenter__())
        yield store, served, provider, runner
        runner.run(opened.__aexit__(None, None, None))


lists = st.lists(st.integers(0, 9), min_size=1, max_size=6).map(sorted)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists, st.integers(0, 10), st.integers(0, 10), st.booleans(), st.booleans())
def test_every_plan_ends_in_the_wanted_order(
    sandbox: tuple[Store, Served, Kit, asyncio.Runner],
    given_positions: list[int],
    first: int,
    second: int,
    moves: bool,
    immediate: bool,
) -> None:
    """With gaps, without, and with shared positions: each request is accepted, and no two positions are ever equal."""
    store, served, provider, runner = sandbox
    emails = ({"delay_value": 0},) if immediate else ()
    sequence = put(store, *given_positions, emails=emails)
    length = len(given_positions)
    start, index = first % length, second % (length if moves else length + 1)

    async def work() -> None:
        tree = await read(provider, sequence)
        operation = moving(tree, start, index) if moves else adding(tree, index)
        wanted = stored(sequence)
        wanted.insert(index, wanted.pop(start) if moves else "new")
        served.forget()
        if immediate and wanted[0] != "a":
            with pytest.raises(ValueError, match="only the first e-mail"):
                provider.plan(operation, tree)
            return
        plan = provider.plan(operation, tree)
        after = await carried(provider, plan, tree)
        assert stored(sequence) == wanted
        assert [step.content.headline() for step in after.sequence.steps] == wanted
        assert all(each.status in (200, 201) for each in served.exchanges)
        assert len(served.exchanges) == len(plan.operations)
        assert bool(plan.cost) == (len(plan.operations) > 1)

    runner.run(work())
