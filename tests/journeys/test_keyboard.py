"""The keyboard alone, at the smallest and at a large size; palette, help, bar, and keys that come too early."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, account_of, editing, running
from tests.journeys.stores import AUTUMN, LIVE, every_step, main_line
from tests.support.served import Served
from tui.app.app import Branchline
from tui.app.options import AppOptions
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.help import HelpScreen
from tui.app.screens.pick import PickScreen
from tui.app.widgets.keybar import KeyBar


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_day_with_the_keyboard(size: tuple[int, int], served: Served) -> None:
    """Open, look, change, add, preview, delete, leave; every text is typed."""
    async with running(account_of(served), size=size) as user:
        await user.open(AUTUMN)
        served.forget()
        await user.select("Ask for Bob")
        await user.edit()
        assert "Ask for Bob" in user.text(), "the form is on the screen"
        assert user.field == "Note"
        await user.press("ctrl+a")
        await user.write("Ask for Carol,\nthen for Dave")
        await user.press("tab", "end", "ctrl+u")
        await user.write("5")
        assert user.field == "Delay"
        await user.save()
        assert served.writes[-1].body == {"type": "phone", "message": "Ask for Carol,\nthen for Dave", "delay": 5}
        assert user.tree.has_focus
        assert "Ask for Carol" in user.text(), "the tree is on the screen"
        await user.press("a")
        await user.write("sms")
        await user.press("enter")
        await user.write("Typed in full, {{firstName}}")
        await user.save()
        assert main_line(served.store, AUTUMN)[2].content["message"] == "Typed in full, {{firstName}}"
        await user.press("2")
        assert "Typed in full" in user.text()
        await user.press("3")
        assert '"type": "sms"' in user.text()
        await user.press("escape")
        await user.press("d", "y")
        assert len(main_line(served.store, AUTUMN)) == 3
        assert len(served.writes) == 3
        await user.press("escape")
        user.on(CampaignsScreen)


@pytest.mark.parametrize(
    ("theme", "size"),
    [("branchline-dark", (80, 24)), ("branchline-light", (80, 24)), ("branchline-light", (200, 60))],
)
async def test_every_screen_in_both_themes(theme: str, size: tuple[int, int], served: Served) -> None:
    """Each screen is mounted and painted; what must be seen is on it, whatever the size."""
    app = Branchline(AppOptions((account_of(served),), theme=theme))
    async with app.run_test(size=size, notifications=True) as pilot:
        user = Editor(app, pilot)
        await user.until(app.listed.is_set, "the lists are read")
        await user.rest()
        assert app.theme == theme
        assert AUTUMN in user.text()
        await user.open(AUTUMN)
        assert "Ask for Bob" in user.text()
        await user.press("f1")
        user.on(HelpScreen)
        assert "esc closes" in user.text() or size == (80, 24)
        await user.press("escape", "a")
        user.on(PickScreen)
        assert "E-mail" in user.text()
        assert "esc cancel" in user.text()
        await user.press("escape", "d")
        assert "Cancel [esc]" in user.text()
        assert "Delete [y]" in user.text()
        await user.press("escape")
        await user.edit()
        assert "Subject" in user.text()
        await user.press("escape", "ctrl+p")
        assert type(app.screen).__name__ == "CommandPalette"
        await user.press("escape")
        app.fail("It went wrong", RuntimeError("because of the weather"))
        await user.rest()
        assert "because of the weather" in user.text()
        assert "Close [esc]" in user.text()
        await user.dismiss()
        await user.leave()
        await user.press("T")
        assert app.theme != theme


async def test_the_palette_lists_every_command_with_the_reason(served: Served) -> None:
    """What the keys do, the palette does, and it says why something is impossible now."""
    async with editing(served, LIVE) as user:
        shown = {command.title: command.help for command in user.app.get_system_commands(user.app.screen)}
        for command, reason in user.editor.commands_now():
            if command.id == "palette":
                continue
            entry = next(title for title in shown if title.lower().startswith(command.label.lower()))
            assert command.help in shown[entry]
            assert reason in shown[entry]
            assert not command.keys or f"({command.key})" in entry
        assert any("There is no open form" in said for said in shown.values())
        await user.press("ctrl+p")
        await user.write("preview")
        await user.press("enter")
        assert user.editor.pane.tab == "preview"


async def test_the_palette_in_a_form_keeps_the_form(served: Served) -> None:
    """Saving from the palette saves what is typed."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.edit()
        await user.fill({"Note": "From the palette"})
        await user.press("ctrl+p")
        await user.write("save (")
        await user.press("enter")
        assert [write.body for write in served.writes] == [{"type": "phone", "message": "From the palette"}]


