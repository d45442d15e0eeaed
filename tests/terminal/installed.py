"""The command as the environment of the tests has it, and surroundings that hide what the developer has set up."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ANSWERS_NOTHING = "keyring.backends.null.Keyring"
"""The keyring backend of the tests: keeps nothing, so that no test reads or writes the developer's own."""


def command() -> list[str]:
    """`branchline` beside the interpreter; `python -m tui` where the package was only put on the path."""
    script = Path(sys.executable).parent / "branchline"
    return [str(script)] if script.exists() else [sys.executable, "-m", "tui"]


def surroundings(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process whose files are all below `home`, with a terminal that can do what most can."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV") if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "BRANCHLINE_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": ANSWERS_NOTHING,
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "TEXTUAL_ANIMATIONS": "none",
        **more,
    }
