"""How long it takes to edit a large campaign, to find what has changed, and to undo it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from tests.bench.case import Case
from tests.bench.editor import campaign
from tui.model.nodes import Campaign, Step
from tui.model.tree import replace_step
from tui.plan.diff import diff
from tui.plan.inverse import Performed, undone
from tui.plan.operations import UpdateStep
from tui.providers.lemlist.steps import Email

Sampler = Callable[[], Awaitable[float]]


def _changed(tree: Campaign) -> tuple[Step, Step]:
    """A step in the middle of the main line, as it is and as it is wanted."""
    steps = tree.sequence.steps
    step = next(each for each in steps[len(steps) // 2 :] if isinstance(each.content, Email))
    return step, step.model_copy(update={"content": Email(subject="Another", message="m", delay=1)})


def _edit(count: int) -> Callable[[], AbstractAsyncContextManager[Sampler]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Sampler]:
        tree = campaign(count)
        step, new = _changed(tree)

        async def once() -> float:
            begun = time.thread_time()
            replace_step(tree, step.key, new)
            return (time.thread_time() - begun) * 1000

        yield once

    return opened


def _diff(count: int) -> Callable[[], AbstractAsyncContextManager[Sampler]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Sampler]:
        tree = campaign(count)
        step, new = _changed(tree)
        working = replace_step(tree, step.key, new)

        async def once() -> float:
            begun = time.thread_time()
            assert len(diff(tree, working).operations) == 1
            return (time.thread_time() - begun) * 1000

        yield once

    return opened


def _undo(count: int) -> Callable[[], AbstractAsyncContextManager[Sampler]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Sampler]:
        tree = campaign(count)
        step, new = _changed(tree)
        (operation,) = diff(tree, replace_step(tree, step.key, new)).operations
        assert isinstance(operation, UpdateStep)
        now = replace_step(tree, step.key, new)

        async def once() -> float:
            begun = time.thread_time()
            back, _ = undone(now, [Performed(operation, tree)])
            assert len(diff(now, back).operations) == 1
            return (time.thread_time() - begun) * 1000

        yield once

    return opened


cases = [
    Case("edit 10k", "plan", _edit(10_000), at_most_ms=50),
    Case("diff 1k", "plan", _diff(1_000)),
    Case("diff 10k", "plan", _diff(10_000), yardstick="diff 1k", at_most=15, at_most_ms=50),
    Case("undo 10k", "plan", _undo(10_000), yardstick="diff 1k", at_most=30, at_most_ms=100),
]
