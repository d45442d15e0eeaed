"""The list of campaigns: all accounts, filter as you type, page by page; on screen before anything loads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.app.commands import Command, bindings
from tui.app.screens.base import COMMON, BranchlineScreen
from tui.app.screens.campaign_rows import SANDBOX_NOTE, paint_row, search_words, where_words
from tui.app.widgets.outline import Art, Outline, Row
from tui.app.widgets.search import Search
from tui.app.work import in_background
from tui.model.plain import visible

if TYPE_CHECKING:
    from tui.model.nodes import CampaignHead
    from tui.providers.base import Provider

READ_ONLY = "The account is marked read-only in the settings: take that out to change its campaigns."


class CampaignsScreen(BranchlineScreen):
    """Every campaign with its status and number of steps."""

    TITLE_WORDS = "Campaigns"
    ABOUT = "All campaigns of all accounts, account by account. / filters, enter opens the tree of a campaign."
    OFFERS = (
        Command("open", "enter", "open", "Open the campaign under the cursor."),
        Command("filter", "slash", "filter", "Filter the list by name, status, account, service or id."),
        Command("new", "n", "new", "Make an empty campaign, after a form for its settings."),
        Command("settings", "e", "settings", "Change the settings of the campaign under the cursor."),
        Command("remove", "d", "delete", "Delete the whole campaign, after a question.", in_bar=False),
        Command("facts", "i", "numbers", "Show what the service tells of the campaign: numbers, people.", in_bar=False),
        Command("reload", "r", "reload", "Read the list again."),
        Command("copy_id", "c", "copy id", "Copy the id of the campaign under the cursor."),
        Command("theme", "T", "theme", "Switch between dark and light."),
        Command("quit", "q", "quit", "Leave Branchline; unsaved input is kept for the next time."),
        *COMMON,
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(OFFERS)]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]

    def __init__(self) -> None:
        super().__init__()
        self._heads: dict[str, CampaignHead] = {}
        self._first = ""
        """The row that stood first when the list was last drawn."""
        self.list_view = Outline(self._paint, id="campaigns", empty="Loading campaigns…")

    def body(self) -> ComposeResult:
        """Filter above, list below."""
        with Vertical(id="left") as box:
            box.border_title = "Campaigns"
            yield Search("/ filter by name, status, account, id", id="filter")
            yield self.list_view
            note = Static(Content(SANDBOX_NOTE), id="note")
            note.display = all(account.sandbox for account in self.branchline.options.accounts)
            yield note

    def on_mount(self) -> None:
        """Nothing is read here: the app does that after the first frame."""
        self.list_view.on_cursor = lambda _row: self.branchline.tick()
        self.list_view.focus()

    def show_heads(self, *, reading: str = "", problem: str = "") -> None:
        """Show what the session has listed by now. `reading`: progress in words; `problem`: why there is nothing."""
        session = self.branchline.session
        many = len(session.accounts) > 1
        place = {account.name: number for number, account in enumerate(session.accounts)}
        listed = sorted(session.heads.items(), key=lambda item: place.get(item[0][0], len(place)))
        self._heads = {f"{account}/{id_}": head for (account, id_), head in listed}
        self.list_view.empty = problem or reading or "No campaigns yet.\n\nn makes the first one"
        first = next(iter(self._heads), "")
        # While accounts answer one after the other, a cursor that nobody has moved stays on top.
        waits = not self.branchline.listed.is_set() and self.list_view.cursor_key in (None, self._first)
        self._first = first
        self.list_view.load(
            [Row(key, 0, "", find=search_words(head, many=many)) for key, head in self._heads.items()],
            cursor=first if waits and first else None,
        )
        count = len(self._heads)
        box = self.query_one("#left")
        box.border_title = Content(f"Campaigns · {count}" if count else "Campaigns")
        missing = ", ".join(f"“{name}”" for name in session.unlisted)
        box.border_subtitle = Content(visible(f"not listed: {missing} · r tries again") if missing and count else "")
        unsaved = sum(len(document.drafts) for document in session.unsaved())
        self.top().show(
            place=(where_words(session.accounts),),
            busy=reading,
            unsaved=unsaved,
            read_only=self.branchline.options.read_only,
        )

    def show_stopped(self) -> None:
        """Say that nothing will come: the start failed, and only the page about it knows why."""
        self.list_view.empty = "Branchline could not start: nothing can be listed.\n\nq quits"
        self.list_view.load([])

    def providers(self) -> Iterable[Provider]:
        """That of the campaign under the cursor; all that are connected where there is none."""
        if not self.branchline.ready.is_set():
            return ()
        connected = self.branchline.session.providers
        found = connected.get(self.head.account) if self.head is not None else None
        return (found,) if found is not None else connected.values()

    def show_count(self, account: str, campaign_id: str) -> None:
        """Draw the row of a campaign again, now that its steps are counted."""
        self.list_view.refresh_rows(f"{account}/{campaign_id}")

    def _paint(self, row: Row) -> Art:
        return paint_row(self._heads[row.key], self.branchline.session, narrow=self.has_class("-narrow"))

    @property
    def head(self) -> CampaignHead | None:
        """The campaign under the cursor."""
        return self._heads.get(self.list_view.cursor_key or "")

    def why_not(self, command_id: str) -> str:
        """What cannot be done now, and why."""
        if command_id == "reload" and not self.branchline.ready.is_set():
            return "Branchline has not started yet."
        if command_id in ("open", "copy_id", "settings", "remove", "facts") and self.head is None:
            return "There is no campaign under the cursor."
        if command_id not in ("new", "settings", "remove"):
            return ""
        if not self.branchline.ready.is_set():
            return "The accounts are not read yet: wait."
        if self.branchline.options.read_only:
            return "Branchline is read-only now: start it without --read-only to change campaigns."
        return self._refusal(command_id)

    def _refusal(self, command_id: str) -> str:
        """What the settings or the service of the account under the cursor say against a change."""
        head, session = self.head, self.branchline.session
        if command_id == "new":
            return "" if any(not account.read_only for account in session.accounts) else READ_ONLY
        if head is None:
            return ""
        if any(account.name == head.account and account.read_only for account in session.accounts):
            return READ_ONLY
        provider = session.providers.get(head.account)
        verdict = provider.verdict("settings" if command_id == "settings" else "remove", head) if provider else None
        return "" if verdict is None or verdict.allowed else verdict.sentence

    @on(Outline.Chosen)
    def _chosen(self, event: Outline.Chosen) -> None:
        event.stop()
        self.action_run_command("open")

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self.list_view.filter(event.value)

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self.list_view.focus()
        if self.list_view.count_shown == 1:
            self.action_run_command("open")

    def on_screen_resume(self) -> None:
        """Coming back: counts and marks may have changed."""
        if self._heads:
            self.show_heads()

    def key_escape(self) -> None:
        """Clear the filter."""
        field = self.query_one("#filter", Input)
        field.value = ""
        self.list_view.focus()

    def key_down(self) -> None:
        """From the filter into the list."""
        self.list_view.focus()

    def do_open(self) -> None:
        """Open the tree."""
        if self.head is not None:
            # Whoever comes back and clears the filter is where they were, not where they were before filtering.
            self.list_view.move_to(self.list_view.cursor_key or "")
            self.branchline.open_campaign(self.head)

    def do_filter(self) -> None:
        """Go to the filter, at once: what is typed next is meant for it."""
        self.set_focus(self.query_one("#filter", Input))

    def do_reload(self) -> None:
        """Read the list again."""
        self.branchline.read_lists()

    def do_facts(self) -> None:
        """Show the numbers."""
        if self.head is not None:
            self.branchline.show_facts(self.head)

    def do_new(self) -> None:
        """Ask for the account where there are several, then for the settings."""
        in_background(self, self.branchline.new_campaign, "new", exclusive=True)

    def do_settings(self) -> None:
        """Open the settings."""
        if self.head is not None:
            self.branchline.open_settings(self.head, lambda _head: self.show_heads())

    def do_remove(self) -> None:
        """Ask, then delete the whole campaign."""
        head = self.head
        if head is not None:
            from tui.app.screens.removing import remove_campaign

            in_background(self.app, partial(remove_campaign, self.branchline, head), "removing", exclusive=True)

    def do_copy_id(self) -> None:
        """Copy the id."""
        if self.head is not None:
            from tui.app.clipboard import copy

            copy(self.app, self.head.id, f"The id {self.head.id}")

    def do_theme(self) -> None:
        """Switch the theme."""
        self.branchline.switch_theme()

    def do_quit(self) -> None:
        """Leave."""
        self.branchline.ask_to_quit()
