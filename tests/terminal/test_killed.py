"""The program in a terminal, killed while a delete is on its way: what the next start says, and what is left."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

from tests.journeys.stores import AUTUMN, main_line, small_store
from tests.support.served import serve
from tests.terminal.conftest import Open
from tests.terminal.installed import command, surroundings


def test_a_delete_that_was_on_its_way(branchline: Open, home: Path) -> None:
    with serve(small_store(), faults=["DELETE:*:latency=0.6"]) as served:
        account = {"BRANCHLINE_LEMLIST_API_KEY": "sandbox", "BRANCHLINE_LEMLIST_BASE_URL": served.url}
        app = branchline(AUTUMN, BRANCHLINE_LEMLIST_API_KEY="sandbox", BRANCHLINE_LEMLIST_BASE_URL=served.url)
        app.wait("Hello {{firstName}}", "a add")
        app.press("down", "d")
        app.wait("Delete Phone call (step 2)?")
        app.press("y")
        app.wait_until(lambda: bool(served.writes), "the request is on its way")
        app.send_signal(signal.SIGKILL)
        assert app.ended() == -signal.SIGKILL
        assert len(main_line(served.store, AUTUMN)) == 3

        again = branchline(BRANCHLINE_LEMLIST_API_KEY="sandbox", BRANCHLINE_LEMLIST_BASE_URL=served.url)
        again.wait("was on its way", "Campaigns · 3")
        while len(main_line(served.store, AUTUMN)) == 3:
            time.sleep(0.02)  # the request goes on although nobody waits for it
        again.press("/")
        again.type(AUTUMN)
        again.press("enter")
        again.wait("it was made.")
        again.press("escape")
        again.wait("q quit")
        again.press("q")
        assert again.ended() == 0
        assert len(served.writes) == 1

        def told(*words: str) -> str:
            done = subprocess.run(
                [*command(), *words], env=surroundings(home, **account), capture_output=True, text=True, check=True
            )
            return done.stdout

        assert "Delete Phone call (step 2)" in told("trash")
        assert "perhaps" not in told("trash")
        assert "Ask for Bob" in told("trash", "show", "1")
        assert "-1 step" in told("history", AUTUMN)
        assert "Ask for Bob" in told("show", AUTUMN, "--at", "1")
