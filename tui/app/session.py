"""What is open while the program runs: one provider for each account, campaigns, drafts, and writes on their way."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.model.nodes import CampaignHead
from tui.workspace.document import Document
from tui.workspace.recorder import Recorder
from tui.workspace.storage import Storage

if TYPE_CHECKING:
    from tui.app.screens.copying import Clip
    from tui.config.accounts import Account
    from tui.providers.base import Option, Provider
    from tui.providers.calls import CallEvent


class Session:
    """Providers by account name, the heads that were listed, and the documents that were opened."""

    def __init__(self, accounts: tuple[Account, ...], connect: Callable[[Account], Provider], storage: Storage | None):
        self.accounts, self.storage = accounts, storage
        self._connect = connect
        self.tell: Callable[[str], None] = lambda text: None
        """Hears what is to be said in passing."""
        self.providers: dict[str, Provider] = {}
        self.heads: dict[tuple[str, str], CampaignHead] = {}
        """Campaign heads by account name and campaign id, as far as they were listed."""
        self.unlisted: dict[str, str] = {}
        """Accounts whose list could not be read when that was last tried, and why."""
        self.step_counts: dict[tuple[str, str], int] = {}
        self.options: dict[tuple[str, str], tuple[Option, ...]] = {}
        """What fields can name besides campaigns, by account and word."""
        self.clip: Clip | None = None
        """What was copied or cut last."""
        self.documents: dict[tuple[str, str], Document] = {}
        self.writing = 0
        """Changes that are being sent now."""
        self.idle = asyncio.Event()
        self.idle.set()
        self.events: deque[CallEvent] = deque(maxlen=5000)
        """The newest events of all connections, for a log."""

    async def connected(self, account: str) -> Provider:
        """The connection of an account, made when it is first needed. Raises AccountError.

        In a thread, because the command that prints a key may take its time.
        """
        if account not in self.providers:
            found = next(item for item in self.accounts if item.name == account)
            self.providers[account] = await asyncio.to_thread(self._connect, found)
        return self.providers[account]

    def document(self, account: str, campaign_id: str) -> Document:
        """The document of a campaign; the same one as long as the program runs, so that nothing typed is lost."""
        place = (account, campaign_id)
        if place not in self.documents:
            drafts = self.storage.drafts if self.storage is not None else None
            provider = self.providers[account]
            self.documents[place] = Document(provider, drafts, Recorder(provider, self.storage, self.tell))
        return self.documents[place]

    def names(self, account: str) -> dict[str, str]:
        """Names of the campaigns of an account by id, and of what else its fields can name by `word:id`."""
        found = {head.id: head.title for (name, _), head in self.heads.items() if name == account}
        for (name, picks), options in self.options.items():
            if name == account:
                found.update({f"{picks}:{option.id}": option.name for option in options})
        return found

    async def offered(self, account: str, picks: str) -> tuple[Option, ...]:
        """What a field of kind OPTION can name, read once for each account. Raises ServiceError."""
        if (account, picks) not in self.options:
            self.options[account, picks] = await self.providers[account].options(picks)
        return self.options[account, picks]

    def learn(self, head: CampaignHead, *, first: bool = False) -> None:
        """Take over what is known of a campaign now; a new one stands `first`, as the newest."""
        place = (head.account, head.id)
        if first:
            self.heads = {place: head, **self.heads}
        else:
            self.heads[place] = head

    def forget(self, account: str, campaign_id: str) -> None:
        """Take a campaign that is gone out of everything."""
        place = (account, campaign_id)
        self.heads.pop(place, None)
        self.step_counts.pop(place, None)
        self.documents.pop(place, None)

    def unsaved(self) -> list[Document]:
        """The documents that hold input which was not sent."""
        return [document for document in self.documents.values() if document.drafts]

    def store_drafts(self) -> str:
        """Write all drafts to disk; what went wrong, or an empty text."""
        try:
            for document in self.documents.values():
                document.store_drafts()
        except sqlite3.Error as error:
            return f"The unsaved input could not be written to disk: {error}."
        return ""

    async def aclose(self) -> None:
        """Close all connections, once what they have told is on the disk."""
        for document in self.documents.values():
            await document.record.written()
        for provider in self.providers.values():
            await provider.aclose()


class Writing:
    """Counts a change that is under way, so that quitting can wait for it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> None:
        self._session.writing += 1
        self._session.idle.clear()

    def __exit__(self, *_: object) -> None:
        self._session.writing -= 1
        if not self._session.writing:
            self._session.idle.set()
