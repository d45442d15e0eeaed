"""What is wrong is said at the field, while typing and all at once on save; nothing invalid ever leaves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.driver import editing
from tests.journeys.stores import AUTUMN, TARGET, main_line, new_campaign, store_of
from tests.journeys.test_every_type import judge
from tests.support.served import Served, serve
from tui.sandbox.switches import Switches

INVALID: dict[str, tuple[dict[str, Any], int, str]] = {
    "E-mail": ({"Subject": "", "Message": "", "Delay": "x"}, 3, "Subject"),
    "Manual": ({"Title": "", "Delay": 1501}, 2, "Title"),
    "API": ({"URL": "ftp://x", "Delay": -1}, 2, "URL"),
    "LinkedIn invite": ({"Images": "http://a.example/x.png", "Videos": "nothing"}, 2, "Images"),
    "LinkedIn message": ({"Message": "", "Delay": "1.5"}, 2, "Message"),
    "Condition": ({"Window": ""}, 1, "Window"),
    "Send to another": ({"Delay": "soon"}, 2, "Campaign"),
    "SMS": ({"Message": "   "}, 1, "Message"),
    "WhatsApp": ({"Message": "", "Delay": 99999}, 2, "Message"),
}


@pytest.mark.parametrize("kind", INVALID)
async def test_nothing_invalid_is_sent(kind: str, served: Served) -> None:
    """All fields that are wrong are marked, the first has the focus, and no request is made."""
    fields, wrong, first = INVALID[kind]
    async with editing(served, TARGET, size=(110, 36)) as user:
        await user.start(kind, **fields)
        await user.save()
        assert served.requests == []
        assert user.in_form
        assert user.pane().count("✖") == wrong, user.pane()
        assert f"{wrong} field{'' if wrong == 1 else 's'} to mend" in " ".join(user.pane().split())
        assert user.field == first


async def test_the_field_speaks_while_typing(served: Served) -> None:
    """A wrong number is told at once, at its field, and the message goes when it is right again."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.go_to("Delay")
        await user.write("x")
        assert "✖ Delay must be" in user.pane()
        assert user.pane().count("✖") == 1
        await user.press("backspace")
        assert "✖" not in user.pane()
        await user.press("end", "ctrl+u")
        assert "✖" in user.pane(), "an emptied field is told too"
        await user.press("escape")
        assert "✖" in user.pane(), "and is still told where the step is only shown"
        assert served.requests == []


async def test_a_new_form_does_not_complain_before_anything_was_typed(served: Served) -> None:
    """Required fields are marked as such; that they are empty is said on save."""
    async with editing(served, TARGET) as user:
        await user.start("Manual")
        assert "Title*" in user.pane()
        assert "✖" not in user.pane()
        await user.save()
        assert "✖ Title is required" in user.pane()


async def test_the_counter_at_its_limit(served: Served) -> None:
    """400 characters go, 401 do not, and the counter says where one is."""
    async with editing(served, AUTUMN) as user:
        await user.edit()
        await user.fill({"Subject": "x" * 399})
        assert "399/400" in user.pane()
        await user.write("y")
        assert "400/400" in user.pane()
        assert "✖" not in user.pane()
        await user.write("z")
        assert "401/400" in user.pane()
        assert "1 more than the 400 allowed" in " ".join(user.pane().split())
        await user.save()
        assert served.writes == []
        assert user.field == "Subject"
        await user.press("backspace")
        assert "✖" not in user.pane()
        await user.save()
        assert len(served.writes[0].body["subject"]) == 400
    judge(served)


async def test_fields_that_do_not_apply_are_not_there(served: Served) -> None:
    """`waitUntil` has no window; what was typed into it comes back with `within`."""
    async with editing(served, TARGET) as user:
        await user.start("Condition", Window=12)
        await user.fill({"Waits": "until it happens"})
        assert "Window" not in user.pane()
        await user.fill({"Waits": "within"})
        assert "Window" in user.pane()
        assert "12" in user.pane()
        await user.fill({"Waits": "until it happens"})
        await user.save()
        assert served.writes[0].body == {
            "type": "conditional", "conditionKey": "emailsOpened", "delayType": "waitUntil",
        }  # fmt: skip
    judge(served)


