"""The store: it survives a restart, never loses a damaged file, and writes whole files only."""

import json
import os
from pathlib import Path

import pytest

from tests.contract.arranged import HandClock
from tui.sandbox.demo import seeded
from tui.sandbox.state import State, derived_id
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


def test_state_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sandbox.json"
    store = Store.open(path)
    campaign = next(iter(store.state.lemlist.campaigns.values()))
    campaign.name = "Renamed ☂"
    store.save()
    again = Store.open(path)
    assert again.state == store.state
    assert again.state.lemlist.campaigns[campaign.id].name == "Renamed ☂"
    assert again.notice is None


def test_files_from_before_there_were_activities_and_tests_are_read(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path)
    kept = json.loads(path.read_text(encoding="utf-8"))
    for campaign in kept["lemlist"]["campaigns"].values():
        campaign.pop("activities", None)
    assert "exports" not in kept["lemlist"]
    assert '"ab_test"' not in json.dumps(kept)
    path.write_text(json.dumps(kept), encoding="utf-8")
    again = Store.open(path)
    assert again.notice is None
    for campaign in store.state.lemlist.campaigns.values():
        campaign.activities = []
    assert again.state == store.state


def test_fresh_starts_again(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path)
    store.state.lemlist.campaigns.clear()
    store.save()
    assert Store.open(path).state.lemlist.campaigns == {}
    assert Store.open(path, fresh=True).state == seeded("demo")
    assert Store.open(path).state == seeded("demo")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "other"}', b"\xff\xfe\x00", b"{}"])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sandbox.json"
    path.write_bytes(content)
    store = Store.open(path)
    assert (tmp_path / "sandbox.json.bad-1").read_bytes() == content
    assert store.notice is not None
    assert "sandbox.json.bad-1" in store.notice
    assert store.state == seeded("demo")
    path.write_bytes(content)
    assert "bad-2" in str(Store.open(path).notice)


def test_damage_while_running_keeps_what_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path)
    path.write_text("broken")
    store.refresh()
    assert store.state == seeded("demo")
    assert store.notice is not None


def test_two_stores_of_one_file_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    one, other = Store.open(path), Store.open(path)
    one.state.lemlist.campaigns.clear()
    one.save()
    other.refresh()
    assert other.state.lemlist.campaigns == {}


def test_a_failed_write_leaves_the_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    store.state.lemlist.campaigns.clear()
    with pytest.raises(OSError, match="No space"):
        store.save()
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["sandbox.json"]


def test_memory_only_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open(None).save()
    assert list(tmp_path.iterdir()) == []


def test_ids_are_the_same_for_the_same_calls() -> None:
    one, other = State.new("salt"), State.new("salt")
    ids = [one.mint("stp") for _ in range(3)]
    assert ids == [other.mint("stp") for _ in range(3)]
    assert len(set(ids)) == 3
    assert all(len(name) == 21 and name.startswith("stp_") for name in ids)
    assert State.new("pepper").mint("stp") not in ids
    assert derived_id("cam", "a") != derived_id("seq", "a")


def test_seeds(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    source = Store.open(path, "awkward")
    copy = Store.open(tmp_path / "copy.json", path)
    assert copy.state == source.state
    with pytest.raises(ValueError, match="no seed 'missing'"):
        Store.open(None, "missing")
    path.write_text("{}")
    with pytest.raises(ValueError, match="not a sandbox file"):
        Store.open(None, path)


def test_switches_are_read_from_words() -> None:
    words = ["plan=free", "email_type_missing", "index_base=1", "rate_requests=0", "rate_seconds=0.5"]
    assert Switches.parse(words) == Switches(
        plan="free", email_type_missing=True, index_base=1, rate_requests=0, rate_seconds=0.5
    )
    for word, part in (
        ("colour=red", "known are plan"),
        ("lock=loose", "delete or strict"),
        ("rate_requests=x", "a number"),
        ("email_type_missing=maybe", "yes or no"),
    ):
        with pytest.raises(ValueError, match=part):
            Switches.parse([word])


def test_a_clock_can_be_given() -> None:
    clock = HandClock()
    assert Store.open(None, "empty", clock=clock).clock is clock
