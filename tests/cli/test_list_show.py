"""`list` and `show`: what they print, on the sandbox in process and over a socket, and how they fail."""

import json
import os
import pty
import re
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.support.served import Served, serve
from tui.review.cells import cells
from tui.sandbox.store import Store

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "[/] [link=x] \x1b[31mred\x9b2J \u202efdp.exe\nsecond line\ttab"
TARGET = "cam_hostile"


@pytest.fixture
def hostile(served: Served) -> Served:
    """The demo, with a campaign whose every text is an attack on the terminal."""
    lemlist = served.store.state.lemlist
    campaign = next(iter(lemlist.campaigns.values()))
    campaign.name = HOSTILE
    return served


def entries(command: Command, *words: str) -> list[dict[str, Any]]:
    ran = command("list", "--json", *words)
    assert ran.code == 0, ran.err
    listed = json.loads(ran.out)
    assert isinstance(listed, list)
    return listed


def shown(command: Command, campaign: str) -> dict[str, Any]:
    ran = command("show", campaign, "--json")
    assert ran.code == 0, ran.err
    tree = json.loads(ran.out)
    assert isinstance(tree, dict)
    return tree


def steps_of(sequence: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for step in sequence["steps"]:
        yield step
        for branch in step.get("branches", ()):
            yield from steps_of(branch["sequence"])


class TestList:
    def test_without_an_account_it_is_the_sandbox_and_says_so(self, command: Command) -> None:
        ran = command("list")
        assert ran.code == 0
        assert ran.err == "No account is set up: this is the sandbox. `branchline account add` adds one.\n"
        assert "No account" not in command("list", "--account", "sandbox").err

    def test_columns_are_aligned_by_cells(self, command: Command) -> None:
        head, *rows = command("list").out.splitlines()
        assert head.split() == ["STATUS", "NAME", "STEPS", "ID", "ACCOUNT"]
        assert len(rows) >= 6
        place = cells(head[: head.index("ID")])
        for row in rows:
            *_, identity, account = row.split()
            assert account.startswith("sandbox")
            assert cells(row[: row.rindex(identity)]) == place, row
        assert "\x1b" not in head + "".join(rows)

    def test_json_has_the_promised_shape(self, on_socket: Command) -> None:
        listed = entries(on_socket)
        assert all(list(entry) == ["id", "name", "service", "account", "status", "steps"] for entry in listed)
        assert {entry["service"] for entry in listed} == {entry["account"] for entry in listed} == {"lemlist"}
        assert any(entry["steps"] == 400 for entry in listed)
        assert all(isinstance(entry["steps"], int) for entry in listed)

    def test_one_status(self, command: Command) -> None:
        everything, running = entries(command), entries(command, "--status", "running")
        assert running == [entry for entry in everything if entry["status"] == "running"]
        assert 0 < len(running) < len(everything)
        ran = command("list", "--status", "errors")
        assert (ran.code, ran.out) == (0, "")
        assert "No campaign is errors." in ran.err
        assert entries(command, "--status", "errors") == []

    def test_only_one_status_is_counted(self, on_socket: Command, served: Served) -> None:
        running = entries(on_socket, "--status", "running")
        reads = [each.path for each in served.requests if each.path.endswith("/sequences")]
        assert len(reads) == len(running)

    def test_a_campaign_that_cannot_be_read_has_null_and_a_line(self, command: Command, tmp_path: Path) -> None:
        with serve(Store.open(None, "demo"), faults=["GET:/campaigns/*/sequences:404:1"]) as served:
            command.variables |= {
                "BRANCHLINE_LEMLIST_API_KEY": "sandbox",
                "BRANCHLINE_LEMLIST_BASE_URL": served.url,
            }
            ran = command("list", "--json")
        assert ran.code == 0
        listed = json.loads(ran.out)
        broken = [entry for entry in listed if entry["steps"] is None]
        assert len(broken) == 1
        assert broken[0]["id"] in ran.error
        assert "cannot be read" in ran.error

    def test_several_accounts_stand_in_one_list(self, on_socket: Command, served: Served) -> None:
        on_socket.home.mkdir()
        (on_socket.home / "config.toml").write_text(
            f'[accounts.second]\nservice = "lemlist"\nbase_url = "{served.url}"\ntoken_command = "echo sandbox"\n'
            '[accounts.keyless]\nservice = "lemlist"\n'
        )
        ran = on_socket("list")
        assert ran.code == 2, "an account without a key is said, the others are listed"
        assert "There is no key for the account “keyless”." in ran.error
        assert ran.out.splitlines()[0].split() == ["STATUS", "NAME", "STEPS", "ID", "ACCOUNT"]
        assert {line.split()[-1] for line in ran.out.splitlines()[1:]} == {"lemlist", "second"}
        assert {entry["account"] for entry in entries(on_socket, "--account", "second")} == {"second"}

    def test_settings_that_cannot_be_read_do_not_lead_to_the_sandbox(self, command: Command) -> None:
        command.home.mkdir()
        (command.home / "config.toml").write_text("[accounts.acme]\nservice = 'lemlits'\n")
        ran = command("list")
        assert (ran.code, ran.out) == (2, "")
        assert "accounts.acme.service must be one of lemlist" in ran.err
        assert "No account can be used." in ran.err
        assert command("list", "--account", "sandbox").code == 0

    def test_hostile_names_are_made_visible(self, on_socket: Command, hostile: Served) -> None:
        ran = on_socket("list")
        assert ran.code == 0
        assert not CONTROL.search(ran.out)
        assert "[/] [link=x] ␛[31mred⟪U+009B⟫2J ⟪U+202E⟫fdp.exe␊second line␉tab" in ran.out
        ran = on_socket("list", "--json")
        assert not CONTROL.search(ran.out)
        assert HOSTILE in [entry["name"] for entry in json.loads(ran.out)]

    def test_output_in_a_poor_encoding(self, command: Command) -> None:
        environ = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
        ran = command("list", **environ)
        assert ran.code == 0
        assert ran.out.isascii()
        assert entries(command) == json.loads(command("list", "--json", **environ).out)


class TestShow:
    def test_a_tree_with_branches_and_days(self, command: Command) -> None:
        ran = command("show", "three levels")
        assert ran.code == 0
        lines = ran.out.splitlines()
        assert lines[0] == "🎥 Webinar follow-up, three levels deep"
        assert re.fullmatch(r"paused · 13 steps · lemlist / sandbox · cam_\w+", lines[1])
        assert re.fullmatch(r"2 ◆ Opened an e-mail\? +within 4 days +day 0", lines[4])
        assert "└─ Else" in lines
        assert any(line.endswith("└─ Else (empty)") for line in lines)
        assert max(map(cells, lines)) <= 100

    def test_by_id_name_and_part_of_the_name(self, on_socket: Command) -> None:
        entry = next(entry for entry in entries(on_socket) if entry["name"] == "Slow nurture")
        trees = [
            shown(on_socket, word) for word in (entry["id"], "Slow nurture", "slow NURTURE", "🌱 Slow nurture", "nurtu")
        ]
        assert all(tree == trees[0] for tree in trees)
        assert trees[0]["id"] == entry["id"]

    def test_a_name_is_preferred_to_a_part_of_one(self, on_socket: Command, served: Served) -> None:
        first, second, *_ = served.store.state.lemlist.campaigns.values()
        first.name, second.name = "Nurture", "Nurture again"
        assert shown(on_socket, "nurture")["name"] == "Nurture"

    def test_several_are_listed(self, on_socket: Command, hostile: Served) -> None:
        ran = on_socket("show", "e")
        assert (ran.code, ran.out) == (2, "")
        assert re.match(r"“e” may mean \d+ campaigns\. Give the id of one of them:$", ran.error)
        assert "Slow nurture  (lemlist, draft)" in ran.err
        assert not CONTROL.search(ran.err)

    def test_an_unknown_one(self, command: Command) -> None:
        ran = command("show", "Slow nurtrue")
        assert (ran.code, ran.out) == (2, "")
        assert ran.error.startswith("There is no campaign “Slow nurtrue”. Did you mean “Slow nurture”?")
        assert command("show", "cam_doesnotexist").code == 2

    @pytest.mark.parametrize("wanted", ["..", "../team", "a/b", "%2e%2e", "?x=1", "a\x1b[2J"])
    def test_nothing_but_an_id_becomes_part_of_an_address(
        self, on_socket: Command, served: Served, wanted: str
    ) -> None:
        ran = on_socket("show", wanted)
        assert ran.code == 2
        assert not CONTROL.search(ran.err)
        assert {each.path for each in served.requests} == {"/campaigns"}

    def test_json_of_every_type(self, command: Command) -> None:
        tree = shown(command, "Every step type")
        assert list(tree) == ["id", "name", "status", "service", "account", "sequence", "stray"]
        steps = list(steps_of(tree["sequence"]))
        assert len({step["type"] for step in steps}) == 17
        assert all(list(step)[:2] == ["id", "type"] and set(step["day"]) == {"earliest", "latest"} for step in steps)
        condition = next(step for step in steps if step["type"] == "conditional")
        assert condition["conditionKey"] == "hasScore"
        assert [(branch["else"], branch["link"]) for branch in condition["branches"]] == [(False, "own"), (True, "own")]
        email = next(step for step in steps if step["type"] == "email")
        assert {"subject", "message", "delay"} <= set(email)
        assert all("branches" not in step for step in steps if step["type"] != "conditional")

    def test_awkward_campaigns_are_shown_all_the_same(self, command: Command) -> None:
        with serve(Store.open(None, "awkward")) as served:
            command.variables |= {
                "BRANCHLINE_LEMLIST_API_KEY": "sandbox",
                "BRANCHLINE_LEMLIST_BASE_URL": served.url,
            }
            listed = entries(command)
            assert listed
            readable = [entry for entry in listed if entry["steps"] is not None]
            assert readable
            for entry in readable:
                ran = command("show", entry["id"])
                assert ran.code == 0, ran.err
                assert not CONTROL.search(ran.out)
                assert shown(command, entry["id"])["id"] == entry["id"]

    def test_hostile_names_are_made_visible(self, on_socket: Command, hostile: Served) -> None:
        identity = next(iter(hostile.store.state.lemlist.campaigns))
        ran = on_socket("show", identity)
        assert ran.code == 0
        assert not CONTROL.search(ran.out)
        assert ran.out.splitlines()[0].endswith("⟪U+202E⟫fdp.exe␊second line␉tab")


class TestFailures:
    """Each ends with the right code and one sentence; nothing is printed as data."""

    @pytest.mark.parametrize(
        "words", [["list"], ["list", "--json"], ["show", "Slow nurture"], ["account", "test"]], ids=" ".join
    )
    def test_a_wrong_key(self, on_socket: Command, words: list[str]) -> None:
        ran = on_socket(*words, BRANCHLINE_LEMLIST_API_KEY="wrongKey123")
        assert ran.code == 2
        assert "key" in ran.error
        assert "wrongKey123" not in ran.out + ran.err
        assert ran.out in ("", "lemlist: failed\n")

    @pytest.mark.parametrize("words", [["list"], ["show", "x"], ["account", "test"]], ids=" ".join)
    def test_nobody_listening(self, on_socket: Command, words: list[str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        ran = on_socket(*words, BRANCHLINE_LEMLIST_BASE_URL=f"http://127.0.0.1:{port}/lemlist/api")
        assert ran.code == 3
        assert ran.error

    @pytest.mark.parametrize(
        ("fault", "code"),
        [
            ("402", 2),
            ("403", 2),
            ("404", 2),
            ("405", 2),
            ("500", 3),
            ("502", 3),
            ("html", 3),
            ("half-json", 3),
            ("drop", 3),
        ],
    )
    def test_what_the_service_may_answer(self, command: Command, fault: str, code: int) -> None:
        with serve(Store.open(None, "demo"), faults=[f"GET:/campaigns*:{fault}:*"]) as served:
            command.variables |= {
                "BRANCHLINE_LEMLIST_API_KEY": "sandbox",
                "BRANCHLINE_LEMLIST_BASE_URL": served.url,
            }
            ran = command("list")
        assert (ran.code, ran.out) == (code, "")
        assert ran.error.endswith(".")

    def test_an_empty_key(self, on_socket: Command) -> None:
        ran = on_socket("list", BRANCHLINE_LEMLIST_API_KEY="")
        assert ran.code == 2
        assert "the environment variable BRANCHLINE_LEMLIST_API_KEY is empty" in ran.error

    def test_the_option_points_elsewhere(self, command: Command, served: Served) -> None:
        ran = command("list", "--base-url", served.url)
        assert ran.code == 2, "no key is made up for an address"
        assert "There is no key for the account “lemlist”." in ran.error
        ran = command("list", "--base-url", served.url, BRANCHLINE_LEMLIST_API_KEY="sandbox")
        assert ran.code == 0
        assert served.requests

    def test_debugging_shows_the_request_and_no_key(self, on_socket: Command) -> None:
        ran = on_socket("list", BRANCHLINE_LEMLIST_API_KEY="wrongKey123", BRANCHLINE_DEBUG="1")
        assert ran.code == 2
        assert "Traceback" in ran.err
        assert "GET /campaigns" in ran.err
        assert "wrongKey123" not in ran.err
        assert "OndyB25nS2V5MTIz" not in ran.err


class TestOnATerminal:
    def on_terminal(self, command: Command, *words: str, **variables: str) -> str:
        """What arrives at a terminal of 72 columns, stdout and stderr together."""
        ours, theirs = pty.openpty()
        environ = {**command.environ, "TERM": "xterm", "COLUMNS": "72", "LINES": "24", **variables}
        process = subprocess.Popen([*command.argv, *words], env=environ, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        read = bytearray()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 1)[0]:
                continue
            try:
                got = os.read(ours, 65536)
            except OSError:
                break
            if not got:
                break
            read += got
        os.close(ours)
        assert process.wait(30) == 0
        return read.decode()

    def test_colours_progress_and_a_table_that_fits(self, command: Command) -> None:
        text = self.on_terminal(command, "list", "--account", "sandbox")
        assert "\x1b[32mrunning" in text
        assert re.search(r"\r\x1b\[Ksandbox: steps of \d+ of \d+ campaigns", text)
        table = text[text.rindex("\r\x1b[K") + 4 :].splitlines()
        plain = [re.sub(r"\x1b\[\d+m", "", line) for line in table]
        assert all(cells(line) <= 72 for line in plain)
        assert any("…" in line for line in plain)

    def test_no_color_means_none(self, command: Command) -> None:
        text = self.on_terminal(command, "list", "--account", "sandbox", NO_COLOR="1")
        assert not re.search(r"\x1b\[\d+m", text)
        assert "running" in text
