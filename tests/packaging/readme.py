"""The README in parts, and the parts of it that can be made from the program itself."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable

from tests.packaging.conftest import ROOT
from tui.app.commands import Command

README = ROOT / "README.md"
PEOPLE_SAY = {"slash": "/", "question_mark": "?", "escape": "esc", "f1": "F1", "f2": "F2", "f3": "F3", "f4": "F4"}
"""Keys whose names in the program are not those that people use."""


def text() -> str:
    """The whole."""
    return README.read_text(encoding="utf-8")


def section(title: str) -> str:
    """What stands below a heading, up to the next one of the same level or a higher one."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", text(), re.DOTALL | re.MULTILINE)
    assert found, f"there is no section {title!r}"
    return found[2]


def table(below: str) -> list[tuple[str, ...]]:
    """The rows of the first table after a line that holds `below`, without their markup for code."""
    after = text().split(below, 1)[1]
    lines = after[after.index("\n|") :].lstrip("\n").split("\n\n")[0].splitlines()
    return [tuple(cell.strip().replace("`", "") for cell in line.strip("|").split(" | ")) for line in lines[2:]]


def shell_lines() -> list[str]:
    """Every line of the blocks that are to be typed into a shell, without what it is explained by."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text(), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def words_for_branchline() -> list[list[str]]:
    """The arguments of every call of the program in those lines."""
    found = []
    for line in shell_lines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&>")
        lexer.whitespace_split = True
        words: list[str] = []
        for word in [*lexer, "|"]:
            if word not in ("|", "&&", ">"):
                words.append(word)
                continue
            while words and "=" in words[0]:
                words.pop(0)
            if words[:1] == ["branchline"]:
                found.append(words[1:])
            words = []
    return found


def key_rows(commands: Iterable[Command]) -> list[tuple[str, str]]:
    """The rows that a table of keys must have for these commands."""
    return [(" ".join(PEOPLE_SAY.get(key, key) for key in c.keys.split(",")), c.help) for c in commands if c.keys]
