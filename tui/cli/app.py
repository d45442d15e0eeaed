"""`branchline [CAMPAIGN]`: opens the app; also the help of the whole command line."""

from __future__ import annotations

import os
import sys

from tui import __version__
from tui.cli import COMMANDS
from tui.cli.parser import Parser, Refusal

ABOUT = """\
Branchline edits outreach sequences in the terminal. It shows a campaign as a tree, branches included, with the day of
every step; edits each step in a form made for its type; and sends the changes to the service that runs the campaign.
Without an account it opens on a sandbox with demo campaigns, where nothing can go wrong."""

_EPILOG = """\
commands:
{commands}
  A campaign that has the name of a command: branchline -- list

examples:
  branchline                              open the app
  branchline show "Q4 outbound"           the tree of a campaign, by id, name or part of the name
  branchline list --status running --json | jq length

exit codes:
  0  done    1  findings or differences    2  refused, or bad input (unknown campaign, key not accepted, …)
  3  service not reached, too slow or failing    130  interrupted

environment:
  BRANCHLINE_LEMLIST_API_KEY   a key for lemlist, enough to work without any settings; likewise for each other service
  BRANCHLINE_NAME_API_KEY      the key of the account NAME
  BRANCHLINE_NAME_BASE_URL     another address for it: https, or http on this machine
  BRANCHLINE_HOME              one folder for settings, data and credentials
  BRANCHLINE_DEBUG=1           show tracebacks
  NO_COLOR                     no colours in the output of commands"""


def parser() -> Parser:
    """The words of the bare command."""
    commands = "\n".join(f"  {name:<9}{about}" for name, (_, about) in COMMANDS.items())
    made = Parser("", ABOUT, _EPILOG.format(commands=commands))
    made.usage = "branchline [CAMPAIGN] [options]\n       branchline COMMAND [--help]"
    made.add_argument(
        "campaign", metavar="CAMPAIGN", nargs="?", help="open this campaign at once: id, name, or part of it"
    )
    made.account_options()
    made.option("--read-only", action="store_true", help="let nothing but reading requests out")
    made.option("--theme", metavar="NAME", help="colours: branchline-dark, branchline-light, nord, …")
    made.option("--version", action="version", version=f"branchline {__version__}")
    return made


def run(words: list[str]) -> int:
    """Open the app and stay until it is left."""
    options = parser().read(words)
    if not (sys.stdin.isatty() and sys.stdout.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
        raise Refusal(
            "The app needs a terminal for input and output.", "Use `branchline list` and `branchline show` here."
        )
    from tui.cli.reach import read_settings
    from tui.config.accounts import find_accounts
    from tui.config.nearest import did_you_mean

    loaded = read_settings(quiet=True)
    theme = options.theme or loaded.settings.theme
    if options.theme:
        from tui.cli.parser import one_of
        from tui.config.settings import THEMES

        one_of("theme", THEMES)(options.theme)
    from tui.app.main import run as open_app
    from tui.app.options import AppOptions

    return open_app(
        AppOptions(
            accounts=find_accounts(loaded.settings, os.environ, options.base_url, options.account),
            campaign=options.campaign,
            hint=did_you_mean(options.campaign or "", list(COMMANDS)),
            read_only=options.read_only,
            theme=theme,
            trash_days=loaded.settings.trash_days,
            problems=loaded.problems,
        )
    )