async def test_an_optional_field_left_empty_is_not_sent(served: Served) -> None:
    """A call without a note, an invite without a picture: the request holds what was given, nothing else."""
    async with editing(served, TARGET) as user:
        await user.add("Phone call")
        await user.add("LinkedIn invite")
        assert [sorted(write.body) for write in served.writes] == [["delay", "type"], ["delay", "type"]]
    judge(served)


async def test_the_first_mail_needs_a_subject_a_later_one_does_not(served: Served) -> None:
    """An empty subject continues the thread of the mail before; the first one has none before it."""
    async with editing(served, TARGET) as user:
        await user.start("E-mail", Message="<p>Hi</p>")
        await user.save()
        assert served.writes == []
        await user.fill({"Subject": "Hello"})
        await user.save()
        await user.add("E-mail", Message="<p>Again</p>", Subject="")
        assert [write.body["subject"] for write in served.writes] == ["Hello", ""]
        assert "continues the thread" in " ".join(user.pane().split()) or user.step.content.type == "email"
    judge(served)


async def test_what_is_not_reported_is_not_sent() -> None:
    """A service that keeps fields to itself: they are shown as such, and only what is typed into them is sent."""
    record, main = new_campaign("quiet", "Quiet")
    main.add("manual", 1, title="Hidden title", message="A note")
    main.add("api", 1, method="POST", url="https://a.example")
    store = store_of(record)
    store.switches = Switches(drop_optional_reads=True, rate_requests=0)
    with serve(store) as served:
        async with editing(served, "Quiet") as user:
            assert "not reported by the API" in user.pane()
            await user.edit()
            assert "not reported by the API" in user.pane()
            await user.fill({"Note": "Another note"})
            await user.save()
            assert served.writes[-1].body == {"type": "manual", "message": "Another note"}
            assert main_line(store, "Quiet")[0].content["title"] == "Hidden title"
            await user.select("API call")
            await user.edit()
            await user.press("escape")
            assert "●" not in user.here()
            await user.edit()
            await user.fill({"Method": "PUT"})
            await user.save()
            assert served.writes[-1].body == {"type": "api", "method": "PUT"}
        judge(served)


async def test_a_value_that_breaks_the_bounds_is_shown_and_left_alone() -> None:
    """What the service holds although it refuses it from others: shown, and no hindrance for the other fields."""
    record, main = new_campaign("odd", "Odd")
    main.add("email", 1, subject="s" * 500, message="<p>fine</p>")
    main.add("phone", 2000, message="late")
    met, _ = main.branch("customLeadInfo", customField="x", customOperator="contains", customValue="y")
    met.add("sms", 1, message="hello")
    with serve(store_of(record)) as served:
        async with editing(served, "Odd") as user:
            assert "500/400" in user.pane()
            for words in ("late", "◆"):
                await user.select(words)
                await user.edit()
                await user.press("escape")
                assert "●" not in user.here(), "looking at it is not typing"
            await user.select("late")
            await user.edit()
            await user.fill({"Note": "later"})
            await user.save()
            assert [write.body for write in served.writes] == [{"type": "phone", "message": "later"}]


async def test_images_and_videos_together(served: Served) -> None:
    """At most six of both; a list of addresses is one per line; clearing sends the empty list."""
    images = "\n".join(f"https://a.example/{n}.png" for n in range(4))
    videos = "\n".join(f"https://a.example/{n}.mp4" for n in range(3))
    async with editing(served, TARGET) as user:
        await user.start("LinkedIn message", Message="Look", Images=images, Videos=videos)
        await user.save()
        assert served.writes == []
        assert "7 images and videos together" in " ".join(user.pane().split())
        await user.fill({"Videos": videos.rpartition("\n")[0]})
        await user.save()
        assert [len(served.writes[0].body[name]) for name in ("images", "videos")] == [4, 2]
        await user.change(Images="")
        assert served.writes[1].body == {"type": "linkedinSend", "images": []}
    judge(served)
