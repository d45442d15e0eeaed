"""Work beside the screens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode


def in_background(
    node: DOMNode, act: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
) -> None:
    """Run `act` as a worker of `node`; a fault in it is told by the node, and does not end the app.

    It takes the function, not its coroutine: one that is cancelled before it has begun leaves nothing un-awaited.
    """
    node.run_worker(cast("Any", act), group=group, exclusive=exclusive, exit_on_error=False)
