"""`branchline history`: lists and compares what a campaign looked like; needs no network but for “now”."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.workspace.test_history import line, sms
from tui.model.nodes import Campaign
from tui.workspace.database import Database
from tui.workspace.history import History

HOSTILE = "\x1b[31mred\u202e"


def of_lemlist(tree: Campaign, identity: str = "cam_1") -> Campaign:
    head = tree.head.model_copy(update={"service": "lemlist", "account": "acme", "id": identity})
    return tree.model_copy(update={"head": head})


@pytest.fixture
def kept(command: Command) -> Command:
    """Three snapshots of one campaign, one of another."""
    history = History(Database(command.home / "branchline.db"))
    history.save(of_lemlist(line(sms(1), sms(2))), {"name": "Autumn"}, ours=False)
    history.save(of_lemlist(line(sms(1, f"two\nlines {HOSTILE}"), sms(3))), {"name": "Autumn"}, ours=True)
    history.save(of_lemlist(line(sms(3), name="Winter"), "cam_2"), {"name": "Winter"}, ours=False)
    return command


def test_nothing_was_ever_read(command: Command) -> None:
    ran = command("history")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "There is no snapshot yet: one is made when a campaign is opened.\n"
    assert command("history", "Autumn").error.startswith("There is no snapshot of a campaign “Autumn”.")
    assert not command.home.exists(), "looking makes nothing"


def test_the_list(kept: Command) -> None:
    assert [row.split()[1] for row in kept("history").out.splitlines()[1:]] == ["cam_2", "cam_1"]
    ran = kept("history", "autumn")
    title, head, newest, oldest = ran.out.splitlines()
    assert title == "Autumn · lemlist / acme · cam_1"
    assert head.split() == ["N", "READ", "CHANGED", "BY", "STEPS", "CHANGES"]
    assert newest.startswith("2 ")
    assert newest.endswith("+1 ~1 -1 steps")
    assert "branchline" in newest
    assert oldest.endswith("first seen")
    listed = json.loads(kept("history", "cam_1", "--json").out)
    assert [(each["number"], each["by"], each["steps"]) for each in listed] == [(2, "branchline", 2), (1, None, 2)]
    assert json.loads(kept("history", "--json").out)[0]["id"] == "cam_2"


def test_two_of_them_compared(kept: Command) -> None:
    ran = kept("history", "Autumn", "--diff", "1", "2")
    assert ran.code == 1, "there are differences"
    assert ran.out.splitlines() == [
        "+1 ~1 -1 steps",
        "+ SMS, step 2  stp_3",
        "    Message: message 3",
        "~ SMS, step 1  stp_1",
        "    Message:",
        "      - message 1",
        "      + two",
        "      + lines ␛[31mred⟪U+202E⟫",
        "- SMS, step 2  stp_2",
        "    Message: message 2",
    ]
    found = json.loads(kept("history", "Autumn", "--diff", "1", "2", "--json").out)
    assert found["changed"][0]["fields"]["message"]["old"] == "message 1"
    assert [step["id"] for step in found["removed"]] == ["stp_2"]
    same = kept("history", "Autumn", "--diff", "2", "2")
    assert (same.code, same.out, same.err) == (0, "", "Nothing is other.\n")


def test_compared_with_now(on_socket: Command) -> None:
    """The campaign as the service has it, against one that Branchline saw before."""
    listed = json.loads(on_socket("list", "--json").out)
    name, identity = listed[0]["name"], listed[0]["id"]
    tree = of_lemlist(line(sms(1), name="Before"), identity)
    tree = tree.model_copy(update={"head": tree.head.model_copy(update={"account": "lemlist"})})
    History(Database(on_socket.home / "branchline.db")).save(tree, {}, ours=False)
    ran = on_socket("history", identity, "--diff", "1", "now")
    assert ran.code == 1, ran.err
    assert f"~ name: Before → {name}" in ran.out
    assert "- SMS, step 1  stp_1" in ran.out
    back = on_socket("history", identity, "--diff", "now", "1")
    assert "+ SMS, step 1  stp_1" in back.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Autumn", "--diff", "1", "9"), "This campaign has no snapshot 9."),
        (("Autumn", "--diff", "1", "3"), "This campaign has no snapshot 3."),
        (("Autumn", "--diff", "1", "then"), "“then” is no number of the list."),
        (("Autumn", "--diff", "1", "now"), "The account “acme” is not set up any more."),
        (("Spring",), "There is no snapshot of a campaign “Spring”."),
        (("--diff", "1", "2"), "`--diff` needs a campaign."),
        (("n",), "“n” may mean 2 campaigns."),
    ],
)
def test_what_is_refused(kept: Command, words: tuple[str, ...], said: str) -> None:
    ran = kept("history", *words)
    assert ran.code == 2
    assert said in ran.err


def test_a_spoilt_snapshot(kept: Command) -> None:
    path: Path = kept.home / "branchline.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("delete from blocks where campaign = 'cam_1'")
    ran = kept("history", "Autumn", "--diff", "1", "2")
    assert ran.code == 2
    assert ran.error.startswith("This snapshot cannot be read: a part of it is missing.")


def test_a_campaign_as_it_was_without_network(kept: Command) -> None:
    ran = kept("show", "Autumn", "--at", "1")
    assert ran.code == 0, ran.err
    assert ran.err.startswith("As Branchline read it at ")
    assert "Autumn" in ran.out
    assert "2 steps" in ran.out
    tree = json.loads(kept("show", "cam_1", "--at", "2", "--json").out)
    assert [(step["id"], step["type"]) for step in tree["sequence"]["steps"]] == [("stp_1", "sms"), ("stp_3", "sms")]
    assert kept("show", "Autumn", "--at", "3").error.startswith("This campaign has no snapshot 3.")
    assert kept("show", "Autumn", "--at", "x").error.startswith("“x” is no number of the list.")


def test_what_commands_change_is_written_down_too(on_socket: Command) -> None:
    """One snapshot for all that a `replace` changes in a campaign, and an entry for each request."""
    ran = on_socket("replace", "I looked at", "I have seen", "--yes")
    assert ran.code == 0, ran.err
    changed = json.loads(on_socket("history", "--json").out)
    assert changed
    with closing(sqlite3.connect(on_socket.home / "branchline.db")) as db:
        outcomes = db.execute("select outcome, count(*) from entries group by outcome").fetchall()
        snapshots = db.execute("select count(*) from snapshots").fetchone()[0]
        states = db.execute("select state, count(*) from plans group by state").fetchall()
    assert [outcome for outcome, _ in outcomes] == ["verified"]
    assert snapshots == len(changed)
    assert {state for state, _ in states} <= {"done"}
