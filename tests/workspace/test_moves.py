"""A step at another place without a request for it: made anew with all that hangs below it, then the old one goes."""

from __future__ import annotations

import pytest

from tests.workspace.opened import Opened, opened
from tui.model.tree import walk
from tui.providers.errors import ServiceError
from tui.sandbox.demo.builder import Line
from tui.workspace.engine import Refused
from tui.workspace.plans import PlanStopped, carry_out, go_on


def forked(main: Line) -> None:
    """A mail, a condition with a step in each branch and a condition below, a call."""
    main.add("email", subject="First", message="<p>m</p>")
    met, other = main.branch("emailsOpened", "within", 3)
    met.add("sms", 1, message="You opened it")
    deeper, _ = met.branch("linkedinInviteAccepted", "waitUntil")
    deeper.add("linkedinVisit", 1)
    other.add("manual", 4, title="Write a card", message="By hand.")
    main.add("phone", 1, message="Call")


def shape(open_: Opened) -> list[tuple[str, int, str]]:
    """Type, depth and words of every step, as the document has them."""
    return [
        (spot.step.content.type, spot.depth, spot.step.content.headline()) for spot in walk(open_.document.baseline)
    ]


async def test_a_condition_moves_with_everything_below_it() -> None:
    async with opened(write=forked) as open_:
        before = shape(open_)
        condition = open_.steps[1]
        outcome = await carry_out(open_.document, open_.document.moving(condition.key, -1))
        assert outcome.verified, outcome.notes
        assert shape(open_) == [*before[1:6], before[0], before[6]]
        assert open_.steps[0].key == outcome.key
        assert open_.calls.count("POST") == 5
        assert open_.calls.count("DELETE") == 1
        assert open_.calls.index("DELETE") > max(n for n, call in enumerate(open_.calls) if call == "POST")
        # What the sandbox holds is what the document shows.
        await open_.document.load(open_.document.baseline.head.id)
        assert shape(open_) == [*before[1:6], before[0], before[6]]


async def test_a_move_that_stops_goes_on_and_makes_nothing_twice() -> None:
    async with opened(write=forked) as open_:
        before = shape(open_)
        condition = open_.steps[1]
        open_.served.faults.add("POST:*:500:1")
        with pytest.raises(ServiceError):
            await carry_out(open_.document, open_.document.moving(condition.key, 1))
        assert open_.document.rest is None
        assert shape(open_) == before
        open_.served.faults.add("DELETE:*:500:1")
        with pytest.raises(PlanStopped) as stopped:
            await carry_out(open_.document, open_.document.moving(condition.key, 1))
        assert "5 of 6" in stopped.value.cause
        await go_on(open_.document)
        assert open_.document.rest is None
        assert shape(open_) == [before[0], before[6], *before[1:6]]


async def test_what_cannot_be_made_anew_is_not_moved() -> None:
    async with opened(write=forked, launched=True) as open_:
        with pytest.raises(Refused, match="Pause the campaign first"):
            await carry_out(open_.document, open_.document.moving(open_.steps[0].key, 1))
        assert open_.calls == []


async def test_an_unknown_type_is_not_moved() -> None:
    def odd(main: Line) -> None:
        main.add("sms", message="m").type = "pigeonPost"
        main.add("sms", message="n")

    async with opened(write=odd) as open_:
        with pytest.raises(Refused, match="pigeonPost"):
            await carry_out(open_.document, open_.document.moving(open_.steps[0].key, 1))
        assert open_.calls == []
