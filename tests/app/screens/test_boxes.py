"""Questions, errors and help: as high as what they say, and their last line is on the screen in any window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen

from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.screens.failure import FailureScreen

LONG = "\n".join(f"line {number}" for number in range(40))
BOXES: dict[str, Callable[[], ModalScreen[Any]]] = {
    "failure": lambda: FailureScreen("Not done", "A cause. " * 8, "A remedy. " * 4, f"Cause\n\n{LONG}"),
    "short failure": lambda: FailureScreen("Not done", "A cause.", "A remedy.", "Cause\n\nRequest: GET /"),
    "question": lambda: ConfirmScreen("Delete?", [LONG], [Answer("y", "Delete", "y")]),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)])
@pytest.mark.parametrize("name", BOXES)
async def test_a_box_ends_below_its_buttons(name: str, size: tuple[int, int]) -> None:
    app: App[None] = App()
    async with app.run_test(size=size) as pilot:
        screen = BOXES[name]()
        await app.push_screen(screen)
        await pilot.pause()
        box, buttons = screen.query_one("#box").region, screen.query_one("#buttons").region
        assert buttons.bottom + 2 == box.bottom, "one row of space and the frame"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        box, buttons = screen.query_one("#box").region, screen.query_one("#buttons").region
        assert buttons.bottom + 2 == box.bottom
        assert box.bottom <= 24
