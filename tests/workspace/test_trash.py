"""The trash: written before a step is deleted, true about what became of it, and never in the way of the truth."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from tests.model.trees import campaign, step
from tests.workspace.opened import Opened, opened
from tests.workspace.test_journal import recorded, restarted
from tui.model.nodes import Keys
from tui.model.tree import walk, walk_sequence
from tui.plan.serial import Unreadable
from tui.providers.errors import LostAnswer, ServiceError
from tui.sandbox.demo.builder import Line
from tui.workspace.connect import step_types
from tui.workspace.database import Database
from tui.workspace.plans import carry_out
from tui.workspace.refused import Refused
from tui.workspace.trash import Place, Trash
from tui.workspace.wire_tree import read_step, step_json


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "branchline.db")


def branching(line: Line) -> None:
    """A mail, then a condition with a deeper one in its first branch."""
    line.add("email", subject="Hi", message="<p>Hello</p>")
    met, other = line.branch("emailsOpened", "within", 3)
    met.add("sms", 1, message="opened")
    deeper, _ = met.branch("linkedinInviteAccepted", "waitUntil")
    deeper.add("linkedinVisit", 1)
    other.add("manual", 4, title="Write a card", message="By hand.")


async def test_a_condition_is_kept_with_all_that_hangs_below_it(database: Database) -> None:
    async with opened(write=branching) as open_:
        document = recorded(open_, database)
        whole = open_.steps[1]
        await carry_out(document, open_.delete(1))
        (listed,) = Trash(database).listed()
        assert (listed.account, listed.service, listed.campaign, listed.name) == (
            "acme", "lemlist", open_.record.id, "main",
        )  # fmt: skip
        assert (listed.steps, listed.state, listed.place) == (5, "gone", Place((), 1))
        assert listed.content is None, "a list reads no contents"
        assert abs(listed.at - time.time()) < 60
        kept = Trash(database).get(listed.number)
        assert kept is not None
        assert kept.content == step_json(whole)
        assert kept.content["reported"] == dict(whole.reported)
        again = read_step(kept.content, step_types("lemlist"), Keys())
        assert [spot.step.content for branch in again.branches for spot in walk_sequence(branch.sequence)] == [
            spot.step.content for branch in whole.branches for spot in walk_sequence(branch.sequence)
        ]


async def test_the_place_names_the_way_down(database: Database) -> None:
    async with opened(write=branching) as open_:
        document = recorded(open_, database)
        met = open_.steps[1].branches[0]
        await carry_out(document, document.deleting(met.sequence.steps[1].key))
        (listed,) = Trash(database).listed()
        assert listed.place == Place((met.label,), 1)
        assert listed.place.words == f"step 2 of {met.label}"


async def test_it_is_on_the_disk_before_the_request_goes_out(database: Database) -> None:
    async with opened() as open_:
        document = recorded(open_, database)
        perform, seen = document.provider.perform, []

        async def watched(operation: Any) -> Any:
            seen.extend(Trash(database).listed())
            return await perform(operation)

        document.provider.perform = watched  # type: ignore[method-assign]
        await carry_out(document, open_.delete(0))
        assert [each.state for each in seen] == ["pending"]


async def test_what_was_not_deleted_is_taken_out_again(database: Database) -> None:
    async with opened("DELETE:*:400") as open_:
        document = recorded(open_, database)
        with pytest.raises(ServiceError):
            await carry_out(document, open_.delete(0))
        assert Trash(database).listed() == []


async def test_what_may_have_been_deleted_stays_until_it_is_known(database: Database) -> None:
    async with opened("DELETE:*:drop:*", "GET:*:404:1") as open_:
        document = recorded(open_, database)
        with pytest.raises(LostAnswer):
            await carry_out(document, open_.delete(0))
        assert [each.state for each in Trash(database).listed()] == ["unclear"]
        await restarted(open_, database)
        assert Trash(database).listed() == [], "the next start has looked: it is there still"


async def test_a_delete_that_was_made_after_all_is_certain_at_the_next_start(database: Database) -> None:
    async with opened("DELETE:*:drop-after:*", "GET:*:404:1") as open_:
        document = recorded(open_, database)
        with pytest.raises(LostAnswer):
            await carry_out(document, open_.delete(0))
        await restarted(open_, database)
        assert [each.state for each in Trash(database).listed()] == ["gone"]


async def test_what_cannot_be_kept_is_not_deleted(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as open_:
        document = recorded(open_, database)

        def full(*_: object) -> int:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(Trash, "put", full)
        with pytest.raises(Refused, match=r"could not be put into the trash \(database or disk is full\)"):
            await carry_out(document, open_.delete(0))
        assert open_.served.writes == []
        assert not document.lock.locked()


async def _thrown(open_: Opened, database: Database, count: int) -> None:
    document = recorded(open_, database)
    for _ in range(count):
        await carry_out(document, open_.delete(0))


async def test_old_things_go(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as open_:
        await _thrown(open_, database, 2)
        with database.writing() as db:
            db.execute("update trash set at = at - 89 * 86400 where id = 1")
        Trash(database).prune()
        assert len(Trash(database).listed()) == 2
        Trash(database, days=30).prune()
        assert [each.number for each in Trash(database).listed()] == [2]
        monkeypatch.setattr("tui.workspace.trash.KEPT", 1)
        await _thrown(open_, database, 1)
        assert [each.number for each in Trash(database).listed()] == [3]


@pytest.mark.parametrize("data", [None, 5, {}, {"type": "sms"}, {"type": "sms", "fields": {}, "id": 1, "branches": 5}])
def test_what_cannot_be_read_is_said(data: object) -> None:
    with pytest.raises((Unreadable, ValueError)):
        read_step(data, step_types("lemlist"), Keys())


async def test_a_row_that_was_spoilt_is_listed_all_the_same(database: Database) -> None:
    async with opened() as open_:
        await _thrown(open_, database, 1)
        with database.writing() as db:
            db.execute("update trash set place = 'x', body = '['")
        kept = Trash(database).get(1)
        assert kept is not None
        assert (kept.place, kept.content) == (None, None)


def test_half_an_emoji_can_be_kept(database: Database) -> None:
    """Services store such halves, and a database holds none."""
    tree = campaign(step("k", subject="\ud83d half"))
    head = tree.head.model_copy(update={"name": "\ud83d"})
    trash = Trash(database)
    kept = trash.get(trash.put(head, next(walk(tree)), "Delete \ud83d"))
    assert kept is not None
    assert kept.content is not None
    assert kept.content["reported"] == {"subject": "\ud83d half"}
    assert (kept.name, kept.title) == ("?", "Delete ?")
