"""The sandbox in one process, the app in another, the network of this machine between them."""

from __future__ import annotations

import base64
import json
import select
import signal
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

from tests.terminal.conftest import Open
from tests.terminal.installed import command, surroundings
from tests.terminal.term import PATIENCE

ADDED = ", over the wire"


def test_a_change_reaches_the_served_sandbox(branchline: Open, sandbox: str, home: Path) -> None:
    app = branchline("--base-url", sandbox, "partner", BRANCHLINE_LEMLIST_API_KEY="sandbox", columns=160)
    app.wait("lemlist", "Partner introductions", "E-mail · step 1", "a add")
    app.press("e")
    app.wait("back to the tree")
    app.press("end")
    app.type(ADDED)
    app.wait(ADDED, "1 unsaved")
    app.press("ctrl+s")
    app.wait("done and verified", gone=["1 unsaved"])

    campaign = next(item for item in get(sandbox, "/campaigns?version=v2") if item["name"] == "Partner introductions")
    sequences = get(sandbox, f"/campaigns/{campaign['_id']}/sequences")
    (step,) = next(iter(sequences.values()))["steps"]
    assert step["subject"] == "{{firstName}}, shall we introduce each other?" + ADDED

    app.press("ctrl+q")
    assert app.ended() == 0
    assert not (home / "sandbox.json").exists()


def test_without_a_server_the_app_says_so_and_lives_on(branchline: Open) -> None:
    app = branchline("--base-url", "http://127.0.0.1:1/lemlist/api", BRANCHLINE_LEMLIST_API_KEY="sandbox")
    app.wait("could not be listed", "Close")
    app.press("escape")
    app.wait("r tries again", gone=["Close"])
    app.press("q")
    assert app.ended() == 0
    assert app.left_behind() == []


def get(base_url: str, path: str) -> Any:
    """What any other program gets from the served sandbox: an empty login, the key as password."""
    token = base64.b64encode(b":sandbox").decode()
    request = urllib.request.Request(base_url + path, headers={"Authorization": f"Basic {token}"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        data = json.load(answer)
    return data.get("campaigns", data)


def test_the_address_is_there_at_once_in_a_pipe(tmp_path: Path) -> None:
    """A script that starts the sandbox reads its address before anything else happens."""
    with subprocess.Popen(
        [*command(), "sandbox", "--port", "0"], env=surroundings(tmp_path), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            assert select.select([process.stdout], [], [], PATIENCE)[0], "nothing was printed"
            assert process.stdout.readline().startswith("lemlist:  http://127.0.0.1:")
        finally:
            process.send_signal(signal.SIGINT)
