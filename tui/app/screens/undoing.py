"""Undo and redo of what was sent: a plan against the campaign as it is now, shown before it goes out."""

from __future__ import annotations

from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.copying import Copying
from tui.workspace.engine import Outcome
from tui.workspace.undo import Way, go, way_back, way_forth


class Undoing(Copying):
    """A campaign whose sent changes can be taken back, newest first, and made again."""

    def do_undo(self) -> None:
        """The unsaved input of the step, where there is any; else the newest change that was sent."""
        if self.tree_view.cursor_key in self.document.drafts:
            self.do_revert()
            return
        way = way_back(self.document)
        if way is not None:
            self._ask(way, back=True)

    def do_redo(self) -> None:
        """Make again what was undone last."""
        way = way_forth(self.document)
        if way is not None:
            self._ask(way, back=False)

    def do_revert(self) -> None:
        """Throw away unsaved input, after a question."""
        key = self.tree_view.cursor_key
        if key is None or key not in self.document.drafts:
            return

        def drop(answer: str | None) -> None:
            if answer:
                self.document.drop(key)
                self.show_tree()

        new = self.document.drafts[key].new is not None
        text = "The new step was never sent; it will be gone." if new else "The fields go back to what the service has."
        answers = [Answer("drop", "Throw away", "y", danger=True)]
        self.app.push_screen(ConfirmScreen("Throw away the unsaved input?", [text], answers), drop)

    def _ask(self, way: Way, *, back: bool) -> None:
        verb = "Undo" if back else "Redo"
        operations = way.difference.operations
        if not operations:
            stack = self.document.past if back else self.document.future
            stack.pop()
            self.branchline.say(" ".join((f"{verb}: nothing is left to do of “{way.title}”.", *way.notes)))
            self.refresh_bar()
            return
        lines, refusal = self.effects_of(operations)
        if refusal:
            self.branchline.say(refusal, severity="warning")
            return

        async def act(answer: str) -> Outcome:
            del answer
            return await go(self.document, way, self.told, back=back)

        titles = [each.title for each in operations]
        question = ConfirmScreen(
            f"{verb}: {way.title}?", [*way.notes, *lines], [Answer("send", verb, "y")], requests=titles
        )
        self.change(act, f"{verb}: {way.title}", question)
