"""Writes that leave the same state however often they are carried out: what became of one whose answer was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.providers.calls import Call
from tui.providers.errors import Sent, ServiceError
from tui.providers.http import Wire


async def send_settled(wire: Wire, call: Call, has_become: Callable[[], Awaitable[bool]]) -> None:
    """Send a call, once; when its answer is lost, `has_become` reads whether it was carried out.

    Raises the error of the call where it was not, or where that cannot be read.
    """
    try:
        await wire.send(call)
    except ServiceError as error:
        if error.sent is not Sent.UNKNOWN or not await _certainly(has_become):
            raise


async def _certainly(has_become: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await has_become()
    except ServiceError:
        return False
