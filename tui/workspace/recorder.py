"""What an open campaign writes down about itself: requests before and after they are sent, plans, what is deleted."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from tui.config.secret import veil
from tui.model.tree import sequences, walk
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, Plan, StepOperation
from tui.plan.serial import Unreadable, dumped, dumped_plan, keys_of
from tui.providers.base import Provider
from tui.providers.errors import Sent, ServiceError
from tui.workspace.entry import Entry
from tui.workspace.journal import Sending
from tui.workspace.refused import Refused
from tui.workspace.trash import plain

if TYPE_CHECKING:
    from tui.model.nodes import Campaign
    from tui.workspace.document import Document
    from tui.workspace.history import History
    from tui.workspace.storage import Storage


class Recorder:
    """The memory of one open campaign; without storage it keeps nothing."""

    def __init__(
        self,
        provider: Provider,
        storage: Storage | None = None,
        tell: Callable[[str], None] = lambda text: None,
        *,
        at_end: bool = False,
    ) -> None:
        """`at_end`: many changes follow each other, and only what comes of them is worth a snapshot."""
        self.provider, self.storage, self._at_end = provider, storage, at_end
        self._last: tuple[Campaign, bool] | None = None
        self._tell: Callable[[str], None] | None = tell
        """Hears, once, why no snapshot can be kept."""
        self._current: tuple[Plan, int] | None = None
        """The plan that is being carried out, from its next request on, and how many requests are done."""
        self._stored: tuple[AnyOperation, ...] = ()
        self._plan: int | None = None
        """Number of the plan in the journal."""
        self._earlier: int | None = None
        """Number of the plan of an earlier run whose rest this one is."""
        self._sent: AnyOperation | None = None
        """The operation of the plan whose request was sent last."""
        self._wrote = False
        """A request has gone out since the last snapshot."""
        self._saving: set[asyncio.Task[None]] = set()
        self._one_by_one = asyncio.Lock()

    def next(self, plan: Plan, done: int) -> None:
        """A plan is about to send the request of its first operation; `done` are behind it."""
        self._current = plan, done

    @asynccontextmanager
    async def of(self, document: Document, operation: StepOperation) -> AsyncIterator[Entry]:
        """Around one request: committed before the block, with its outcome after it."""
        entry = Entry(self.storage)
        if self.storage is not None:
            self._wrote = True
            if isinstance(operation, DeleteStep):
                entry.thrown = await self._throw(document, operation)
            await self._begin(document, operation, entry)
        try:
            yield entry
        except BaseException as error:
            known = isinstance(error, ServiceError) and error.sent is not Sent.UNKNOWN
            entry.notes = (str(error) or type(error).__name__,)
            await entry.end("refused" if known else "unclear")
            raise
        await entry.end("done")

    async def _throw(self, document: Document, operation: DeleteStep) -> int | None:
        """Put what is deleted into the trash first. Raises Refused where that cannot be: then it is not deleted."""
        assert self.storage is not None
        spot = next((spot for spot in walk(document.baseline) if spot.step.id == operation.step_id), None)
        if spot is None:
            return None
        try:
            return await asyncio.to_thread(self.storage.trash.put, document.baseline.head, spot, operation.title)
        except (sqlite3.Error, OSError, UnicodeError, RecursionError) as error:
            raise Refused(
                f"Nothing was deleted: a copy of it could not be put into the trash ({error}). Make room, or mend the "
                "permissions of Branchline's folder, then try again."
            ) from error

    async def _begin(self, document: Document, operation: StepOperation, entry: Entry) -> None:
        assert self.storage is not None
        journal, head = self.storage.journal, document.baseline.head
        plan, done = self._current or (Plan((operation,)), 0)
        skip = 0
        if self._current is not None:
            skip = await entry.keep(self._kept, document, plan) or 0
            self._sent = plan.operations[0]
        request = self.provider.request(operation)
        sending = Sending(
            account=self.provider.account,
            campaign=head.id,
            name=plain(head.title),
            title=plain(operation.title),
            request=veil(f"{request.method} {request.path}"),
            operation=_without_secrets(dumped(operation)),
            key=operation.key if isinstance(operation, AddStep) else "",
            known=_known(document, operation) if isinstance(operation, AddStep) else (),
            number=done,
            total=done + len(plan.operations),
        )
        number = self._plan if self._current is not None else None
        entry.number = await entry.keep(journal.begin, sending, number, skip, plan.exact)

    def _kept(self, document: Document, plan: Plan, *, stopped: bool = False, sent: bool = False) -> int:
        """Make sure that the plan is in the journal; how many operations of the stored one are behind it."""
        assert self.storage is not None
        todo, stored = plan.operations, self._stored
        skip = len(stored) - len(todo)
        same = skip >= 0 and all(map(_same, stored[skip:], todo))
        if self._plan is not None and same and not stopped:
            return skip
        body = _without_secrets(dumped_plan(plan))
        if body is None:
            return 0
        ids = _ids(document, keys_of(todo) | {plan.key or ""})
        head, journal = document.baseline.head, self.storage.journal
        if self._plan is None:
            self._plan = journal.plan_of(self.provider.account, head.id, head.title, body, ids, self._earlier)
        else:
            journal.replan(self._plan, body, ids, plan.exact, stopped=stopped, sent=sent)
        self._stored = todo
        return 0

    def rest_is(self, document: Document, rest: Plan | None) -> None:
        """A plan has stopped with this rest; with None it is done, or given up.

        A disk that refuses is no trouble here: the plan as it was before its last request says the same.
        """
        if self.storage is None:
            return
        with suppress(sqlite3.Error):
            if rest is not None:
                first = rest.operations[0] if rest.operations else None
                self._kept(document, rest, stopped=True, sent=first is not None and first is self._sent)
            elif self._plan is not None:
                self.storage.journal.over(self._plan, "done" if self._current else "abandoned")
        if rest is None:
            self._plan, self._stored, self._sent = None, (), None

    def adopt(self, document: Document, number: int, rest: Plan) -> None:
        """Take over the rest of a plan of an earlier run. Raises sqlite3.Error."""
        self._earlier = number
        self._kept(document, rest, stopped=True)

    def at_rest(self, document: Document) -> None:
        """Nothing is being sent any more."""
        if self._plan is not None and document.rest is None:
            # The first request was refused: nothing of the plan was begun.
            self.rest_is(document, None)
        self._current = None
        if self._wrote:
            self._wrote = False
            self.snapshot(document.baseline, ours=True)

    def read(self, campaign: Campaign) -> None:
        """The campaign was read whole. While we change it the snapshot waits until that is done."""
        if not self._wrote:
            self.snapshot(campaign, ours=False)

    def snapshot(self, campaign: Campaign, *, ours: bool) -> None:
        """Keep what the campaign looks like, beside whatever else happens."""
        if self.storage is None:
            return
        if self._at_end:
            self._last = campaign, ours
            return
        task = asyncio.create_task(self._save(self.storage.history, campaign, ours=ours))
        self._saving.add(task)
        task.add_done_callback(self._saving.discard)

    async def _save(self, history: History, campaign: Campaign, *, ours: bool) -> None:
        settings = self.provider.settings_type.read(campaign.head.reported).wire()
        async with self._one_by_one:
            try:
                await asyncio.to_thread(history.save, campaign, settings, ours=ours)
            except (sqlite3.Error, OSError, Unreadable, RecursionError) as error:
                if self._tell is not None:
                    self._tell(f"The history of “{campaign.head.title}” could not be written: {error}.")
                self._tell = None

    async def written(self) -> None:
        """Wait until the snapshots are on the disk."""
        if self._last is not None and self.storage is not None:
            (campaign, ours), self._last = self._last, None
            await self._save(self.storage.history, campaign, ours=ours)
        while self._saving:
            await asyncio.wait(set(self._saving))

    async def found(self, document: Document, operation: AddStep) -> None:
        """An add whose answer was lost earlier turned out to have been made."""
        if self.storage is not None:
            settled = self.storage.journal.settled
            await Entry(self.storage).keep(settled, document.baseline.head.id, operation.key)


def _same(one: object, other: object) -> bool:
    return one is other


def _without_secrets(data: object) -> str | None:
    """JSON; None when a key of an account is in it, which must not come to lie on the disk."""
    text = json.dumps(data)
    return text if veil(text) == text else None


def _known(document: Document, operation: AddStep) -> tuple[str, ...]:
    for sequence in sequences(document.baseline):
        if sequence.id == operation.sequence_id:
            return tuple(step.id for step in sequence.steps if step.id)
    return ()


def _ids(document: Document, keys: set[str]) -> dict[str, str]:
    """The ids of the steps and sequences that have one of these keys."""
    found = {s.key: s.id for s in sequences(document.baseline) if s.key in keys and s.id}
    return found | {
        spot.step.key: spot.step.id for spot in walk(document.baseline) if spot.step.key in keys and spot.step.id
    }
