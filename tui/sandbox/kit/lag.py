"""Lists that show an older state: reads by id are exact, lists may be late (contract 6)."""

from collections import deque

from tui.sandbox.kit.records import KitState
from tui.sandbox.store import Store


class Lag:
    """Remembers what was true before each of the last changes, for as long as lists may still show it."""

    def __init__(self, store: Store) -> None:
        """The length of the lag is read from the store's switches, so it may change at any time."""
        self._store = store
        self._past: deque[tuple[float, KitState]] = deque()

    def remember(self) -> None:
        """Keep the state as it is; to be called before every change."""
        if self._store.switches.kit.lag_seconds:
            self._forget()
            self._past.append((self._store.clock.seconds(), self._store.state.kit.model_copy(deep=True)))

    def listed(self) -> KitState:
        """What lists show now."""
        self._forget()
        return self._past[0][1] if self._past else self._store.state.kit

    def _forget(self) -> None:
        shown = self._store.clock.seconds() - self._store.switches.kit.lag_seconds
        while self._past and self._past[0][0] <= shown:
            self._past.popleft()