async def test_help_explains_the_field(served: Served) -> None:
    """F1 in a field speaks of that field in the service's terms, and gives the focus back."""
    async with editing(served, AUTUMN) as user:
        await user.edit()
        for title, words in {"Subject": "400", "Message": "HTML", "Delay": "1500"}.items():
            await user.go_to(title)
            await user.press("f1")
            user.on(HelpScreen)
            assert f"Help · {title}" in user.text()
            assert words in user.text()
            assert "Name at the service" in user.text()
            await user.press("f1")
            assert user.field == title
        await user.press("escape", "question_mark")
        assert "Editor" in user.text()
        await user.press("escape")
        await user.leave()
        await user.press("f1")
        assert "All campaigns of all accounts" in " ".join(user.text().split())


@pytest.mark.parametrize("where", ["list", "tree", "form"])
async def test_everything_in_the_bar_does_something(where: str, served: Served) -> None:
    """Each entry, clicked: another screen, another focus, another view, or a sentence."""
    async with running(account_of(served), size=(150, 24)) as user:
        if where != "list":
            await user.open(AUTUMN)
        if where == "form":
            await user.edit()
        names = [(command.key, command.label) for command in user.app.screen.query_one(KeyBar)._commands]
        assert len(names) >= 5
        for key, label in names:
            if where != "list" and label == user.editor.pane.tab:
                continue  # it is shown already
            before = (user.text(), len(user.messages()), len(served.requests), user.app.screen.focused, user.app.theme)
            await user.click_bar(f"{key} {label}")
            after = (user.text(), len(user.messages()), len(served.requests), user.app.screen.focused, user.app.theme)
            assert after != before or not user.app.is_running or user.app._exit, f"{label} did nothing"
            if user.app._exit or not user.app.is_running:
                break
            await _back_to(where, user)
        assert served.writes == []


async def _back_to(where: str, user: Editor) -> None:
    for _ in range(6):
        if isinstance(user.app.screen, CampaignsScreen):
            break
        await user.press("escape")
    await user.press("escape")
    if where != "list":
        await user.open(AUTUMN)
    if where == "form":
        await user.edit()


async def test_adding_while_the_tree_is_filtered(served: Served) -> None:
    """The new step is shown and its form is the one that opens, whatever the filter hid."""
    async with editing(served, AUTUMN) as user:
        await user.press("slash")
        await user.write("card")
        await user.press("enter")
        await user.select("Write a card")
        await user.add("SMS", Message="typed under a filter")
        assert [write.body["message"] for write in served.writes] == ["typed under a filter"]
        assert "typed under a filter" in user.here()


async def test_the_filter_of_the_tree(served: Served) -> None:
    """By words, types and texts; Enter goes to the hit, Esc shows everything again and keeps the cursor."""
    async with editing(served, AUTUMN) as user:
        await user.press("slash")
        await user.write("linkedin visit")
        assert any("LinkedIn visit" in row for row in user.rows())
        assert not any("Ask for Bob" in row for row in user.rows())
        await user.press("enter")
        assert user.tree.has_focus
        assert "LinkedIn visit" in user.here()
        assert "LinkedIn visit" in user.pane()
        await user.press("escape")
        assert len(user.rows()) == 11
        await user.press("slash")
        await user.write("nothing like it")
        assert "Nothing matches" in user.text()
        await user.press("a", "escape")
        assert len(user.rows()) == 11


async def test_letters_pressed_too_early_are_no_commands(served: Served) -> None:
    """Enter and at once a text: nothing is deleted, added or switched."""
    async with editing(served, AUTUMN) as user:
        await user.select("Ask for Bob")
        await user.press("enter", wait=False)
        await user.write("dady", wait=False)
        await user.rest()
        assert user.in_form
        assert served.writes == []
        assert len(every_step(served.store, AUTUMN)) == 7


async def test_asking_twice_asks_once(served: Served) -> None:
    """`a`, `S`, `d` and F1 pressed twice in one breath leave one box, and Esc closes it."""
    async with editing(served, AUTUMN) as user:
        for key in ("a", "S", "d", "f1"):
            await user.press(key, key, wait=False)
            await user.rest()
            for _ in range(2):
                if user.app.screen is user.editor:
                    break
                await user.press("escape")
            assert user.app.screen is user.editor, key
