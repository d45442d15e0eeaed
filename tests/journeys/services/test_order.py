"""Steps put before others and moved, where it takes a plan: shown with its cost, sent, gone on with."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, editing
from tests.journeys.services.stores import COURSE, WINTER, course, of_kit, of_leadlex, store_of, subjects_of, winter
from tests.support.served import Served, serve
from tui.app.screens.editor import EditorScreen

NEW = "Put between"


async def _insert_after(user: Editor, words: str) -> None:
    await user.select(words)
    await user.start("", Subject=NEW, Body="Its text", Delay_days=5)


def _methods(served: Served) -> list[str]:
    return [write.method for write in served.writes]


async def test_a_step_is_put_between_others() -> None:
    """The plan with its cost is shown, Cancel sends nothing, Send carries it out, and the new step is selected."""
    with serve(store_of(winter("draft", "One", "Two", "Three"))) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await _insert_after(user, "One")
            await user.save()
            said = user.asked()
            assert "at the end only" in said
            assert "3 requests" in said
            assert "1. Append a copy of step 3 as step 4" in said
            assert "3. Step 2 takes over the new content" in said
            await user.press("enter")
            assert served.requests == []
            assert user.in_form
            assert NEW in user.pane()
            await user.save()
            await user.agree("y")
            assert _methods(served) == ["POST", "PATCH", "PATCH"]
            stored = of_leadlex(served.store).steps
            assert [step.subject for step in stored] == ["One", NEW, "Two", "Three"]
            assert [step.delay_days for step in stored] == [0, 5, 1, 2], "a step moves with all its fields"
            assert "done and verified" in user.messages()[-1]
            assert NEW in user.here()
            assert [row.count("●") for row in user.rows()] == [0, 0, 0, 0]
            assert len(user.rows()) == 4


async def test_nothing_is_put_between_steps_of_an_active_campaign() -> None:
    """The reason and what to do; at the end a step can be added, after a question."""
    with serve(store_of(winter("active"))) as served:
        async with editing(served, WINTER, service="leadlex") as user:
            await user.press("a")
            assert not user.in_form
            assert user.messages()[-1] == (
                "The campaign is active. LeadLex adds steps at the end only and has no request that moves one. Writing "
                "the texts one place on would send some of them twice or never. Pause it first, or add the step at the "
                "end."
            )
            await user.press("shift+down")
            assert "Pause it first." in user.messages()[-1]
            assert served.requests == []
            await _insert_after(user, "Three")
            assert "The campaign is active." in await user.send()
            assert _methods(served) == ["POST"]


@pytest.mark.parametrize("service", ["leadlex", "kit"])
async def test_a_step_is_moved(service: str) -> None:
    """shift+down and shift+up, each after a question that names what it does; the cursor goes along."""
    with serve(store_of(winter(), course())) as served:
        name = WINTER if service == "leadlex" else COURSE

        def stored() -> list[str]:
            return subjects_of(of_leadlex(served.store) if service == "leadlex" else of_kit(served.store))

        async with editing(served, name, service=service, size=(120, 36)) as user:
            await user.select("Two")
            await user.press("shift+down")
            assert "Move step 2 to place 3?" in user.asked()
            await user.press("escape")
            assert served.writes == []
            await user.press("shift+down")
            await user.agree("y")
            assert stored() == ["One", "Three", "Two"]
            assert "Two" in user.here()
            assert [row.split("  ")[0].split()[2] for row in user.rows()] == ["One", "Three", "Two"]
            await user.press("shift+down")
            assert "at the end of its sequence already" in user.messages()[-1]
            await user.press("shift+up")
            await user.agree("y")
            assert stored() == ["One", "Two", "Three"]
            assert "Two" in user.here()
            await user.edit()
            await user.write("typed ")
            await user.press("escape", "shift+down")
            assert "unsaved input" in user.messages()[-1]
            assert stored() == ["One", "Two", "Three"]


async def test_an_order_that_kit_would_refuse_is_not_sent() -> None:
    """Only the first e-mail may go out at once: said, and nothing is sent."""
    with serve(store_of(course())) as served:
        async with editing(served, COURSE, service="kit") as user:
            await user.press("shift+down")
            user.on(EditorScreen)
            assert "only the first e-mail may go out at once" in user.messages()[-1]
            assert served.writes == []


@pytest.mark.parametrize("kind", ["drop", "403"])
async def test_a_plan_that_stops_is_gone_on_with(kind: str) -> None:
    """The page says how far it came; `R` goes on, and at the end everything stands once, in order."""
    with serve(store_of(winter())) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await _insert_after(user, "One")
            served.faults.add(f"PATCH:*:{kind}")
            await user.send()
            served.faults.clear()
            told = await user.dismiss()
            assert "stopped on the way" in told
            assert "Stopped after 1 of 3 requests" in told
            assert subjects_of(of_leadlex(served.store)) == ["One", "Two", "Three", "Three"], "nothing is lost"
            assert "R go on" in user.bar()
            assert not user.in_form, "where R is a key"
            assert any(NEW in row for row in user.rows()), "what was typed is still there"
            await user.select("One")
            await user.delete()
            await user.press("y")
            assert "half done" in await user.dismiss(), "first things first"
            await user.press("R")
            assert "2 requests" in await user.agree("y")
            assert subjects_of(of_leadlex(served.store)) == ["One", NEW, "Two", "Three"]
            assert _methods(served).count("POST") == 1
            assert _methods(served).count("DELETE") == 0
            assert [row.count(NEW) for row in user.rows()] == [0, 1, 0, 0]
            assert "R go on" not in user.bar()
            assert "unsaved" not in user.top()


async def test_a_lost_answer_does_not_stop_a_plan() -> None:
    """The campaign shows that the request was carried out: it is not sent again, and the plan goes on."""
    with serve(store_of(winter())) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await _insert_after(user, "One")
            served.faults.add("POST:*:drop-after")
            served.faults.add("PATCH:*:500-after")
            await user.send()
            assert _methods(served) == ["POST", "PATCH", "PATCH"]
            assert "answer was lost" in user.messages()[-1]
            assert subjects_of(of_leadlex(served.store)) == ["One", NEW, "Two", "Three"]
            assert NEW in user.here()


async def test_a_move_in_kit_that_stops() -> None:
    """Its positions are written one by one; what is left is carried out with `R`."""
    with serve(store_of(course("One", "Two", "Three", "Four"))) as served:
        async with editing(served, COURSE, service="kit", size=(120, 36)) as user:
            await user.select("Two")
            await user.press("shift+down")
            said = user.asked()
            wanted = int(said.split(" requests, one after the other")[0].split()[-1])
            assert wanted > 1
            served.faults.add("PUT:*:latency=0")
            served.faults.add("PUT:*:500")
            await user.press("y")
            assert f"Stopped after 1 of {wanted} requests" in await user.dismiss()
            await user.press("R")
            await user.agree("y")
            assert subjects_of(of_kit(served.store)) == ["One", "Three", "Two", "Four"]
            assert len(served.writes) == wanted + 1


async def test_a_plan_that_cannot_go_on_is_given_up() -> None:
    """Somebody else has changed a step of it: that is said, nothing is overwritten, and the campaign is free again."""
    with serve(store_of(winter())) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await _insert_after(user, "One")
            served.faults.add("PATCH:*:500")
            await user.send()
            await user.dismiss()
            of_leadlex(served.store).steps[2].subject = "By somebody else"
            await user.press("R")
            await user.agree("y")
            assert "Somebody else has changed a step of the plan" in await user.dismiss()
            assert subjects_of(of_leadlex(served.store)) == ["One", "Two", "By somebody else", "Three"]
            await user.press("R")
            assert "Given up" in await user.agree("g")
            assert "given up" in user.messages()[-1]
            served.forget()
            assert "R go on" not in user.bar()
            assert any(NEW in row for row in user.rows())
            await user.select("Three")
            await user.delete()
            await user.agree("y")
            assert subjects_of(of_leadlex(served.store)) == ["One", "Two", "By somebody else"]
            assert _methods(served) == ["DELETE"]
