"""`branchline replace OLD NEW`: words replaced over the campaigns of an account, as one plan that is shown first."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.cli.asking import finished, says_yes
from tui.cli.find_command import as_json, pattern_of, print_hits, search_account, search_options
from tui.cli.output import Progress, put, put_json, say
from tui.cli.parser import Parser, Refusal
from tui.cli.reach import connected, wanted_accounts
from tui.cli.stored import remembered
from tui.config.accounts import Account
from tui.config.atomic import write_whole
from tui.model.plain import visible
from tui.providers.base import Provider
from tui.review.search import Hit, Pattern
from tui.workspace.engine import Refused
from tui.workspace.replacing import Found, carry_out, planned, report

DIFFERENCES, REFUSED, FAILED = 1, 2, 3

_EPILOG = """\
Campaigns that are running are left out unless --running is given. Every text is checked before anything is sent.
NEW is taken as it stands; with --regex it may hold \\1 and the like."""


def run(words: list[str]) -> int:
    """Show the plan, ask, carry it out, tell what came of it."""
    parser = Parser("replace", "Replace words in the texts of all campaigns of an account.", _EPILOG)
    parser.add_argument("old", metavar="OLD", help="the words to look for")
    parser.add_argument("new", metavar="NEW", help="what they become")
    search_options(parser)
    parser.option("--running", action="store_true", help="change running campaigns, too")
    parser.option("--dry-run", action="store_true", help="show the plan and send nothing")
    parser.option("--each", action="store_true", help="ask for every single place")
    parser.option("--yes", action="store_true", help="do not ask")
    parser.option("--report", metavar="FILE", help="write before and after of every field there, as Markdown")
    parser.json_option()
    options = parser.read(words)
    pattern = pattern_of(options.old, options.new, options)
    accounts = wanted_accounts(options)
    with Progress() as progress:
        return max([finished(_replace(account, pattern, options, progress)) for account in accounts])


async def _replace(account: Account, pattern: Pattern, options: Any, progress: Progress) -> int:
    async with connected(account) as provider:
        found = await search_account(provider, pattern, options, progress)
        for each in (each for each in found if each.failed):
            say(f"branchline: “{visible(each.head.title)}” could not be read: {each.failed}")
        with_hits = [each for each in found if each.hits]
        left_out = [each for each in with_hits if each.head.is_running and not options.running]
        for each in left_out:
            say(f"Left out, because it is running: “{visible(each.head.title)}”. --running takes it in.")
        plans = _plans(provider, [each for each in with_hits if each not in left_out], pattern, options)
        if options.json and options.dry_run:
            put_json([as_json(each.head, hit) for each, _ in plans for hit in each.hits])
            return DIFFERENCES if plans else 0
        if not plans:
            say("Nothing is to be replaced.")
            return 0
        count = sum(len(operations) for _, operations in plans)
        words = f"{count} step{'' if count == 1 else 's'} in {len(plans)} campaign{'' if len(plans) == 1 else 's'}"
        if options.dry_run:
            say(f"{words} would be changed; nothing was sent.")
            return DIFFERENCES
        if not options.yes and not _agreed(f"Change {words}?"):
            say("Nothing was sent.")
            return 0
        async with remembered(*(each.document for each, _ in plans if each.document is not None)):
            await carry_out(plans, lambda done, total: progress.show(f"{done} of {total} campaigns changed"))
        progress.show("")
        return _told(plans, options)


def _plans(provider: Provider, found: list[Found], pattern: Pattern, options: Any) -> list[tuple[Found, list[Any]]]:
    """The changes of every campaign, shown, as far as they were agreed to. Raises Refusal for a text that is wrong."""
    plans, problems = [], []
    for each in found:
        verdict = provider.verdict("update", each.head)
        if not verdict.allowed:
            problems.append(f"“{visible(each.head.title)}”: {verdict.sentence}")
            continue
        if not options.json:
            print_hits(each)
        try:
            operations = planned(each, pattern, frozenset(options.field), _accepting(options))
        except Refused as error:
            problems.append(f"“{visible(each.head.title)}”: {error}")
            continue
        if operations:
            plans.append((each, operations))
    if problems:
        raise Refusal("\n".join(problems), "Nothing was sent. Choose other words, or leave the campaign out.")
    return plans


def _accepting(options: Any) -> Callable[[Hit], bool]:
    """Every hit that would change something, or of those the ones that are agreed to one by one."""
    if not options.each:
        return lambda hit: hit.match != hit.becomes
    return lambda hit: (
        hit.match != hit.becomes
        and _agreed(visible(f"  {hit.place}  {hit.before}[{hit.match} → {hit.becomes}]{hit.after}  replace?"))
    )


def _agreed(question: str) -> bool:
    if not sys.stdin.isatty():
        raise Refusal("There is nobody to ask.", "Give --yes, or --dry-run to look only.")
    return says_yes(question)


def _told(plans: list[tuple[Found, list[Any]]], options: Any) -> int:
    """Say what came of it, and write the report."""
    done = sum(len(each.done) for each, _ in plans)
    put(f"Changed {done} step{'' if done == 1 else 's'}.")
    failed = [each for each, _ in plans if each.failed]
    for each in failed:
        say(f"branchline: “{visible(each.head.title)}”: {each.failed}")
    for each, _ in plans:
        for note in each.notes:
            say(f"“{visible(each.head.title)}”: {note}")
    if options.report:
        write_whole(Path(options.report), report(plans), private=True)
        say(f"Before and after of every field: {options.report}")
    return FAILED if failed else 0
