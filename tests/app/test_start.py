"""A start that fails says so, in a page and in the list behind it, and the app can be left."""

from __future__ import annotations

import pytest

from tui.app.app import Branchline
from tui.app.options import AppOptions
from tui.app.screens.failure import FailureScreen
from tui.config.accounts import SANDBOX_ACCOUNT


async def test_nothing_is_said_to_be_loading_when_the_start_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr("tui.workspace.storage.open_storage", broken)
    app = Branchline(AppOptions((SANDBOX_ACCOUNT,)))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for _ in range(100):
            await pilot.pause(0.02)
            if isinstance(app.screen, FailureScreen):
                break
        assert isinstance(app.screen, FailureScreen)
        assert "no room on the disk" in app.screen._cause
        await pilot.press("escape")
        assert "could not start" in str(app._lists.list_view.empty)
        await pilot.press("r")
        assert "not started" in [note.message for note in app._notifications][-1]
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0
