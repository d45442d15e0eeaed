"""A campaign file on the command line: read, its mistakes told, compared with the campaign that it is about."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tui.cli.meant import meant, meant_by_id
from tui.cli.output import Progress, say
from tui.cli.parser import Parser, Refusal
from tui.cli.reach import wanted_accounts
from tui.config.accounts import Account
from tui.config.errors import AccountError
from tui.model.plain import visible
from tui.providers.errors import ServiceError
from tui.workspace.document import Document
from tui.workspace.files.changes import Changes, changes, mistakes_alone
from tui.workspace.files.mistakes import MOST_MISTAKES, BadFile, Mistake
from tui.workspace.files.nodes import LARGEST
from tui.workspace.files.parse import read_file
from tui.workspace.files.parsed import CampaignFile

STDIN = "-"


def file_arguments(parser: Parser) -> None:
    """FILE and CAMPAIGN."""
    parser.add_argument("file", metavar="FILE", help="a campaign file, as `branchline export` writes it; - for stdin")
    parser.add_argument("campaign", metavar="CAMPAIGN", nargs="?", help="another campaign than the one it names")


def read_raw(name: str) -> bytes:
    """The bytes of a file, never more than one too many. Raises Refusal."""
    if name == STDIN:
        return sys.stdin.buffer.read(LARGEST + 1)
    try:
        with open(name, "rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Refusal(f"There is no file “{name}”.", "`branchline export CAMPAIGN --out FILE` writes one.") from None
    except OSError as error:
        raise Refusal(f"{name} cannot be read: {error.strerror}.", "Give a file that you may read.") from None


def tell(mistakes: Iterable[Mistake], name: str) -> None:
    """Say what is wrong, a line for each, as compilers do."""
    listed = sorted(mistakes, key=lambda each: each.at)
    for each in listed[:MOST_MISTAKES]:
        say(visible(each.line(name)))
    if len(listed) > MOST_MISTAKES:
        say(f"… and {len(listed) - MOST_MISTAKES} more.")


def refused(error: BadFile, name: str) -> Refusal:
    """Tell the mistakes of a file; the refusal that ends the command."""
    tell(error.mistakes, name)
    count = len(error.mistakes)
    return Refusal(f"{count} mistake{'' if count == 1 else 's'} in {name}.", "Nothing was sent.")


def parsed(name: str) -> CampaignFile:
    """A file that is a campaign file; it may have mistakes all the same. Raises Refusal."""
    try:
        return read_file(read_raw(name))
    except BadFile as error:
        raise refused(error, name) from None


def accounts_for(file: CampaignFile, options: Namespace) -> tuple[Account, ...]:
    """The wanted accounts of the service that the file is for. Raises Refusal."""
    service = file.tongue.service
    found = tuple(account for account in wanted_accounts(options) if account.service == service)
    if not found:
        raise Refusal(f"The file is for {service}, and no account here is.", "Give one with --account.")
    return found


@dataclass(slots=True)
class Compared:
    """A file beside the campaign that it is about, with the connection open."""

    file: CampaignFile
    document: Document
    changes: Changes
    own: bool
    """Whether it is the campaign that the file names."""

    async def again(self) -> Changes:
        """Read the campaign anew and compare. Raises ServiceError and BadFile."""
        await self.document.load(self.document.baseline.head.id)
        settings = await self.document.provider.settings(self.document.baseline.head.id)
        self.changes = changes(self.file, self.document.baseline, settings, self.document.keys.mint, ids=self.own)
        return self.changes


@asynccontextmanager
async def compared(options: Namespace, progress: Progress) -> AsyncIterator[Compared]:
    """What the file would change. Raises Refusal with every mistake told, AccountError, ServiceError."""
    file = parsed(options.file)
    wanted = (options.campaign or "").strip()
    if not wanted and not file.campaign:
        raise Refusal("The file does not say which campaign it is about.", "Give its id or name behind the file.")
    async with AsyncExitStack() as stack:
        try:
            accounts = accounts_for(file, options)
            way = meant(accounts, wanted, progress) if wanted else meant_by_id(accounts, file.campaign, progress)
            found = await stack.enter_async_context(way)
            progress.show("reading the steps")
            document = Document(found.provider)
            await document.load(found.head.id, found.head)
            settings = await found.provider.settings(found.head.id)
        except (Refusal, AccountError, ServiceError):
            if alone := mistakes_alone(file):
                progress.show("")
                raise refused(BadFile(alone), options.file) from None
            raise
        own = found.head.id == file.campaign
        try:
            difference = changes(file, document.baseline, settings, document.keys.mint, ids=own)
        except BadFile as error:
            progress.show("")
            raise refused(error, options.file) from None
        progress.show("")
        tell(difference.notes, options.file)
        yield Compared(file, document, difference, own)


def remarks(found: Compared) -> list[str]:
    """What has to be said of a file that is for another campaign, or older than the campaign."""
    if not found.own:
        other, head = found.file.campaign, found.document.baseline.head
        return [
            f"The file is of another campaign ({other or 'none named'}): “{head.title}” would become the same. "
            "Its ids mean nothing here, steps are matched by their content."
        ]
    since = found.changes.since.sentence
    return [since] if since and found.changes.operations else []
