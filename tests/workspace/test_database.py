"""The database of a disk that is not as it should be, of an older Branchline, and of a newer one."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tui.workspace import database as module
from tui.workspace.database import VERSION, Database, TooNew
from tui.workspace.drafts import DraftStore, StoredDraft
from tui.workspace.storage import open_storage

DRAFT = StoredDraft("stp_1", "email", {"subject": "typed"}, None, None, 5.0)
BEFORE_VERSIONS = (
    "create table if not exists drafts (account text, campaign text, position integer, body text,"
    " primary key (account, campaign, position))"
)
"""What the first Branchlines made; never changed."""


def test_a_file_of_before_there_were_versions_keeps_its_drafts(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(BEFORE_VERSIONS)
        body = '{"step_id": "stp_1", "type": "email", "values": {"subject": "typed"}, "sequence_id": null,'
        db.execute("insert into drafts values ('a', 'c', 0, ?)", (body + ' "after_id": null, "saved_at": 5.0}',))
    database = Database(path)
    assert DraftStore(database).load("a", "c") == [DRAFT]
    with database.reading() as db:
        assert db.execute("pragma user_version").fetchone() == (VERSION,)
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    DraftStore(Database(path)).save("a", "c", [DRAFT])
    before = path.read_bytes()
    assert DraftStore(Database(path)).load("a", "c") == [DRAFT]
    assert path.read_bytes() == before


def test_several_that_open_a_new_one_at_once(tmp_path: Path) -> None:
    path, failures = tmp_path / "branchline.db", []

    def begin(name: str) -> None:
        try:
            DraftStore(Database(path)).save(name, "c", [DRAFT])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(f"a{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    store = DraftStore(Database(path))
    assert all(store.load(f"a{number}", "c") == [DRAFT] for number in range(6))


def test_one_of_a_newer_branchline_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"pragma user_version = {VERSION + 1}")
    with pytest.raises(TooNew, match="newer Branchline"):
        Database(path)
    storage, said = open_storage(path)
    assert storage is None
    assert "was made by a newer Branchline" in said
    assert [each.name for each in tmp_path.iterdir()] == ["branchline.db"]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    path.touch(mode=0o644)
    with Database(path).writing() as db:
        db.execute("insert into drafts values ('a', 'c', 0, '{}')")
        modes = {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "branchline.db-wal" in modes


def test_an_unreadable_database_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    for number in range(3):
        path.write_bytes(b"this is no database" * 100)
        path.with_name("branchline.db-wal").write_bytes(b"log")
        storage, said = open_storage(path)
        assert storage is not None
        kept = path.with_name("branchline.db.unreadable" + (f"-{number + 1}" if number else ""))
        assert str(kept) in said
        assert kept.read_bytes().startswith(b"this is no database")
        storage.drafts.save("a", "c", [DRAFT])
        assert storage.drafts.load("a", "c") == [DRAFT]


def test_a_database_with_spoilt_pages_is_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "branchline.db"
    DraftStore(Database(path)).save("a", "c", [DRAFT])
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    database = Database(path)
    assert database.set_aside is not None
    assert DraftStore(database).load("a", "c") == []


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "branchline.db")

    def fail() -> None:
        with database.writing() as db:
            db.execute("insert into drafts values ('a', 'c', 0, '{}')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.reading() as db:
        assert db.execute("select count(*) from drafts").fetchone() == (0,)


@pytest.mark.parametrize("trouble", ["a folder in its place", "a file in the place of its folder", "no right to it"])
def test_branchline_opens_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str) -> None:
    path = tmp_path / "home" / "branchline.db"
    if trouble == "a folder in its place":
        path.mkdir(parents=True)
    elif trouble == "a file in the place of its folder":
        path.parent.write_text("x")
    else:

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "touch", refuse)
    storage, said = open_storage(path)
    assert storage is None
    assert said.startswith("Nothing can be kept for the next time: ")


def test_a_locked_one_is_no_hindrance_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "branchline.db"
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin exclusive")
        storage, said = open_storage(path)
        assert storage is None
        assert "locked" in said
        other.rollback()
    assert open_storage(path)[1] == ""
    assert not list(tmp_path.glob("*.unreadable*"))


def test_a_full_disk_refuses_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DraftStore(Database(tmp_path / "branchline.db"))
    store.save("a", "c", [DRAFT])
    connect = sqlite3.connect

    def small(path: Path, timeout: float) -> sqlite3.Connection:
        db = connect(path, timeout=timeout)
        db.execute("pragma max_page_count = 1")  # as much as there is
        return db

    monkeypatch.setattr(sqlite3, "connect", small)
    long = StoredDraft("stp_1", "email", {"subject": "x" * 100_000}, None, None, 5.0)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.save("a", "c", [long])
    assert store.load("a", "c") == [DRAFT]
