"""Everything that a network and a service can do wrong to a change: the input stays, and nothing is done twice."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, editing
from tests.journeys.stores import AUTUMN, every_step
from tests.journeys.test_faults import GARBAGE, REFUSALS, TOO_MANY, told
from tests.support.served import Served
from tui.app.screens.campaigns import CampaignsScreen
from tui.sandbox.lemlist.records import Step

TYPED = "Typed before the fault"
LOST = ["half-json", "drop-after", "500-after"]
"""Done, but the answer says nothing of it."""
NOT_DONE = [kind for kind in (*REFUSALS, *GARBAGE, TOO_MANY[0]) if kind not in LOST]


def call_of(served: Served) -> Step | None:
    """The call of the campaign, as the service has it."""
    return next((step for step in every_step(served.store, AUTUMN).values() if step.type == "phone"), None)


def assert_sent_once(served: Served, method: str, kind: str) -> None:
    """One write reached the service, whatever came back; only one that was turned away at the door was sent anew."""
    methods = [write.method for write in served.writes]
    assert methods == [method] if kind not in TOO_MANY else set(methods) == {method}, f"{kind}: {methods}"


async def test_a_change(served: Served) -> None:
    """The form keeps what was typed, the cursor is in it, and a save after the faults sends it once."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        for kind in NOT_DONE:
            served.forget()
            served.faults.add(f"PATCH:*:{kind}:*")
            await user.save()
            served.faults.clear()
            assert_sent_once(served, "PATCH", kind)
            told(user)
            await user.dismiss()
            _still_there(user, kind)
            stored = call_of(served)
            assert stored is not None
            assert stored.content["message"] == "Ask for Bob", kind
        await user.save()
        assert served.writes[-1].body == {"type": "phone", "message": TYPED}
        assert "●" not in user.here()


async def test_an_add(served: Served) -> None:
    """One POST, whatever came back; what was typed stays, and there is never a second step."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        before = len(every_step(served.store, AUTUMN))
        await user.start("SMS", Message=TYPED)
        for kind in NOT_DONE:
            served.forget()
            served.faults.add(f"POST:*:{kind}:*")
            await user.save()
            served.faults.clear()
            assert_sent_once(served, "POST", kind)
            told(user)
            await user.dismiss()
            _still_there(user, kind)
            assert "new" in user.here()
            assert len(every_step(served.store, AUTUMN)) == before, kind
        await user.save()
        assert len(every_step(served.store, AUTUMN)) == before + 1
        assert TYPED in user.here()
        assert "●" not in user.here()


async def test_a_delete(served: Served) -> None:
    """The step is shown as long as it exists; when it is gone all the same, it is not shown."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        for kind in NOT_DONE:
            served.forget()
            served.faults.add(f"DELETE:*:{kind}:*")
            await user.delete()
            await user.answer("y")
            served.faults.clear()
            assert_sent_once(served, "DELETE", kind)
            told(user)
            await user.dismiss()
            assert "Ask for Bob" in user.here(), kind
            assert user.tree.has_focus
            assert call_of(served) is not None


@pytest.mark.parametrize("kind", LOST)
async def test_done_although_the_answer_was_lost(kind: str, served: Served) -> None:
    """A change, an add and a delete that were carried out: seen in the campaign, said so, sent once."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        for method in ("PATCH", "POST"):
            served.forget()
            served.faults.add(f"{method}:*:{kind}:*")
            if method == "POST":
                await user.start("SMS", Message=TYPED)
            await user.save()
            assert_sent_once(served, method, kind)
            assert "answer was lost" in user.messages()[-1]
            assert TYPED in user.here()
            assert "●" not in user.here()
            assert not user.in_form
        served.forget()
        served.faults.add(f"DELETE:*:{kind}:*")
        await user.delete()
        await user.answer("y")
        assert_sent_once(served, "DELETE", kind)
        assert not any("✱ Typed" in row for row in user.rows())
        assert user.tree.has_focus


async def test_saved_but_not_read_back(served: Served) -> None:
    """The write worked, the reading behind it did not: said so, not done again, and the tree shows what was sent."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        for number, kind in enumerate(["403", "500", "html", "drop"]):
            text = f"{TYPED} {number}"
            await user.edit()
            await user.fill({"Note": text})
            served.forget()
            served.faults.add(f"GET:*/sequences:{kind}:*")
            await user.save()
            assert "reading the campaign back failed" in user.messages()[-1], kind
            assert text in user.here(), kind
            assert "●" not in user.here(), kind
            served.faults.clear()
            await user.press("r")
            assert text in user.here(), kind
            assert len(served.writes) == 1, kind


async def test_a_slow_service(served: Served) -> None:
    """While a change is on its way the top line says so, leaving is possible, and nothing is sent twice."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": TYPED})
        served.faults.add("PATCH:*:latency=0.4:1")
        await user.press("ctrl+s", "ctrl+s", "ctrl+s", wait=False)
        await user.until(lambda: bool(served.writes), "the change is on its way")
        assert "sending" in user.top()
        await user.press("escape", wait=False)
        await user.rest()
        assert len(served.writes) == 1
        assert "sending" not in user.top()
        assert TYPED in user.here()
        assert "●" not in user.here()


async def test_an_add_saved_three_times_in_one_breath(served: Served) -> None:
    """One step."""
    async with editing(served, AUTUMN) as user:
        await user.start("SMS", Message=TYPED)
        await user.press("ctrl+s", "ctrl+s", "ctrl+s", wait=False)
        await user.rest()
        assert [write.method for write in served.writes] == ["POST"]


async def test_quitting_waits_for_a_change(served: Served) -> None:
    """A quit while a change is on its way waits for it."""
    async with editing(served, AUTUMN) as user:
        await _send_slowly(user, served)
        await user.press("ctrl+q", wait=False)
        await user.rest()
        assert user.app.return_code == 0
    stored = call_of(served)
    assert stored is not None
    assert stored.content["message"] == TYPED


async def test_leaving_during_a_change(served: Served) -> None:
    """Back in the list while a change is on its way: it is done, and the campaign shows it when it is opened again."""
    async with editing(served, AUTUMN) as user:
        await _send_slowly(user, served)
        await user.press("escape", "escape", wait=False)
        await user.rest()
        user.on(CampaignsScreen)
        await user.open(AUTUMN)
        await user.select(TYPED)
        assert "●" not in user.here()
        assert len(served.writes) == 1


async def _send_slowly(user: Editor, served: Served) -> None:
    await user.select("Ask for Bob")
    await user.edit()
    await user.fill({"Note": TYPED})
    served.faults.add("PATCH:*:latency=0.4:1")
    await user.press("ctrl+s", wait=False)
    await user.until(lambda: bool(served.writes), "the change is on its way")


def _still_there(user: Editor, kind: str) -> None:
    assert user.in_form, kind
    assert TYPED in user.pane(), kind
    assert user.field, f"{kind}: the cursor is not in the form"
    assert "●" in user.here(), kind
    assert "1 unsaved" in user.top(), kind
