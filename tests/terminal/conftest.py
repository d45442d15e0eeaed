"""Fixtures: a folder for all files of the program, the installed command in a terminal, a served sandbox."""

from __future__ import annotations

import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from tests.terminal.installed import command, surroundings
from tests.terminal.term import PATIENCE, Term

INTERRUPTED = 130


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


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[str]:
    """`branchline sandbox --port 0` in a process and a folder of its own; the base URL that it prints."""
    process = subprocess.Popen(
        [*command(), "sandbox", "--port", "0"],
        env=surroundings(tmp_path / "served", PYTHONUNBUFFERED="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], PATIENCE)
    first = process.stdout.readline() if ready else ""
    if not first.startswith("lemlist:"):
        process.kill()
        raise AssertionError(f"instead of its address the sandbox said {first!r}, then {process.communicate()}")
    yield first.split()[1]
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in said
