"""Fixtures: a folder for all files of the program, and the installed command in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.terminal.installed import command, surroundings
from tests.terminal.term import Term


class Open(Protocol):
    """Starts `branchline` with these words in a terminal."""

    def __call__(self, *words: str, columns: int = 120, lines: int = 36, **env: str) -> Term: ...


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the program keeps its files; it does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def branchline(home: Path, tmp_path: Path) -> Iterator[Open]:
    """The installed command, started in an empty folder; whatever still runs when the test ends is ended."""
    empty = tmp_path / "empty"
    empty.mkdir()
    with ExitStack() as stack:

        def start(*words: str, columns: int = 120, lines: int = 36, **env: str) -> Term:
            terminal = Term([*command(), *words], surroundings(home, **env), cwd=empty, columns=columns, lines=lines)
            return stack.enter_context(terminal)

        yield start
