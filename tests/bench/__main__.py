"""`python -m tests.bench [NAME...]`: measure, print the table, exit 1 when a budget is broken."""

from __future__ import annotations

import argparse
import asyncio
import sys
from itertools import groupby

from tests.bench.case import Outcome, chosen, measure, table
from tests.bench.cases import cases


def main() -> int:
    """Run what was named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", metavar="NAME", nargs="*", help="a case or a group; everything when absent")
    parser.add_argument("--rounds", type=int, default=9, help="how often each case is measured (default 9)")
    parser.add_argument("--list", action="store_true", help="name the cases and measure nothing")
    options = parser.parse_args()
    try:
        picked = chosen(cases, options.names)
    except ValueError as error:
        parser.error(str(error))
    if options.list:
        print("\n".join(f"{case.group}: {case.name}" for case in picked))
        return 0
    outcomes: list[Outcome] = []
    for _, group in groupby(picked, lambda case: case.group):
        outcomes += asyncio.run(measure(list(group), options.rounds, _tell))
    _tell("")
    print(table(outcomes))
    return int(any(outcome.verdict == "over" for outcome in outcomes))


def _tell(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
