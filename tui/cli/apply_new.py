"""`branchline apply FILE --new`: a campaign made from a file."""

from __future__ import annotations

from argparse import Namespace

from tui.cli.apply import DIFFERENCES, REFUSED, agreed, carry_out, count, show, verified
from tui.cli.campaign_file import Compared, accounts_for, parsed, refused, tell
from tui.cli.effects import said_of
from tui.cli.output import Progress, put, say
from tui.cli.parser import Refusal
from tui.cli.reach import connected
from tui.model.nodes import Campaign, CampaignHead, Keys, Sequence
from tui.model.plain import visible
from tui.model.settings import ContainerSettings
from tui.plan.operations import AnyOperation
from tui.providers.base import Provider
from tui.workspace.containers import create as make
from tui.workspace.document import Document
from tui.workspace.files.changes import changes
from tui.workspace.files.contents import new_settings
from tui.workspace.files.mistakes import BadFile
from tui.workspace.files.parsed import CampaignFile

EMPTY = "new"
"""Stands for the id of a campaign that is not made yet."""


async def create(options: Namespace, progress: Progress) -> int:
    """Check the whole file, ask, make the campaign, then its steps."""
    file = parsed(options.file)
    accounts = accounts_for(file, options)
    if len(accounts) > 1:
        names = ", ".join(account.name for account in accounts)
        raise Refusal(f"In which account? {names} are all for {file.tongue.service}.", "Give one with --account.")
    settings = _checked(file, options)
    async with connected(accounts[0]) as provider:
        verdict = provider.verdict("create", None)
        if not verdict.allowed:
            raise Refusal(verdict.sentence, "Nothing was sent.")
        operations = _steps(file, provider)
        name = visible(str(getattr(settings, "name", "")))
        say(f"New {provider.nouns.container} “{name}” in {accounts[0].name}:")
        show(operations, said_of(provider, _empty(provider), operations), [], options)
        if options.dry_run:
            say("Nothing was sent.")
            return DIFFERENCES
        if not options.yes and not agreed(f"Make it, with {count(len(operations), 'step')}?", options):
            say("Nothing was sent.")
            return REFUSED
        return await _made(file, provider, settings, progress)


def _checked(file: CampaignFile, options: Namespace) -> ContainerSettings:
    """The settings of the new campaign, when nothing is wrong with the file. Raises Refusal."""
    settings, mistakes = new_settings(file)
    head = CampaignHead(id=EMPTY, name="", service=file.tongue.service, account="")
    empty = Campaign(head=head, sequence=Sequence(key="main", id=EMPTY))
    wrong = [each for each in mistakes if each.severity == "error"]
    try:
        found = changes(file, empty, settings, Keys().mint, ids=False)
    except BadFile as error:
        told = [*wrong, *(each for each in error.mistakes if each not in wrong)]
        raise refused(BadFile(told), options.file) from None
    if wrong:
        raise refused(BadFile(wrong), options.file)
    tell([*(each for each in mistakes if each.severity == "note"), *found.notes], options.file)
    return settings


def _empty(provider: Provider) -> Campaign:
    head = CampaignHead(id=EMPTY, name="", status="draft", service=provider.service, account=provider.account)
    return Campaign(head=head, sequence=Sequence(key="main", id=EMPTY))


def _steps(file: CampaignFile, provider: Provider) -> tuple[AnyOperation, ...]:
    blank = file.tongue.settings.model_construct(set())
    return changes(file, _empty(provider), blank, Keys().mint, ids=False).difference.operations


async def _made(file: CampaignFile, provider: Provider, settings: ContainerSettings, progress: Progress) -> int:
    known = frozenset({head.id async for page in provider.heads() for head in page.heads})
    head, note = await make(provider, settings, known)
    put(head.id)
    if note:
        say(f"! {note}")
    document = Document(provider)
    await document.load(head.id)
    stored = await provider.settings(head.id)
    # What was sent with the creation and is never reported need not be sent again.
    sent = {name: getattr(settings, name) for name in settings.adding_names() if not stored.reported(name)}
    before = type(stored).model_construct(set(stored.values()) | set(sent), **{**stored.values(), **sent})
    found = Compared(file, document, changes(file, document.baseline, before, document.keys.mint, ids=False), own=False)
    code = await carry_out(found, progress)
    if code:
        say(f"The {provider.nouns.container} is there: `branchline apply FILE {head.id} --yes` makes the rest.")
        return code
    return await verified(found, progress)
