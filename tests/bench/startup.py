"""How long it takes from a command to what it shows, in a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bench.case import Case, Missing, Sampler
from tests.bench.terminal import NoFrame, time_frame

GROUP = "start"
REPOSITORY = Path(__file__).parents[2]
BRANCHLINE = Path(sys.executable).with_name("branchline")


def _environment(home: str) -> dict[str, str]:
    """The person's environment without what would change the result: accounts, bytecode left out, no colours."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "COVERAGE_PROCESS_START")
    env = {key: value for key, value in os.environ.items() if key not in left_out and "BRANCHLINE" not in key}
    return env | {"BRANCHLINE_HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _needs_branchline(env: dict[str, str]) -> None:
    if not BRANCHLINE.exists():
        raise Missing(f"no command {BRANCHLINE.name} beside {Path(sys.executable).name}; pip install -e .")
    run = subprocess.run([BRANCHLINE, "--version"], capture_output=True, text=True, env=env, timeout=60)
    if run.returncode:
        words = (run.stderr.strip() or run.stdout.strip()).splitlines()
        raise Missing(f"`branchline --version` fails: {words[-1] if words else run.returncode}")


@asynccontextmanager
async def _started(command: Sequence[str | Path], shows: bytes | None = None) -> AsyncIterator[Sampler]:
    with tempfile.TemporaryDirectory(prefix="branchline-bench-") as home:
        env = _environment(home)
        words = [str(word) for word in command]
        if command[0] == BRANCHLINE:
            _needs_branchline(env)

        async def sample() -> float:
            try:
                return time_frame(words, shows, env, REPOSITORY)
            except NoFrame as error:
                tail = " ".join(str(error).split())[-120:]
                raise Missing(f"shows no {shows!r}: {tail!r}") from None

        yield sample


cases: list[Case] = [
    Case("python", GROUP, lambda: _started([sys.executable, "-c", "pass"])),
    Case("one Static", GROUP, lambda: _started([sys.executable, Path(__file__).with_name("one_static.py")], b"first-")),
    Case("--version", GROUP, lambda: _started([BRANCHLINE, "--version"]), "python", at_most=3),
    Case("--help", GROUP, lambda: _started([BRANCHLINE, "--help"]), "python", at_most=3),
    Case("first paint", GROUP, lambda: _started([BRANCHLINE], b"branchline"), "one Static", at_most=1.5),
]
