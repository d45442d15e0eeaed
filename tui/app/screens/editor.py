"""The editor of one campaign: what the user can do to it, and how each change is asked for, sent and told."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from tui.app.commands import Command, bindings
from tui.app.forms.form import StepForm
from tui.app.screens.base import COMMON
from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.pick import type_picker
from tui.app.screens.possible import Possible
from tui.app.work import in_background
from tui.model.content import StepContent
from tui.model.declare import Problem
from tui.model.nodes import CampaignHead, Step
from tui.model.tree import find_step, steps_below, walk_sequence
from tui.plan.operations import AnyOperation
from tui.workspace.engine import Outcome
from tui.workspace.pausing import delete_with_pause, switch
from tui.workspace.plans import carry_out

FORM_COMMANDS = ("save", "back", "help", "palette", "tab_form", "tab_preview", "tab_json", "next_field")
FORM_BAR = (
    Command("save", "ctrl+s", "save", "Check the step and send it to the service."),
    Command("back", "escape", "back to the tree", "Go back to the tree; what you typed stays."),
    Command("next_field", "tab", "next field", "Go to the next field."),
    Command("tab_form", "f2", "form", "Show the fields."),
    Command("tab_preview", "f3", "preview", "Show the message as its recipient reads it."),
    Command("tab_json", "f4", "JSON", "Show the step as the service reports it."),
    *COMMON,
)
"""What the key bar and F1 offer while a form is open."""
UNREAD_BAR = ("reload", "back", "palette", "help")
"""The commands in the key bar while there is no tree to work on."""


class EditorScreen(Possible):
    """One open campaign, to edit. The provider gives the verdicts, the engine carries out."""

    TITLE_WORDS = "Editor"
    ABOUT = (
        "The tree on the left is the campaign: its steps in order, and below each condition its branches, Else last. "
        "Moving the cursor shows a step; enter opens its form. What you type stays (●) until you save or undo it."
    )
    OFFERS = (
        Command("save", "ctrl+s", "save", "Check the step and send it to the service.", in_bar=False),
        Command("add", "a", "add", "Add a step after this one; on a branch, add as its first step."),
        Command("edit", "e", "edit", "Open the form of this step."),
        Command("choose", "enter", "open", "Open the form of a step; fold or unfold a branch.", in_bar=False),
        Command("delete", "d", "delete", "Delete this step, after a question."),
        Command("undo", "u", "undo", "Throw away the unsaved input of this step, else undo the last change sent."),
        Command("redo", "ctrl+r", "redo", "Make again what was undone last.", in_bar=False),
        Command("find", "slash", "find", "Filter the tree by words, ids, types and texts."),
        Command("back", "escape", "back", "Leave the form or the campaign; unsaved input stays."),
        Command("tab_form", "1,f2", "form", "Show the fields of the step.", in_bar=False),
        Command("tab_preview", "2,f3", "preview", "Show the message as its recipient reads it."),
        Command("tab_json", "3,f4", "JSON", "Show the step as the service reports it.", in_bar=False),
        Command("move_up", "shift+up", "move up", "Move this step one place up.", in_bar=False, shown_key="⇧↑"),
        Command("move_down", "shift+down", "move down", "Move this step one place down.", in_bar=False, shown_key="⇧↓"),
        Command("copy", "y", "copy step", "Copy this step, or a condition with all its branches.", in_bar=False),
        Command("cut", "x", "cut step", "Cut it: it goes from here when it is pasted elsewhere.", in_bar=False),
        Command("paste", "p", "paste", "Put what was copied behind this step, or into the branch under the cursor."),
        Command("toggle", "o", "on/off", "Switch this step on or off, where the service can: publish, unpublish."),
        Command("resume", "R", "go on", "Go on with a plan of several requests that stopped on the way."),
        Command("settings", "E", "settings", "Change the settings of the campaign.", in_bar=False),
        Command("facts", "i", "numbers", "Show what the service tells of the campaign: numbers, people.", in_bar=False),
        Command("reload", "r", "reload", "Read the campaign again; unsaved input stays."),
        Command("switch", "S", "pause/start", "Pause a running campaign, or start it, after a question."),
        Command("copy_id", "c", "copy id", "Copy the id of this step.", in_bar=False),
        *COMMON,
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(OFFERS)]

    editing_key: str | None = None
    """The step whose form is open."""

    def do_choose(self) -> None:
        """Enter: the form of a step, or the steps of a branch."""
        if self.step is not None:
            self.action_run_command("edit")
        elif self.tree_view.cursor_key is not None:
            self.tree_view.toggle(self.tree_view.cursor_key)

    def do_find(self) -> None:
        """Open the filter of the tree."""
        find = self.query_one("#find", Input)
        find.display = True
        self.set_focus(find)

    def do_reload(self) -> None:
        """Read again."""
        in_background(self, self.read, "read", exclusive=True)

    def do_copy_id(self) -> None:
        """Copy the id of what the cursor is on."""
        row = self.row
        found = (row.branch.id if row.branch else row.step.id if row.step else None) if row else None
        if found is None:
            self.branchline.say("There is no id yet: the service does not have this step.", severity="warning")
            return
        from tui.app.clipboard import copy

        copy(self.app, found, f"The id {found}")

    def bar(self) -> tuple[Command, ...]:
        """In a form the keys of the form, else those of the tree."""
        if self.pane.active is not None:
            return tuple(command for command in FORM_BAR if command.id != f"tab_{self.pane.tab}")
        if not self.document.loaded:
            return tuple(command for command in super().bar() if command.id in UNREAD_BAR)
        step = self.step
        wanted = {
            "undo": self.tree_view.cursor_key in self.document.drafts or bool(self.document.past),
            "toggle": step is not None and bool(step.content.toggle),
            "paste": self.branchline.session.clip is not None,
            "resume": self.document.rest is not None,
        }
        hidden = [name for name, shown in wanted.items() if not shown]
        return tuple(command for command in super().bar() if command.id not in hidden)

    def do_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a form is open, letters belong to its fields: only the commands of a form are keys then."""
        if action == "run_command" and self.opening:
            return False
        if action == "run_command" and self.pane.active is not None and str(parameters[0]) not in FORM_COMMANDS:
            return False
        return super().check_action(action, parameters)

    # ── saving ────────────────────────────────────────────────────────────────────────────────────────────────────

    def do_save(self) -> None:
        """Check everything; send when nothing is wrong."""
        form, key = self.pane.active, self.editing_key
        if form is None or key is None:
            return
        values = form.values()
        self.document.keep(key, values)
        if key not in self.document.drafts:
            self.leave_form()
            self.branchline.say("Nothing was changed, so nothing was sent.")
            return
        content, problems = self.checked(key, values)
        form.tell(problems)
        errors = [problem for problem in problems if problem.severity == "error"]
        if content is None or errors:
            self._point_at(form, errors)
            return
        self._send_step(key, self._touched_only(key, content))

    def _touched_only(self, key: str, content: StepContent) -> StepContent:
        """The content to send: what nobody touched stays as the service reported it, so that it is not sent."""
        draft, spot = self.document.drafts[key], self.document.spot(key)
        if draft.new is not None or spot is None:
            return content
        reported = spot.step.content.values()
        return content.model_copy(update={name: reported[name] for name in reported if name not in draft.values})

    def _point_at(self, form: StepForm, errors: list[Problem]) -> None:
        fields = len({problem.field for problem in errors})
        self.pane.set_note(f"Not sent: {fields} field{'' if fields == 1 else 's'} to mend. {errors[0].message}")
        form.focus_field(errors[0].field)

    def _send_step(self, key: str, content: StepContent) -> None:
        try:
            operation = self.document.saving(key, content)
        except KeyError:
            gone = "Its place is gone: somebody has deleted it. Press r to read everything again; your input stays."
            self.branchline.say(gone, severity="error")
            return
        self.ask_and_send(operation)

    # ── adding, deleting ──────────────────────────────────────────────────────────────────────────────────────────

    def do_add(self) -> None:
        """Ask for the type, then show its form."""
        row = self.row
        campaign = self.document.shown()
        sequence = row.sequence if row is not None and row.sequence is not None else campaign.sequence
        after = row.step if row is not None and row.kind == "step" else None
        verdict = self.verdict("add")
        note = verdict.sentence if verdict is not None and verdict.kind == "warned" else ""
        people = f"{self.document.provider.nouns.person}s".capitalize()
        if after is not None and after.content.branching:
            note = f"{people} leave at this condition: a step after it is never reached. Select a branch to add there."
        elif after is not None and after.content.ends_path:
            note = f"{people} leave the {self.noun} at this step: what stands after it is never reached."
        after_key = after.key if after is not None else None

        def begin(chosen: str | None) -> None:
            if chosen is not None:
                self._begin_new(self.document.type_named(chosen), sequence.key, after_key)

        types = self.document.provider.step_types
        if len(types) == 1:
            begin(types[0].type)
            return
        self.app.push_screen(type_picker(types, note), begin)

    def _begin_new(self, content: type[StepContent], sequence_key: str, after_key: str | None) -> None:
        """Put a new step into the tree, whatever the filter hides, and open its form."""
        self.close_find()
        key = self.document.start_new(content, sequence_key, after_key)
        self.show_tree(key)
        self.tree_view.move_to(key)
        self.open_form()

    def do_delete(self) -> None:
        """Delete the step under the cursor: say what goes, Cancel focused."""
        if self._is_new():
            self.do_revert()
            return
        step = self.step
        if step is None:
            return
        operation = self.document.deleting(step.key)
        below = steps_below(step)
        lines: list[str] = []
        if step.branches:
            lines.append(
                f"With the condition go its {len(step.branches)} branches and the {below} step"
                f"{'' if below == 1 else 's'} in them."
            )
        inside = [spot.step.key for branch in step.branches for spot in walk_sequence(branch.sequence)]
        unsaved = [key for key in (step.key, *inside) if key in self.document.drafts]
        if unsaved:
            lines.append(f"The unsaved input of {len(unsaved)} step{'' if len(unsaved) == 1 else 's'} goes with it.")
        provider, campaign = self.document.provider, self.document.baseline
        verdict = provider.verdict("delete", campaign.head, step)
        effects = provider.effects(operation, campaign)
        general = [] if verdict.allowed and (verdict.kind != "warned" or effects) else [verdict.reason, verdict.remedy]
        lines = [*general, *lines, *effects]
        answers = [Answer("pause", "Pause, delete, resume", "p", danger=True)] if verdict.way_out == "pause" else []
        off = self._toggling(step) if step.content.values().get(step.content.toggle) is True else None
        if off is not None:
            answers.append(Answer("off", f"{step.content.toggle_words[1]} instead", "u"))
        if verdict.allowed:
            answers.append(Answer("delete", "Delete", "y", danger=True))

        async def act(answer: str) -> Outcome:
            outcome = await (delete_with_pause if answer == "pause" else carry_out)(self.document, operation)
            for key in unsaved:
                self.document.drop(key)
            return outcome

        async def counted() -> str:
            people = await provider.people(operation, campaign)
            return people.words if people is not None else ""

        def chosen(answer: str | None) -> None:
            if answer == "off" and off is not None:
                self.change(lambda _: carry_out(self.document, off), off.title)
            elif answer:
                self.change(lambda _: act(answer), operation.title)

        question = ConfirmScreen(
            f"{operation.title}?", lines, answers,
            about=f"{step.content.icon} {step.content.headline() or step.content.label}",
            later=counted if provider.counts_people else None, counting=f"Counting {provider.nouns.person}s…",
        )  # fmt: skip
        self.app.push_screen(question, chosen)

    def do_move_up(self) -> None:
        """Move the step one place up."""
        self._move(-1)

    def do_move_down(self) -> None:
        """Move the step one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        if self.step is not None:
            self.ask_and_send(self.document.moving(self.step.key, by))

    def do_toggle(self) -> None:
        """Switch the step on or off."""
        step = self.step
        if step is not None:
            self.ask_and_send(self._toggling(step))

    def _toggling(self, step: Step) -> AnyOperation:
        """The change that switches a step on or off, by the words that its service has for it."""
        name = step.content.toggle
        off = step.content.values().get(name) is True
        spot = find_step(self.document.baseline, step.key)
        operation = self.document.saving(step.key, type(step.content).model_validate({name: not off}))
        number = f" (step {spot.index + 1})" if spot is not None else ""
        title = f"{step.content.toggle_words[off]} {step.content.label}{number}"
        return operation.model_copy(update={"title": title})

    def do_facts(self) -> None:
        """Show the numbers."""
        self.branchline.show_facts(self.head)

    def do_settings(self) -> None:
        """Open the settings of the campaign."""
        self.branchline.open_settings(self.document.baseline.head, self._with_head)

    def _with_head(self, head: CampaignHead) -> None:
        self.document.baseline = self.document.baseline.model_copy(update={"head": head})
        self.document.record.snapshot(self.document.baseline, ours=True)
        self.show_tree()

    def do_switch(self) -> None:
        """Pause a running campaign, or start it."""
        running = self.document.baseline.is_running
        label = "Pause" if running else "Start"
        verdict = self.document.provider.verdict("pause" if running else "start", self.document.baseline.head)
        if not verdict.allowed:
            self.branchline.say(verdict.sentence, severity="warning")
            return

        async def act(answer: str) -> Outcome:
            del answer
            return await switch(self.document, running=not running)

        provider, campaign = self.document.provider, self.document.baseline

        async def counted() -> str:
            people = await provider.people(None, campaign)
            return people.words if people is not None else ""

        question = ConfirmScreen(
            f"{label} “{self.head.title}”?",
            [verdict.sentence],
            [Answer("switch", label, "y", danger=not running)],
            later=counted if provider.counts_people and not running else None,
            counting=f"Counting {provider.nouns.person}s…",
        )
        self.change(act, f"{label} the {self.document.provider.nouns.container}", question)
