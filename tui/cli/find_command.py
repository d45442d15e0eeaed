"""`branchline find TEXT`: where words stand in the campaigns of all accounts."""

from __future__ import annotations

from typing import Any

from tui.cli.asking import finished
from tui.cli.failures import explain
from tui.cli.output import Progress, put, put_json, say
from tui.cli.parser import Parser, Refusal
from tui.cli.reach import all_heads, connected, wanted_accounts
from tui.config.accounts import Account
from tui.config.errors import AccountError
from tui.model.nodes import CampaignHead
from tui.model.plain import visible
from tui.providers.base import Provider
from tui.providers.errors import ServiceError
from tui.review.find import matching
from tui.review.search import BadPattern, Hit, Pattern
from tui.workspace.replacing import Found, search


def run(words: list[str]) -> int:
    """Print every place."""
    parser = Parser("find", "Where words stand in subjects, messages, titles and addresses, over all campaigns.")
    parser.add_argument("text", metavar="TEXT", help="the words to look for")
    search_options(parser)
    parser.json_option()
    options = parser.read(words)
    pattern = pattern_of(options.text, "", options)
    accounts = wanted_accounts(options)
    with Progress() as progress:
        found, code = finished(_read(accounts, pattern, options, progress))
    if options.json:
        put_json([as_json(each.head, hit) for each in found for hit in each.hits])
        return code
    count = 0
    for each in found:
        if each.failed:
            say(f"branchline: “{visible(each.head.title)}” could not be read: {each.failed}")
            code = max(code, 3)
        print_hits(each)
        count += len(each.hits)
    say(f"{count} place{'' if count == 1 else 's'} in {sum(1 for each in found if each.hits)} campaigns.")
    return code


def search_options(parser: Parser) -> None:
    """What `find` and `replace` share."""
    parser.account_options()
    parser.option("--regex", action="store_true", help="TEXT is a regular expression")
    parser.option("--ignore-case", action="store_true", help="upper and lower case are the same")
    parser.option(
        "--field", metavar="NAME", action="append", default=[], help="only this field (its name at the service)"
    )
    parser.option(
        "--campaign", metavar="C", action="append", default=[], help="only this campaign: id, name, part of it"
    )


def pattern_of(text: str, new: str, options: Any) -> Pattern:
    """The pattern that the words stand for. Raises Refusal."""
    try:
        return Pattern.of(text, new, regex=options.regex, ignore_case=options.ignore_case)
    except BadPattern as error:
        raise Refusal(str(error), "Give the words as they stand in the texts, or mend the expression.") from None


async def _read(
    accounts: tuple[Account, ...], pattern: Pattern, options: Any, progress: Progress
) -> tuple[list[Found], int]:
    found: list[Found] = []
    code = 0
    for account in accounts:
        try:
            async with connected(account) as provider:
                found += await search_account(provider, pattern, options, progress)
        except (AccountError, ServiceError) as error:
            if len(accounts) == 1:
                raise
            progress.show("")
            say(f"Account “{account.name}”:")
            code = max(code, explain(error))
    return found, code


async def search_account(provider: Provider, pattern: Pattern, options: Any, progress: Progress) -> list[Found]:
    """What was found in one account, campaign by campaign."""
    heads = wanted_heads(await all_heads(provider, progress.show), options.campaign)

    def told(done: int, total: int) -> None:
        progress.show(f"{provider.account}: {done} of {total} campaigns read")

    found = await search(provider, heads, pattern, frozenset(options.field), told)
    progress.show("")
    return found


def wanted_heads(heads: list[CampaignHead], wanted: list[str]) -> list[CampaignHead]:
    """The campaigns that `--campaign` names, all without it."""
    if not wanted:
        return heads
    chosen = {head.id for words in wanted for head in matching(heads, words)}
    return [head for head in heads if head.id in chosen]


def print_hits(found: Found) -> None:
    """The places of one campaign, one on a line."""
    if not found.hits:
        return
    head = found.head
    put(visible(f"{head.title}  ({head.account}, {head.status}, {head.id})"))
    for hit in found.hits:
        put(visible(f"  {hit.place}  {hit.spec.ask.title}: {hit.before}[{hit.match}]{hit.after}"))


def as_json(head: CampaignHead, hit: Hit) -> dict[str, Any]:
    """One place for scripts."""
    return {
        "campaign": head.id, "name": head.name, "account": head.account, "status": head.status,
        "step": hit.spot.step.id, "place": hit.place, "field": hit.spec.wire, "offset": hit.start,
        "match": hit.match, "before": hit.before, "after": hit.after, "becomes": hit.becomes,
    }  # fmt: skip
