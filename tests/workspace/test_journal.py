"""The journal: what it says of each request, what it keeps out, and what a disk that refuses does to a change."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.workspace.opened import Opened, opened
from tui.config.secret import Secret
from tui.plan.serial import dumped
from tui.providers.errors import LostAnswer, ServiceError
from tui.workspace.database import Database
from tui.workspace.document import Document
from tui.workspace.engine import Refused
from tui.workspace.journal import KEPT_ENTRIES, Journal, Sending
from tui.workspace.plans import PlanStopped, carry_out, carry_out_all, go_on
from tui.workspace.recorder import Recorder
from tui.workspace.recovery import left_behind
from tui.workspace.storage import Storage


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "branchline.db")


def recorded(open_: Opened, database: Database) -> Document:
    """The open campaign with a memory."""
    open_.document.record = Recorder(open_.document.provider, Storage.of(database))
    return open_.document


def entries(database: Database) -> list[dict[str, Any]]:
    with database.reading() as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute("select * from entries order by id")]


async def restarted(open_: Opened, database: Database) -> Document:
    """The campaign as the next Branchline opens it."""
    storage = Storage.of(database)
    document = Document(open_.document.provider, storage.drafts, Recorder(open_.document.provider, storage))
    await document.load(open_.record.id)
    return document


async def test_what_a_change_leaves_in_it(database: Database) -> None:
    async with opened() as open_:
        document = recorded(open_, database)
        await carry_out(document, open_.add("sms", message="new"))
        open_.served.faults.add("PATCH:*:400")
        with pytest.raises(ServiceError):
            await carry_out(document, open_.change(0, message="other"))
        first, second = entries(database)
        assert (first["outcome"], first["step"]) == ("verified", open_.main.steps[3].id)
        assert first["request"] == f"POST /sequences/{open_.record.sequence_id}/steps"
        assert (first["account"], first["campaign"], first["name"]) == ("acme", open_.record.id, "main")
        assert json.loads(first["operation"])["content"] == {"type": "sms", "fields": {"message": "new"}}
        assert second["outcome"] == "refused"
        assert "400" in second["notes"]
        assert (await restarted(open_, database)).left_behind == []


async def test_it_is_on_the_disk_before_the_request_goes_out(database: Database) -> None:
    async with opened() as open_:
        document = recorded(open_, database)
        perform, seen = document.provider.perform, []

        async def watched(operation: Any) -> Any:
            seen.extend(entries(database))
            return await perform(operation)

        document.provider.perform = watched  # type: ignore[method-assign]
        await carry_out(document, open_.add("sms", message="new"))
        assert [entry["outcome"] for entry in seen] == [None]
        assert seen[0]["title"].startswith("Add SMS")


async def test_a_key_does_not_come_to_lie_on_the_disk(database: Database) -> None:
    key = Secret("a-very-secret-key").reveal()
    async with opened() as open_:
        document = recorded(open_, database)
        await carry_out(document, open_.add("sms", message=f"https://hook.example/?key={key}"))
        assert entries(database)[0]["operation"] is None
        assert all(key.encode() not in each.read_bytes() for each in database.path.parent.iterdir())


async def test_what_was_unclear_when_it_was_left_is_settled_at_the_next_start(database: Database) -> None:
    async with opened("POST:*:drop-after", "GET:*:404:1") as open_:
        document = recorded(open_, database)
        with pytest.raises(LostAnswer):
            await carry_out(document, open_.add("sms", message="new"))
        assert entries(database)[0]["outcome"] == "unclear"
        Storage.of(database).drafts.save("acme", open_.record.id, list(document._stored()))
        assert left_behind(Journal(database)) == [], "it was told when it happened"
        again = await restarted(open_, database)
        assert "was left unclear when Branchline ended" in again.left_behind[0]
        assert "shows that it was made" in again.left_behind[0]
        assert again.drafts == {}, "or it would be sent a second time"
        assert entries(database)[0]["outcome"] == "made"


async def test_what_was_unclear_and_tried_again_leaves_nothing_open(database: Database) -> None:
    async with opened("POST:*:drop-after", "GET:*:404:1") as open_:
        document = recorded(open_, database)
        operation = open_.add("sms", message="new")
        with pytest.raises(LostAnswer):
            await carry_out(document, operation)
        await carry_out(document, operation)
        assert entries(database)[0]["outcome"] == "made"
        assert Journal(database).left_open() == []
    async with opened("POST:*:drop", "GET:*:404:1") as open_:
        document = recorded(open_, database)
        operation = open_.add("sms", message="new")
        with pytest.raises(LostAnswer):
            await carry_out(document, operation)
        await carry_out(document, operation)
        assert [entry["outcome"] for entry in entries(database)][-2:] == ["superseded", "verified"]


async def test_an_add_that_arrives_after_the_next_start_is_not_sent_again(database: Database) -> None:
    async with opened() as open_:
        storage = Storage.of(database)
        operation = open_.add("sms", message="new")
        earlier = Storage.of(database).journal
        text = json.dumps(dumped(operation))
        earlier.begin(Sending("acme", open_.record.id, "main", "Add SMS", "POST …", text, key=operation.key))
        again = await restarted(open_, database)
        assert "does not show it" in again.left_behind[0]
        open_.main.steps.append(open_.main.steps[0].model_copy(update={"id": "stp_late"}))
        open_.main.steps[-1].content["message"] = "new"
        (key,) = again.drafts
        content, _ = again.check(key, again.values(key))
        assert content is not None
        outcome = await carry_out(again, again.saving(key, content))
        assert outcome.notes[0] == "An earlier try had added the step already; it was not added again."
        assert open_.served.writes == []
        assert storage.journal.left_open() == []


@pytest.mark.parametrize("text", [None, "no json", "{}", '{"kind": "change"}', '{"kind": "add", "content": 5}'])
async def test_an_entry_that_cannot_be_read_is_told_and_closed(database: Database, text: str | None) -> None:
    async with opened() as open_:
        earlier = Journal(database)
        earlier.begin(Sending("acme", open_.record.id, "main", "Add SMS", "POST …", text))
        again = await restarted(open_, database)
        assert "cannot be read any more" in again.left_behind[0]
        assert (await restarted(open_, database)).left_behind == []


async def test_a_disk_that_refuses_stops_no_change_and_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as open_:
        document = recorded(open_, database)

        def full(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(Journal, "begin", full)
        outcome = await carry_out(document, open_.add("sms", message="new"))
        assert outcome.verified
        assert outcome.notes == (
            "The journal could not be written (database or disk is full): should Branchline be cut off now, it knows "
            "less.",
        )


async def test_a_plan_that_stopped_is_offered_by_the_next_start(database: Database) -> None:
    """Three operations on two steps; the second is refused, the program is left, the next one goes on."""
    async with opened("PATCH:*:400") as open_:
        document = recorded(open_, database)
        add = open_.add("sms", message="new")
        document.drafts.clear()
        operations = (add, _change(open_, 0), open_.delete(2))
        with pytest.raises(PlanStopped):
            await carry_out_all(document, operations)
        again = await restarted(open_, database)
        assert again.left_behind == [
            "A plan was not carried out to its end: 2 requests are left. R goes on with it, or gives it up."
        ]
        assert left_behind(Journal(database, alive=lambda _: False))[0].startswith("A plan of several requests")
        with pytest.raises(Refused, match="half done"):
            await carry_out(again, open_.delete(1))
        assert (await go_on(again)).verified
        assert [step["message"] for step in open_.stored] == ["changed", "b", "new"]
        assert open_.calls.count("POST") == 1
        assert (await restarted(open_, database)).rest is None


def _change(open_: Opened, place: int) -> Any:
    operation = open_.change(place, message="changed")
    open_.document.drafts.clear()
    return operation


async def test_a_plan_whose_first_request_is_refused_leaves_nothing(database: Database) -> None:
    async with opened("POST:*:400") as open_:
        document = recorded(open_, database)
        add = open_.add("sms", message="new")
        document.drafts.clear()
        with pytest.raises(ServiceError):
            await carry_out_all(document, (add, open_.delete(0)))
        assert document.rest is None
        assert (await restarted(open_, database)).rest is None


async def test_a_stored_plan_that_this_version_cannot_read_is_given_up_and_said(database: Database) -> None:
    async with opened() as open_:
        Journal(database).plan_of("acme", open_.record.id, "main", '{"operations": [{"kind": "explode"}]}', {})
        again = await restarted(open_, database)
        assert again.rest is None
        assert "cannot be read any more" in again.left_behind[0]
        assert (await restarted(open_, database)).left_behind == []


def test_old_entries_are_dropped(database: Database) -> None:
    journal = Journal(database)
    with database.writing() as db:
        db.execute("insert into sqlite_sequence values ('entries', ?)", (KEPT_ENTRIES,))
    sending = Sending("a", "c", "n", "t", "r", None)
    numbers = [journal.begin(sending) for _ in range(3)]
    with database.writing() as db:
        db.execute("update entries set id = 1 where id = ?", (numbers[0],))
    journal.begin(sending)
    assert [entry["id"] for entry in entries(database)] == [numbers[1], numbers[2], numbers[2] + 1]


def test_what_another_running_branchline_does_is_not_ours_to_settle(database: Database) -> None:
    Journal(database).begin(Sending("a", "c", "n", "t", "r", None))
    with database.writing() as db:
        db.execute("update entries set pid = 1")
    assert Journal(database, alive=lambda pid: True).left_open() == []
    assert len(Journal(database, alive=lambda pid: False).left_open()) == 1
