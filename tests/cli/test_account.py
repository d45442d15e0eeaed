"""Accounts come and go by command; a key is seen by nobody."""

import json
import os
import pty
import select
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Ran
from tests.support.served import Served, serve
from tui.config.settings import AccountSettings, load
from tui.sandbox.store import Store

KEY = "kPlanted0123456789"


@pytest.fixture
def ready(command: Command, served: Served) -> Command:
    """A service on a socket that knows KEY."""
    lemlist = served.store.state.lemlist
    lemlist.keys[KEY] = next(iter(lemlist.keys.values()))
    command.variables |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    return command


def add(command: Command, served: Served, *words: str, given: str = KEY + "\n") -> Ran:
    return command("account", "add", "--key-stdin", "--base-url", served.url, *words, given=given)


def kept(command: Command) -> dict[str, AccountSettings]:
    loaded = load(command.home / "config.toml")
    assert loaded.problems == ()
    return dict(loaded.settings.accounts)


def files_with(folder: Path, text: str) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_add_tries_the_key_and_keeps_it_privately(ready: Command, served: Served) -> None:
    ran = add(ready, served, "--name", "acme", "--read-only")
    assert ran.code == 0, ran.err
    assert ran.out == "Added the account “acme” (lemlist, team Acme).\n"
    credentials = ready.home / "credentials.json"
    assert str(credentials) in ran.err
    assert json.loads(credentials.read_text()) == {"acme": KEY}
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    assert kept(ready) == {"acme": AccountSettings("lemlist", served.url, read_only=True)}
    assert [each.path for each in served.requests] == ["/team"]


def test_name_and_service_have_defaults(ready: Command, served: Served) -> None:
    assert add(ready, served).code == 0
    assert list(kept(ready)) == ["lemlist"]


def test_the_added_account_is_used(ready: Command, served: Served) -> None:
    add(ready, served, "--name", "acme")
    ran = ready("list", "--json")
    assert ran.code == 0
    assert {entry["account"] for entry in json.loads(ran.out)} == {"acme"}
    ran = ready("account", "test")
    assert (ran.code, ran.out) == (0, "acme: ok, team Acme (3 users)\n")


def test_a_key_occurs_nowhere_but_in_its_file(ready: Command, served: Served) -> None:
    """Every command, also those that fail, with tracebacks on."""
    outputs = [add(ready, served, "--name", "acme")]
    commands = [
        "list", "list --json", "show nurture", "show nurture --json", "show nothing-like-it", "account list",
        "account list --json", "account test", "account test acme", "account add --name acme --key-stdin", "info",
        "info --json", f"account add --key={KEY}", f"account add --api-key {KEY}", f"account add {KEY}",
        f"account test acme {KEY}", f"list {KEY}", f"list --token={KEY}", f"sandbox --bad={KEY}", f"--key {KEY} x",
    ]  # fmt: skip
    for line in commands:
        outputs.append(ready(*line.split(), given=KEY, BRANCHLINE_DEBUG="1"))
    dead = {"BRANCHLINE_ACME_BASE_URL": "http://127.0.0.1:1/x", "BRANCHLINE_DEBUG": "1"}
    outputs += [ready("list", **dead), ready("account", "test", **dead)]
    with serve(Store.open(None, "demo")) as other:
        refusing = {"BRANCHLINE_ACME_BASE_URL": other.url, "BRANCHLINE_DEBUG": "1"}
        outputs += [ready("list", **refusing), ready("show", "nurture", **refusing)]
        assert outputs[-1].code == 2
    assert [ran for ran in outputs if KEY in ran.out + ran.err] == []
    assert files_with(ready.home, KEY) == ["credentials.json"]


@pytest.mark.parametrize("option", ["--key", "--api-key", "--token", "--password", f"--key={KEY}"])
def test_a_key_is_not_taken_from_the_command_line(ready: Command, option: str) -> None:
    ran = ready("account", "add", option, KEY)
    assert ran.code == 2
    assert "never taken from the command line" in ran.error
    assert "--key-stdin" in ran.error
    assert KEY not in ran.err


def test_a_wrong_key_is_not_kept(ready: Command, served: Served) -> None:
    ran = add(ready, served, given="wrongKey123")
    assert ran.code == 2
    assert "nothing is stored" in ran.err
    assert "key" in ran.error
    assert not (ready.home / "credentials.json").exists()
    assert not (ready.home / "config.toml").exists()


