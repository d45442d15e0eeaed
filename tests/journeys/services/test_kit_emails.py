"""What only Kit has in its e-mails: drafts, delays, days, templates, and the difference between empty and absent."""

from __future__ import annotations

from tests.journeys.driver import Editor, editing
from tests.journeys.services.stores import COURSE, course, of_kit, store_of
from tests.support.served import Served, serve
from tui.app.forms.days import DaysEditor
from tui.app.screens.editor import EditorScreen
from tui.app.screens.pick import PickScreen

SIZE = (120, 36)


def _bodies(served: Served) -> list[object]:
    return [write.body for write in served.writes]


async def test_publish_and_unpublish() -> None:
    """`o` switches, after a sentence about the mail that may go out at once; the tree says which e-mails are drafts."""
    sequence = course(active=True)
    sequence.in_order()[1].published = False
    with serve(store_of(sequence)) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.select("Two")
            assert "draft" in user.here()
            assert "o on/off" in user.bar()
            await user.press("o")
            assert "sent at once" in user.asked()
            await user.press("enter")
            assert served.writes == []
            await user.press("o")
            await user.agree("y")
            assert _bodies(served) == [{"published": True}]
            assert "draft" not in user.here()
            served.forget()
            await user.press("o")
            assert "Subscribers who wait for it go on with the next e-mail" in await user.agree("y")
            assert _bodies(served) == [{"published": False}]
            assert "draft" in user.here()
            await user.edit()
            await user.write("typed ")
            await user.press("escape", "o")
            user.on(EditorScreen)
            assert "unsaved input" in user.messages()[-1]


async def test_an_insert_takes_one_request_where_a_number_is_free() -> None:
    """With room between the positions nothing else moves; that it can be sent at once is said first."""
    sequence = course("One", "Two", active=True)
    sequence.in_order()[1].position = 7
    with serve(store_of(sequence)) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.start("", Subject="Between", Message="<p>x</p>", Published="yes")
            assert "send it to them at once" in await user.send()
            [write] = served.writes
            assert write.method == "POST"
            assert 0 < write.body["position"] < 7
            assert [email.subject for email in of_kit(served.store).in_order()] == ["One", "Between", "Two"]
            assert "Between" in user.here()


async def test_delays() -> None:
    """Only the first may be immediate; hours are at least one, ignore the schedule, and take the days away."""
    with serve(store_of(course("One", "Two"))) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.edit()
            assert "Only on" in user.pane()
            await user.fill({"Unit": "hours"})
            assert "Only on" not in user.pane(), "a delay in hours knows no days"
            await user.save()
            assert "A delay in hours is at least 1" in user.words()
            assert served.writes == []
            await user.fill({"Delay": "5"})
            assert "ignores days and hour of the schedule" in await user.send()
            assert _bodies(served) == [{"delay_value": 5, "delay_unit": "hours"}]
            assert "+5 h" in user.here()
            served.forget()
            await user.select("Two")
            await user.edit()
            await user.fill({"Delay": "0"})
            assert "Only the first e-mail of a sequence may go out at once" in user.words()
            await user.save()
            assert served.writes == []


async def test_days_with_keys_and_mouse() -> None:
    """Arrows and space, or clicks; all seven are no restriction, and so are none."""
    with serve(store_of(course("One"))) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.edit()
            await user.fill({"Only on": "tuesday thursday"})
            await user.send()
            assert _bodies(served) == [{"send_days": ["tuesday", "thursday"]}]
            served.forget()
            await user.edit()
            await user.click_words("Fri", user.editor.pane)
            await user.click_words("Tue", user.editor.pane)
            assert user.field == "Only on"
            assert _days(user) == ("thursday", "friday")
            await user.send()
            assert _bodies(served) == [{"send_days": ["thursday", "friday"]}]
            served.forget()
            await user.edit()
            await user.fill({"Only on": "monday tuesday wednesday thursday friday saturday sunday"})
            await user.send()
            assert of_kit(served.store).in_order()[0].send_days is not None
            assert len(of_kit(served.store).in_order()[0].send_days or ()) == 7
            assert "unsaved" not in user.top()


def _days(user: Editor) -> tuple[str, ...] | None:
    return user.editor.pane.query_one(DaysEditor).value


async def test_templates_by_name() -> None:
    """Chosen from the account's; "no template" is sent as null, and a list that cannot be read is told."""
    with serve(store_of(course("One"))) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.edit()
            await user.fill({"Template": "modern"})
            assert "Modern" in user.pane()
            await user.send()
            assert _bodies(served) == [{"email_template_id": 4}]
            assert "Modern" in user.pane(), "the drawn view knows the name too"
            served.forget()
            await user.edit()
            await user.go_to("Template")
            await user.press("enter")
            user.on(PickScreen)
            await user.press("escape")
            assert "Modern" in user.pane(), "nothing was chosen"
            await user.press("enter")
            await user.write("no template")
            await user.press("enter")
            assert "no template" in user.pane()
            await user.send()
            assert _bodies(served) == [{"email_template_id": None}]
            assert of_kit(served.store).in_order()[0].email_template_id is None


async def test_templates_that_cannot_be_listed() -> None:
    """A page says why; the form is still open, and the template can be chosen later."""
    with serve(store_of(course("One"))) as served:
        served.faults.add("GET:/v4/email_templates:500:*")
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.edit()
            await user.go_to("Template")
            await user.press("enter")
            assert "templates to choose from could not be listed" in await user.dismiss()
            assert user.in_form
            served.faults.clear()
            await user.press("enter")
            await user.write("card")
            await user.press("enter")
            assert "Card" in user.pane()


async def test_empty_and_absent() -> None:
    """A preview text that is emptied is sent as null; fields that nobody touched are not sent."""
    sequence = course("One")
    sequence.in_order()[0].preview_text = "First words"
    with serve(store_of(sequence)) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.edit()
            await user.fill({"Preview": ""})
            await user.send()
            assert _bodies(served) == [{"preview_text": None}]
            assert of_kit(served.store).in_order()[0].preview_text is None
            served.forget()
            await user.edit()
            await user.fill({"Preview": "x", "Subject": "One, again"})
            await user.fill({"Preview": ""})
            await user.send()
            assert _bodies(served) == [{"subject": "One, again"}]


async def test_a_delete_offers_to_unpublish() -> None:
    """It is for good: the question says so, says what Kit recommends, and counts the people."""
    with serve(store_of(course(active=True))) as served:
        async with editing(served, COURSE, service="kit", size=SIZE) as user:
            await user.select("Two")
            await user.delete()
            said = user.asked()
            assert "under a new id" in said
            assert "unpublish it instead" in said
            assert "No active subscriber is in this sequence." in said
            await user.press("y")
            assert [(write.method, write.body) for write in served.writes] == [("DELETE", None)]
            assert [email.subject for email in of_kit(served.store).in_order()] == ["One", "Three"]
