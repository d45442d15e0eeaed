"""Help, version, the choice of the command, and what each of them imports."""

import json
import subprocess
import sys

import pytest

from tests.cli.conftest import Command
from tui import __version__
from tui.cli import COMMANDS, split

HEAVY = (
    "textual",
    "rich",
    "httpx",
    "pydantic",
    "starlette",
    "importlib.metadata",
    "asyncio",
    "tomlkit",
    "ruamel",
    "platformdirs",
)


def imported(command: Command, *words: str, **variables: str) -> set[str]:
    """The modules that a run of the command has loaded at its end."""
    code = (
        "import sys, json\n"
        "from tui.cli import main\n"
        "code = main(sys.argv[1:])\n"
        "sys.stdout.write('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**command.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1])[1])


@pytest.mark.parametrize("words", [["--version"], ["--help"]])
def test_version_and_help_import_nothing_heavy(command: Command, words: list[str]) -> None:
    modules = imported(command, *words)
    assert modules.isdisjoint(HEAVY)
    assert {name for name in modules if name.partition(".")[0] == "tui"} == {
        "tui",
        "tui.cli",
        "tui.cli.app",
        "tui.cli.parser",
    }


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["list", "--json"],
        ["show", "Slow nurture"],
        ["export", "Slow nurture"],
        ["diff", "/dev/null"],
        ["apply", "/dev/null", "--new"],
        ["account", "list"],
        ["account", "test"],
        ["info"],
        ["--jsn"],
    ],
    ids=" ".join,
)
def test_no_command_but_the_app_imports_the_toolkit(command: Command, words: list[str]) -> None:
    assert "textual" not in imported(command, *words)


def test_the_app_is_opened_before_anything_of_the_services_is_imported() -> None:
    """What stands before the first frame; pydantic alone would make it a third slower."""
    code = "import sys, tui.cli.app, tui.cli.reach, tui.config.credentials; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()).isdisjoint(("pydantic", "httpx", "starlette", "tomlkit", "tui.providers.http"))


def test_version(command: Command) -> None:
    ran = command("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"branchline {__version__}\n", "")


def test_help_teaches(command: Command) -> None:
    ran = command("--help")
    assert (ran.code, ran.err) == (0, "")
    for name, (_, about) in COMMANDS.items():
        assert f"  {name:<9}{about}\n" in ran.out
    for word in ("examples:", "exit codes:", "BRANCHLINE_LEMLIST_API_KEY", "BRANCHLINE_HOME", "--read-only", "sandbox"):
        assert word in ran.out
    assert max(map(len, ran.out.splitlines())) <= 120


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(command: Command, name: str) -> None:
    ran = command(name, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: branchline {name}")


@pytest.mark.parametrize("action", ["add", "list", "test", "remove"])
def test_every_action_of_account_has_help(command: Command, action: str) -> None:
    ran = command("account", action, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"usage: branchline account {action}")


@pytest.mark.parametrize(
    ("line", "chosen", "rest"),
    [
        ("", None, ""),
        ("list", "list", ""),
        ("list --json", "list", "--json"),
        ("--account acme list --json", "list", "--account acme --json"),
        ("--account=acme list", "list", "--account=acme"),
        ("--account list", None, "--account list"),
        ("--read-only show x", "show", "--read-only x"),
        ("show list", "show", "list"),
        ("nurture list", None, "nurture list"),
        ("-- list", None, "-- list"),
        ("lists", None, "lists"),
        ("--help list", "list", "--help"),
    ],
)
def test_the_first_plain_word_names_the_command(line: str, chosen: str | None, rest: str) -> None:
    assert split(line.split(), COMMANDS) == (chosen, rest.split())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("list --jsn", "There is no option --jsn. Did you mean “--json”?"),
        ("--acount acme", "There is no option --acount. Did you mean “--account”?"),
        ("list --zzz", "There is no option --zzz. See `branchline list --help`."),
        ("list extra", "`branchline list` got one word too many."),
        ("show a b c", "`branchline show` got 2 words too many. Put quotes around names with spaces."),
        ("show", "`branchline show` needs a campaign."),
        ("list --account", "Argument --account: expected one argument."),
        ("list --status runing", "There is no status of that name. Did you mean “running”?"),
        ("account", "`branchline account` needs one of add, list, test and remove."),
        ("account lst", "Did you mean “list”?"),
        ("account remove", "`branchline account remove` needs the name of an account."),
        ("list --account acme", "There is no account “acme”. Known: sandbox."),
        ("list --base-url http://api.example/x", "which would send the key unprotected to api.example."),
        ("sandbox --port 70000", "A port is a number from 0 to 65535."),
        ("sandbox --fault GET:/x", "is not METHOD:PATH:KIND[:TIMES]"),
        ("sandbox --fault GET:/x:nonsense", "unknown kind of fault"),
        ("sandbox --seed nowhere.json", "There is no seed 'nowhere.json'"),
        ("", "The app needs a terminal for input and output. Use `branchline list` and `branchline show` here."),
        ("--theme nord x", "The app needs a terminal"),
    ],
)
def test_bad_words_are_refused_in_a_sentence(command: Command, line: str, sentence: str) -> None:
    ran = command(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.error


def test_an_interrupt_ends_with_130(command: Command) -> None:
    code = (
        "import tui.cli, tui.cli.info\n"
        "def stop(_): raise KeyboardInterrupt\n"
        "tui.cli.info.run = stop\n"
        "raise SystemExit(tui.cli.main(['info']))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=command.environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_reader_that_has_enough_is_no_error(command: Command) -> None:
    done = subprocess.run(
        f"{sys.executable} -m tui info --json | head -c 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        env=command.environ,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "{"


def test_a_full_disk_is_said(command: Command) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*command.argv, "info"], env=command.environ, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith("branchline: No space left on device.")
    assert "Traceback" not in done.stderr


class TestFaultsOfOurOwn:
    CODE = (
        "import tui.cli, tui.cli.info\n"
        "from tui.config.secret import Secret\n"
        "def fail(_):\n"
        "    key = Secret('kPlanted0123456789').reveal()\n"
        "    raise KeyError(f'no {key} here')\n"
        "tui.cli.info.run = fail\n"
        "raise SystemExit(tui.cli.main(['info']))"
    )

    def run(self, command: Command, **variables: str) -> subprocess.CompletedProcess[str]:
        environ = {**command.environ, **variables}
        return subprocess.run([sys.executable, "-c", self.CODE], env=environ, capture_output=True, text=True)

    def test_one_line_says_so_without_the_message(self, command: Command) -> None:
        done = self.run(command)
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.startswith("branchline: A fault of Branchline: KeyError at <string>, line 5.")
        assert done.stderr.count("\n") == 1
        assert "BRANCHLINE_DEBUG=1" in done.stderr
        assert "kPlanted" not in done.stderr

    def test_the_traceback_on_request_holds_no_key(self, command: Command) -> None:
        done = self.run(command, BRANCHLINE_DEBUG="1")
        assert done.returncode == 2
        assert "Traceback (most recent call last)" in done.stderr
        assert "KeyError: 'no ••• here'" in done.stderr
        assert "kPlanted0123456789" not in done.stderr
