"""`sandbox` serves what it promises and ends quietly; `info` says what a report needs and nothing secret."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.cli.conftest import Command
from tui import __version__
from tui.cli.sandbox import listener


@contextmanager
def sandbox(command: Command, *words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The running command, and what it printed."""
    process = subprocess.Popen(
        [*command.argv, "sandbox", *words],
        env=command.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        said: dict[str, str] = {}
        deadline = time.monotonic() + 60
        while len(said) < 5 and time.monotonic() < deadline and process.poll() is None:
            name, _, value = process.stdout.readline().partition(":")
            said[name] = value.strip()
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_another_process_works_on_it_and_it_is_kept(command: Command) -> None:
    with sandbox(command, "--port", "0") as (process, said):
        url = said["lemlist"]
        assert url.startswith("http://127.0.0.1:")
        assert said["Keys"] == "sandbox for lemlist, wbk_sandbox for LeadLex, kit_sandbox for Kit"
        assert said["LeadLex"].endswith("/leadlex/functions/v1/api-gateway")
        assert said["Kit"].endswith("/kit")
        assert said["Example"] == f"BRANCHLINE_LEMLIST_API_KEY=sandbox branchline --base-url {url}"
        ran = Command(command.home / "other")("list", "--base-url", url, BRANCHLINE_LEMLIST_API_KEY="sandbox")
        assert ran.code == 0, ran.err
        assert "Slow nurture" in ran.out
        code, out, err = ended(process)
    assert (code, out) == (130, "")
    assert err == "Ctrl+C ends it.\n"
    assert (command.home / "sandbox.json").exists()


def test_it_is_open_to_this_machine_only() -> None:
    with listener(0) as opened:
        assert opened.getsockname()[0] == "127.0.0.1"


def test_seed_and_fresh(command: Command) -> None:
    with sandbox(command, "--port", "0", "--seed", "empty") as (process, said):
        ran = command("list", "--base-url", said["lemlist"], BRANCHLINE_LEMLIST_API_KEY="sandbox")
        assert (ran.code, ran.out, ran.err) == (0, "", "No campaign.\n")
        ended(process)
    assert command("list", "--account", "sandbox").out == "", "the app's sandbox is the same one"
    with sandbox(command, "--port", "0", "--seed", "demo") as (process, _):
        _, _, err = ended(process)
        assert "so the seed is not used; --fresh starts from it." in err
    assert command("list", "--account", "sandbox").out == ""
    with sandbox(command, "--port", "0", "--fresh") as (process, _):
        ended(process)
    assert "Slow nurture" in command("list", "--account", "sandbox").out


def test_faults_happen_as_often_as_said(command: Command) -> None:
    with sandbox(command, "--port", "0", "--fault", "GET:/team:403:1") as (_, said):
        environ = {"BRANCHLINE_LEMLIST_API_KEY": "sandbox", "BRANCHLINE_LEMLIST_BASE_URL": said["lemlist"]}
        assert command("account", "test", **environ).code == 2
        assert command("account", "test", **environ).code == 0


def test_a_port_in_use_is_said(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = command("sandbox", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert f"Port {port} is in use. Give another with --port" in ran.error


def test_without_the_extra_one_sentence_says_what_to_install(command: Command) -> None:
    code = "import sys; sys.modules['uvicorn'] = None\nfrom tui.cli import main\nraise SystemExit(main(['sandbox']))"
    done = subprocess.run([sys.executable, "-c", code], env=command.environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "branchline: Serving the sandbox needs uvicorn. Install it with: pip install 'branchline[serve]'\n"
    )


def test_a_folder_that_cannot_be_written(command: Command) -> None:
    command.home.write_text("a file where the folder should be")
    ran = command("sandbox", "--port", "0")
    assert ran.code == 2
    assert str(command.home) in ran.error
    ran = command("list")
    assert (ran.code, ran.out) == (2, "")


class TestInfo:
    def test_facts(self, command: Command) -> None:
        ran = command("info", "--json")
        assert (ran.code, ran.err) == (0, "")
        facts = json.loads(ran.out)
        assert facts["branchline"] == __version__
        assert facts["python"].startswith("3.")
        assert facts["packages"]["textual"].startswith("8.")
        assert facts["paths"]["settings"] == {"path": str(command.home / "config.toml"), "exists": False}
        assert facts["paths"]["styles"]["exists"]
        assert [account["service"] for account in facts["accounts"]] == ["lemlist", "leadlex", "kit"]
        assert facts["problems"] == []

    def test_what_is_broken_is_reported_and_nothing_fails(self, command: Command) -> None:
        command.home.mkdir()
        (command.home / "config.toml").write_text(
            'theme = "drak"\n[accounts.acme]\nservice = "lemlist"\nreadonly = true\n'
        )
        environ = {
            "BRANCHLINE_LEMLIST_API_KEY": "kPlanted0123",
            "BRANCHLINE_LEMLIST_BASE_URL": "https://u:kPlanted0123@x.example",
        }
        ran = command("info", **environ)
        assert (ran.code, ran.err) == (0, "")
        assert "theme must be one of" in ran.out
        assert "accounts.acme.readonly is not a setting. Did you mean “read_only”?" in ran.out
        assert "BRANCHLINE_LEMLIST_BASE_URL: The base URL holds a login." in ran.out
        assert "kPlanted0123" not in ran.out

    def test_where_keys_come_from_without_running_commands(self, command: Command) -> None:
        command.home.mkdir()
        marker = command.home / "ran"
        (command.home / "config.toml").write_text(
            f'[accounts.acme]\nservice = "lemlist"\ntoken_command = "touch {marker}"\n'
            '[accounts.bare]\nservice = "lemlist"\n'
        )
        ran = command("info", BRANCHLINE_LEMLIST_API_KEY="x")
        assert "key from environment variable BRANCHLINE_LEMLIST_API_KEY" in ran.out
        assert "key from token_command" in ran.out
        assert "key from none" in ran.out
        assert not marker.exists()


def test_module_and_script_are_the_same(command: Command) -> None:
    script = os.path.join(os.path.dirname(sys.executable), "branchline")
    if not os.path.exists(script):
        pytest.skip("the command is not installed beside this Python")
    done = subprocess.run([script, "--version"], env=command.environ, capture_output=True, text=True)
    assert done.stdout == command("--version").out
