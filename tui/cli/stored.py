"""What commands share that read, or add to, what is kept on this machine."""

from __future__ import annotations

import sqlite3
import time
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tui.cli.output import say
from tui.cli.parser import Refusal
from tui.cli.reach import read_settings
from tui.config import paths
from tui.workspace.document import Document
from tui.workspace.recorder import Recorder
from tui.workspace.storage import Storage, open_storage


def stored() -> Storage | None:
    """What is kept; None where nothing was ever kept. Refused when the disk does not let us read it."""
    path = paths.database_file()
    if not path.exists():
        return None
    storage, said = open_storage(path, read_settings().settings.trash_days)
    if storage is None:
        raise Refusal(said, "Mend the permissions or make room, then try again.")
    return storage


@asynccontextmanager
async def remembered(*documents: Document) -> AsyncIterator[None]:
    """What is sent inside is written down as in the app: journal, trash, history. Where the disk does not let us, that
    is said."""
    storage, said = open_storage(paths.database_file(), read_settings(quiet=True).settings.trash_days)
    if said:
        say(f"branchline: {said}")
    for document in documents:
        document.record = Recorder(document.provider, storage, lambda text: say(f"! {text}"), at_end=True)
    try:
        yield
    finally:
        for document in documents:
            await document.record.written()


def unreadable(error: sqlite3.Error) -> Refusal:
    """The refusal where the database does not answer."""
    return Refusal(f"The database cannot be read: {error}.", "Close other Branchlines and try again.")


def number(options: Namespace, name: str) -> int:
    """A number that was given as a word. Raises Refusal."""
    word: str = getattr(options, name)
    if not word.isascii() or not word.isdigit() or len(word) > 12:
        raise Refusal(f"“{word}” is no number of the list.", "Give one from the first column.")
    return int(word)


def moment(seconds: float) -> str:
    """A time for people, in the zone of this machine."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def iso(seconds: float) -> str:
    """A time for scripts, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
