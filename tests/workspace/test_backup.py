"""The copy of a campaign that is to be deleted: all that was reported, for its owner alone, under a safe name."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.model.trees import branch, campaign, step
from tui.config import paths
from tui.model.nodes import Campaign, Sequence
from tui.model.settings import ContainerSettings
from tui.providers.kit.settings import KitSettings
from tui.workspace.backup import write_backup

SETTINGS = KitSettings.read({"name": "Trees", "send_hour": 7, "send_days": ["monday"]})


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    return tmp_path


def _tree(name: str = "Trees", identifier: str = "cam_1") -> Campaign:
    inner = step("i", branch("p", step("x", subject="Deep")), branch("q", is_else=True), odd={"kept": [1, None]})
    tree = campaign(step("first", subject="One"), inner, stray=(Sequence(key="s", id="seq_s", steps=(step("lost"),)),))
    head = tree.head.model_copy(update={"name": name, "id": identifier, "reported": {"unknown": True}})
    return tree.model_copy(update={"head": head})


def _held(tree: Campaign, settings: ContainerSettings = SETTINGS) -> dict[str, Any]:
    held = json.loads(write_backup(tree, settings).read_text(encoding="utf-8"))
    assert isinstance(held, dict)
    return held


def test_everything_that_was_reported() -> None:
    """Settings, steps in order, branches nested, what is unknown, and what no branch leads to."""
    held = _held(_tree())
    assert (held["service"], held["account"], held["id"], held["name"]) == ("none", "test", "cam_1", "Trees")
    assert held["settings"] == {"unknown": True, "name": "Trees", "send_hour": 7, "send_days": ["monday"]}
    first, inner = held["sequence"]["steps"]
    assert first == {"reported": {"subject": "One"}, "branches": []}
    assert inner["reported"] == {"odd": {"kept": [1, None]}}
    assert [(each["label"], each["else"]) for each in inner["branches"]] == [("p", False), ("q", True)]
    assert inner["branches"][0]["sequence"]["steps"][0]["reported"] == {"subject": "Deep"}
    assert [each["id"] for each in held["stray"]] == ["seq_s"]


def test_only_its_owner_reads_it(home: Path) -> None:
    path = write_backup(_tree(), SETTINGS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert home in path.parents


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("../../etc/passwd", "../../x"),
        ("", ""),
        ("Grüße \x1b[31m\u202e 日本", "1"),
        ("a" * 5000, "b" * 5000),
        ("/", "/"),
        ("CON", "NUL:"),
        (".", ".."),
        ("new\nline", "new\nline"),
    ],
)
def test_names_from_a_service_stay_names(name: str, identifier: str, home: Path) -> None:
    """The file lies in its folder, its name is plain and short, and the name of the campaign is in it as it was."""
    path = write_backup(_tree(name, identifier), SETTINGS)
    assert path.parent == paths.backup_folder()
    assert path.resolve().is_relative_to(home)
    assert path.name.isascii()
    assert set(path.name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert len(path.name) < 120
    held = json.loads(path.read_text(encoding="utf-8"))
    assert (held["name"], held["id"]) == (name, identifier)


def test_copies_of_the_same_second(home: Path) -> None:
    """Two campaigns of one name do not take each other's file."""
    one, other = (write_backup(_tree(identifier=identifier), SETTINGS, now=1e9) for identifier in ("1", "2"))
    assert one != other
    assert one.exists()
    assert other.exists()


def test_a_disk_that_refuses(home: Path) -> None:
    """OSError: nothing may be deleted then."""
    (home / paths.backup_folder().relative_to(home).parts[0]).write_text("a file where a folder is to be")
    with pytest.raises(OSError, match=r"exist|directory"):
        write_backup(_tree(), SETTINGS)
