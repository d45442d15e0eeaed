"""SIGKILL in a real process: the next start says what was in flight, reads back, loses nothing, repeats nothing."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.providers.leadlex import connected as leadlex
from tests.providers.lemlist.connected import new_store, put
from tests.support.served import Served, serve
from tests.workspace.killed import document_at
from tests.workspace.opened import three
from tui.sandbox.app import LEADLEX_PATH
from tui.workspace.document import Document
from tui.workspace.plans import carry_out, go_on
from tui.workspace.recovery import left_behind
from tui.workspace.storage import open_storage

METHODS = {"add": "POST", "change": "PATCH", "delete": "DELETE"}
WAY = 0.4
"""Seconds that a request is on its way when the program is killed meanwhile."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "home" / "branchline.db"


def begun(job: dict[str, Any]) -> subprocess.Popen[bytes]:
    """The driver, on its way."""
    return subprocess.Popen([sys.executable, "-m", "tests.workspace.killed", json.dumps(job)])


def killed(served: Served, database: Path, *, point: str, number: int = 1, **job: str) -> None:
    """Run the driver until it is dead; with the point "way" it is killed when the request has arrived."""
    before = len(served.writes)
    with begun({"database": str(database), "point": point, "number": number, **job}) as process:
        if point == "way":
            until(lambda: len(served.writes) >= before + number)
            process.kill()
        assert process.wait(30) == -signal.SIGKILL


def until(happened: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@asynccontextmanager
async def started_again(database: Path, service: str, url: str, campaign: str) -> AsyncIterator[Document]:
    """The next start: the campaign opened with what is on disk."""
    document = document_at(database, service, url)
    try:
        await document.load(campaign)
        yield document
    finally:
        await document.provider.aclose()


def messages(record: Any) -> list[str]:
    return [step.content["message"] for step in record.sequences[record.sequence_id].steps]


@pytest.mark.parametrize("act", ["add", "change", "delete"])
@pytest.mark.parametrize("point", ["before", "way", "after", "written"])
async def test_a_single_change(database: Path, act: str, point: str) -> None:
    store = new_store()
    record, line = put(store)
    three(line)
    with serve(store, faults=[f"{METHODS[act]}:*:latency={WAY}"] if point == "way" else []) as served:
        whole = messages(record)
        killed(served, database, point=point, service="lemlist", url=served.url, campaign=record.id, act=act)
        storage, _ = open_storage(database)
        assert storage is not None
        said = left_behind(storage.journal)
        assert len(said) == (0 if point == "written" else 1)
        if point == "way":
            until(lambda: messages(record) != whole)  # the request goes on although nobody waits for it
        made = {"add": ["a", "b", "c", "new"], "change": ["new", "b", "c"], "delete": ["b", "c"]}[act]
        assert messages(record) == (whole if point == "before" else made)
        writes = len(served.writes)
        async with started_again(database, "lemlist", served.url, record.id) as document:
            told = " ".join(document.left_behind)
            assert ("on its way when Branchline ended" in told) is (point != "written")
            assert ("does not show it, it was not made" in told) is (point == "before")
            assert ("shows that it was made" in told) is (point in ("way", "after"))
            assert len(served.writes) == writes, "reading back sends nothing"
            back = [draft.values["message"] for draft in document.drafts.values()]
            assert back == (["new"] if point == "before" and act != "delete" else [])
            for key in list(document.drafts):
                content, problems = document.check(key, document.values(key))
                assert content is not None, problems
                assert (await carry_out(document, document.saving(key, content))).verified
        if act != "delete" or point != "before":
            assert messages(record) == made
            assert len(served.writes) == (1 if point != "before" else writes + 1), "nothing was sent twice"
        async with started_again(database, "lemlist", served.url, record.id) as document:
            assert document.left_behind == [], "what is settled is not told again"
            assert document.drafts == {}


@pytest.mark.parametrize(
    ("point", "number"), [("before", 1), ("after", 1), ("before", 2), ("way", 2), ("written", 2), ("after", 3)]
)
async def test_a_plan_goes_on_where_it_was_cut_off(database: Path, point: str, number: int) -> None:
    """A step put between others takes LeadLex three requests: POST, PATCH, PATCH."""
    store = leadlex.new_store()
    record = leadlex.put(store, "One", "Two", "Three")
    faults = [f"PATCH:*:latency={WAY}:1"] if point == "way" else []
    with serve(store, faults=faults) as served:
        url = served.origin + LEADLEX_PATH
        killed(
            served, database, point=point, number=number, service="leadlex", url=url, campaign=record.id, act="insert"
        )
        sent = number - (point == "before")
        assert len(served.writes) == sent
        if point == "way":
            until(lambda: record.steps[2].subject == "Two")
        for go in (False, True):
            # Quit without deciding, once: the rest is kept still.
            async with started_again(database, "leadlex", url, record.id) as document:
                assert len(served.writes) == sent
                if sent == 3:
                    assert document.rest is None
                    break
                assert document.rest is not None
                assert len(document.rest.operations) == 3 - sent
                assert f"{3 - sent} request{'' if sent == 2 else 's'}" in document.left_behind[-1]
                if go:
                    assert (await go_on(document)).verified
        assert [step.subject for step in record.steps] == ["One", "new", "Two", "Three"]
        assert [write.method for write in served.writes] == ["POST", "PATCH", "PATCH"]
        async with started_again(database, "leadlex", url, record.id) as document:
            assert document.rest is None
            assert document.left_behind == []


async def test_a_plan_that_is_given_up_is_not_offered_again(database: Path) -> None:
    store = leadlex.new_store()
    record = leadlex.put(store, "One", "Two", "Three")
    with serve(store) as served:
        url = served.origin + LEADLEX_PATH
        killed(served, database, point="after", service="leadlex", url=url, campaign=record.id, act="insert")
        async with started_again(database, "leadlex", url, record.id) as document:
            assert document.rest is not None
            document.rest = None
        async with started_again(database, "leadlex", url, record.id) as document:
            assert document.rest is None
        assert len(served.writes) == 1


async def test_another_branchline_that_still_runs_is_left_alone(database: Path) -> None:
    """What it is sending now is not in flight for us to settle."""
    store = new_store()
    record, line = put(store)
    three(line)
    with serve(store, faults=["POST:*:latency=20"]) as served:
        job = {"database": str(database), "service": "lemlist", "url": served.url, "campaign": record.id, "act": "add",
               "point": "way", "number": 1}  # fmt: skip
        with begun(job) as process:
            until(lambda: bool(served.writes))
            async with started_again(database, "lemlist", served.url, record.id) as document:
                assert document.left_behind == []
            process.kill()
        async with started_again(database, "lemlist", served.url, record.id) as document:
            assert len(document.left_behind) == 1
