"""What can be done to an open campaign now, and if not, why: the one place that key, bar and palette ask."""

from __future__ import annotations

from tui.app.screens.undoing import Undoing
from tui.providers.base import Action, Verdict

WRITING = (
    "add",
    "paste",
    "redo",
    "edit",
    "save",
    "delete",
    "switch",
    "move_up",
    "move_down",
    "toggle",
    "resume",
    "settings",
)
"""The commands that lead to a change."""
FORM_CLOSED = (
    "add",
    "copy",
    "cut",
    "paste",
    "delete",
    "edit",
    "find",
    "undo",
    "redo",
    "move_up",
    "move_down",
    "toggle",
    "settings",
)
"""The commands that have to wait until the open form is left."""
ASKED_AS: dict[str, Action] = {
    "add": "add", "edit": "update", "save": "update", "delete": "delete", "toggle": "update",
    "move_up": "move", "move_down": "move", "settings": "settings",
}  # fmt: skip
"""The action that the service is asked about before a command."""


class Possible(Undoing):
    """A campaign of which every command knows its verdict."""

    def verdict(self, command_id: str) -> Verdict | None:
        """What the service says about the action behind a command."""
        action = ASKED_AS.get(command_id)
        if action is None or not self.document.loaded:
            return None
        step = self.step if command_id != "add" else None
        row = self.row
        if command_id == "add" and row is not None and row.kind == "step" and row.sequence is not None:
            action = "add" if row.step is row.sequence.steps[-1] else "insert"
        return self.document.provider.verdict(action, self.document.baseline.head, step)

    def why_not(self, command_id: str) -> str:
        """Reason and remedy for each command that is impossible now."""
        drafted = self.tree_view.cursor_key in self.document.drafts
        writes = command_id in WRITING or (command_id == "undo" and not drafted)
        if writes and not self.document.loaded:
            return f"The {self.noun} is not read yet: wait, or press r to read it again."
        if writes and self.sending:
            return "A change is being sent: wait for it."
        if writes and self.branchline.options.read_only:
            return "Branchline is read-only now: start it without --read-only to change campaigns."
        if writes and self.document.provider.read_only:
            return (
                f"The account “{self.account}” is marked read-only in the settings: take that out to change campaigns."
            )
        if command_id == "save" and self.pane.active is None:
            return "There is no open form: press enter on a step first."
        if self.pane.active is not None and command_id in FORM_CLOSED:
            return "A form is open: esc goes back to the tree, what you typed stays."
        row = self.row
        if command_id == "add" and row is not None and row.branch is not None and row.branch.link != "own":
            return "The steps of this branch stand elsewhere: add to them there."
        if command_id in ("copy", "cut") and (self.step is None or self.step.id is None):
            return "Select a step that the service has first."
        if command_id == "paste" and (reason := self.clip_refusal()):
            return reason
        if command_id in ("edit", "delete") and self.step is None:
            return "Select a step first: a branch has no form, and goes with its condition."
        if reason := self._of_step(command_id):
            return reason
        if command_id == "resume" and self.document.rest is None:
            return "No plan has stopped on the way."
        if command_id == "undo" and (row is None or row.key not in self.document.drafts) and not self.document.past:
            return "Nothing was changed since this campaign was opened, and this step has no unsaved input."
        if command_id == "redo" and not self.document.future:
            return "Nothing was undone."
        return self._refusal(command_id)

    def _of_step(self, command_id: str) -> str:
        """Why a command on the step under the cursor itself is impossible."""
        step = self.step
        if command_id in ("toggle", "move_up", "move_down"):
            if step is None or step.id is None:
                return "Select a step that the service has first."
            if step.key in self.document.drafts:
                return "This step has unsaved input: save it or undo it first."
        if command_id == "toggle" and (step is None or not step.content.toggle):
            return "The service has no switch for this kind of step."
        if command_id in ("move_up", "move_down") and step is not None:
            try:
                self.document.moving(step.key, -1 if command_id == "move_up" else 1)
            except KeyError:
                return "This step stands at the end of its sequence already."
        return ""

    def _refusal(self, command_id: str) -> str:
        if command_id == "delete" and self._is_new():
            return ""
        verdict = self.verdict(command_id)
        if verdict is None or verdict.allowed or verdict.way_out:
            return ""
        return verdict.sentence

    def _is_new(self) -> bool:
        draft = self.document.drafts.get(self.tree_view.cursor_key or "")
        return draft is not None and draft.new is not None
