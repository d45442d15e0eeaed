"""`branchline diff FILE [CAMPAIGN]`: what applying a campaign file would change."""

from __future__ import annotations

from argparse import Namespace

from tui.cli.asking import finished
from tui.cli.campaign_file import compared, file_arguments, remarks
from tui.cli.changes_shown import put_operations
from tui.cli.output import Progress, put_json, say
from tui.cli.parser import Parser, Refusal
from tui.review.changes import as_json

DIFFERENCES = 1


def run(words: list[str]) -> int:
    """Print the operations: 0 for none, 1 for some."""
    parser = Parser("diff", "What applying a campaign file would change. Nothing is sent.")
    file_arguments(parser)
    parser.json_option()
    parser.account_options()
    options = parser.read(words)
    with Progress() as progress:
        return finished(_diff(options, progress))


async def _diff(options: Namespace, progress: Progress) -> int:
    async with compared(options, progress) as found:
        for remark in remarks(found):
            say(remark)
        difference = found.changes.difference
        if difference.impossible:
            raise Refusal(" ".join(difference.impossible), "The file cannot be applied as it is.")
        operations = found.changes.operations
        if options.json:
            put_json([as_json(operation) for operation in operations])
        elif not operations:
            say("No difference.")
        else:
            put_operations(operations)
    return DIFFERENCES if operations else 0
