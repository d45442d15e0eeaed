"""`branchline find` and `branchline replace` over the sandbox, in processes of their own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command

KIT = ("--account", "sandbox-kit")


def places(command: Command, *words: str) -> list[dict[str, object]]:
    ran = command("find", *words, "--json")
    assert ran.code == 0, ran.err
    found = json.loads(ran.out)
    assert isinstance(found, list)
    return found


def test_places_are_found_over_all_accounts(command: Command) -> None:
    found = places(command, "{{")
    assert {each["account"] for each in found} == {"sandbox", "sandbox-leadlex", "sandbox-kit"}
    one = places(command, "basket", *KIT, "--campaign", "Left in", "--field", "content")
    assert one
    assert {each["field"] for each in one} == {"content"}
    text = command("find", "basket", *KIT)
    assert "[basket]" in text.out
    assert command("find", "(", "--regex", *KIT).code == 2


def test_a_plan_is_shown_then_sent_and_told(command: Command, tmp_path: Path) -> None:
    before = places(command, "Maya", *KIT)
    dry = command("replace", "Maya", "Mia", *KIT, "--running", "--dry-run")
    assert (dry.code, places(command, "Maya", *KIT)) == (1, before)
    asked = command("replace", "Maya", "Mia", *KIT, "--running")
    assert asked.code == 2
    assert "nobody to ask" in asked.err
    paused = command("replace", "Maya", "Mia", *KIT, "--yes")
    assert "Left out, because it is running" in paused.err
    left = places(command, "Maya", *KIT)
    assert {each["status"] for each in left} == {"running"}
    report = tmp_path / "report.md"
    ran = command("replace", "Maya", "Mia", *KIT, "--yes", "--running", "--report", str(report))
    assert ran.code == 0, ran.err
    assert places(command, "Maya", *KIT) == []
    assert len(places(command, "Mia", *KIT)) == len(before)
    assert "after:" in report.read_text(encoding="utf-8")


def test_a_text_that_would_be_wrong_stops_everything(command: Command) -> None:
    ran = command("replace", "Quick question", "x" * 500, "--account", "sandbox", "--running", "--yes")
    assert ran.code == 2
    assert "Subject has" in ran.err
    assert "Nothing was sent" in ran.err
    assert places(command, "xxxxx", "--account", "sandbox") == []
