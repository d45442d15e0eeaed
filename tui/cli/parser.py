"""argparse with our words for what is wrong, and the options that several commands share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable
from typing import NoReturn

WIDEST_HELP = 120
"""Columns."""


class Refusal(Exception):
    """A command that cannot be carried out as it was given; ends with exit code 2."""

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(f"{cause} {remedy}".strip())
        self.cause, self.remedy = cause, remedy


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Left to itself argparse imports a module with three compressors to learn the width of the terminal."""
    try:
        width = int(os.environ.get("COLUMNS", "")) or WIDEST_HELP
    except ValueError:
        try:
            width = os.get_terminal_size().columns
        except OSError:
            width = WIDEST_HELP
    return argparse.RawDescriptionHelpFormatter(prog, width=max(40, min(width, WIDEST_HELP) - 2))


class Parser(argparse.ArgumentParser):
    """The words of one command. Names the nearest option, and never repeats a value, which might be a key."""

    def __init__(self, command: str, about: str, epilog: str = "") -> None:
        super().__init__(
            prog=f"branchline {command}".strip(),
            description=about,
            epilog=epilog or None,
            allow_abbrev=False,
            formatter_class=_formatter,
        )
        self._options: list[str] = ["--help"]

    def option(self, *names: str, **rest: object) -> None:
        """Declare an option, as `add_argument` does."""
        self._options.extend(name for name in names if name.startswith("--"))
        self.add_argument(*names, **rest)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Called by argparse for what it finds wrong."""
        raise Refusal(f"{message[:1].upper()}{message[1:]}.", self.hint())

    def read(self, words: list[str]) -> argparse.Namespace:
        """The values of the words. Raises Refusal; SystemExit after `--help`."""
        options, unknown = self.parse_known_args(words)
        for word in unknown:
            if word.startswith("-") and word != "--":
                from tui.config.nearest import did_you_mean

                name = word.partition("=")[0]
                raise Refusal(f"There is no option {name}.", did_you_mean(name, self._options) or self.hint())
        if unknown:
            count = f"{len(unknown)} words" if len(unknown) > 1 else "one word"
            raise Refusal(f"`{self.prog}` got {count} too many.", f"Put quotes around names with spaces. {self.hint()}")
        return options

    def hint(self) -> str:
        """Where to read more."""
        return f"See `{self.prog} --help`."

    def account_options(self) -> None:
        """`--account` and `--base-url`."""
        self.option("--account", metavar="NAME", help="only this account; “sandbox” is always there")
        self.option("--base-url", metavar="URL", help="another address of the service: https, or http on this machine")

    def json_option(self) -> None:
        """`--json`."""
        self.option("--json", action="store_true", help="print JSON")


def one_of(what: str, words: Iterable[str]) -> Callable[[str], str]:
    """A type for an option that takes one of a few words. Refuses others, naming the nearest."""
    known = tuple(words)

    def read(given: str) -> str:
        if given in known:
            return given
        from tui.config.nearest import did_you_mean

        raise Refusal(
            f"There is no {what} of that name.", f"{did_you_mean(given, known)} Known: {', '.join(known)}.".strip()
        )

    return read
