"""`branchline export CAMPAIGN`: a campaign as a file that can be edited, compared and applied."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from tui.cli.asking import finished
from tui.cli.meant import meant
from tui.cli.output import Progress, put_json, say
from tui.cli.parser import Parser, Refusal, one_of
from tui.cli.reach import wanted_accounts
from tui.config.atomic import write_whole
from tui.model.nodes import CampaignHead, Keys
from tui.workspace.files.comments import Comments, comments_of
from tui.workspace.files.exported import as_data
from tui.workspace.files.mistakes import BadFile
from tui.workspace.files.nodes import LARGEST, read_nodes, read_text
from tui.workspace.files.tongue import tongue_of
from tui.workspace.files.write import as_yaml

FORMATS = ("yaml", "json")


def run(words: list[str]) -> int:
    """Print the campaign, or write it."""
    parser = Parser("export", "A campaign as a file: edit it, then `branchline diff FILE` and `branchline apply FILE`.")
    parser.add_argument("campaign", metavar="CAMPAIGN", nargs="?", help="its id, its name, or a part of the name")
    parser.option(
        "--format", metavar="F", type=one_of("format", FORMATS), default="yaml", help=f"one of {', '.join(FORMATS)}"
    )
    parser.option("--out", metavar="FILE", help="write there; comments in a file of the same campaign are kept")
    parser.option("--force", action="store_true", help="with --out: write over a file that is something else")
    parser.account_options()
    options = parser.read(words)
    if not (options.campaign or "").strip():
        raise Refusal("`branchline export` needs a campaign.", "Give its id or name; `branchline list` shows them all.")
    with Progress() as progress:
        data, head = finished(_read(options, progress))
    if options.format == "json" and not options.out:
        put_json(data)
    elif not options.out:
        _print(as_yaml(data, head))
    else:
        path = Path(options.out)
        comments = _earlier(path, head, options)
        text = as_yaml(data, head, comments) if options.format == "yaml" else _json(data)
        write_whole(path, text)
        say(f"Written: {options.out}.")
    return 0


async def _read(options: Namespace, progress: Progress) -> tuple[dict[str, Any], CampaignHead]:
    async with meant(wanted_accounts(options), options.campaign.strip(), progress) as found:
        progress.show("reading the steps")
        campaign = await found.provider.campaign(found.head.id, Keys(), head=found.head)
        settings = await found.provider.settings(found.head.id)
        return as_data(campaign, settings, tongue_of(found.provider)), campaign.head


def _earlier(path: Path, head: CampaignHead, options: Namespace) -> Comments | None:
    """The comments in a file that is to be written over. Raises Refusal when it is not of this campaign."""
    if options.force or not path.exists():
        return None
    refusal = Refusal(f"{path} exists and is no file of this campaign.", "Give another name, or --force to replace it.")
    try:
        with path.open("rb") as file:
            text = read_text(file.read(LARGEST + 1))
        root = read_nodes(text)
    except (OSError, BadFile):
        raise refusal from None
    said = {name.text: value.text for name, value in root.pairs}
    if "branchline" not in said or said.get("campaign") != head.id or said.get("service") != head.service:
        raise refusal
    return comments_of(text, root)


def _json(data: dict[str, Any]) -> str:
    # As ASCII: what would not print, or half a character, could not be written otherwise.
    return json.dumps(data, indent=2) + "\n"


def _print(text: str) -> None:
    """The file as it is, in UTF-8 whatever the terminal speaks: it is made to be written to a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
