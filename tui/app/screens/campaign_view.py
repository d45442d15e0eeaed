"""The tree of one campaign on the left, what its cursor is on at the right. Looks only; editing is on top of it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from tui.app.screens.base import BranchlineScreen
from tui.app.tree_art import headline, paint_row, words_of
from tui.app.widgets.drawn import Line
from tui.app.widgets.outline import Art, Outline, Row
from tui.app.widgets.search import Search
from tui.app.widgets.step_pane import StepPane
from tui.app.work import in_background
from tui.config.paths import STYLES
from tui.model.nodes import CampaignHead, Step
from tui.providers.base import Provider
from tui.providers.errors import ServiceError
from tui.review import guards
from tui.review.ages import age
from tui.review.days import Day, days
from tui.review.rows import TreeRow, rows
from tui.workspace.document import Document


class CampaignView(BranchlineScreen):
    """One open campaign, to look at."""

    CSS_PATH = [STYLES / "editor.tcss", STYLES / "forms.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, document: Document, head: CampaignHead) -> None:
        super().__init__()
        self.document, self.account, self.head = document, head.account, head
        self._rows: dict[str, TreeRow] = {}
        self._days: dict[str, Day] = {}
        self.tree_view = Outline(self._paint, id="tree", empty="Loading the steps…")
        self.tree_view.on_cursor = self.show_row
        self.pane = StepPane()

    def providers(self) -> Iterable[Provider]:
        """The one of the campaign."""
        return (self.document.provider,)

    @property
    def noun(self) -> str:
        """Campaign or sequence."""
        return self.document.provider.nouns.container

    def body(self) -> ComposeResult:
        """Tree and pane side by side; below 100 columns one at a time."""
        with Horizontal(id="editor"):
            with Vertical(id="left") as left:
                left.border_title = "Sequence"
                yield self.tree_view
                find = Search(f"find in this {self.noun}", id="find")
                find.display = False
                yield find
            yield self.pane

    def on_mount(self) -> None:
        """Say what is opened, then read it."""
        self.top().show(place=(self.account, self.head.title), status=self.head.status, word=self.head.status_word)
        self.tree_view.focus()
        if self.document.loaded:
            self.show_tree()
            if self.document.provider.frugal:
                passed = age(time.time() - self.document.read_at)
                self.branchline.say(f"As it was read {passed} ago: calls are scarce here. r reads it again.")
                return
        in_background(self, self.read, "read", exclusive=True)

    async def read(self) -> None:
        """Read the campaign and show it; on failure say why, and keep what was shown before."""
        self.top().show(busy="reading…")
        try:
            async with self.document.lock:
                known = self.head if self.document.provider.frugal and not self.document.loaded else None
                await self.document.load(self.head.id, known)
        except ServiceError as error:
            self.top().show(busy="")
            if not self.document.loaded:
                self.tree_view.empty = f"{error.cause} {error.remedy}\n\nr reads again"
                self.tree_view.load([])
            self.branchline.fail(f"The {self.noun} could not be read", error)
            return
        self.top().show(busy="")
        self._save_orphans()
        restored, self.document.restored = self.document.restored, 0
        self.show_tree()
        for said in self.document.left_behind:
            self.branchline.say(said, severity="warning")
        self.document.left_behind = []
        await self._learn_names()
        if restored:
            self.branchline.say(f"Unsaved input of an earlier session is back in {_steps(restored)}, marked ●.")

    async def _learn_names(self) -> None:
        """Read the names behind ids in the steps, such as templates, where calls are plenty and the names new."""
        provider, session = self.document.provider, self.branchline.session
        picks = {spec.ask.picks for kind in provider.step_types for spec in kind.fields() if spec.ask.picks}
        missing = [each for each in picks if (self.account, each) not in session.options]
        if provider.frugal or not missing:
            return
        with suppress(ServiceError):
            for each in missing:
                await session.offered(self.account, each)
            if self.pane.active is None and self.is_attached:
                self.show_current()

    def _save_orphans(self) -> None:
        """Input for steps that somebody else has deleted meanwhile cannot be shown: it goes to a file."""
        if gone := self.document.take_orphans():
            from tui.app.clipboard import copy

            text = "\n\n".join("\n".join(f"{name}: {value}" for name, value in d.values.items()) for d in gone)
            copy(self.app, text, f"Unsaved input of {_steps(len(gone))} no longer in the {self.noun}")

    def show_tree(self, cursor: str | None = None) -> None:
        """Draw the campaign as it is now; the cursor stays where it can."""
        campaign = self.document.shown_anew()
        self.head = self.document.baseline.head
        names = self.branchline.session.names(self.account)
        self._days = days(campaign)
        found = rows(campaign)
        self._rows = {row.key: row for row in found}
        self.tree_view.empty = "No steps yet.\n\na adds the first one"
        self.tree_view.load(
            [
                Row(row.key, row.depth, row.guide, row.foldable, words_of(row, names), selectable=row.kind != "stray")
                for row in found
            ],
            cursor=cursor,
        )
        count = sum(1 for row in found if row.kind == "step")
        self.query_one("#left").border_title = Content(f"Sequence · {count} step{'' if count == 1 else 's'}")
        self.branchline.session.step_counts[self.account, self.head.id] = count
        self.show_state()
        if self.pane.active is None:
            self.show_current()

    def show_state(self) -> None:
        """Bring the top line up to date."""
        self.top().show(
            place=(self.account, self.head.title), status=self.head.status, word=self.head.status_word,
            unsaved=len(self.document.drafts), read_only=self.document.provider.read_only,
        )  # fmt: skip

    def show_current(self) -> None:
        """Show what the cursor is on."""
        self.show_row(self.tree_view.cursor_row)

    @property
    def row(self) -> TreeRow | None:
        """The row under the cursor."""
        return self._rows.get(self.tree_view.cursor_key or "")

    @property
    def step(self) -> Step | None:
        """The step under the cursor; None on a branch."""
        row = self.row
        return row.step if row is not None and row.kind == "step" else None

    def _paint(self, outline_row: Row) -> Art:
        row = self._rows[outline_row.key]
        names = self.branchline.session.names(self.account)
        return paint_row(row, draft=self.document.drafts.get(row.key), day=self._days.get(row.key), names=names)

    def show_row(self, outline_row: Row | None) -> None:
        """Draw the step in the frame of the key that moved the cursor."""
        row = self._rows.get(outline_row.key) if outline_row is not None else None
        self.refresh_bar()
        if row is None:
            self.pane.show_lines("Step", [[("Nothing is selected.", "dim")]])
        elif row.branch is not None:
            self.pane.show_lines(f"Branch · {row.branch.label}", self._branch_lines(row))
        elif row.step is not None:
            self._show_step(row)

    def _show_step(self, row: TreeRow) -> None:
        step = row.step
        assert step is not None
        draft = self.document.drafts.get(step.key)
        values = self.document.values(step.key)
        creating = draft is not None and draft.new is not None
        problems = self.document.check(step.key, values)[1] if draft is not None else ()
        note = ""
        if creating:
            note = "New, not sent yet: ^s in the form adds it."
        elif draft is not None:
            note = "Unsaved input: ⏎ opens the form, ^s saves it, u throws it away."
        elif not step.content.editable:
            note = "Branchline does not know this step type: it can be looked at and deleted, not edited."
        if not note and (told := guards.told(step, row.half)):
            note = " ".join(told)
        day = self._days.get(step.key)
        spot = self.document.spot(step.key)
        within = f" · in “{spot.way[-1].branch.label or 'Else'}”" if spot is not None and spot.way else ""
        title = f"{step.content.icon} {step.content.label} · step {row.number}" + (f" · {day}" if day else "") + within
        self.pane.show_step(
            title, type(step.content), values, step.reported, problems=problems,
            names=self.branchline.session.names(self.account), creating=creating, note=note,
        )  # fmt: skip

    def _branch_lines(self, row: TreeRow) -> list[Line]:
        branch, condition = row.branch, row.step
        assert branch is not None
        assert condition is not None
        names = self.branchline.session.names(self.account)
        question = headline(condition.content, None, names)
        count = len(branch.sequence.steps)
        people = f"{self.document.provider.nouns.person}s"
        says = {
            "own": f"{count} step{'' if count == 1 else 's'} here" if count else f"empty: {people} who get here stop",
            "shared": "the same steps as a branch above; they are shown there",
            "missing": "the service named this branch but did not report its steps",
        }[branch.link]
        lines: list[Line] = [
            [("Condition   ", "label"), (question, "strong")],
            [("Window      ", "label"), (condition.content.window_text() or "decided at once", "")],
            [
                (f"{people.capitalize():<12}", "label"),
                ("everybody else" if branch.is_else else f"those for whom: {branch.label}", ""),
            ],
            [("Steps       ", "label"), (says, "" if count else "warn")],
            [("Id          ", "label"), (branch.id or "none", "dim")],
            [],
        ]
        if branch.link == "own":
            lines.append([("a", "key"), (" adds a step as the first of this branch", "dim")])
        return lines


def _steps(count: int) -> str:
    return f"{count} step{'' if count == 1 else 's'}"
