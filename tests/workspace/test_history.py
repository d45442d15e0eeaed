"""Snapshots: made when a campaign is other than before, small, whole when read back, and without anybody's data."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.trees import branch, campaign, campaigns, step
from tests.workspace.opened import opened
from tests.workspace.test_journal import recorded
from tests.workspace.test_trash import branching
from tui.model.nodes import Campaign, Keys, Step
from tui.model.tree import walk
from tui.plan.serial import Unreadable
from tui.providers.lemlist.client import Lemlist
from tui.workspace.compared import compare
from tui.workspace.database import Database
from tui.workspace.history import History
from tui.workspace.plans import carry_out
from tui.workspace.snapshots import blocks, campaign_of, settings_of, texts

TYPES = Lemlist.step_types


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "branchline.db")


@pytest.fixture
def history(database: Database) -> History:
    return History(database)


def sms(number: int, message: str = "") -> Step:
    """A text message with an id."""
    kind = next(kind for kind in TYPES if kind.type == "sms")
    reported = {"_id": f"stp_{number}", "type": "sms", "message": message or f"message {number}", "index": number}
    return Step(key=f"k{number}", id=f"stp_{number}", content=kind.read(reported), reported=reported)


def line(*steps: Step, name: str = "Autumn") -> Campaign:
    tree = campaign(*steps)
    return tree.model_copy(update={"head": tree.head.model_copy(update={"name": name})})


def shape(tree: Campaign) -> list[object]:
    """What counts in a tree: no local keys."""
    return [
        (
            spot.step.id,
            spot.step.content,
            spot.index,
            [(t.branch.label, t.branch.is_else, t.branch.id) for t in spot.way],
        )
        for spot in walk(tree)
    ] + [stray.id for stray in tree.stray]


@given(campaigns())
def test_any_tree_comes_back(tree: Campaign) -> None:
    again = campaign_of(texts(tree), tree.head, TYPES, Keys())
    assert shape(again) == shape(tree)
    assert list(texts(again)) == list(texts(tree))


def test_the_deepest_tree_comes_back() -> None:
    inner = step("bottom")
    for number in range(2000):
        inner = step(f"c{number}", branch(f"b{number}", inner))
    tree = campaign(inner)
    assert list(texts(campaign_of(texts(tree), tree.head, TYPES, Keys()))) == list(texts(tree))


def test_what_is_as_before_makes_no_snapshot(history: History) -> None:
    assert history.save(line(sms(1), sms(2)), {"name": "Autumn"}, ours=False) == 1
    assert history.save(line(sms(1), sms(2)), {"name": "Autumn"}, ours=False) is None
    assert history.save(line(sms(1), sms(2)), {}, ours=True) is None, "the service need not tell the settings each time"
    assert history.save(line(sms(1), sms(2)), {"limit": 50}, ours=False) is None, "told for the first time"
    assert history.save(line(sms(1), sms(2)), {"limit": 60}, ours=False) == 2
    assert [each.words for each in history.listed("test", "cam_1")] == ["settings", "first seen"]


def test_what_changed_in_a_line_and_who_did_it(history: History) -> None:
    history.save(line(sms(1), sms(2), sms(3)), {}, ours=False)
    history.save(line(sms(1, "other"), sms(3), sms(4), sms(5)), {}, ours=True)
    history.save(line(sms(3), sms(1, "other"), sms(4), sms(5), name="Winter"), {}, ours=False)
    newest, middle, oldest = history.listed("test", "cam_1")
    assert (oldest.words, oldest.who, oldest.steps) == ("first seen", "", 3)
    assert (middle.words, middle.who, middle.steps) == ("+2 ~1 -1 steps", "branchline", 4)
    assert (newest.words, newest.who) == ("^1 step, renamed", "somebody else")
    assert [head.name for head in history.campaigns()] == ["Winter"]
    assert middle.head.name == "Autumn"
    found = history.compare(oldest, middle)
    assert [row.id for row in found.added] == ["stp_4", "stp_5"]
    assert [(change.new.id, change.fields) for change in found.changed] == [("stp_1", ("message",))]
    assert [row.where for row in found.removed] == ["step 2"]


def test_a_branch_that_changes_is_seen(history: History) -> None:
    history.save(campaign(step("c", branch("yes"), branch("no", is_else=True))), {}, ours=False)
    history.save(campaign(step("c", branch("sure"), branch("no", is_else=True))), {}, ours=False)
    assert history.listed("test", "cam_1")[0].words == "branches"


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_moves_are_the_fewest(before: list[int], after: list[int]) -> None:
    old, new = (texts(line(*map(sms, numbers))) for numbers in (before, after))
    found = compare(old, new)
    assert {row.id for row in found.added} == {f"stp_{n}" for n in set(after) - set(before)}
    assert {row.id for row in found.removed} == {f"stp_{n}" for n in set(before) - set(after)}
    moved = {change.new.id for change in found.moved}
    rest = [f"stp_{n}" for n in after if n in before and f"stp_{n}" not in moved]
    assert rest == [f"stp_{n}" for n in before if f"stp_{n}" in rest], "what is left stands in its old order"
    assert not (before == after and moved)


def test_a_step_put_in_at_the_front_changes_few_blocks() -> None:
    steps = [sms(number) for number in range(1000)]
    before = {name for name, _ in blocks(texts(line(*steps)))}
    after = {name for name, _ in blocks(texts(line(sms(5000), *steps)))}
    assert len(before) > 10
    assert len(after - before) <= 2


def test_many_snapshots_take_little_room(database: Database, history: History) -> None:
    """A small one of what the benchmark measures: kept whole each time they would take 4 MB."""
    steps = [sms(number, f"<p>Hello, this is text {number}</p>" * 8) for number in range(300)]
    for turn in range(40):
        steps[turn * 7] = sms(turn * 7, f"<p>changed {turn}</p>" * 8)
        history.save(line(*steps), {}, ours=True)
    assert len(history.listed("test", "cam_1")) == 40
    assert database.path.stat().st_size < 400_000
    oldest = history.listed("test", "cam_1")[-1]
    again = campaign_of(history.texts(oldest), oldest.head, TYPES, Keys())
    assert again.sequence.steps[7].content.values()["message"] == "<p>Hello, this is text 7</p>" * 8


def test_only_so_many_are_kept_and_what_they_alone_needed_goes(
    database: Database, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.workspace.history.KEPT", 3)
    for turn in range(6):
        history.save(line(sms(1, f"text {turn}")), {}, ours=True)
    kept = history.listed("test", "cam_1")
    assert [each.number for each in kept] == [6, 5, 4]
    assert [len(history.texts(each)) for each in kept] == [3, 3, 3]
    with database.reading() as db:
        assert db.execute("select count(*) from blocks").fetchone() == (3,)


def test_old_ones_go_but_never_the_newest(database: Database, history: History) -> None:
    history.save(line(sms(1, "a")), {}, ours=True)
    history.save(line(sms(1, "b")), {}, ours=True)
    with database.writing() as db:
        db.execute("update snapshots set at = ?", (time.time() - 400 * 86_400,))
    history.save(line(sms(1, "c")), {}, ours=True)
    assert [each.number for each in history.listed("test", "cam_1")] == [3]


def test_a_spoilt_part_is_said_and_does_not_end_the_history(database: Database, history: History) -> None:
    history.save(line(sms(1, "a")), {}, ours=True)
    with database.writing() as db:
        db.execute("update blocks set body = x'00'")
    (spoilt,) = history.listed("test", "cam_1")
    with pytest.raises(Unreadable, match="spoilt"):
        history.texts(spoilt)
    history.save(line(sms(1, "b")), {}, ours=True)
    assert history.listed("test", "cam_1")[0].words == "the state before cannot be read"
    with database.writing() as db:
        db.execute("delete from blocks")
    with pytest.raises(Unreadable, match="missing"):
        history.texts(spoilt)


def test_nobodys_data_is_kept() -> None:
    """Addresses, times, positions and counts of what was reported beside the fields stay out; texts stay."""
    kind = next(kind for kind in TYPES if kind.type == "sms")
    reported = {
        "_id": "stp_1", "type": "sms", "message": "write to me@acme.example", "index": 4, "sequenceStep": 3,
        "createdAt": "2026-01-01", "sender": "ada@acme.example", "sentCount": 17, "emailTemplateId": "etp_1",
    }  # fmt: skip
    known = Step(key="k", id="stp_1", content=kind.read(reported), reported=reported)
    odd = step("odd", sender="ada@acme.example", updated_at="2026-01-01", colour="red")
    text = "\n".join(texts(line(known, odd)))
    assert "ada@acme" not in text
    assert "2026" not in text
    assert "sentCount" not in text
    assert "sequenceStep" not in text
    assert "write to me@acme.example" in text
    assert "etp_1" in text
    assert '"colour":"red"' in text
    assert settings_of({"email_address": "ada@acme.example", "limit": 5}) == {"limit": 5}


async def test_reading_and_changing_a_campaign(database: Database) -> None:
    """Who did it: a change of ours is ours, what is other when it is read again is somebody else's."""
    async with opened(write=branching) as open_:
        document = recorded(open_, database)
        await document.load(open_.record.id)
        await document.load(open_.record.id)
        await carry_out(document, open_.add("sms", message="new"))
        open_.main.steps[0].content["subject"] = "theirs"
        await document.load(open_.record.id)
        await document.record.written()
        found = [(each.who, each.words) for each in History(database).listed("acme", open_.record.id)]
        assert found == [("somebody else", "~1 step"), ("branchline", "+1 step"), ("", "first seen")]
        newest = History(database).listed("acme", open_.record.id)[0]
        tree = campaign_of(History(database).texts(newest), newest.head, TYPES, Keys())
        assert [spot.step.content for spot in walk(tree)] == [spot.step.content for spot in walk(document.baseline)]


async def test_a_disk_that_refuses_is_told_once_and_holds_nothing_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(History, "save", full)
    async with opened() as open_:
        document = recorded(open_, database)
        told: list[str] = []
        document.record._tell = told.append
        for _ in range(2):
            await document.load(open_.record.id)
            await document.record.written()
        assert told == ["The history of “main” could not be written: database or disk is full."]


async def test_opening_does_not_wait_for_it(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    release, save = asyncio.Event(), History.save
    loop = asyncio.get_running_loop()

    def slow(self: History, tree: Campaign, settings: dict[str, object], *, ours: bool) -> int | None:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
        return save(self, tree, settings, ours=ours)

    monkeypatch.setattr(History, "save", slow)
    async with opened() as open_:
        document = recorded(open_, database)
        await document.load(open_.record.id)
        assert History(database).campaigns() == []
        release.set()
        await document.record.written()
        assert len(History(database).campaigns()) == 1
