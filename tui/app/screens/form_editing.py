"""The form half of the editor: open, keep what is typed, validate while typing, leave without losing anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from textual import on
from textual.widgets import Input

from tui.app.forms.fields import PickEditor
from tui.app.forms.form import StepForm
from tui.app.screens.campaign_view import CampaignView
from tui.app.screens.offered import learn_options, pick_option
from tui.app.screens.pick import campaign_picker
from tui.app.widgets.outline import Outline, Row
from tui.app.widgets.step_pane import StepPane, Tab, TabLine
from tui.app.work import in_background
from tui.model.content import StepContent
from tui.model.declare import Problem
from tui.providers.errors import ServiceError


class FormEditing(CampaignView):
    """A campaign whose steps can be opened in forms; what is typed becomes a draft at once."""

    editing_key: str | None = None
    """The step whose form is open."""
    opening = False
    """A form is about to open: keys that were typed ahead for it are no commands."""

    def open_form(self, field: str | None = None) -> None:
        """Open the form of the step under the cursor, if it may be edited."""
        if reason := self.why_not("edit"):
            self.branchline.say(reason, severity="warning")
            return
        self.opening = True
        in_background(self, partial(self._enter, field), "form", exclusive=True)

    def do_edit(self) -> None:
        """Open the form at its first field."""
        self.open_form()

    async def _enter(self, field: str | None) -> None:
        step = self.step
        try:
            if step is None:
                return
            await self.pane.prepare(type(step.content))
            if self.tree_view.cursor_key == step.key:
                self.editing_key = step.key
                self.add_class("-pane-open")
                self.pane.enter(field)
                self.refresh_bar()
                await learn_options(self.branchline, self.account, self.pane.forms[type(step.content)])
        finally:
            self.opening = False

    def close_form(self) -> None:
        """Put the drawn view back in the place of the form."""
        self.editing_key = None
        self.pane.leave()
        self.remove_class("-pane-open")

    def leave_form(self) -> None:
        """Back to the tree; the input stays as a draft."""
        key = self.editing_key
        if self.pane.active is not None and key is not None:
            self.document.keep(key, self.pane.active.values())
        self.close_form()
        self.store_drafts()
        self.tree_view.focus()
        draft = self.document.drafts.get(key or "")
        if draft is not None and draft.new is not None:
            self.show_tree(key)
        else:
            self.tree_view.refresh_rows(*([key] if key else []))
            self.show_state()
            self.show_current()

    def checked(self, key: str, values: Mapping[str, Any]) -> tuple[StepContent | None, tuple[Problem, ...]]:
        """The content that form values stand for, and what is wrong with them.

        A value that the service itself holds against its rules is no hindrance as long as nobody touches it: it is not
        sent, and so left out here.
        """
        content, problems = self.document.check(key, values)
        draft = self.document.drafts.get(key)
        if content is not None or draft is None or draft.new is not None:
            return content, problems
        wrong = {problem.field for problem in problems if problem.severity == "error"} - {None, *draft.values}
        held = [name for name in wrong if name and self.document.check(key, {name: values[name]})[0] is None]
        return self.document.check(key, {**values, **dict.fromkeys(held)}) if held else (content, problems)

    def show_live_problems(self, form: StepForm, key: str, values: Mapping[str, Any], name: str) -> None:
        """The problems of the touched field, and of those that already show one."""
        problems = self.document.check(key, values)[1]
        telling = {name, *(row.spec.name for row in form.rows.values() if row.told)}
        form.tell([problem for problem in problems if problem.field in telling])
        self.hint_at(name)
        self._tell_hint(form, name)

    def _tell_hint(self, form: StepForm, name: str) -> None:
        """Below the form: the whole message of a field, which may be longer than its line; else what the field is."""
        row = form.rows[name]
        ask, told = row.spec.ask, row.told
        need = "required. " if ask.required else ""
        self.pane.set_hint(told.message if told is not None else f"{ask.title}: {need}{ask.help}")

    def do_back(self) -> None:
        """One level back: preview to form, form to tree, filter to all, campaign to list."""
        if self.pane.tab != "form":
            self.do_tab_form()
            return
        if self.pane.active is not None:
            self.leave_form()
            return
        if self.close_find():
            return
        self.store_drafts()
        self.app.pop_screen()

    def store_drafts(self) -> None:
        """Write what was typed to disk, so that a crash does not take it."""
        if said := self.branchline.session.store_drafts():
            self.branchline.say(said, severity="error")

    def close_find(self) -> bool:
        """Show the whole tree again; True when it was filtered."""
        find = self.query_one("#find", Input)
        if not find.display:
            return False
        find.value = ""
        find.display = False
        self.tree_view.filter("")
        self.tree_view.focus()
        return True

    async def pick(self, editor: PickEditor) -> None:
        """Choose what a field names: a campaign, or something else that the account has."""
        if not editor.picks:
            await self._pick_campaign(editor)
            return
        chosen = await pick_option(self.branchline, self.account, editor)
        if chosen is not None:
            editor.value = chosen
        editor.focus()

    async def _pick_campaign(self, editor: PickEditor) -> None:
        """Choose the target of a hand-over among the campaigns that are not archived."""
        session = self.branchline.session
        try:
            await self.branchline.list_account(self.account)
        except ServiceError as error:
            self.branchline.fail("The campaigns to choose from could not be listed", error)
            return
        heads = [
            head
            for (account, _), head in session.heads.items()
            if account == self.account and head.status != "archived" and head.id != self.head.id
        ]
        chosen = await self.app.push_screen_wait(campaign_picker(heads, editor.value))
        if chosen is not None:
            editor.name_of = session.names(self.account)
            editor.value = chosen
        editor.focus()

    def do_tab_form(self) -> None:
        """Show the fields."""
        self._tab("form")

    def do_tab_preview(self) -> None:
        """Show the message."""
        self._tab("preview")

    def do_tab_json(self) -> None:
        """Show the JSON."""
        self._tab("json")

    def _tab(self, tab: Tab) -> None:
        self.pane.choose(tab)
        self.refresh_bar()
        self.set_class(tab != "form" or self.pane.active is not None, "-pane-open")
        if tab == "form" and self.pane.active is not None:
            self.pane.active.focus_field()
        elif tab == "form":
            self.tree_view.focus()
        elif self.pane.active is not None or self.has_class("-narrow"):
            self.pane.focus_drawn()

    def show_row(self, outline_row: Row | None) -> None:
        """Going to another step with an open form closes the form; what was typed stays as a draft."""
        key = outline_row.key if outline_row is not None else None
        if self.pane.active is not None and key != self.editing_key:
            if self.editing_key is not None:
                self.document.keep(self.editing_key, self.pane.active.values())
            self.close_form()
        super().show_row(outline_row)

    @on(TabLine.Chosen)
    def _tab_chosen(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._tab(event.tab)

    @on(Outline.Chosen)
    def _chosen(self, event: Outline.Chosen) -> None:
        event.stop()
        if self.step is None and event.key is not None:
            self.tree_view.toggle(event.key)
        else:
            self.action_run_command("edit")

    @on(StepPane.EnterWanted)
    def _enter_wanted(self, event: StepPane.EnterWanted) -> None:
        self.open_form(event.field)

    @on(StepForm.Edited)
    def _edited(self, event: StepForm.Edited) -> None:
        """Keep what was typed, mark the row, and let the validation of the touched field speak."""
        key = self.editing_key
        if key is None or event.form is not self.pane.active:
            return
        values = event.form.values()
        self.document.keep(key, values)
        self.show_live_problems(event.form, key, values, event.name)
        self.tree_view.refresh_rows(key)
        self.top().show(unsaved=len(self.document.drafts))

    @on(StepForm.FieldFocused)
    def _field_focused(self, event: StepForm.FieldFocused) -> None:
        self.hint_at(event.spec.name)

    def hint_at(self, name: str) -> None:
        """Below the form: what is wrong with a field, in full, else what it is for."""
        form = self.pane.active
        if form is None:
            return
        row = form.rows[name]
        ask = row.spec.ask
        need = "required. " if ask.required else ""
        self.pane.set_hint(row.told.message if row.told else f"{ask.title}: {need}{ask.help}")

    @on(PickEditor.Pick)
    def _pick_wanted(self, event: PickEditor.Pick) -> None:
        event.stop()
        in_background(self, partial(self.pick, event.editor), "default")

    @on(Input.Changed, "#find")
    def _find_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.tree_view.filter(event.value)

    @on(Input.Submitted, "#find")
    def _find_done(self) -> None:
        self.tree_view.focus()
