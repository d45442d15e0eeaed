"""What is built holds everything, and the command installed from it paints its first frame wherever it is started."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import GROUP, ROOT, run
from tests.terminal.installed import surroundings
from tests.terminal.term import Term

pytestmark = pytest.mark.xdist_group(GROUP)

STYLES = {path.name for path in (ROOT / "styles").glob("*.tcss")}


def test_the_wheel_holds_the_package_and_its_styles(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.removeprefix("tui/styles/") for name in names if name.endswith(".tcss")} == STYLES
    assert {name.split("/")[0].split("-")[0] for name in names} == {"tui", "branchline"}
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "tui").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == ours
    assert not [name for name in names if "__pycache__" in name]


def test_the_source_archive_holds_tests_and_styles(source_archive: Path) -> None:
    with tarfile.open(source_archive) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"styles/{name}" for name in STYLES} <= names
    assert {"README.md", "pyproject.toml", "tui/cli/__init__.py", "tests/packaging/test_wheel.py"} <= names
    assert [name for name in names if name.startswith("tests/data/")]
    assert not [name for name in names if "__pycache__" in name]
    assert {name.split("/")[0] for name in names} <= {
        "tui", "styles", "tests", "README.md", "pyproject.toml", "PKG-INFO", ".gitignore",
    }  # fmt: skip


def test_the_installed_command_finds_its_styles(installed: Path, tmp_path: Path) -> None:
    empty, home = tmp_path / "empty", tmp_path / "home"
    empty.mkdir()
    facts = run(str(installed), "info", cwd=empty, env=surroundings(home))
    assert str(installed.parent.parent) in facts.split("styles", 1)[1].splitlines()[0]
    with Term([str(installed)], surroundings(home), cwd=empty) as app:
        app.wait("branchline", "╭─ Campaigns · 16", "Q4 outbound", "q quit")
        assert app.look("Campaigns · 16")[0] != "default"
        app.press("enter")
        app.wait("╭─ Sequence", "a add")
        app.press("ctrl+q")
        assert app.ended() == 0
        assert app.left_behind() == []
    assert list(empty.iterdir()) == []
