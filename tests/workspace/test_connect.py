"""From an account to its connection."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import paths
from tui.config.accounts import SANDBOX_ACCOUNT, Account
from tui.config.errors import AccountError
from tui.providers.errors import ReadOnly
from tui.providers.lemlist.client import Lemlist
from tui.workspace import connect as module
from tui.workspace.connect import connect


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    module.sandbox_app.cache_clear()
    return tmp_path


async def test_the_sandbox_needs_nothing(own_folder: Path) -> None:
    provider = connect(SANDBOX_ACCOUNT)
    assert isinstance(provider, Lemlist)
    heads = [head async for page in provider.heads() for head in page.heads]
    assert len(heads) >= 6
    await provider.pause(next(head.id for head in heads if head.status == "running"))
    await provider.aclose()
    module.sandbox_app.cache_clear()
    again = connect(SANDBOX_ACCOUNT, read_only=True)
    assert "running" not in {head.status async for page in again.heads() for head in page.heads}, "its state is kept"
    with pytest.raises(ReadOnly):
        await again.pause(heads[0].id)
    await again.aclose()
    assert paths.sandbox_file().is_relative_to(own_folder)


def test_a_service_that_nobody_knows() -> None:
    with pytest.raises(AccountError, match="pigeon"):
        connect(Account("acme", "pigeon", "https://a.example"))
