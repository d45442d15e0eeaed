"""What only LeadLex has: people between steps, guards, starts that wait for an approval, drafts that can be deleted."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.driver import account_of, editing, running
from tests.journeys.services.stores import WINTER, of_leadlex, store_of, subjects_of, winter
from tests.support.served import serve
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.sandbox.demo.leadlex_builder import step


async def test_a_delete_while_people_are_on_their_way() -> None:
    """The question says what moves up, who skips, how many they are; the longer way pauses, deletes and resumes."""
    with serve(store_of(winter("active", "One", "Two", "Three", people=(1, 1, 2)))) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 36)) as user:
            await user.select("Two")
            await user.delete()
            said = user.asked()
            assert "Step 3 becomes step 2" in said
            assert "may skip" in said
            assert "under a new id" in said
            assert "2 contacts" in said
            assert "1 contact " in said
            assert user.on(ConfirmScreen).focused is user.app.screen.query_one("#cancel")
            await user.press("enter")
            assert served.writes == []
            await user.delete()
            assert "Pause, delete, resume" in await user.agree("p")
            assert [write.path.rpartition("/")[2] for write in served.writes][::2] == ["pause", "start"]
            assert [write.method for write in served.writes] == ["POST", "DELETE", "POST"]
            record = of_leadlex(served.store)
            assert subjects_of(record) == ["One", "Three"]
            assert record.status == "active"
            assert "active" in user.top()
            assert "Three" in user.here()


async def test_people_who_cannot_be_counted() -> None:
    """The question stands all the same; nothing is claimed about people."""
    with serve(store_of(winter("active", people=(1,)))) as served:
        async with editing(served, WINTER, service="leadlex") as user:
            served.faults.add("GET:*/contacts:500:*")
            await user.delete()
            assert "1 contact " not in user.asked()
            assert "Counting" not in user.asked()
            assert "delete" in await user.agree("y")
            assert subjects_of(of_leadlex(served.store)) == ["Two", "Three"]


async def test_guards() -> None:
    """Neighbours that divide the people stand as a pair; the pane says who gets a step and who does not."""
    record = winter("draft", "Hello")
    step(record, 3, "if_opened", "Glad you looked", "Text.")
    step(record, 3, "if_no_open", "Did it get lost?", "Text.")
    step(record, 3, "if_no_reply", "Last one", "Text.")
    with serve(store_of(record)) as served:
        async with editing(served, WINTER, service="leadlex", size=(120, 30)) as user:
            rows = user.rows()
            assert "┌ if opened → Glad" in rows[1]
            assert "└ if not opened → Did" in rows[2]
            assert "if no reply → Last" in rows[3]
            assert not any(sign in rows[0] + rows[3] for sign in "┌└")
            await user.select("Glad")
            said = " ".join(user.pane().replace("│", " ").split())
            assert "Sent to contacts who have opened." in said
            assert "Skipped by contacts who have not opened" in said
            assert "The next step is for the others." in said
            await user.delete()
            assert "divide the contacts between them" in user.asked()
            await user.press("escape")
            await user.edit()
            await user.fill({"Send": "always"})
            await user.press("escape")
            assert "if opened" not in user.rows()[1], "what was chosen is shown before it is saved"
            assert "┌" not in user.rows()[1]


async def test_a_start_that_waits_for_an_approval() -> None:
    """More recipients than the workspace lets through: said, with what to do, and shown as pending."""
    with serve(store_of(winter(people=(0, 0, 0)), words=["leadlex.approval=2"])) as served:
        async with editing(served, WINTER, service="leadlex") as user:
            await user.press("S")
            assert "somebody has to approve it first" in await user.agree("y")
            assert "wants an approval before it sends" in user.messages()[-1]
            assert "Approve or dismiss the task" in user.messages()[-1]
            assert "pending approval" in user.top()
            assert of_leadlex(served.store).status == "pending_approval"
            await user.press("S")
            user.on(EditorScreen)
            assert "Approve or dismiss the task" in user.messages()[-1]
            assert len(served.writes) == 1


async def test_only_a_draft_is_deleted(copies: Callable[[], list[str]]) -> None:
    """An active campaign: the reason and what to do. A draft without people: one question, a copy, one request."""
    with serve(store_of(winter("active"), winter(name="Sketch"))) as served:
        async with running(account_of(served, service="leadlex")) as user:
            await user.point_at(WINTER)
            await user.press("d")
            user.on(CampaignsScreen)
            assert "LeadLex deletes only drafts" in user.messages()[-1]
            assert "Pause it" in user.messages()[-1]
            await user.press("escape")
            await user.point_at("Sketch")
            await user.press("d")
            assert "Delete this campaign for good?" in user.asked()
            assert "Nobody is enrolled" in user.asked()
            await user.press("enter")
            assert served.writes == [], "Cancel has the focus"
            await user.press("d")
            await user.agree("y")
            assert [write.method for write in served.writes] == ["DELETE"]
            assert not any("Sketch" in row for row in user.rows())
            [copy] = copies()
            assert "Body of Two." in copy


async def test_a_campaign_is_made_and_set_up() -> None:
    """`n` sends what the form holds and opens the empty campaign; `E` sends what was changed and nothing else."""
    with serve(store_of(winter())) as served:
        async with running(account_of(served, service="leadlex"), size=(110, 34)) as user:
            await user.press("n")
            await user.fill({"Name": "Spring", "Daily limit": "501"})
            await user.save()
            assert served.writes == []
            assert user.field == "Daily limit"
            await user.fill({"Daily limit": "80", "Time zone": "Europe/Paris"})
            await user.save()
            [write] = served.writes
            assert (write.method, write.body["name"], write.body["daily_send_limit"]) == ("POST", "Spring", 80)
            user.on(EditorScreen)
            assert "Spring" in user.top()
            assert "a adds the first one" in user.text()
            served.forget()
            await user.press("E")
            await user.fill({"Weekends": "yes"})
            await user.save()
            assert [(each.method, each.body) for each in served.writes] == [("PATCH", {"send_on_weekends": True})]
            assert "done and verified" in user.messages()[-1]
            await user.leave()
            assert "Spring" in user.rows()[0], "the newest stands first"
