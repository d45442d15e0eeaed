"""A plan that stopped: what is told, what may be done meanwhile, and going on when something else has happened."""

from __future__ import annotations

import asyncio

import pytest

from tests.providers.leadlex.connected import adding, changing, deleting, email, moving, opened, shown, stored
from tui.plan.operations import AddStep
from tui.providers.leadlex.email import Email
from tui.sandbox.leadlex.records import Campaign as Record
from tui.workspace.document import Document
from tui.workspace.engine import Refused
from tui.workspace.plans import PlanStopped, carry_out, go_on


async def _stop(document: Document, operation: AddStep | None = None) -> PlanStopped:
    with pytest.raises(PlanStopped) as stopped:
        await carry_out(document, operation or adding(document.baseline, email(), 1, key="k"))
    return stopped.value


def _subjects(record: Record) -> list[str]:
    return [row[0] for row in stored(record)]


async def test_what_is_told() -> None:
    """How far it came, at what, why, and what to do; the report holds all that is known of the error."""
    async with opened("PATCH:*:403:1") as (document, _, record):
        stopped = await _stop(document)
        assert stopped.cause.startswith("Stopped after 1 of 3 requests, at “Step 3 takes over")
        assert "campaigns:write" in stopped.cause
        assert stopped.remedy.endswith("The rest is kept: R goes on with it.")
        assert "PATCH" in stopped.report()
        assert "403" in stopped.report()
        assert document.rest is not None
        assert [operation.title.split()[1] for operation in document.rest.operations] == ["3", "2"]
        assert _subjects(record) == ["a", "b", "c", "c"]
        assert shown(document.baseline) == stored(record)


async def test_nothing_else_before_it_is_done() -> None:
    """A change, an add, a delete and a move are refused before anything is sent; with it done they work again."""
    async with opened("PATCH:*:403:1") as (document, served, record):
        await _stop(document)
        served.forget()
        tree = document.baseline
        step = tree.sequence.steps[0]
        for operation in (
            changing(tree, step, Email(subject="x")), adding(tree, email("y"), key="y"), deleting(tree, step),
            moving(tree, 0, 1),
        ):  # fmt: skip
            with pytest.raises(Refused, match="half done"):
                await carry_out(document, operation)
        assert served.requests == []
        await go_on(document)
        assert document.rest is None
        assert _subjects(record) == ["a", "new", "b", "c"]
        await carry_out(document, deleting(document.baseline, document.baseline.sequence.steps[0]))
        assert _subjects(record) == ["new", "b", "c"]


async def test_going_on_twice_at_once() -> None:
    """The second finds nothing left to do, and sends nothing."""
    async with opened("PATCH:*:403:1") as (document, served, record):
        await _stop(document)
        served.forget()
        done = await asyncio.gather(go_on(document), go_on(document), return_exceptions=True)
        assert [type(each).__name__ for each in done] == ["Outcome", "Refused"]
        assert _subjects(record) == ["a", "new", "b", "c"]
        assert [write.method for write in served.writes] == ["PATCH", "PATCH"]


async def test_nothing_to_go_on_with() -> None:
    async with opened() as (document, served, _):
        with pytest.raises(Refused, match="no plan"):
            await go_on(document)
        assert served.requests == []


async def test_an_add_that_stayed_unclear_is_looked_for() -> None:
    """Neither its answer nor the reading back came: going on finds what was made, and does not make it again."""
    async with opened("POST:*:drop-after:1", "GET:*:403:1") as (document, served, record):
        stopped = await _stop(document)
        assert "after 0 of 3" in stopped.cause
        assert _subjects(record) == ["a", "b", "c", "c"]
        await go_on(document)
        assert _subjects(record) == ["a", "new", "b", "c"]
        assert [write.method for write in served.writes] == ["POST", "PATCH", "PATCH"]


async def test_an_add_that_was_not_made_is_made() -> None:
    """The same, but the service never did it."""
    async with opened("POST:*:drop:1", "GET:*:403:1") as (document, served, record):
        await _stop(document)
        assert _subjects(record) == ["a", "b", "c"]
        await go_on(document)
        assert _subjects(record) == ["a", "new", "b", "c"]
        assert [write.method for write in served.writes] == ["POST", "POST", "PATCH", "PATCH"]


async def test_input_typed_meanwhile_is_not_written_over() -> None:
    """Going on is refused as long as a step of the rest has unsaved input; saved or undone, it goes on."""
    async with opened("PATCH:*:403:1") as (document, served, record):
        await _stop(document)
        served.forget()
        key = document.baseline.sequence.steps[1].key
        document.keep(key, {**document.values(key), "subject": "typed"})
        with pytest.raises(Refused, match="Step 2 has unsaved input"):
            await go_on(document)
        assert served.writes == []
        assert document.drafts[key].values == {"subject": "typed"}
        document.drop(key)
        await go_on(document)
        assert _subjects(record) == ["a", "new", "b", "c"]


@pytest.mark.parametrize("what", ["gone", "changed"])
async def test_somebody_elses_work_is_not_written_over(what: str) -> None:
    """A step of the rest that was deleted or changed stops it again; nothing more is sent."""
    async with opened("PATCH:*:403:1") as (document, served, record):
        await _stop(document)
        if what == "gone":
            del record.steps[2]
        else:
            record.steps[2].subject = "theirs"
        served.forget()
        before = stored(record)
        with pytest.raises(PlanStopped, match=r"[Ss]omebody else"):
            await go_on(document)
        assert served.writes == []
        assert stored(record) == before
        assert document.rest is not None


async def test_a_part_that_somebody_did_by_hand_is_done() -> None:
    """A step that holds already what it is to hold costs no request."""
    async with opened("PATCH:*:403:1") as (document, served, record):
        await _stop(document)
        wanted = dict(zip(("subject", "body", "delay_days", "delay_hours", "send_condition"), stored(record)[1],
                          strict=True))  # fmt: skip
        for name, value in wanted.items():
            setattr(record.steps[2], name, value)
        served.forget()
        await go_on(document)
        assert _subjects(record) == ["a", "new", "b", "c"]
        assert [write.method for write in served.writes] == ["PATCH"]


async def test_a_plan_whose_first_request_is_refused_leaves_nothing() -> None:
    """Nothing was done, so there is nothing to go on with, and the draft is as it was."""
    async with opened("POST:*:403:1") as (document, _, record):
        first = document.baseline.sequence.steps[0].key
        key = document.start_new(Email, document.baseline.sequence.key, first)
        document.keep(key, email().values())
        content, _problems = document.check(key, document.values(key))
        assert content is not None
        with pytest.raises(Exception, match="permission"):
            await carry_out(document, document.saving(key, content))
        assert document.rest is None
        assert key in document.drafts
        assert _subjects(record) == ["a", "b", "c"]
