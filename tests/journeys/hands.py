"""The hands at Branchline: keys, texts and clicks, each followed by waiting until the app is at rest.

At rest means: workers ended (or parked behind a question), writes settled, messages handled, screen painted. Nothing
here waits for time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import Worker

from tui.app.app import Branchline

PATIENCE = 20.0
"""Seconds until an app that does not come to rest is called stuck."""
_ASKING = {"form", "writes", "default", "quit", "removing", "new", "pick"}
"""Worker groups that may wait for the answer to a question."""


class Hands:
    """Somebody who types and clicks, and waits for what comes of it."""

    def __init__(self, app: Branchline, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    # ── rest ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def rest(self) -> None:
        """Until nothing is under way; raises AssertionError when that does not come."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 2 and self.app.is_running and self.app._exit is False:
                await self._handled()
                if self._busy():
                    calm = 0
                    await asyncio.sleep(0.001)
                elif self._unpainted():
                    calm = 0
                    self.app.screen._on_timer_update()
                else:
                    calm += 1

    def _busy(self) -> bool:
        app = self.app
        if app.ready.is_set() and not app.session.idle.is_set():
            return True
        parked = isinstance(app.screen, ModalScreen) or type(app.screen).__name__ == "CommandPalette"
        if any(not (parked and worker.group in _ASKING) for worker in app.workers if _runs(worker)):
            return True
        return bool(app.message_queue_size) or any(node.message_queue_size for node in self._on_display())

    def _unpainted(self) -> bool:
        screen = self.app.screen
        if screen._repaint_required or screen._scroll_required or screen._dirty_widgets or screen._callbacks:
            return True
        return any(node._layout_required for node in self._on_display())

    async def _handled(self) -> None:
        """Until everything on display has handled what it had been sent."""
        waiting = 0
        done = asyncio.Event()

        def one() -> None:
            nonlocal waiting
            waiting -= 1
            if not waiting:
                done.set()

        for node in (self.app, *self._on_display()):
            waiting += node.call_later(one)
        if waiting:
            await done.wait()

    def _on_display(self) -> list[Widget]:
        found: list[Widget] = list(self.app.screen_stack)
        for node in found:
            found += [child for child in node.children if child.display]
        return found

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Until `holds()` is true, while work may go on."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 - whatever is waited for, not only events
                await asyncio.sleep(0.002)
        assert holds(), what

    # ── hands ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def press(self, *keys: str, wait: bool = True) -> None:
        """Press keys, each handled before the next, and wait for what they set off."""
        for key in keys:
            self._send(_character_to_key(key) if len(key) == 1 else key, key if len(key) == 1 else None)
            if wait:
                await self.rest()

    async def write(self, text: str, *, wait: bool = True) -> None:
        """Type a text, as quickly as a terminal hands it over."""
        for char in text:
            self._send(_character_to_key(char) if char != "\n" else "enter", char if char != "\n" else "\r")
        if wait:
            await self.rest()

    async def paste(self, text: str) -> None:
        """Paste a text into what has the focus."""
        assert self.app._driver is not None
        event = events.Paste(text)
        event.set_sender(self.app)
        self.app._driver.send_message(event)
        await self.rest()

    async def click(self, widget: Widget, x: int, y: int) -> None:
        """Click a place of a widget, counted from its upper left corner."""
        await self.pilot.click(widget, offset=(x, y))
        await self.rest()

    async def click_at(self, x: int, y: int) -> None:
        """Click a place of the screen."""
        widget, region = self.app.screen.get_widget_at(x, y)
        await self.click(widget, x - region.x, y - region.y)

    def _send(self, key: str, character: str | None) -> None:
        assert self.app._driver is not None
        event = events.Key(key, {"space": " "}.get(key, character))
        event.set_sender(self.app)
        self.app._driver.send_message(event)


def _runs(worker: Worker[Any]) -> bool:
    return not worker.is_finished
