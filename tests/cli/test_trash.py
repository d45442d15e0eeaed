"""`branchline trash`: lists what was deleted and shows it with all that it held; needs no network."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.model.trees import branch, campaign, step
from tui.model.tree import walk
from tui.workspace.database import Database
from tui.workspace.trash import Trash

HOSTILE = "\x1b[31mred\u202e"


def filled(home: Path) -> None:
    """A step with a branch below it that was deleted, and a whole campaign."""
    trash = Trash(Database(home / "branchline.db"))
    inner = step("inner", branch("yes", step("deep")), branch("no", is_else=True))
    tree = campaign(step("first"), inner)
    head = tree.head.model_copy(update={"name": f"Autumn {HOSTILE}", "service": "lemlist", "account": "acme"})
    spot = next(spot for spot in walk(tree) if spot.step.key == "inner")
    trash.mark(trash.put(head, spot, "Delete Condition (step 2)"), "gone")
    trash.put_campaign(tree.model_copy(update={"head": head}), "/copies/autumn.json")


def test_nothing_was_ever_deleted(command: Command) -> None:
    ran = command("trash")
    assert (ran.code, ran.out, ran.err) == (0, "", "The trash is empty.\n")
    assert command("trash", "--json").out == "[]\n"
    assert not command.home.exists(), "looking makes nothing"


def test_the_list(command: Command) -> None:
    filled(command.home)
    head, newest, oldest = command("trash").out.splitlines()
    assert head.split() == ["N", "DELETED", "WHAT", "WHERE", "STEPS", "CAMPAIGN", "ACCOUNT"]
    assert newest.startswith("2 ")
    assert "whole campaign" in newest
    assert "Delete Condition (step 2)" in oldest
    assert "step 2" in oldest
    assert "\x1b" not in newest + oldest
    listed = json.loads(command("trash", "--json").out)
    assert [each["number"] for each in listed] == [2, 1]
    assert listed[0]["file"] == "/copies/autumn.json"
    assert listed[1]["place"] == {"branches": [], "index": 1}
    assert (listed[1]["steps"], listed[1]["certain"]) == (2, True)


def test_one_thing(command: Command) -> None:
    filled(command.home)
    ran = command("trash", "show", "1")
    assert ran.code == 0, ran.err
    assert "Delete Condition (step 2)" in ran.out
    assert "├─ yes" in ran.out
    assert "Unknown step" in ran.out
    content = json.loads(command("trash", "show", "1", "--json").out)["content"]
    assert content["branches"][0]["sequence"]["steps"][0]["id"] == "stp_deep"
    assert "/copies/autumn.json" in command("trash", "show", "2").out


def test_what_is_refused(command: Command) -> None:
    assert command("trash", "show").error.startswith("`branchline trash show` needs a number.")
    assert command("trash", "show", "7").error.startswith("There is no 7 in the trash.")
    assert command("trash", "show", "x").error.startswith("“x” is no number of the list.")
    filled(command.home)
    assert command("trash", "show", "9" * 12).code == 2


def test_a_database_that_is_none(command: Command) -> None:
    (command.home / "branchline.db").mkdir(parents=True)
    ran = command("trash")
    assert ran.code == 2
    assert "Nothing can be kept" in ran.error
