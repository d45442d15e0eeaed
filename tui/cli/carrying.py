"""Operations carried out one by one, with progress; Ctrl+C stops between two requests, and what was done is told."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from tui.cli.failures import exit_code, sentence
from tui.cli.output import Progress, say
from tui.model.plain import visible
from tui.plan.operations import AnyOperation, UpdateSettings
from tui.providers.errors import ServiceError
from tui.workspace.containers import change_settings
from tui.workspace.document import Document
from tui.workspace.engine import Refused
from tui.workspace.plans import PlanStopped, carry_out_all

INTERRUPTED = 130
AGAIN = "Run the same command again to go on: it does what is missing then."


class _Stop(Exception):
    """The user has pressed Ctrl+C; nothing is under way."""


class Carrying:
    """The operations of one `apply`: which are done, and what has to be said of them."""

    def __init__(
        self, document: Document, operations: Sequence[AnyOperation | UpdateSettings], progress: Progress
    ) -> None:
        self.document, self.operations, self.progress = document, operations, progress
        self.done = 0
        self.notes: list[str] = []
        self._stop = False
        self._last = ""

    async def carry_out(self) -> int:
        """All of them; the exit code. What stops it is told."""
        with self._ctrl_c():
            try:
                for operation in self.operations:
                    await self._one(operation)
                    self.done += 1
            except _Stop:
                self._told("Stopped by Ctrl+C, between two requests.")
                return INTERRUPTED
            except (ServiceError, Refused, PlanStopped) as error:
                cause = error.__cause__ if isinstance(error, PlanStopped) and error.__cause__ else error
                known = isinstance(cause, ServiceError)
                self._told(sentence(cause) if known else str(cause))
                return exit_code(cause)
        self.progress.show("")
        return 0

    async def _one(self, operation: AnyOperation | UpdateSettings) -> None:
        if isinstance(operation, UpdateSettings):
            self._next(0, 1, operation.title)
            self.notes += await change_settings(self.document.provider, self.document.baseline.head, operation)
            return
        outcome = await carry_out_all(self.document, (operation,), self._next)
        self.notes += outcome.notes

    def _next(self, done: int, total: int, title: str) -> None:
        """Called when nothing is under way, before each request."""
        del done, total
        if self._stop:
            raise _Stop
        words = f"{self.done + 1} of {len(self.operations)}: {visible(title)}"
        if sys.stderr.isatty():
            self.progress.show(words)
        elif words != self._last:
            say(words)
        self._last = words

    def _told(self, why: str) -> None:
        self.progress.show("")
        say(f"branchline: {why}")
        say(f"Done: {self.done} of {len(self.operations)}.")
        for operation in self.operations[: self.done]:
            say(f"  done      {visible(operation.title)}")
        for operation in self.operations[self.done :]:
            say(f"  not done  {visible(operation.title)}")
        say(AGAIN)

    @contextmanager
    def _ctrl_c(self) -> Iterator[None]:
        """The first Ctrl+C lets the request under way come to its end; the second one does not wait."""

        def pressed(_number: int, _frame: FrameType | None) -> None:
            if self._stop:
                raise KeyboardInterrupt
            self._stop = True
            say("\nStopping when the request under way is answered; Ctrl+C again does not wait.")

        before = signal.getsignal(signal.SIGINT)
        signal.signal(signal.SIGINT, pressed)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
