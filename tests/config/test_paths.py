"""Where files lie."""

import os
from pathlib import Path

import pytest

from tui.config import paths


def test_one_variable_moves_everything(home: Path) -> None:
    files = (paths.config_file(), paths.credentials_file(), paths.database_file(), paths.sandbox_file())
    assert {file.parent for file in files} == {home}
    assert [file.name for file in files] == ["config.toml", "credentials.json", "branchline.db", "sandbox.json"]
    assert not home.exists(), "asking where files lie creates nothing"


def test_home_may_be_relative_or_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BRANCHLINE_HOME", "~/kept")
    assert paths.config_folder() == tmp_path / "kept"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRANCHLINE_HOME", "here")
    assert paths.data_folder() == tmp_path / "here"


@pytest.mark.skipif(os.name != "posix", reason="the folders of other platforms have other names")
def test_without_it_the_folders_of_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRANCHLINE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert paths.home() is None
    assert tmp_path in paths.config_folder().parents
    assert tmp_path in paths.data_folder().parents
    assert paths.config_folder().name == paths.data_folder().name == "branchline"


def test_style_sheets_are_found_in_a_checkout() -> None:
    assert (paths.STYLES / "app.tcss").is_file()
