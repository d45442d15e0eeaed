"""What a row of the list of campaigns says, and what the list says of its accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.app.widgets.outline import Art
from tui.app.widgets.topbar import STATUS_MARKS

if TYPE_CHECKING:
    from tui.app.session import Session
    from tui.config.accounts import Account
    from tui.model.nodes import CampaignHead

STATUS_CELLS, NARROW_STATUS_CELLS = 16, 8
"""Room for the word of a status; the services' own may be long."""
ROLES = {"running": "good", "paused": "warn", "errors": "error"}
SANDBOX_NOTE = (
    "The built-in sandbox: services imitated on this machine, nothing is sent to anybody. Your own account: quit, "
    "then “branchline account add”."
)


def search_words(head: CampaignHead, *, many: bool) -> str:
    """What the filter looks through."""
    where = f"{head.account} {head.service}" if many else ""
    return f"{head.title} {head.status} {head.status_word} {head.id} {where}".lower()


def where_words(accounts: Sequence[Account]) -> str:
    """The place that the top line names for the whole list."""
    if len(accounts) == 1:
        return accounts[0].name
    return "sandbox" if _sandbox(accounts) else f"{len(accounts)} accounts"


def paint_row(head: CampaignHead, session: Session, *, narrow: bool = False) -> Art:
    """Status and name; unsaved input, steps and account. `narrow`: short words for the status, and no account."""
    mark, word = STATUS_MARKS[head.status][0], head.status if narrow else head.status_word or head.status
    cells = NARROW_STATUS_CELLS if narrow else STATUS_CELLS
    left = [(f"{mark} {word[:cells]:<{cells + 1}}", ROLES.get(head.status, "dim")), (head.title, "")]
    right = []
    document = session.documents.get((head.account, head.id))
    if document is not None and document.drafts:
        right.append(("●  ", "warn"))
    right.append((_steps(head, session), "dim"))
    if len(session.accounts) > 1 and not narrow:
        places = {account.name: _place(account, session.accounts) for account in session.accounts}
        right.append((f"  {places[head.account]:<{max(map(len, places.values()))}}", "dim"))
    return Art(left=left, right=right)


def _sandbox(accounts: Sequence[Account]) -> bool:
    return all(account.sandbox for account in accounts)


def _place(account: Account, accounts: Sequence[Account]) -> str:
    """The account as a row names it: with its service where there are several and its name does not say which."""
    if _sandbox(accounts):
        return account.service
    several = len({each.service for each in accounts}) > 1
    return f"{account.name} · {account.service}" if several and account.service not in account.name else account.name


def _steps(head: CampaignHead, session: Session) -> str:
    """How many steps a campaign has, as far as that is known; the numbers stand below each other."""
    count = session.step_counts.get((head.account, head.id), head.steps)
    if count is None:
        provider = session.providers.get(head.account)
        return "—      " if provider is not None and provider.frugal else "…"
    return "unreadable" if count < 0 else f"{count:>4} step" + ("s" if count != 1 else " ")
