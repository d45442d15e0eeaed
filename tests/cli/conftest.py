"""The command as a user runs it: another process, a home of its own, nothing of the user's environment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.served import Served, serve
from tui.sandbox.store import Store

PATIENCE = 60.0


@dataclass(slots=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line of an error."""
        lines = [line for line in self.err.splitlines() if line.startswith("branchline: ")]
        assert len(lines) == 1, self.err
        return lines[0].removeprefix("branchline: ")


@dataclass(slots=True)
class Command:
    """Runs `branchline` below `home`; `variables` are added to its environment."""

    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BRANCHLINE_")}
        kept.pop("NO_COLOR", None)
        return {**kept, "BRANCHLINE_HOME": str(self.home), "PYTHONUTF8": "1", **self.variables}

    @property
    def argv(self) -> list[str]:
        return [sys.executable, "-m", "tui"]

    def __call__(self, *words: str, given: str | None = None, **variables: str) -> Ran:
        done = subprocess.run(
            [*self.argv, *words],
            env={**self.environ, **variables},
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert "Traceback" not in done.stderr or "BRANCHLINE_DEBUG" in {**self.variables, **variables}, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command with nothing set up: it works on the sandbox in its process."""
    return Command(tmp_path / "home")


@pytest.fixture
def served() -> Iterator[Served]:
    """The demo on a socket."""
    with serve(Store.open(None, "demo")) as running:
        yield running


@pytest.fixture
def on_socket(command: Command, served: Served) -> Command:
    """The command with an account that is served on a socket."""
    command.variables |= {"BRANCHLINE_LEMLIST_API_KEY": "sandbox", "BRANCHLINE_LEMLIST_BASE_URL": served.url}
    return command
