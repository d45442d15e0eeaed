"""The command line. Imports next to nothing itself: each command is a module that is loaded when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

COMMANDS = {
    "list": ("tui.cli.list_command", "campaigns of all accounts, with status and number of steps"),
    "show": ("tui.cli.show", "one campaign as a tree, with the day of every step"),
    "export": ("tui.cli.export", "a campaign as a file that can be edited, compared and applied"),
    "diff": ("tui.cli.diff", "what applying a campaign file would change"),
    "apply": ("tui.cli.apply", "make a campaign what a campaign file says, or a new one"),
    "find": ("tui.cli.find_command", "where words stand, over all campaigns"),
    "replace": ("tui.cli.replace_command", "replace words over the campaigns of an account, as one plan"),
    "history": ("tui.cli.history", "what a campaign looked like, and what changed since; needs no network"),
    "trash": ("tui.cli.trash", "what was deleted, with everything that is needed to make it again"),
    "account": ("tui.cli.account", "add, list, test or remove an account"),
    "sandbox": ("tui.cli.sandbox", "serve the sandbox on this machine, for other programs"),
    "info": ("tui.cli.info", "versions, paths and accounts: what a bug report needs"),
}
"""Module and one line of help for each command."""

APP = "tui.cli.app"
_TAKE_A_VALUE = ("--account", "--base-url", "--theme")

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the words ask for and return the exit code; every error has become one line on stderr by then."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return 0
    except Exception as error:
        from tui.cli.failures import explain

        return explain(error)
    return code


def _run(words: list[str]) -> int:
    from importlib import import_module

    command, rest = split(words, COMMANDS)
    module = import_module(COMMANDS[command][0] if command else APP)
    try:
        return int(module.run(rest))
    except SystemExit as done:  # --help and --version end in this
        return done.code if isinstance(done.code, int) else 0


def split(words: list[str], commands: Sequence[str] | dict[str, tuple[str, str]]) -> tuple[str | None, list[str]]:
    """The command that the first plain word names, and the words without it; None when it is no command.

    Options before the command belong to it; a value such as that of `--account` is no plain word; `--` ends the search.
    """
    value_follows = False
    for place, word in enumerate(words):
        if value_follows:
            value_follows = False
        elif word in _TAKE_A_VALUE:
            value_follows = True
        elif word == "--":
            break
        elif not word.startswith("-"):
            return (word, words[:place] + words[place + 1 :]) if word in commands else (None, words)
    return None, words


def _forget_stdout() -> None:
    """Whoever read our output has gone: let what is left in the buffer go nowhere, without a complaint at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
