"""A document that is open over a served sandbox, with what every test of it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.providers.lemlist.connected import connected, new_store, put
from tests.support.served import Served
from tui.model.nodes import Step
from tui.plan.operations import AddStep, DeleteStep, UpdateStep
from tui.sandbox.demo.builder import Line
from tui.sandbox.lemlist.records import Campaign as Record
from tui.workspace.document import Document
from tui.workspace.drafts import DraftStore

Saving = TypeVar("Saving", AddStep, UpdateStep)


@dataclass
class Opened:
    """`document` is loaded and the record of requests is empty."""

    document: Document
    served: Served
    record: Record

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the main line as the document has them."""
        return self.document.baseline.sequence.steps

    @property
    def stored(self) -> list[dict[str, Any]]:
        """What the sandbox holds in the main line."""
        return [{"type": step.type, "delay": step.delay, **step.content} for step in self.main.steps]

    @property
    def main(self) -> Any:
        """The main line of the sandbox."""
        return self.record.sequences[self.record.sequence_id or ""]

    @property
    def calls(self) -> list[str]:
        """What was called: methods, and `pause` and `start` by name."""
        return [
            each.path.rpartition("/")[2] if each.path.endswith(("/pause", "/start")) else each.method
            for each in self.served.requests
        ]

    async def arrived(self, count: int = 1) -> None:
        """Wait until the sandbox has got so many requests."""
        async with asyncio.timeout(10):
            while len(self.served.exchanges) < count:  # noqa: ASYNC110 - they are written in another thread
                await asyncio.sleep(0.005)

    def add(self, kind: str, index: int | None = None, **values: Any) -> AddStep:
        """An add of a new draft; `index` 0 is the first place, None the last."""
        steps = self.steps
        after = None if not steps or index == 0 else steps[(len(steps) if index is None else index) - 1].key
        key = self.document.start_new(self.document.type_named(kind), self.document.baseline.sequence.key, after)
        self.document.keep(key, values)
        return self.saving(key, AddStep)

    def change(self, place: int, **values: Any) -> UpdateStep:
        """A change of a step of the main line, its draft kept."""
        key = self.steps[place].key
        self.document.keep(key, values)
        return self.saving(key, UpdateStep)

    def saving(self, key: str, kind: type[Saving]) -> Saving:
        """The operation that saves a draft as it is."""
        content, problems = self.document.check(key, self.document.values(key))
        assert content is not None, problems
        operation = self.document.saving(key, content)
        assert isinstance(operation, kind)
        return operation

    def delete(self, place: int) -> DeleteStep:
        """A delete of a step of the main line."""
        return self.document.deleting(self.steps[place].key)


@asynccontextmanager
async def opened(
    *faults: str, switches: tuple[str, ...] = (), launched: bool = False, drafts: DraftStore | None = None,
    write: Any = None,
) -> AsyncIterator[Opened]:  # fmt: skip
    """Three text messages `a`, `b`, `c` (or what `write` puts into the line), opened; then the faults begin."""
    store = new_store(*switches)
    record, line = put(store, launched=launched)
    (write or three)(line)
    async with connected(store) as (served, provider):
        document = Document(provider, drafts)
        await document.load(record.id)
        served.forget()
        for fault in faults:
            served.faults.add(fault)
        yield Opened(document, served, record)


def three(line: Line) -> None:
    """Three text messages."""
    for word in ("a", "b", "c"):
        line.add("sms", message=word)
