"""The app: one session, a stack of screens, and what happens before anything is loaded: nothing but a first frame."""

from __future__ import annotations

import asyncio
import gc
import importlib
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment, Segments
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from tui.app.options import AppOptions
from tui.app.screens.base import BranchlineScreen
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.theme import DARK, LIGHT
from tui.app.work import in_background
from tui.config.paths import STYLES
from tui.config.secret import veil
from tui.model.plain import visible

if TYPE_CHECKING:
    from tui.app.session import Session
    from tui.config.accounts import Account
    from tui.model.nodes import CampaignHead
    from tui.providers.calls import CallEvent

SAID_SECONDS = 6
"""How long a short message stays."""
COUNTING_AT_ONCE = 4
"""Campaigns whose steps are counted at the same time; the rate limit has the last word."""


class Branchline(App[int]):
    """The terminal app."""

    TITLE = "branchline"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        STYLES / name for name in ("app.tcss", "outline.tcss", "campaigns.tcss")
    ]
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, options: AppOptions) -> None:
        super().__init__()
        self.options = options
        self.session: Session
        self.ready = asyncio.Event()
        """Set when the session exists."""
        self.listed = asyncio.Event()
        """Set when the first reading of the lists has ended."""
        self._lists = CampaignsScreen()
        self._waiting: tuple[float, str] | None = None
        """Until when, by the monotonic clock, a call waits, and why."""
        self._ticker: Timer | None = None
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = options.theme if options.theme in self.available_themes else DARK.name

    def on_mount(self) -> None:
        """Paint first; load in the first idle moment after."""
        self.push_screen(self._lists)
        self.call_after_refresh(self._after_first_frame)
        # Windows has no such handlers, and a thread may not set them: then the app ends without this courtesy.
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, self._told_to_end, number)

    def _told_to_end(self, number: int) -> None:
        """The terminal was closed, or the system ends the program: keep what was typed, tidy up."""
        if self.ready.is_set():
            self.session.store_drafts()
        self.exit(128 + number)

    def _after_first_frame(self) -> None:
        gc.enable()
        in_background(self, self._begin, "begin")

    async def _begin(self) -> None:
        """Load what the first frame did without, connect, list."""
        try:
            for name in ("tui.workspace.connect", "tui.workspace.storage", "tui.app.session", "tui.app.screens.editor"):
                await asyncio.to_thread(importlib.import_module, name)
            gc.freeze()
            from tui.app.session import Session
            from tui.config.paths import database_file
            from tui.workspace.connect import connect
            from tui.workspace.recovery import left_behind
            from tui.workspace.storage import open_storage

            storage, said = await asyncio.to_thread(open_storage, database_file(), self.options.trash_days)
            self.session = Session(
                self.options.accounts,
                lambda account: connect(account, listen=self.heard, read_only=self.options.read_only),
                storage,
            )
        except Exception as error:
            self._lists.show_stopped()
            self.fail("Branchline could not start", error)
            return
        self.session.tell = lambda text: self.say(text, severity="warning")
        self.ready.set()
        left = await asyncio.to_thread(left_behind, storage.journal) if storage is not None else []
        for problem in (*self.options.problems, *((said,) if said else ()), *left):
            self.say(problem, severity="warning")
        self.read_lists()

    def heard(self, event: CallEvent) -> None:
        """Keep what a connection tells of its calls; waiting for the service is shown at once."""
        self.session.events.append(event)
        if event.kind != "sent":
            waits = event.kind == "waiting" and event.wait_seconds >= 1
            self._waiting = (time.monotonic() + event.wait_seconds, event.reason) if waits else None
        self.tick()

    def tick(self) -> None:
        """Say how long a service makes us wait, and what is left of a scarce limit; each second while that changes."""
        # Also below a question: what it waits for counts down in the line above it.
        screen = next((each for each in reversed(self.screen_stack) if isinstance(each, BranchlineScreen)), None)
        if screen is None or not screen.is_mounted:
            return
        waiting, left = "", self._waiting[0] - time.monotonic() if self._waiting is not None else 0.0
        if self._waiting is not None and left > 0:
            waiting = f"waiting {left:.0f} s: {self._waiting[1]}"
        budgets = [budget for provider in screen.providers() if (budget := provider.budget()) is not None]
        # A wait that is told already is not told again as the time of the next call.
        shorter = [budget.first for budget in budgets if budget.scarce and not (waiting and budget.next_in > 0)]
        longer = [budget.rest if waiting and budget.next_in > 0 else budget.words for budget in budgets]
        screen.top().show(waiting=waiting, budget=(" · ".join(filter(None, longer)), " · ".join(filter(None, shorter))))
        changing = waiting or any(budget.next_in > 0 for budget in budgets)
        if self._ticker is None:
            self._ticker = self.set_interval(1, self.tick, pause=True)
        (self._ticker.resume if changing else self._ticker.pause)()

    # ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def read_lists(self) -> None:
        """Read the campaigns of all accounts, page by page, then count their steps."""
        in_background(self, self._read_lists, "lists", exclusive=True)

    async def _read_lists(self) -> None:
        """All accounts at the same time: one that is slow or fails does not hold up the others."""
        problems = [said for said in await asyncio.gather(*map(self._read_list, self.session.accounts)) if said]
        from tui.workspace.connect import notices

        while notices:
            self.say(notices.pop(), severity="warning")
        self._lists.show_heads(problem="\n\n".join([*problems, "r tries again"]) if problems else "")
        self.listed.set()
        if self.options.campaign and (self.session.heads or not problems):
            self._open_wanted()
        await self._count_steps()

    async def _read_list(self, account: Account) -> str:
        """Read the campaigns of one account; why that failed, or an empty text."""
        from tui.config.errors import AccountError
        from tui.providers.errors import ServiceError

        self.session.unlisted.pop(account.name, None)
        try:
            await self.list_account(account.name, again=True)
        except ServiceError as error:
            self.session.unlisted[account.name] = error.cause
            self.fail(f"The campaigns of “{account.name}” could not be listed", error)
            return f"{error.cause} {error.remedy}"
        except AccountError as error:
            self.session.unlisted[account.name] = str(error)
            self.fail(f"The account “{account.name}” cannot be used", error)
            return str(error)
        return ""

    def show_lists(self) -> None:
        """Draw the list of campaigns again, as the session has it."""
        self._lists.show_heads()

    async def list_account(self, account: str, *, again: bool = False) -> None:
        """Read the list of one account, unless it is known. Raises ServiceError."""
        if not again and any(name == account for name, _ in self.session.heads):
            return
        seen: set[tuple[str, str]] = set()
        provider = await self.session.connected(account)
        async for page in provider.heads():
            for head in page.heads:
                self.session.heads[account, head.id] = head
                seen.add((account, head.id))
            total = f" of {page.total}" if page.total and len(self.session.accounts) == 1 else ""
            self._lists.show_heads(reading=f"reading campaigns: {len(self.session.heads)}{total}")
        for place in [place for place in self.session.heads if place[0] == account and place not in seen]:
            del self.session.heads[place]

    async def _count_steps(self) -> None:
        """Count the steps of every campaign behind everything else; newest first."""
        from tui.model.nodes import Keys
        from tui.model.tree import count_steps
        from tui.providers.errors import ServiceError

        gate = asyncio.Semaphore(COUNTING_AT_ONCE)

        async def count(place: tuple[str, str], head: CampaignHead) -> None:
            async with gate:
                try:
                    provider = await self.session.connected(place[0])
                    campaign = await provider.campaign(head.id, Keys(), head=head, urgent=False)
                    self.session.step_counts[place] = count_steps(campaign)
                except ServiceError:
                    self.session.step_counts[place] = -1
            self._lists.show_count(*place)

        todo = [
            (place, head)
            for place, head in self.session.heads.items()
            if place not in self.session.step_counts
            and head.steps is None
            and not self.session.providers[place[0]].frugal
        ]
        await asyncio.gather(*(count(place, head) for place, head in todo))

    def _open_wanted(self) -> None:
        from tui.review.find import matching

        found = matching(list(self.session.heads.values()), self.options.campaign or "")
        if len(found) == 1:
            self.open_campaign(found[0])
        elif not found:
            said = f"No campaign is called “{self.options.campaign}”. {self.options.hint}".strip()
            self.say(f"{said} Choose one from the list.", severity="warning")
        else:
            self.say(f"{len(found)} campaigns match “{self.options.campaign}”: choose one.", severity="warning")

    def open_campaign(self, head: CampaignHead) -> None:
        """Open the editor of a campaign."""
        from tui.app.screens.editor import EditorScreen

        self.push_screen(EditorScreen(self.session.document(head.account, head.id), head))

    def open_settings(self, head: CampaignHead, done: Callable[[CampaignHead], None]) -> None:
        """Open the form of a campaign's settings; `done` hears of the campaign as it is then."""
        from tui.app.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen(self.session.providers[head.account], head, done))

    def show_facts(self, head: CampaignHead) -> None:
        """Open what the service tells of a campaign besides its steps."""
        from tui.app.screens.facts import FactsScreen

        self.push_screen(FactsScreen(self.session.providers[head.account], head))

    async def new_campaign(self) -> None:
        """Ask in which account, then open the form of a campaign that is to be made."""
        from tui.app.screens.pick import account_picker
        from tui.app.screens.settings import SettingsScreen

        found = [(account.name, account.service) for account in self.session.accounts if not account.read_only]
        name: str | None = found[0][0]
        if len(found) > 1:
            name = await self.push_screen_wait(account_picker(found))
        if name is None:
            return
        provider = await self.session.connected(name)

        def made(head: CampaignHead) -> None:
            self._lists.show_heads()
            self.open_campaign(head)

        self.push_screen(SettingsScreen(provider, None, made))

    # ── talking to the user ───────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str, *, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A short message that goes by itself; one that is still there as the newest is not said a second time."""
        said = visible(text, keep_newlines=True)
        newest = next(reversed(list(self._notifications)), None)
        if newest is None or newest.has_expired or (newest.message, newest.severity) != (said, severity):
            self.notify(said, severity=severity, timeout=SAID_SECONDS, markup=False)

    def fail(self, title: str, error: BaseException) -> None:
        """A page about an error, to read and to copy."""
        from tui.app.screens.failure import FailureScreen

        cause, remedy = getattr(error, "cause", None) or str(error), getattr(error, "remedy", "")
        report = getattr(error, "report", None)
        details = veil(report() if callable(report) else "".join(traceback.format_exception(error)))
        if not cause.strip():
            cause = f"Branchline has a fault: {type(error).__name__}."
        self.push_screen(FailureScreen(title, cause, remedy, details))

    def explain(self, screen: BranchlineScreen) -> None:
        """Open the help for what has the focus of a screen."""
        from tui.app.screens.help import HelpScreen, topic_of

        self.push_screen(HelpScreen(topic_of(screen)))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault in work that the app started is told, not swallowed."""
        self.tell_fault(event)

    def tell_fault(self, event: Worker.StateChanged) -> None:
        """A page about a worker that ended in an error."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.fail("Branchline has a fault", event.worker.error)

    def _fatal_error(self) -> None:
        """A fault of our own ends the app with its traceback; unlike Textual's, it shows no values, so no secret."""
        self.bell()
        self._exit_renderables.append(Segments([Segment(veil(traceback.format_exc()))]))
        self._close_messages_no_wait()

    def switch_theme(self) -> None:
        """Dark to light and back."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    # ── commands and leaving ──────────────────────────────────────────────────────────────────────────────────────

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command of the screen in the palette, with its key, and the reason where it is impossible."""
        if isinstance(screen, BranchlineScreen):
            for command, reason in screen.commands_now():
                if command.id == "palette":
                    continue
                name = command.label[:1].upper() + command.label[1:]
                title = f"{name}  ({command.key})" if command.keys else name
                words = f"{command.help} ({reason})" if reason else command.help
                yield SystemCommand(title, words, partial(screen.action_run_command, command.id))
        yield SystemCommand("Theme", "Choose the colours", self.action_change_theme)
        yield SystemCommand("Screenshot", "Save a picture of the screen (SVG)", self.deliver_screenshot)
        yield SystemCommand("Quit", "Leave Branchline; unsaved input is kept", self.ask_to_quit)

    async def action_quit(self) -> None:
        """Ctrl+Q and the like go through the same question."""
        self.ask_to_quit()

    def ask_to_quit(self) -> None:
        """Leave: waits for changes on their way, keeps unsaved input for the next time."""
        in_background(self, self._quit, "quit", exclusive=True)

    async def _quit(self) -> None:
        from tui.app.screens.confirm import Answer, ConfirmScreen

        if self.ready.is_set():
            if self.session.writing:
                self.say("A change is being sent; Branchline quits when it is done.")
                await self.session.idle.wait()
            count = sum(len(document.drafts) for document in self.session.unsaved())
            if count:
                lines = [
                    f"{count} step{' has' if count == 1 else 's have'} unsaved input.",
                    "It is kept on this machine and comes back when the campaign is opened again.",
                ]
                question = ConfirmScreen("Quit with unsaved input?", lines, [Answer("keep", "Keep it and quit", "k")])
                if not await self.push_screen_wait(question):
                    return
            if said := self.session.store_drafts():
                question = ConfirmScreen("Quit and lose it?", [said], [Answer("quit", "Quit", "y", danger=True)])
                if not await self.push_screen_wait(question):
                    return
            await self.session.aclose()
        self.exit(0)
