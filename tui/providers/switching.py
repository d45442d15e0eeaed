"""Asking a service for a state that a campaign may have already, and looking at it when the answer leaves a doubt."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tui.model.nodes import CampaignHead
from tui.providers.calls import Answer
from tui.providers.errors import Sent, ServiceError


async def switched(
    send: Callable[[], Awaitable[Answer]],
    look: Callable[[], Awaitable[CampaignHead]],
    reached: Callable[[CampaignHead], bool],
    unsure: Callable[[ServiceError], bool],
) -> Answer | CampaignHead:
    """What `send` answered, or the head that shows the wanted state.

    `send` goes out once. Where its answer was lost, and after a refusal that `unsure` says may only mean "it is so
    already", `look` reads the head, and `reached` says whether that is the state. Else the error of `send` is raised.
    """
    try:
        return await send()
    except ServiceError as error:
        if error.sent is not Sent.UNKNOWN and not unsure(error):
            raise
        try:
            head = await look()
        except ServiceError:
            raise error from None
        if not reached(head):
            raise
        return head
