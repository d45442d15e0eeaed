"""Every test of this folder has a home of its own and none of the user's variables."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("BRANCHLINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BRANCHLINE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
