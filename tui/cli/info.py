"""`branchline info`: what a bug report needs, and nothing that must not be in one."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from tui import __version__
from tui.cli.account import describe
from tui.cli.output import put, put_json
from tui.cli.parser import Parser
from tui.config import paths
from tui.config.accounts import find_accounts
from tui.config.errors import AccountError
from tui.config.settings import load
from tui.model.plain import visible

PACKAGES = ("textual", "httpx", "anyio", "pydantic", "starlette", "tomlkit", "platformdirs", "uvicorn", "keyring")
VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "NO_COLOR", "TMUX", "SSH_TTY", paths.HOME_VARIABLE)


def run(words: list[str]) -> int:
    """Print the facts."""
    parser = Parser("info", "Versions, paths, accounts without their keys, what is wrong with the settings.")
    parser.json_option()
    options = parser.read(words)
    facts = collect()
    if options.json:
        put_json(facts)
    else:
        _print(facts)
    return 0


def collect() -> dict[str, Any]:
    """Everything, for JSON. Raises nothing: what is broken is exactly what is to be reported."""
    loaded = load(paths.config_file())
    problems = list(loaded.problems)
    try:
        accounts = [describe(account) for account in find_accounts(loaded.settings, os.environ)]
    except AccountError as error:
        accounts = []
        problems.append(str(error))
    return {
        "branchline": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "terminal": {
            "size": list(shutil.get_terminal_size()) if sys.stdout.isatty() else None,
            "encoding": sys.stdout.encoding,
            "variables": {name: os.environ[name] for name in VARIABLES if name in os.environ},
        },
        "paths": {
            "settings": _path(paths.config_file()),
            "credentials": _path(paths.credentials_file()),
            "database": _path(paths.database_file()),
            "sandbox": _path(paths.sandbox_file()),
            "styles": _path(paths.STYLES),
        },
        "theme": loaded.settings.theme,
        "accounts": accounts,
        "problems": problems,
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _path(path: os.PathLike[str]) -> dict[str, Any]:
    return {"path": os.fspath(path), "exists": os.path.exists(path)}


def _print(facts: dict[str, Any]) -> None:
    versions = [(name, number or "not installed") for name, number in facts["packages"].items()]
    terminal = facts["terminal"]
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        (
            "Versions",
            [
                ("branchline", facts["branchline"]),
                ("python", facts["python"]),
                ("platform", facts["platform"]),
                *versions,
            ],
        ),
        (
            "Paths",
            [
                (name, item["path"] + ("" if item["exists"] else "  (not there)"))
                for name, item in facts["paths"].items()
            ],
        ),
        (
            "Terminal",
            [
                ("size", "×".join(map(str, terminal["size"])) if terminal["size"] else "not a terminal"),
                ("encoding", str(terminal["encoding"])),
                *terminal["variables"].items(),
            ],
        ),
        ("Settings", [("theme", facts["theme"])]),
        ("Accounts", [(item["name"], _account(item)) for item in facts["accounts"]]),
        ("Problems", [(str(number), text) for number, text in enumerate(facts["problems"], 1)] or [("none", "")]),
    ]
    for place, (title, rows) in enumerate(sections):
        put(f"{'' if place == 0 else chr(10)}{title}")
        width = max((len(name) for name, _ in rows), default=0)
        for name, text in rows:
            put(f"  {visible(name):<{width}}  {visible(text)}".rstrip())


def _account(item: dict[str, Any]) -> str:
    mode = "read-only" if item["read_only"] else "writes"
    return f"{item['service']}, {item['base_url'] or 'in this process'}, {mode}, key from {item['key_from']}"
