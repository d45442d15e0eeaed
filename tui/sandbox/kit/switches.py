"""The doubts of Kit's contract, each as a switch."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class KitSwitches:
    """How the imitated Kit reads what the documents leave open; as a word: `kit.lag_seconds=30`.

    `lag_seconds`: lists show what was true so many seconds ago (contract 6; up to 300 is documented).
    `key_requests`, `token_requests`: calls in any 60 seconds with a key or a token; 0 is no limit (contract 4).
    `retry_after`: a 429 says in `Retry-After` when a call is possible again (contract 4).
    `entitled`: whether the account may create sequences; if not, 403 (contract 3).
    `hours_with_days`: `send_days` beside `delay_unit` hours, refused (documents) or stored (live test; contract 8.7).
    `positions`: "unique" refuses a taken position, "shared" accepts it as before July 2026 (contract 8.3).
    `closing_up`: deleting an e-mail renumbers the later ones (contract 13, point 3).
    `null_positions`: answers print `position` null, as the older samples do (contract 8.3).
    `counts`: sequences carry `email_count` and `subscriber_count`, as since June 2026 (contract 7.1).
    `cleanup_seconds`: how long after its deletion the memberships of a sequence are cleared away (seed: "in the
    background").
    `bulk_queue_megabytes`: the largest bulk request that is taken, 413 beyond; 0 takes none (contract 10).
    """

    lag_seconds: float = 0.0
    key_requests: int = 120
    token_requests: int = 600
    retry_after: bool = False
    entitled: bool = True
    hours_with_days: Literal["refuse", "store"] = "refuse"
    positions: Literal["unique", "shared"] = "unique"
    closing_up: bool = False
    null_positions: bool = False
    counts: bool = True
    cleanup_seconds: float = 300.0
    bulk_queue_megabytes: int = 300
