"""The app: one session, a stack of screens, and what happens before anything is loaded: nothing but a first frame."""

from __future__ import annotations

import asyncio
import gc
import importlib
import signal
import traceback
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.segment import Segment, Segments
from textual.app import App, SystemCommand
from textual.screen import Screen
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
    from tui.model.nodes import CampaignHead
    from tui.providers.calls import CallEvent

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
            for name in ("tui.workspace.connect", "tui.app.session", "tui.app.screens.editor"):
                await asyncio.to_thread(importlib.import_module, name)
            gc.freeze()
            from tui.app.session import Session
            from tui.workspace.connect import connect, open_drafts

            store, said = open_drafts()
            self.session = Session(
                self.options.accounts,
                lambda account: connect(account, listen=self.heard, read_only=self.options.read_only),
                store,
            )
        except Exception as error:
            self._lists.show_stopped()
            self.fail("Branchline could not start", error)
            return
        self.ready.set()
        for problem in (*self.options.problems, *((said,) if said else ())):
            self.say(problem, severity="warning")
        self.read_lists()

    def heard(self, event: CallEvent) -> None:
        """Keep what a connection tells of its calls; waiting for the service is shown at once."""
        self.session.events.append(event)
        if isinstance(self.screen, BranchlineScreen) and event.kind != "sent":
            waits = event.kind == "waiting" and event.wait_seconds >= 1
            self.screen.top().show(waiting=f"waiting {event.wait_seconds:.0f} s: {event.reason}" if waits else "")

    # ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def read_lists(self) -> None:
        """Read the campaigns of all accounts, page by page, then count their steps."""
        in_background(self, self._read_lists, "lists", exclusive=True)

    async def _read_lists(self) -> None:
        from tui.config.errors import AccountError
        from tui.providers.errors import ServiceError

        problem = ""
        for account in self.session.accounts:
            try:
                await self.list_account(account.name, again=True)
            except ServiceError as error:
                problem = f"{error.cause} {error.remedy}\n\nr tries again"
                self.fail(f"The campaigns of “{account.name}” could not be listed", error)
            except AccountError as error:
                problem = f"{error}\n\nr tries again"
                self.fail(f"The account “{account.name}” cannot be used", error)
        from tui.workspace.connect import notices

        while notices:
            self.say(notices.pop(), severity="warning")
        self._lists.show_heads(problem=problem)
        self.listed.set()
        if self.options.campaign and not problem:
            self._open_wanted()
        await self._count_steps()

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
            total = f" of {page.total}" if page.total else ""
            self._lists.show_heads(reading=f"reading campaigns: {len(seen)}{total}")
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

        todo = [item for item in self.session.heads.items() if item[0] not in self.session.step_counts]
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

    # ── talking to the user ───────────────────────────────────────────────────────────────────────────────────────

    def say(self, text: str, *, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A short message that goes by itself."""
        self.notify(visible(text, keep_newlines=True), severity=severity, timeout=6, markup=False)

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
