"""The limit of the imitated Kit: so many calls in any 60 seconds, per key or token (contract 4)."""

import math
from collections import deque

from tui.sandbox.kit.records import Credential
from tui.sandbox.store import Store

WINDOW = 60.0  # seconds


class Limit:
    """Counts calls per credential; refused calls are not counted."""

    def __init__(self, store: Store) -> None:
        """Limits and clock are read from the store at each call, so they may change at any time."""
        self._store = store
        self._seen: dict[str, deque[float]] = {}

    def wait(self, name: str, credential: Credential) -> float:
        """Count one call of the credential called `name`; seconds until there is room, 0 when it was counted."""
        switches, now = self._store.switches.kit, self._store.clock.seconds()
        allowed = switches.key_requests if credential.kind == "key" else switches.token_requests
        seen = self._seen.setdefault(name, deque())
        while seen and seen[0] <= now - WINDOW:
            seen.popleft()
        if allowed and len(seen) >= allowed:
            return seen[len(seen) - allowed] + WINDOW - now
        seen.append(now)
        return 0.0

    def headers(self, wait: float) -> dict[str, str]:
        """The headers of a 429: none, as documented, or `Retry-After` in whole seconds where the switch asks for it."""
        return {"Retry-After": str(max(1, math.ceil(wait)))} if self._store.switches.kit.retry_after else {}
