"""A key that the service does not accept: a sentence, an app that goes on, and the key nowhere but where it is kept."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from tests.terminal.conftest import Open
from tests.terminal.installed import command, surroundings

WRONG = "Zq7-not-a-key-of-anybody-Zq7"


def test_a_wrong_key_ends_in_a_sentence(branchline: Open, sandbox: str, home: Path) -> None:
    app = branchline("--base-url", sandbox, BRANCHLINE_LEMLIST_API_KEY=WRONG)
    app.wait("could not be listed", "Close", "key")
    app.press("escape")
    app.wait("r tries again", gone=["Close"])
    app.press("r")
    app.wait("could not be listed", "Close")
    app.press("escape")
    app.wait("r tries again", gone=["Close"])
    app.press("f1")
    app.wait("Help ·")
    app.press("escape")
    app.wait("r tries again", gone=["Help ·"])
    app.press("q")
    assert app.ended() == 0
    assert traces(bytes(app.raw)) == []
    assert files_with_a_trace(home) == []


def test_a_stored_key_is_in_the_credentials_file_alone(branchline: Open, sandbox: str, home: Path) -> None:
    added = subprocess.run(
        [*command(), "account", "add", "--name", "acme", "--base-url", sandbox, "--key-stdin", "--no-test"],
        env=surroundings(home),
        input=WRONG + "\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (added.returncode, traces((added.stdout + added.stderr).encode())) == (0, [])
    app = branchline()
    app.wait("could not be listed", "acme", "Close")
    app.press("escape")
    app.wait("r tries again", gone=["Close"])
    app.press("q")
    assert app.ended() == 0
    assert traces(bytes(app.raw)) == []
    assert files_with_a_trace(home) == ["credentials.json"]
    assert (home / "credentials.json").stat().st_mode & 0o777 == 0o600


def traces(data: bytes) -> list[str]:
    """The forms of the key that are found in some bytes: as it is, and as the request carries it."""
    carried = base64.b64encode(f":{WRONG}".encode()).rstrip(b"=")
    return [name for name, form in {"plain": WRONG.encode(), "carried": carried}.items() if form in data]


def files_with_a_trace(home: Path) -> list[str]:
    """Names of the files below the program's folder that hold the key."""
    return sorted(path.name for path in home.rglob("*") if path.is_file() and traces(path.read_bytes()))
