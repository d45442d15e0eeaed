"""What was sent is taken back and made again: contents, places and whole branches, under new ids where they must."""

from __future__ import annotations

from tests.journeys.driver import editing
from tests.journeys.stores import AUTUMN, main_line
from tests.support.served import Served


async def test_a_deleted_condition_comes_back_with_its_branches_and_goes_again(served: Served) -> None:
    async with editing(served, AUTUMN) as user:
        rows = user.rows()
        await user.press("u")
        assert "Nothing was changed" in user.messages()[-1]
        await user.select("Opened")
        await user.delete()
        await user.answer("y")
        assert len(user.rows()) < len(rows)
        await user.press("u")
        assert "Undo: Delete Condition" in user.text()
        await user.press("escape")
        assert [each.method for each in served.writes] == ["DELETE"], "looking at the plan sends nothing"
        await user.press("u")
        await user.answer("y")
        assert "verified" in user.messages()[-1]
        assert user.rows() == rows
        assert [each.method for each in served.writes[1:]] == ["POST"] * 5
        await user.press("ctrl+r")
        await user.answer("y")
        assert [step.type for step in main_line(served.store, AUTUMN)] == ["email", "phone"]
        await user.press("u")
        await user.answer("y")
        assert user.rows() == rows


async def test_changes_are_undone_one_by_one_and_only_their_own_fields(served: Served) -> None:
    async with editing(served, AUTUMN) as user:
        await user.select("Hello")
        await user.change(Subject="Better")
        await user.add("SMS", Message="New one")
        mail = main_line(served.store, AUTUMN)[0]
        mail.content["message"] = "<p>Changed by somebody else</p>"
        await user.press("u")
        await user.answer("y")
        assert [step.type for step in main_line(served.store, AUTUMN)] == ["email", "phone", "conditional"]
        served.forget()
        await user.press("u")
        await user.answer("y")
        assert [each.body for each in served.writes] == [{"type": "email", "subject": "Hello {{firstName}}"}]
        assert main_line(served.store, AUTUMN)[0].content["message"] == "<p>Changed by somebody else</p>"
        await user.press("ctrl+r")
        await user.answer("y")
        assert main_line(served.store, AUTUMN)[0].content["subject"] == "Better"
        await user.press("ctrl+r")
        await user.answer("y")
        assert "New one" in "\n".join(user.rows())


async def test_unsaved_input_goes_before_what_was_sent(served: Served) -> None:
    async with editing(served, AUTUMN) as user:
        await user.select("Hello")
        await user.change(Subject="Sent")
        served.forget()
        await user.edit()
        await user.fill({"Subject": "Only typed"})
        await user.press("escape")
        await user.press("u")
        assert "Throw away the unsaved input" in user.text()
        await user.answer("y")
        assert "Sent" in user.here()
        assert served.writes == []
