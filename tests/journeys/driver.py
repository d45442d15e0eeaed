"""Branchline as its user drives it: keys and clicks through the whole app, in the words of the task at hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

from textual.screen import Screen
from textual.widget import Widget

from tests.journeys.fields import Fields
from tests.journeys.screen import raw_characters
from tests.support.served import Served
from tui.app.app import Branchline
from tui.app.options import AppOptions
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.confirm import ConfirmScreen
from tui.app.screens.editor import EditorScreen
from tui.app.screens.failure import FailureScreen
from tui.app.screens.pick import PickScreen
from tui.app.widgets.keybar import KeyBar
from tui.app.widgets.outline import Outline
from tui.app.widgets.step_pane import TabLine
from tui.app.widgets.topbar import TopBar
from tui.config.accounts import Account
from tui.config.services import SERVICES
from tui.model.nodes import Step

S = TypeVar("S", bound=Screen[Any])


def account_of(served: Served, name: str = "", *, service: str = "lemlist", read_only: bool = False) -> Account:
    """An account whose service is the sandbox behind `served`; its key comes from the environment."""
    return Account(name or service, service, served.origin + SERVICES[service].sandbox_path, read_only=read_only)


class Editor(Fields):
    """One running Branchline, driven by keys and clicks only."""

    # ── where we are ──────────────────────────────────────────────────────────────────────────────────────────────

    def on(self, kind: type[S]) -> S:
        """The screen on top, which must be of this kind."""
        assert isinstance(self.app.screen, kind), f"on top is {type(self.app.screen).__name__}:\n{self.text()}"
        return cast("S", self.app.screen)

    @property
    def editor(self) -> EditorScreen:
        """The editor, on top or below a question."""
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, EditorScreen))

    @property
    def tree(self) -> Outline:
        """The tree of the open campaign."""
        return self.editor.tree_view

    @property
    def step(self) -> Step:
        """The step under the cursor."""
        step = self.editor.step
        assert step is not None, f"the cursor is on {self.here()!r}"
        return step

    @property
    def in_form(self) -> bool:
        """Whether a form is open."""
        return self.editor.pane.active is not None

    # ── what can be read ──────────────────────────────────────────────────────────────────────────────────────────

    def pane(self) -> str:
        """What the right half shows."""
        return self.text(self.editor.pane.region)

    def top(self) -> str:
        """The top line."""
        return self.text(self.app.screen.query_one(TopBar).region)

    def bar(self) -> str:
        """The key bar."""
        return self.text(self.app.screen.query_one(KeyBar).region)

    def rows(self) -> list[str]:
        """The rows of the tree or list, scrolled away or not: what stands left, then what stands right."""
        outline = self.app.screen.query(Outline).first() if not self._has_editor() else self.tree
        return [_row(outline, number) for number in range(len(outline.visible_rows))]

    def _has_editor(self) -> bool:
        return any(isinstance(screen, EditorScreen) for screen in self.app.screen_stack)

    def here(self) -> str:
        """The row under the cursor."""
        keys = [row.key for row in self.tree.visible_rows]
        return self.rows()[keys.index(self.tree.cursor_key)] if self.tree.cursor_key in keys else ""

    def messages(self) -> list[str]:
        """What was said in passing, oldest first."""
        return [note.message for note in self.app._notifications]

    def clean(self) -> None:
        """Nothing on the screen that a terminal would obey."""
        assert raw_characters(self.app) == []

    # ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def open(self, name: str) -> None:
        """Open the campaign whose name holds `name`, from the list, by its filter."""
        self.on(CampaignsScreen)
        await self.press("slash")
        await self.write(name, wait=False)
        await self.press("enter")
        self.on(EditorScreen)

    async def point_at(self, name: str) -> None:
        """Filter the list down to the campaigns whose name holds `name`, the cursor on the first."""
        self.on(CampaignsScreen)
        await self.press("slash", "end", "ctrl+u")
        await self.write(name)
        await self.press("down")
        assert self.rows(), f"no campaign is called {name!r}"
        assert name in self.rows()[0]

    async def leave(self) -> None:
        """Back to the list from wherever in the editor."""
        for _ in range(4):
            if isinstance(self.app.screen, CampaignsScreen):
                return
            await self.press("escape")
        self.on(CampaignsScreen)

    # ── the tree ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def select(self, words: str) -> None:
        """Go to the first row that holds these words, with the arrow keys."""
        rows = self.rows()
        place = next((number for number, row in enumerate(rows) if words in row), None)
        assert place is not None, f"no row holds {words!r}:\n" + "\n".join(rows)
        keys = [row.key for row in self.tree.visible_rows]
        at = keys.index(self.tree.cursor_key) if self.tree.cursor_key in keys else 0
        for _ in range(abs(place - at)):
            self._send("down" if place > at else "up", None)
        await self.rest()
        assert words in self.here(), f"the cursor is on {self.here()!r}"

    async def edit(self) -> None:
        """Open the form of the step under the cursor."""
        await self.press("enter")
        assert self.in_form, self.messages()

    async def start(self, kind: str, **fields: object) -> None:
        """Begin a new step of a type: its form, filled as far as `fields` say.

        Where a service has one type only, nobody is asked for it: `kind` is empty.
        """
        await self.press("a")
        if kind:
            self.on(PickScreen)
            await self.write(kind, wait=False)
            await self.press("enter")
        assert self.in_form, self.messages()
        await self.fill(fields)

    async def add(self, kind: str, **fields: object) -> None:
        """Add a step of a type: pick it, fill its form, save. Fields are named by the words before them."""
        await self.start(kind, **fields)
        await self.save()

    async def change(self, **fields: object) -> None:
        """Open the form, fill in, save."""
        await self.edit()
        await self.fill(fields)
        await self.save()

    async def save(self) -> None:
        """Save the open form."""
        await self.press("ctrl+s")

    async def send(self) -> str:
        """Save the open form, and answer yes where something is said first; what was said."""
        await self.save()
        return await self.agree("y") if isinstance(self.app.screen, ConfirmScreen) else ""

    async def delete(self) -> None:
        """Press the key that deletes."""
        await self.press("d")

    async def answer(self, key: str) -> None:
        """Answer the question on top with one key."""
        self.on(ConfirmScreen)
        await self.press(key)

    async def agree(self, key: str = "y") -> str:
        """Read the question on top, then give the answer with this key."""
        said = self.asked()
        await self.press(key)
        assert not isinstance(self.app.screen, ConfirmScreen), f"{key!r} is no answer:\n{said}"
        return said

    def asked(self) -> str:
        """The question on top as one line."""
        self.on(ConfirmScreen)
        return self.words()

    async def dismiss(self) -> str:
        """Read the page of an error, then close it."""
        self.on(FailureScreen)
        told = self.text()
        await self.press("escape")
        return told

    async def quit(self) -> None:
        """Leave by ctrl+q; what is asked is for the caller to answer."""
        await self.press("ctrl+q")

    async def click_row(self, words: str) -> None:
        """Click the first row on display that holds these words."""
        outline = self.tree if self._has_editor() else self.app.screen.query(Outline).first()
        place = next(number for number, row in enumerate(self.rows()) if words in row)
        y = place - outline.scroll_offset.y
        assert 0 <= y < outline.size.height, f"{words!r} is scrolled away"
        await self.click(outline, 12, y)

    async def click_words(self, words: str, widget: Widget | None = None) -> None:
        """Click these words where the screen (or a part of it) shows them."""
        lines = self.text(widget.region if widget else None).split("\n")
        left, top = (widget.region.x, widget.region.y) if widget else (0, 0)
        for y, line in enumerate(lines):
            if (x := line.find(words)) >= 0:
                await self.click_at(left + x, top + y)
                return
        raise AssertionError(f"{words!r} is nowhere:\n" + "\n".join(lines))

    async def click_bar(self, words: str) -> None:
        """Click an entry of the key bar."""
        await self.click_words(words, self.app.screen.query_one(KeyBar))

    async def click_tab(self, name: str) -> None:
        """Click a tab of the pane."""
        await self.click_words(name, self.editor.pane.query_one(TabLine))


def _row(outline: Outline, number: int) -> str:
    row = outline.visible_rows[number]
    art = outline.paint(row)
    return " ".join(
        (row.guide + "".join(text for text, _ in art.left), "".join(text for text, _ in art.right))
    ).rstrip()


@asynccontextmanager
async def running(
    *accounts: Account, size: tuple[int, int] = (104, 26), campaign: str | None = None, read_only: bool = False
) -> AsyncIterator[Editor]:
    """Branchline, started on these accounts and at rest with its list read."""
    app = Branchline(AppOptions(accounts, campaign, read_only=read_only))
    async with app.run_test(size=size, notifications=True) as pilot:
        editor = Editor(app, pilot)
        await editor.until(lambda: app.listed.is_set() or isinstance(app.screen, FailureScreen), "the lists are read")
        await editor.rest()
        yield editor


@asynccontextmanager
async def editing(
    served: Served,
    campaign: str,
    *,
    service: str = "lemlist",
    size: tuple[int, int] = (104, 26),
    read_only: bool = False,
) -> AsyncIterator[Editor]:
    """Branchline with one campaign open; the record of requests begins here."""
    async with running(account_of(served, service=service), size=size, read_only=read_only) as editor:
        await editor.open(campaign)
        served.forget()
        yield editor
