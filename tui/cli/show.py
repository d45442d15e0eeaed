"""`branchline show CAMPAIGN`: one campaign as a tree, or as JSON."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from tui.cli.asking import finished
from tui.cli.history import reading, snapshot_of, wanted_head
from tui.cli.meant import meant
from tui.cli.output import Progress, put, put_json, say, terminal_width
from tui.cli.parser import Parser, Refusal
from tui.cli.reach import wanted_accounts
from tui.cli.stored import moment, number
from tui.config.accounts import Account
from tui.model.nodes import Branch, Campaign, Keys, Sequence, Step, UnknownContent
from tui.model.plain import visible
from tui.model.tree import count_steps
from tui.review.days import Day, days
from tui.review.outline import lines
from tui.workspace.connect import step_types
from tui.workspace.snapshots import campaign_of

DEFAULT_WIDTH = 100
_OWN = ("id", "type", "day", "branches")


def run(words: list[str]) -> int:
    """Print the campaign."""
    parser = Parser("show", "One campaign as a tree, with the day of every step, counted from when a person enters.")
    parser.add_argument("campaign", metavar="CAMPAIGN", nargs="?", help="its id, its name, or a part of the name")
    parser.option("--at", metavar="N", help="as a snapshot has it, without network; `branchline history` lists them")
    parser.json_option()
    parser.account_options()
    options = parser.read(words)
    if not (options.campaign or "").strip():
        raise Refusal("`branchline show` needs a campaign.", "Give its id or name; `branchline list` shows them all.")
    if options.at is not None:
        campaign, names = _at(options)
    else:
        with Progress() as progress:
            campaign, names = finished(_read(wanted_accounts(options), options.campaign.strip(), progress))
    if options.json:
        put_json(as_json(campaign))
    else:
        _draw(campaign, names)
    return 0


async def _read(accounts: tuple[Account, ...], wanted: str, progress: Progress) -> tuple[Campaign, dict[str, str]]:
    """The campaign that is meant, and the names of the campaigns of its account."""
    async with meant(accounts, wanted, progress) as found:
        progress.show("reading the steps")
        return await found.provider.campaign(found.head.id, Keys(), head=found.head), found.names


def _at(options: Namespace) -> tuple[Campaign, dict[str, str]]:
    """The campaign as a snapshot has it, and the names of the campaigns that there are snapshots of."""
    with reading() as history:
        head = wanted_head(history, options.campaign, options.account)
        assert history is not None
        found = snapshot_of(history.listed(head.account, head.id), number(options, "at"))
        say(f"As Branchline read it at {moment(found.at)}.")
        campaign = campaign_of(history.texts(found), found.head, step_types(head.service), Keys())
        return campaign, {each.id: each.title for each in history.campaigns() if each.account == head.account}


def _draw(campaign: Campaign, names: dict[str, str]) -> None:
    head = campaign.head
    count = count_steps(campaign)
    put(visible(head.title))
    facts = [head.status, f"{count} step{'' if count == 1 else 's'}", f"{head.service} / {head.account}", head.id]
    put(visible(" · ".join(facts)))
    put()
    drawn = lines(campaign, names, width=terminal_width() or DEFAULT_WIDTH)
    for line in drawn or ["No step yet."]:
        put(line)


def as_json(campaign: Campaign) -> dict[str, Any]:
    """The campaign for scripts: fields under the service's own names, `day` as earliest and latest (null: no bound)."""
    head, day_of = campaign.head, days(campaign)
    return {
        "id": head.id,
        "name": head.name,
        "status": head.status,
        "service": head.service,
        "account": head.account,
        "sequence": _sequence(campaign.sequence, day_of),
        "stray": [_sequence(stray, day_of) for stray in campaign.stray],
    }


def _sequence(sequence: Sequence, day_of: dict[str, Day]) -> dict[str, Any]:
    return {"id": sequence.id, "steps": [_step(step, day_of) for step in sequence.steps]}


def _step(step: Step, day_of: dict[str, Day]) -> dict[str, Any]:
    content = step.content
    if isinstance(content, UnknownContent):
        kind = (content.model_extra or {}).get("type")
        fields = {name: value for name, value in (content.model_extra or {}).items() if name not in (*_OWN, "_id")}
    else:
        kind = content.type
        fields = {spec.wire: getattr(content, spec.name) for spec in content.fields() if content.reported(spec.name)}
    day = day_of[step.key]
    shown: dict[str, Any] = {"id": step.id, "type": kind, **fields}
    shown["day"] = {"earliest": day.earliest, "latest": day.latest}
    if step.branches or content.branching:
        shown["branches"] = [_branch(branch, day_of) for branch in step.branches]
    return shown


def _branch(branch: Branch, day_of: dict[str, Day]) -> dict[str, Any]:
    return {
        "label": branch.label,
        "else": branch.is_else,
        "link": branch.link,
        "sequence": _sequence(branch.sequence, day_of),
    }