def test_an_unreachable_service_keeps_nothing_unless_told_so(ready: Command) -> None:
    words = ["account", "add", "--key-stdin", "--base-url", "http://127.0.0.1:1/x"]
    ran = ready(*words, given=KEY)
    assert ran.code == 3
    assert "--no-test" in ran.err
    assert not ready.home.exists()
    ran = ready(*words, "--no-test", given=KEY)
    assert (ran.code, ran.out) == (0, "Added the account “lemlist” (lemlist, key not tried).\n")
    assert files_with(ready.home, KEY) == ["credentials.json"]


@pytest.mark.parametrize(
    ("words", "given", "sentence"),
    [
        ([], "", "The key from the input is empty."),
        ([], f"{KEY}\nuser: me\n", "The key from the input has more than one line."),
        ([], f" {KEY}", "begins or ends with a space"),
        (["--name", "sandbox"], KEY, "belongs to the built-in sandbox"),
        (["--name", "a b"], KEY, "The name of an account begins with a letter or digit"),
        (["--service", "lemlits"], KEY, "There is no service of that name. Did you mean “lemlist”?"),
        (["--base-url", "http://api.example"], KEY, "would send the key unprotected"),
        (["--base-url", f"https://me:{KEY}@api.example"], KEY, "The base URL holds a login."),
    ],
)
def test_bad_input(ready: Command, words: list[str], given: str, sentence: str) -> None:
    ran = ready("account", "add", "--key-stdin", *words, given=given)
    assert ran.code == 2
    assert sentence in ran.error
    assert KEY not in ran.err
    assert not ready.home.exists()


@pytest.mark.parametrize(
    ("errors", "sentence"), [("strict", "The input is not text"), ("surrogateescape", "which no key has")]
)
def test_bytes_that_are_no_text(ready: Command, errors: str, sentence: str) -> None:
    environ = {**ready.environ, "PYTHONIOENCODING": f"utf-8:{errors}"}
    words = [*ready.argv, "account", "add", "--key-stdin"]
    done = subprocess.run(words, env=environ, input=b"\xff\xfe\x00", capture_output=True)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()


def test_without_a_terminal_there_is_nobody_to_ask(ready: Command) -> None:
    ran = ready("account", "add")
    assert ran.code == 2
    assert "--key-stdin" in ran.error


def test_names_are_not_given_twice(ready: Command, served: Served) -> None:
    add(ready, served, "--name", "acme")
    before = (ready.home / "config.toml").read_text()
    for name in ("acme", "ACME"):
        ran = add(ready, served, "--name", name, given="other")
        assert ran.code == 2
        assert "The account “acme” exists already." in ran.error
    assert (ready.home / "config.toml").read_text() == before
    assert json.loads((ready.home / "credentials.json").read_text()) == {"acme": KEY}
    ran = ready("account", "add", "--key-stdin", given=KEY, BRANCHLINE_LEMLIST_API_KEY="x")
    assert ran.code == 2
    assert "comes from BRANCHLINE_LEMLIST_API_KEY" in ran.error


def test_settings_that_cannot_be_edited_keep_no_key(ready: Command, served: Served) -> None:
    ready.home.mkdir()
    (ready.home / "config.toml").write_text("theme = [broken\n")
    ran = add(ready, served)
    assert ran.code == 2
    assert "is not valid TOML" in ran.err
    assert files_with(ready.home, KEY) == []


def test_list(ready: Command, served: Served) -> None:
    ran = ready("account", "list")
    assert ran.code == 0
    assert ran.out.splitlines()[1].split() == ["sandbox", "lemlist", "writes", "built", "in", "in", "this", "process"]
    add(ready, served, "--name", "acme", "--read-only")
    ran = ready("account", "list", "--json", BRANCHLINE_LEMLIST_API_KEY="x")
    assert json.loads(ran.out) == [
        {
            "name": "lemlist", "service": "lemlist", "base_url": "https://api.lemlist.com/api", "read_only": False,
            "sandbox": False, "from": "environment", "key_from": "environment variable BRANCHLINE_LEMLIST_API_KEY",
        },
        {
            "name": "acme", "service": "lemlist", "base_url": served.url, "read_only": True, "sandbox": False,
            "from": "config", "key_from": str(ready.home / "credentials.json"),
        },
    ]  # fmt: skip


