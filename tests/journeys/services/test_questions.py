"""Questions: the words of the service, its gentler way beside the hard one, nothing out of reach of the keys."""

from __future__ import annotations

from tests.journeys.driver import editing
from tests.journeys.services.stores import COURSE, WINTER, course, join, of_kit, store_of, winter
from tests.support.served import serve
from tui.app.screens.confirm import ConfirmScreen
from tui.app.widgets.share import Share


async def test_unpublishing_instead_of_deleting() -> None:
    """Where a step can be switched off, the question about deleting it offers that; for a draft there is nothing to."""
    sequence = course(active=True)
    sequence.in_order()[2].published = False
    store = store_of(sequence)
    join(store, sequence, 2)
    with serve(store) as served:
        async with editing(served, COURSE, service="kit", size=(120, 36)) as user:
            await user.select("Two")
            await user.delete()
            assert "2 active subscribers" in user.asked()
            assert "Unpublish instead [u]" in await user.agree("u")
            assert [(each.method, each.body) for each in served.writes] == [("PUT", {"published": False})]
            assert "Unpublish E-mail (step 2): done" in user.messages()[-1]
            assert "draft" in user.here()
            assert len(of_kit(store).emails) == 3
            await user.select("Three")
            await user.delete()
            assert "instead [u]" not in user.asked()


async def test_a_start_says_to_how_many_it_sends() -> None:
    with serve(store_of(winter("paused", people=(0, 1)))) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await user.press("S")
            assert "2 contacts are enrolled" in await user.agree("escape")
            assert served.writes == []


async def test_nothing_is_said_twice_and_all_of_it_can_be_read() -> None:
    """A plan in a small window: its text is longer than its share, and the arrows scroll it."""
    subjects = [f"Step number {number}" for number in range(12)]
    with serve(store_of(winter("paused", *subjects))) as served:
        async with editing(served, WINTER, service="leadlex", size=(80, 24)) as user:
            await user.select("Step number 2")
            await user.start("", Subject="New", Body="Hi")
            await user.save()
            said = user.asked()
            assert "Add E-mail as step 4?" in said
            assert said.count("at the end only") == 1
            words = user.on(ConfirmScreen).query_one("#words", Share)
            assert words.max_scroll_y > 0
            await user.press(*["down"] * 20)
            assert words.scroll_y == words.max_scroll_y
            assert "Step 4 takes over the new content" in user.asked()
            assert user.app.screen.focused is user.app.screen.query_one("#cancel")
            await user.press("up")
            assert words.scroll_y == words.max_scroll_y - 1
            await user.press("enter")
            assert served.writes == []


async def test_a_sentence_that_is_still_there_is_not_said_again() -> None:
    with serve(store_of(winter("active"))) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            count = len(user.messages())
            await user.press("shift+down", "shift+down", "shift+down")
            assert len(user.messages()) == count + 1
