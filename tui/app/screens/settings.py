"""The settings of a campaign, or of one that is to be made: one form from the declaration of its service."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.app.commands import Command, bindings
from tui.app.forms.fields import PickEditor
from tui.app.forms.form import StepForm
from tui.app.screens.base import COMMON, BranchlineScreen
from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.offered import learn_options, pick_option
from tui.app.session import Writing
from tui.app.work import in_background
from tui.config.paths import STYLES
from tui.model.declare import Place, Problem
from tui.model.nodes import CampaignHead
from tui.model.plain import visible
from tui.model.settings import ContainerSettings
from tui.plan.operations import UpdateSettings
from tui.providers.base import Provider
from tui.providers.errors import ServiceError
from tui.workspace.containers import change_settings, create
from tui.workspace.drafts import touched
from tui.workspace.engine import Refused


class SettingsScreen(BranchlineScreen):
    """One form. `head` None: a campaign is to be made. `done` gets the head that results."""

    TITLE_WORDS = "Settings"
    ABOUT = "What a campaign has besides its steps. Only the fields that you change are sent, after a check."
    CSS_PATH = [STYLES / "forms.tcss", STYLES / "settings.tcss"]
    OFFERS = (
        Command("save", "ctrl+s", "save", "Check the fields and send what was changed."),
        Command("next_field", "tab", "next field", "Go to the next field."),
        Command("back", "escape", "back", "Leave; asks when something would be lost."),
        *COMMON,
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(OFFERS)]

    def __init__(self, provider: Provider, head: CampaignHead | None, done: Callable[[CampaignHead], None]) -> None:
        super().__init__()
        self.provider, self.head, self._done = provider, head, done
        self.form = StepForm(provider.settings_type)
        self._held: ContainerSettings = provider.settings_type.model_construct(set())
        self._sending = self._loaded = False

    @property
    def noun(self) -> str:
        """Campaign or sequence."""
        return self.provider.nouns.container

    def providers(self) -> Iterable[Provider]:
        """The one of the account."""
        return (self.provider,)

    @property
    def creating(self) -> bool:
        """Whether the form is for a campaign that does not exist yet."""
        return self.head is None

    def body(self) -> ComposeResult:
        """A remark, the form, the help of the focused field."""
        noun = self.provider.nouns.container
        with Vertical(id="box") as box:
            box.border_title = Content(f"New {noun}" if self.creating else self.provider.settings_type.label)
            note = Static(Content(self.provider.settings_type.note), id="note")
            note.display = bool(self.provider.settings_type.note) and not self.creating
            yield note
            yield self.form
            yield Static("", id="hint")

    def on_mount(self) -> None:
        """Show what is held; for a campaign that exists read it first."""
        name = self.head.title if self.head is not None else f"new {self.provider.nouns.container}"
        self.top().show(place=(self.provider.account, name), read_only=self.provider.read_only)
        if self.creating:
            self._fill(self.provider.settings_type.fresh(first=True))
        else:
            self.form.display = False
            in_background(self, self._read, "read", exclusive=True)

    async def _read(self) -> None:
        assert self.head is not None
        self.top().show(busy="reading…")
        try:
            self._held = await self.provider.settings(self.head.id)
        except ServiceError as error:
            self.app.pop_screen()
            self.branchline.fail("The settings could not be read", error)
            return
        finally:
            if self.is_attached:
                self.top().show(busy="")
        self._fill(self._held.values())

    def _fill(self, values: dict[str, object]) -> None:
        self._loaded = True
        self.form.display = True
        self.form.fill(values, creating=self.creating, names=self.branchline.session.names(self.provider.account))
        self.form.focus_field()
        in_background(self, partial(learn_options, self.branchline, self.provider.account, self.form), "names")

    def changed(self) -> dict[str, object]:
        """The values that differ from what is held."""
        if not self._loaded:
            return {}
        if self.creating:
            fresh = self.provider.settings_type.fresh(first=True)
            return {
                name: value
                for name, value in self.form.values().items()
                if value not in (None, "", ()) and str(value) != str(fresh.get(name))
            }
        return touched(self._held, self.form.values())

    def why_not(self, command_id: str) -> str:
        """What cannot be done now, and why."""
        if command_id == "save" and self._sending:
            return "A change is being sent: wait for it."
        if command_id == "save" and not self._loaded:
            return "The settings are not read yet: wait."
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters belong to the fields."""
        if action == "run_command" and str(parameters[0]) == "help" and str(parameters[1]) == "question_mark":
            return False
        return super().check_action(action, parameters)

    def do_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def do_back(self) -> None:
        """Leave; what was typed is thrown away only after a question."""
        count = len(self.changed())
        if not count:
            self.app.pop_screen()
            return

        def leave(answer: str | None) -> None:
            if answer:
                self.app.pop_screen()

        lines = [f"{count} field{'' if count == 1 else 's'} changed and not sent."]
        self.app.push_screen(
            ConfirmScreen("Throw away what was typed?", lines, [Answer("drop", "Throw away", "y", danger=True)]), leave
        )

    def do_save(self) -> None:
        """Check everything; send what was changed."""
        changed = self.changed()
        values = self.form.values() if self.creating else changed
        if not self.creating and not changed:
            self.app.pop_screen()
            self.branchline.say("Nothing was changed, so nothing was sent.")
            return
        content, problems = self._checked(values)
        self.form.tell(problems)
        errors = [problem for problem in problems if problem.severity == "error"]
        if content is None or errors:
            self._hint(f"Not sent: {errors[0].message}")
            self.form.focus_field(errors[0].field)
            return
        verdict = self.provider.verdict("create" if self.creating else "settings", self.head)
        if not verdict.allowed:
            self.branchline.say(verdict.sentence, severity="warning")
            return
        if verdict.kind != "warned":
            self._send(content)
            return

        def sent(answer: str | None) -> None:
            if answer:
                self._send(content)

        question = ConfirmScreen("Send the settings?", [verdict.sentence], [Answer("send", "Send", "y")])
        self.app.push_screen(question, sent)

    def _checked(self, values: dict[str, object]) -> tuple[ContainerSettings | None, tuple[Problem, ...]]:
        place = Place(creating=self.creating)
        return self.provider.settings_type.check(values, place)

    def _send(self, content: ContainerSettings) -> None:
        self._sending = True
        self.app.run_worker(self._carry(content), group="writes", exit_on_error=False)

    async def _carry(self, content: ContainerSettings) -> None:
        self.top().show(busy="sending…")
        self.form.disabled = True
        noun = self.provider.nouns.container
        try:
            with Writing(self.branchline.session):
                head, notes = await self._written(content)
        except (ServiceError, Refused) as error:
            self.branchline.fail(f"The {noun} was not {'made' if self.creating else 'changed'}", error)
            return
        finally:
            self._sending = False
            self.form.disabled = False
            if self.is_attached:
                self.top().show(busy="")
        if self.is_attached:
            self.dismiss()
        self.branchline.session.learn(head, first=self.creating)
        self._done(head)
        title = f"New {noun}" if self.creating else "Settings"
        if notes:
            self.branchline.say(f"{title}: done. {' '.join(notes)}", severity="warning")
        else:
            self.branchline.say(f"{title}: done and verified.")

    async def _written(self, content: ContainerSettings) -> tuple[CampaignHead, tuple[str, ...]]:
        session, account = self.branchline.session, self.provider.account
        if self.head is None:
            known = frozenset(campaign_id for name, campaign_id in session.heads if name == account)
            head, note = await create(self.provider, content, known)
            return head, (note,) if note else ()
        operation = UpdateSettings(
            campaign_id=self.head.id, title="Change the settings", before=self._held, after=content
        )
        notes = await change_settings(self.provider, self.head, operation)
        try:
            return await self.provider.head(self.head.id), notes
        except ServiceError:
            return self.head, (*notes, "It could not be read again; r in the list does.")

    @on(StepForm.Edited)
    def _edited(self, event: StepForm.Edited) -> None:
        """Let the validation of the touched field, and of those that complain already, speak."""
        event.stop()
        problems = self._checked(self.form.values() if self.creating else self.changed())[1]
        telling = {event.name, *(row.spec.name for row in self.form.rows.values() if row.told)}
        self.form.tell([problem for problem in problems if problem.field in telling])
        self.top().show(unsaved=len(self.changed()))
        self._hint_at(event.name)

    @on(StepForm.FieldFocused)
    def _field_focused(self, event: StepForm.FieldFocused) -> None:
        event.stop()
        self._hint_at(event.spec.name)

    def _hint_at(self, name: str) -> None:
        row = self.form.rows[name]
        self._hint(row.told.message if row.told else f"{row.spec.ask.title}: {row.spec.ask.help}")

    def _hint(self, text: str) -> None:
        self.query_one("#hint", Static).update(Content(visible(text)))

    @on(PickEditor.Pick)
    def _pick(self, event: PickEditor.Pick) -> None:
        event.stop()
        in_background(self, partial(self._choose, event.editor), "pick")

    async def _choose(self, editor: PickEditor) -> None:
        chosen = await pick_option(self.branchline, self.provider.account, editor)
        if chosen is not None:
            editor.value = chosen
        editor.focus()
