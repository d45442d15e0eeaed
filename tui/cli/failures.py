"""From an exception to one line on stderr and an exit code."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

from tui.cli.output import say
from tui.cli.parser import Refusal
from tui.config.errors import ConfigError
from tui.providers.errors import BadAnswer, LostAnswer, NotReached, RateLimited, ServerFailed, ServiceError, TimedOut

REFUSED, UNREACHABLE = 2, 3

_UNREACHABLE = (NotReached, TimedOut, LostAnswer, BadAnswer, RateLimited, ServerFailed)


def debugging() -> bool:
    """Whether the user wants tracebacks."""
    return os.environ.get("BRANCHLINE_DEBUG", "") not in ("", "0")


def explain(error: BaseException) -> int:
    """Say what went wrong and what to do; the exit code. With BRANCHLINE_DEBUG also where."""
    if debugging():
        report = f"\n{error.report()}\n" if isinstance(error, ServiceError) else ""
        say("".join(traceback.format_exception(error)) + report)
    say(f"branchline: {sentence(error)}")
    return exit_code(error)


def exit_code(error: BaseException) -> int:
    """3 when the service was not reached or failed, else 2."""
    return UNREACHABLE if isinstance(error, _UNREACHABLE) else REFUSED


def sentence(error: BaseException) -> str:
    """Cause and remedy of an error."""
    if isinstance(error, (Refusal, ConfigError, ServiceError)):
        return f"{error.cause} {error.remedy}".strip()
    if isinstance(error, OSError) and error.strerror:
        where = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{where}. Make room or mend the permissions, then try again."
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" at {Path(last[0].filename).name}, line {last[0].lineno}" if last else ""
    # The message of an unknown exception is left out: it may quote a secret.
    return (
        f"A fault of Branchline: {type(error).__name__}{where}. "
        "Run it again with BRANCHLINE_DEBUG=1 and report the traceback together with `branchline info`."
    )
