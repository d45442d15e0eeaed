"""Every journey runs in a home of its own, without animations, blinking, or the settings of whoever runs it."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from textual import constants
from textual.app import App
from textual.widgets import Input, TextArea
from textual.worker import Worker

from tests.journeys.stores import small_store
from tests.support.served import Served, serve
from tui.providers import errors, http
from tui.providers.kit import client as kit
from tui.providers.leadlex import client as leadlex
from tui.providers.lemlist import client as lemlist
from tui.providers.waits import Patience, retry_after

KEYS = {"LEMLIST": "sandbox", "SECOND": "sandbox", "LEADLEX": "wbk_sandbox", "KIT": "kit_sandbox"}
"""The keys of the sandbox, by the account that has them in the environment."""
QUICK = 20
"""What a service asks to wait passes so many times as quickly."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts, copies and settings go; keys of the accounts are in the environment."""
    monkeypatch.setenv("BRANCHLINE_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    for account, key in KEYS.items():
        monkeypatch.setenv(f"BRANCHLINE_{account}_API_KEY", key)
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr(TextArea.cursor_blink, "_default", False)
    return tmp_path


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries and for the rate limit are cut short; how long they are is tested with the transport."""
    patience = Patience(tries=2, first=0.01, longest=3.0)
    monkeypatch.setattr(http, "Patience", lambda: patience)
    for client in (leadlex, kit):
        monkeypatch.setattr(client, "PATIENCE", patience)
    for client, name in ((lemlist, "LIMIT"), (leadlex, "LIMIT"), (kit, "LIMIT"), (kit, "TOKEN_LIMIT")):
        monkeypatch.setattr(client, name, dataclasses.replace(getattr(client, name), calls=1000, seconds=0.2))
    # LeadLex learns from its answers how many calls its plan allows, and those are allowed in as short a window.
    monkeypatch.setattr(errors, "retry_after", _soon)


def _soon(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    asked = retry_after(headers, now)
    return None if asked is None else asked / QUICK


@pytest.fixture(autouse=True)
def no_silent_errors(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An exception that ends a worker unseen is a key that did nothing: it fails the test."""
    ended: list[BaseException] = []
    run = Worker._run

    async def watched(worker: Worker[Any], app: App[Any]) -> None:
        await run(worker, app)
        if worker.error is not None:
            ended.append(worker.error)

    monkeypatch.setattr(Worker, "_run", watched)
    yield
    if ended:
        raise AssertionError(f"{len(ended)} worker(s) ended in an exception") from ended[0]


@pytest.fixture
def served() -> Iterator[Served]:
    """The small store on a real socket."""
    with serve(small_store()) as running:
        yield running
