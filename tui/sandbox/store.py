"""The sandbox's memory: one state, in a file that is written whole or not at all."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from pydantic import ValidationError

from tui.sandbox.clock import Clock, SystemClock
from tui.sandbox.state import State
from tui.sandbox.switches import Switches


class Store:
    """What all imitated services share: the state, the switches, the clock, and when to save.

    `path` None keeps everything in memory. Reading never writes; each change is followed by one `save`.
    Another process may use the same file: `refresh` takes over what it wrote.
    `notice` is a sentence for the user when a damaged file had to be set aside, else None.
    """

    def __init__(
        self, path: Path | None = None, *, switches: Switches | None = None, clock: Clock | None = None
    ) -> None:
        """Take over the file at `path` if there is one; otherwise start with nothing in it."""
        self.path = path
        self.switches = switches if switches is not None else Switches()
        self.clock: Clock = clock if clock is not None else SystemClock()
        self.notice: str | None = None
        self.state = State.new(secrets.token_hex(8))
        self._stamp: tuple[int, int, int] | None = None
        self.refresh()

    @classmethod
    def open(
        cls,
        path: Path | None,
        seed: str | Path = "demo",
        *,
        fresh: bool = False,
        switches: Switches | None = None,
        clock: Clock | None = None,
    ) -> "Store":
        """The store at `path`, filled from `seed` if it did not exist, was damaged, or `fresh` asks for it.

        `seed` is "demo", "empty", "awkward" (broken and unusual campaigns), or a sandbox file to start from.
        Raises ValueError for an unknown seed or an unreadable seed file, OSError when the file cannot be written.
        """
        from tui.sandbox.demo import seeded

        store = cls(None if fresh else path, switches=switches, clock=clock)
        store.path = path
        if store._stamp is None:
            store.state = seeded(seed)
            store.save()
        return store

    def refresh(self) -> None:
        """Take over the file's content if somebody else wrote it since; a damaged file is renamed, never lost."""
        if self.path is None:
            return
        from tui.sandbox.demo import complete

        stamp = _stamp(self.path)
        if stamp is None or stamp == self._stamp:
            return
        try:
            self.state = complete(State.model_validate_json(self.path.read_bytes()))
        except ValidationError as error:
            self._set_aside(error)
        else:
            self._stamp = stamp

    def save(self) -> None:
        """Write the state: to a temporary file beside it, then over it in one move. Raises OSError."""
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", suffix=".tmp", dir=self.path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(self.state.model_dump_json(exclude_defaults=True))
            os.replace(name, self.path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
        self._stamp = _stamp(self.path)

    def _set_aside(self, error: ValidationError) -> None:
        assert self.path is not None
        number = 1
        while (kept := self.path.with_name(f"{self.path.name}.bad-{number}")).exists():
            number += 1
        os.replace(self.path, kept)
        first = error.errors(include_url=False, include_input=False)[0]
        self.notice = (
            f"The sandbox file {self.path} could not be read ({first['msg']}). "
            f"It was kept as {kept.name} and the sandbox starts again."
        )
        self._stamp = None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is replaced; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
