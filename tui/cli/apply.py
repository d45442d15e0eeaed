"""`branchline apply FILE [CAMPAIGN]`: make a campaign what a file says: plan, ask, carry out, look whether it is so."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from tui.cli.asking import finished, says_yes
from tui.cli.campaign_file import STDIN, Compared, compared, file_arguments, remarks, tell
from tui.cli.carrying import Carrying
from tui.cli.changes_shown import put_operations
from tui.cli.effects import Said, people_in, said_of
from tui.cli.output import Progress, put_json, say
from tui.cli.parser import Parser, Refusal
from tui.cli.stored import remembered
from tui.plan.operations import AnyOperation, UpdateSettings
from tui.review.changes import as_json
from tui.workspace.files.changes import unverifiable
from tui.workspace.files.mistakes import BadFile

DIFFERENCES, REFUSED, NOT_VERIFIED = 1, 2, 1

_EPILOG = """\
The file is compared with the campaign as it is now, so a second run does what the first one left, and nothing twice.
Steps without an id are new; steps that the file lacks are deleted; fields that it lacks stay as they are."""


def run(words: list[str]) -> int:
    """Show the plan, ask, carry it out, verify."""
    parser = Parser("apply", "Make a campaign what a campaign file says.", _EPILOG)
    file_arguments(parser)
    parser.option("--yes", action="store_true", help="do not ask, also where the campaign has changed since the export")
    parser.option("--dry-run", action="store_true", help="show the plan and send nothing")
    parser.option("--new", action="store_true", help="make a new campaign of it, as a draft or paused")
    parser.json_option()
    parser.account_options()
    options = parser.read(words)
    with Progress() as progress:
        if options.new:
            if options.campaign:
                raise Refusal("--new makes a campaign of its own.", "Leave out either --new or the campaign.")
            from tui.cli.apply_new import create

            return finished(create(options, progress))
        return finished(_apply(options, progress))


async def _apply(options: Namespace, progress: Progress) -> int:
    async with compared(options, progress) as found:
        operations = found.changes.operations
        told = remarks(found)
        for remark in told:
            say(remark)
        if not operations and not found.changes.difference.impossible:
            if options.json:
                put_json([])
            say("No difference: the campaign is what the file says.")
            return 0
        said = said_of(found.document.provider, found.document.baseline, operations)
        show(operations, said, [*await people_in(found.document.provider, found.document.baseline)], options)
        refusals = [*found.changes.difference.impossible, *said.refused]
        if refusals:
            raise Refusal("\n".join(refusals), "Nothing was sent.")
        if options.dry_run:
            say("Nothing was sent.")
            return DIFFERENCES
        if not options.yes:
            if not found.own or found.changes.since.conflicts:
                raise Refusal("Nothing was sent, for the reason above.", "Look at the plan; --yes carries it out.")
            if not agreed(f"Carry out {count(len(operations), 'change')}?", options):
                say("Nothing was sent.")
                return REFUSED
            await _still(found, operations)
        return await carry_out(found, progress) or await verified(found, progress)


def show(
    operations: Sequence[AnyOperation | UpdateSettings], said: Said, people: Sequence[str], options: Namespace
) -> None:
    """The plan: as data on stdout, what it does to people on stderr."""
    if options.json:
        put_json([as_json(operation) for operation in operations])
    else:
        put_operations(operations)
    for sentence in (*people, *said.warned):
        say(f"! {sentence}")
    if said.requests > len(operations):
        say(f"It takes about {count(said.requests, 'request')}.")


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def agreed(question: str, options: Namespace) -> bool:
    """Ask on the terminal; no is the default. Raises Refusal where nobody can be asked."""
    if options.file == STDIN or not sys.stdin.isatty():
        raise Refusal(
            "Nothing was sent: there is no terminal to ask on.", "--yes carries the plan out without a question."
        )
    return says_yes(question)


async def _still(found: Compared, operations: Sequence[AnyOperation | UpdateSettings]) -> None:
    """While the question stood, somebody may have changed the campaign. Raises Refusal."""
    try:
        now = await found.again()
    except BadFile:
        now = None
    if now is None or [as_json(each) for each in now.operations] != [as_json(each) for each in operations]:
        raise Refusal("The campaign was changed while the question stood; nothing was sent.", "Run it again.")


async def carry_out(found: Compared, progress: Progress) -> int:
    """Send the changes; the exit code, everything worth saying said."""
    carrying = Carrying(found.document, found.changes.operations, progress)
    async with remembered(found.document):
        code = await carrying.carry_out()
    for note in carrying.notes:
        say(f"! {note}")
    return code


async def verified(found: Compared, progress: Progress) -> int:
    """Compare once more: nothing may be left but what the service never reports."""
    progress.show("looking whether it is so")
    try:
        left = (await found.again()).operations
    except BadFile as error:
        progress.show("")
        say("Done, but not verified: against the campaign as it is now, the file has mistakes.")
        tell(error.mistakes, "the file")
        return NOT_VERIFIED
    progress.show("")
    seen = [operation for operation in left if not unverifiable(operation)]
    if seen:
        say("Not verified: these differences are left.")
        put_operations(seen)
        return NOT_VERIFIED
    if left:
        say("Done and verified, but for fields that the service takes and never reports.")
    else:
        say("Done and verified: the campaign is what the file says.")
    if found.own and found.changes.new_ids:
        head = found.document.baseline.head
        say(f"The file lacks ids: `branchline export {head.id} --out FILE` writes them in and keeps your comments.")
    return 0