def test_testing_names_each_and_goes_on(ready: Command, served: Served) -> None:
    add(ready, served, "--name", "good")
    add(ready, served, "--name", "bad", "--no-test", given="wrongKey123")
    ran = ready("account", "test")
    assert ran.code == 2
    assert ran.out == "good: ok, team Acme (3 users)\nbad: failed\n"
    assert ran.error
    assert ready("account", "test", "good").code == 0
    assert "Did you mean “good”?" in ready("account", "test", "goood").error


def test_a_hostile_team_name_is_made_visible(ready: Command, served: Served) -> None:
    next(iter(served.store.state.lemlist.teams.values())).name = "A\x1b[2Jc\u202eme\n"
    ran = add(ready, served)
    assert ran.out == "Added the account “lemlist” (lemlist, team A␛[2Jc⟪U+202E⟫me␊).\n"
    assert ready("account", "test").out == "lemlist: ok, team A␛[2Jc⟪U+202E⟫me␊ (3 users)\n"


def test_remove_takes_key_and_settings(ready: Command, served: Served) -> None:
    add(ready, served, "--name", "acme")
    add(ready, served, "--name", "other")
    ran = ready("account", "remove", "acme")
    assert ran.code == 2, "nobody to ask"
    assert "--yes" in ran.error
    ran = ready("account", "remove", "acme", "--yes")
    assert (ran.code, ran.out) == (0, "Removed the account “acme”.\n")
    assert list(kept(ready)) == ["other"]
    assert json.loads((ready.home / "credentials.json").read_text()) == {"other": KEY}
    assert "There is no account “acme”." in ready("account", "remove", "acme", "--yes").error


def test_what_is_not_in_the_settings_cannot_be_removed(ready: Command) -> None:
    ran = ready("account", "remove", "sandbox", "--yes")
    assert (ran.code, "is not in" in ran.error) == (2, True)
    ran = ready("account", "remove", "lemlist", "--yes", BRANCHLINE_LEMLIST_API_KEY="x")
    assert ran.code == 2
    assert "Unset BRANCHLINE_LEMLIST_API_KEY" in ran.error


class Talk:
    """The command on a terminal, asked and answered."""

    def __init__(self, command: Command, *words: str) -> None:
        self.ours, theirs = pty.openpty()
        own_terminal = (
            "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", own_terminal, *command.argv, *words],
            env={**command.environ, "TERM": "dumb"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.read = ""

    def until(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in self.read:
            assert time.monotonic() < deadline, self.read
            if select.select([self.ours], [], [], 1)[0]:
                self.read += os.read(self.ours, 65536).decode()

    def answer(self, text: str) -> None:
        os.write(self.ours, text.encode() + b"\n")

    def end(self) -> int:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                got = os.read(self.ours, 65536)
            except OSError:
                break
            if not got:
                break
            self.read += got.decode()
        os.close(self.ours)
        return self.process.wait(30)


def test_on_a_terminal_it_asks_and_does_not_show_the_key(ready: Command, served: Served) -> None:
    talk = Talk(ready, "account", "add", "--base-url", served.url)
    talk.until("Service, one of lemlist, leadlex, kit [lemlist]: ")
    talk.answer("")
    talk.until("Name of the account [lemlist]: ")
    talk.answer("acme")
    talk.until("https://app.lemlist.com/settings/integrations")
    talk.until("Key: ")
    talk.answer(KEY)
    assert talk.end() == 0
    assert "Added the account “acme” (lemlist, team Acme)." in talk.read
    assert KEY not in talk.read
    assert list(kept(ready)) == ["acme"]


def test_removing_asks_first_and_means_no(ready: Command, served: Served) -> None:
    add(ready, served, "--name", "acme")
    talk = Talk(ready, "account", "remove", "acme")
    talk.until("[y/N] ")
    talk.answer("")
    assert talk.end() == 0
    assert "Nothing was removed." in talk.read
    assert list(kept(ready)) == ["acme"]
    talk = Talk(ready, "account", "remove", "acme")
    talk.until("[y/N] ")
    talk.answer("y")
    assert talk.end() == 0
    assert kept(ready) == {}


def test_an_interrupted_question_ends_with_130(ready: Command) -> None:
    talk = Talk(ready, "account", "add", "--name", "acme", "--service", "kit")
    talk.until("Settings › Developer")
    talk.until("Key: ")
    os.write(talk.ours, b"\x03")
    assert talk.end() == 130
    assert "Traceback" not in talk.read
