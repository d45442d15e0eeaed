"""How a change of an open campaign is asked for, sent and told: the same for every kind of change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.form_editing import FormEditing
from tui.app.session import Writing
from tui.model.nodes import Step
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, Plan
from tui.providers.base import Action
from tui.providers.errors import ServiceError
from tui.workspace.engine import Outcome, Refused
from tui.workspace.pausing import LeftPaused
from tui.workspace.plans import PlanStopped, carry_out, go_on
from tui.workspace.settle import step_with


class Changing(FormEditing):
    """A campaign that can be changed. The provider gives verdicts, plans and effects; the engine carries out."""

    sending = False
    """A change of this campaign is on its way."""

    def ask_and_send(self, operation: AnyOperation) -> None:
        """Say what a change does where there is something to say, then send it."""
        provider, campaign = self.document.provider, self.document.baseline
        verdict = provider.verdict(action_of(operation), campaign.head, self.step_of(operation))
        if not verdict.allowed:
            self.branchline.say(verdict.sentence, severity="warning")
            return
        try:
            plan = provider.plan(operation, campaign)
        except ValueError as error:
            self.branchline.say(str(error), severity="warning")
            return
        lines = [*provider.effects(operation, campaign), *plan.cost]
        if verdict.kind == "warned" and not lines:
            # The verdict speaks of such changes in general; what this one does is said already.
            lines.append(verdict.sentence)
        question = None
        if lines:
            answers = [Answer("send", "Send", "y")]
            question = ConfirmScreen(f"{operation.title}?", lines, answers, requests=requests_of(plan))
        self.change(lambda _: carry_out(self.document, operation, self.told), operation.title, question)

    def step_of(self, operation: AnyOperation) -> Step | None:
        """The step that an operation is about, None for a new one."""
        if isinstance(operation, AddStep):
            return None
        return step_with(self.document.baseline, operation.step_id)

    def told(self, done: int, total: int, title: str) -> None:
        """Show how far a plan of several requests is."""
        self.top().show(busy=f"{done + 1} of {total}: {title}")

    def do_resume(self) -> None:
        """Go on with a plan that stopped in the middle."""
        rest = self.document.rest
        if rest is None:
            return
        lines = [
            f"The {self.document.provider.nouns.container} is read first; what is left of the plan follows.",
            "Given up, it stays as it is now; what was typed stays too.",
        ]
        answers = [Answer("send", "Go on", "y"), Answer("drop", "Give it up", "g", danger=True)]

        def chosen(answer: str | None) -> None:
            if answer == "send":
                self.change(lambda _: go_on(self.document, self.told), "The rest of the plan")
            elif answer == "drop":
                self.document.rest = None
                self.refresh_bar()
                self.branchline.say("The rest of the plan is given up: nothing more of it is sent.")

        question = ConfirmScreen("Go on with the plan?", lines, answers, requests=titles_of(rest))
        self.app.push_screen(question, chosen)

    def change(
        self, act: Callable[[str], Awaitable[Outcome]], title: str, question: ConfirmScreen | None = None
    ) -> None:
        """Ask, send, show what came of it. Runs on the app, so that leaving the screen does not cut it off.

        The question is on screen before the next key is looked at, so that a key pressed twice asks once.
        """

        def begin(answer: str | None) -> None:
            if answer:
                # At once, not when the worker runs: a second ctrl+s in the same breath must find it.
                self.sending = True
                self.app.run_worker(self._carry(lambda: act(answer), title), group="writes", exit_on_error=False)

        if question is None:
            begin("send")
        else:
            self.app.push_screen(question, begin)

    async def _carry(self, act: Callable[[], Awaitable[Outcome]], title: str) -> None:
        self.top().show(busy="sending…")
        form, focused = self.pane.active, self.focused
        if form is not None:
            form.disabled = True
        try:
            with Writing(self.branchline.session):
                outcome = await act()
        except (ServiceError, Refused, LeftPaused, PlanStopped) as error:
            self._failed(title, error)
        except Exception as error:
            self._failed(title, error)
        else:
            self._done(title, outcome)
        finally:
            self.sending = False
            if form is not None:
                form.disabled = False
            if self.is_attached:
                self.top().show(busy="")
                if form is not None and self.pane.active is form:
                    form.focus_field(form.name_of(focused))

    def _done(self, title: str, outcome: Outcome) -> None:
        if self.pane.active is not None:
            self.close_form()
        if self.is_attached:
            key = outcome.key or self.tree_view.cursor_key
            self.show_tree(key)
            if key is not None and self.tree_view.cursor_key != key:
                # The filter hides what was just saved: the place counts more than the filter.
                self.close_find()
                self.tree_view.move_to(key)
            self.tree_view.focus()
            self.refresh_bar()
        self.branchline.session.heads[self.account, self.head.id] = self.document.baseline.head
        if outcome.notes:
            text = f"{title}: done. " + " ".join(outcome.notes)
            self.branchline.say(text, severity="information" if outcome.verified else "warning")
        else:
            self.branchline.say(f"{title}: done and verified.")

    def _failed(self, title: str, error: Exception) -> None:
        if isinstance(error, PlanStopped) and self.pane.active is not None:
            # What goes on with the plan is a key of the tree; what was typed waits there.
            self.leave_form()
        if self.is_attached and self.document.loaded:
            self.head = self.document.baseline.head
            self.show_tree(self.tree_view.cursor_key)
        how = "stopped on the way" if isinstance(error, PlanStopped) else "not done"
        self.branchline.fail(f"{title}: {how}", error)


def requests_of(plan: Plan) -> list[str]:
    """What a plan of several requests does, one by one; nothing for a single request."""
    return titles_of(plan) if len(plan.operations) > 1 else []


def titles_of(plan: Plan) -> list[str]:
    """The requests of a plan in words."""
    return [each.title for each in plan.operations]


def action_of(operation: AnyOperation) -> Action:
    """The action under which a service is asked about an operation."""
    if isinstance(operation, AddStep):
        return "add" if operation.appends else "insert"
    if isinstance(operation, MoveStep):
        return "move"
    return "delete" if isinstance(operation, DeleteStep) else "update"
