"""The database of drafts: sets for campaigns, and what happens to a disk that is not as it should be."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.test_nodes import json_values
from tui.workspace.database import Database
from tui.workspace.drafts import DraftStore, StoredDraft


def store_at(path: Path) -> DraftStore:
    return DraftStore(Database(path))


def draft(**values: Any) -> StoredDraft:
    return StoredDraft("stp_1", "email", values, None, None, 5.0)


def test_what_is_saved_is_loaded_in_order(tmp_path: Path) -> None:
    store = store_at(tmp_path / "deep" / "below" / "drafts.db")
    new = StoredDraft(None, "sms", {"message": "n", "images": ["a"], "flag": True, "days": 3}, "seq_1", "stp_9", 6.0)
    store.save("acme", "cam_1", [draft(subject="s"), new])
    store.save("acme", "cam_2", [draft(subject="other")])
    store.save("else", "cam_1", [])
    assert store_at(tmp_path / "deep" / "below" / "drafts.db").load("acme", "cam_1") == [draft(subject="s"), new]
    store.save("acme", "cam_1", [new])
    assert store.load("acme", "cam_1") == [new]
    assert store.load("acme", "cam_2") == [draft(subject="other")]
    assert store.load("else", "cam_1") == []


def test_words_of_a_query_are_only_words(tmp_path: Path) -> None:
    store = store_at(tmp_path / "drafts.db")
    for name in ("'; drop table drafts; --", 'a"b', "\x00", "ü/..", "x' or '1'='1"):
        store.save(name, name, [draft(subject=name)])
        assert store.load(name, name) == [draft(subject=name)]
    assert store.load("x", "y") == []


def test_half_an_emoji_can_be_kept(tmp_path: Path) -> None:
    store = store_at(tmp_path / "drafts.db")
    store.save("a", "c", [draft(subject="\ud83d half")])
    assert store.load("a", "c")[0].values["subject"] == "\ud83d half"


def test_entries_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    store = store_at(tmp_path / "drafts.db")
    store.save("a", "c", [draft(subject="good")])
    bad = ["no json", "[]", "{}", "null", '{"step_id": 5}', '{"type":"x","values":[],"saved_at":"?"}', "[" * 5000]
    with closing(sqlite3.connect(tmp_path / "drafts.db")) as db, db:
        for place, body in enumerate(bad, 1):
            db.execute("insert into drafts values ('a', 'c', ?, ?)", (place, body))
        db.execute("insert into drafts values ('a', 'c', 99, null)")
    assert store.load("a", "c") == [draft(subject="good")]


def test_a_read_only_database_refuses_without_being_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_at(tmp_path / "drafts.db")
    store.save("a", "c", [draft(subject="kept")])
    connect = sqlite3.connect

    def read_only(path: Path, timeout: float) -> sqlite3.Connection:
        return connect(f"file:{path}?mode=ro", uri=True, timeout=timeout)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.save("a", "c", [])
    with pytest.raises(sqlite3.OperationalError):
        store_at(tmp_path / "other.db")
    assert store.load("a", "c") == [draft(subject="kept")]


def test_a_locked_database_refuses_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_at(tmp_path / "drafts.db")
    store.save("a", "c", [draft(subject="kept")])
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0.05))
    with closing(connect(tmp_path / "drafts.db")) as other:
        other.execute("begin immediate")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            store.save("a", "c", [])
        assert store.load("a", "c") == [draft(subject="kept")], "reading goes on"
        other.rollback()
    store.save("a", "c", [])
    assert store.load("a", "c") == []


@given(st.lists(st.dictionaries(st.text(max_size=5), json_values, max_size=3), max_size=3))
def test_all_values_come_back(tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, Any]]) -> None:
    store = store_at(tmp_path_factory.mktemp("store") / "drafts.db")
    drafts = [StoredDraft("stp_1", "email", each, None, None, 5.0) for each in values]
    store.save("a", "c", drafts)
    assert store.load("a", "c") == drafts
