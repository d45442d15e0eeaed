"""The README says what is so: keys, commands, exit codes, variables, and every line that it tells people to type."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.packaging import readme
from tests.packaging.conftest import ROOT
from tests.terminal.installed import command, surroundings
from tui.app.screens.campaigns import CampaignsScreen
from tui.app.screens.editor import EditorScreen
from tui.cli import COMMANDS
from tui.cli import app as app_command

OPENS_THE_APP = "opens the app"


@pytest.fixture(scope="module")
def help_text() -> str:
    """What `branchline --help` prints, in a window where no line of it is broken."""
    done = run("--help", home=ROOT, COLUMNS="200")
    assert done.returncode == 0
    return done.stdout


@pytest.mark.parametrize(
    ("below", "screen"),
    [("In the list of campaigns:", CampaignsScreen), ("In the tree of a campaign", EditorScreen)],
    ids=["list", "editor"],
)
def test_the_keys_are_those_of_the_screens(below: str, screen: type[CampaignsScreen | EditorScreen]) -> None:
    expected = readme.key_rows(screen.OFFERS)
    wanted = "\n".join(f"| `{key}` | {does} |" for key, does in expected)
    assert readme.table(below) == expected, f"the table should be:\n{wanted}"


def test_the_commands_are_those_of_the_program(help_text: str) -> None:
    rows = readme.table("## Command line")
    assert rows[0][0] == "branchline [CAMPAIGN]"
    assert rows[1:] == [(f"branchline {name}", about) for name, (_, about) in COMMANDS.items()]
    for name, (_, about) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", help_text, re.MULTILINE)


def test_the_exit_codes_are_those_of_the_help(help_text: str) -> None:
    part = help_text.split("exit codes:\n", 1)[1].split("\n\n", 1)[0]
    said = re.findall(r"(\d+)  (.+?)(?=    \d|\n|$)", part)
    assert readme.table("The exit codes:") == said


def test_the_variables_are_those_of_the_help(help_text: str) -> None:
    part = help_text.split("environment:\n", 1)[1]
    said = re.findall(r"^  ([A-Z_]+(?:=1)?) +(.+)$", part, re.MULTILINE)
    assert readme.table("The environment:") == said


def test_each_line_for_the_shell_can_be_typed(tmp_path: Path) -> None:
    calls = readme.words_for_branchline()
    assert len(calls) > 10
    for words in calls:
        name = next((word for word in words if not word.startswith("-")), "")
        if name in ("list", "show", "info") or words[:2] == ["account", "list"]:
            done = run(*words, home=tmp_path)
            assert done.returncode == 0, f"{words}: {done.stderr}"
        elif name in COMMANDS:
            done = run(*words, "--help", home=tmp_path)
            assert done.returncode == 0, f"{words}: {done.stderr}"
            options = {word.partition("=")[0] for word in words if word.startswith("--")}
            assert all(option in done.stdout for option in options), words
        else:
            app_command.parser().read(words)


def test_the_files_and_scripts_it_names_exist() -> None:
    assert (ROOT / ".pictures" / "editor.svg").is_file()
    for path in re.findall(r"\]\(([^):]+)\)", readme.text()):
        assert (ROOT / path).exists(), path
    for module in re.findall(r"python -m (tests[\w.]*)", readme.text()):
        place = ROOT.joinpath(*module.split("."))
        assert place.with_suffix(".py").is_file() or (place / "__main__.py").is_file(), module


def test_the_extras_it_names_exist() -> None:
    extras = set(re.findall(r"^(\w+) = \[", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\[(\w+)\]'", readme.text())) <= extras


def test_it_opens_with_a_sentence_a_picture_and_an_install_line() -> None:
    title, sentence, picture, install, *_ = readme.text().split("\n\n")
    assert title == "# Branchline"
    assert sentence.count(".") == 1
    assert picture.startswith("![")
    assert "pipx install" in install


def run(*words: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `branchline` with its files below `home`."""
    surrounding = surroundings(home, **env)
    return subprocess.run([*command(), *words], env=surrounding, capture_output=True, text=True, timeout=60)
