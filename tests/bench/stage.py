"""A running app whose work can be measured: the CPU time from an action until nothing is painted any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.screen import Screen

from tests.bench.case import Sampler

QUIET = 0.03
"""Seconds without a paint after which an action counts as done; a second paint comes within two frames."""
PATIENCE = 20.0
"""Seconds to wait for the first paint."""


class Stage(App[None]):
    """An app that turns every frame into what would be sent, as it does in a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = asyncio.Event()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if renderable is not None and hasattr(renderable, "render_segments"):
            renderable.render_segments(self.console)
            self.painted.set()
        super()._display(screen, renderable)


Act = Callable[[Any], None]
"""Does to the app what is to be measured; it must lead to a paint."""


@asynccontextmanager
async def on_stage(make: Callable[[], Stage], *acts: Act) -> AsyncIterator[Sampler]:
    """Run an app at 120 by 40 and give a sampler that does the acts in turn and means their cost, in ms of CPU.

    CPU time of the app's own thread does not count waiting for the frame clock, nor what else the machine does. Acts
    should bring the app back to where it was: down and up, fold and unfold.
    """
    jobs: asyncio.Queue[asyncio.Future[float] | None] = asyncio.Queue()
    ready = asyncio.get_running_loop().create_future()

    async def run() -> None:
        # Its own task, because an app finds itself through the context of the task that entered it.
        app = make()
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause(QUIET)
            ready.set_result(None)
            while (job := await jobs.get()) is not None:
                try:
                    costs = [await _cost(app, act) for act in acts]
                    job.set_result(sum(costs) / len(costs))
                except BaseException as error:
                    job.set_exception(error)

    task = asyncio.create_task(run())

    async def sample() -> float:
        job: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        jobs.put_nowait(job)
        return await job

    await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED)
    try:
        yield sample
    finally:
        jobs.put_nowait(None)
        await task


async def _cost(app: Stage, act: Act) -> float:
    app.painted.clear()
    before = time.thread_time()
    act(app)
    await asyncio.wait_for(app.painted.wait(), PATIENCE)
    while app.painted.is_set():
        app.painted.clear()
        await asyncio.sleep(QUIET)
    return (time.thread_time() - before) * 1000


def press(key: str) -> Act:
    """The act of pressing a key."""
    return lambda app: app.simulate_key(key)
