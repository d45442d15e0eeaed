"""The rate limit of the imitated lemlist: a window that slides, one per API key (contract 1.2)."""

import math
from collections import deque
from datetime import timedelta

from tui.sandbox.clock import javascript_date
from tui.sandbox.store import Store

_DOCUMENTED = 20  # requests per window (seed)


class RateLimit:
    """Counts requests per key over the last `rate_seconds`; refused requests are not counted."""

    def __init__(self, store: Store) -> None:
        """Limits and clock are read from the store at each request, so they may change at any time."""
        self._store = store
        self._seen: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Count one request of `key`; False when the window is full."""
        switches, seen = self._store.switches, self._window(key)
        if switches.rate_requests and len(seen) >= switches.rate_requests:
            return False
        seen.append(self._store.clock.seconds())
        return True

    def headers(self, key: str | None) -> dict[str, str]:
        """The four headers that every answer carries.

        A request without a valid key sees a full budget, and so does everybody when the limit is switched off.
        """
        switches, clock = self._store.switches, self._store.clock
        limit = switches.rate_requests or _DOCUMENTED
        seen = self._window(key) if key is not None and switches.rate_requests else deque[float]()
        left = switches.rate_seconds if not seen else seen[0] + switches.rate_seconds - clock.seconds()
        return {
            "Retry-After": str(max(1, math.ceil(left))),
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(max(0, limit - len(seen))),
            "X-RateLimit-Reset": javascript_date(clock.utc() + timedelta(seconds=max(0.0, left))),
        }

    def _window(self, key: str) -> deque[float]:
        seen = self._seen.setdefault(key, deque())
        begin = self._store.clock.seconds() - self._store.switches.rate_seconds
        while seen and seen[0] <= begin:
            seen.popleft()
        return seen
