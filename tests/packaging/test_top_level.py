"""The top level of the repository holds what was agreed, beside dot-files, and nothing else."""

from __future__ import annotations

import subprocess

import pytest

from tests.packaging.conftest import ROOT

AGREED = {"pyproject.toml", "tui", "styles", "tests", "README.md"}


def test_the_top_level_holds_what_was_agreed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: there is no list of what belongs to the repository")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {name.split("/")[0].strip('"') for name in listed.splitlines()}
    assert {name for name in top if not name.startswith(".")} == AGREED
