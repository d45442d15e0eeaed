"""Waiting for work, and asking a person, from a command."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end and give its result.

    The main task itself returns nothing: when the handler of Ctrl+C is put back, Python writes out the task with its
    result to find that it is no known handler, which takes half a minute for the campaigns of an account.
    """
    result: list[T] = []

    async def main() -> None:
        result.append(await work)

    asyncio.run(main())
    return result[0]


def says_yes(question: str) -> bool:
    """Ask on the terminal; no is the default. Ctrl+C ends the question as anywhere else.

    The handler of an event loop would only note a Ctrl+C, and the question would go on waiting; so it is put aside
    before the question can be seen.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        sys.stderr.write(f"{question} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")
    finally:
        signal.signal(signal.SIGINT, before)
