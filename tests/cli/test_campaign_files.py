"""`export`, `diff` and `apply` as a user runs them, over a served sandbox."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.support.served import Served

NAME = "Slow nurture"


@pytest.fixture
def file(on_socket: Command, tmp_path: Path) -> Path:
    """The small campaign, exported."""
    path = tmp_path / "nurture.yaml"
    ran = on_socket("export", NAME, "--out", str(path))
    assert (ran.code, ran.out, ran.err) == (0, "", f"Written: {path}.\n")
    return path


def edit(path: Path, old: str, new: str, count: int = 1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def stored(served: Served) -> list[dict[str, Any]]:
    record = next(each for each in served.store.state.lemlist.campaigns.values() if "nurture" in each.name.lower())
    main = record.sequences[record.sequence_id or ""]
    return [{"type": step.type, "delay": step.delay, **step.content} for step in main.steps]


class TestExport:
    def test_to_stdout_and_as_json(self, on_socket: Command, file: Path) -> None:
        ran = on_socket("export", NAME)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == file.read_text(encoding="utf-8")
        data = json.loads(on_socket("export", NAME, "--format", "json").out)
        assert list(data) == ["branchline", "service", "campaign", "settings", "steps", "state"]
        assert [step["type"] for step in data["steps"]] == ["email"] * 3

    def test_json_is_a_file_too(self, on_socket: Command, tmp_path: Path) -> None:
        path = tmp_path / "n.json"
        assert on_socket("export", NAME, "--format", "json", "--out", str(path)).code == 0
        assert on_socket("diff", str(path)).code == 0

    def test_comments_stay_and_other_files_are_not_written_over(self, on_socket: Command, file: Path) -> None:
        edit(file, "steps:", "# mine\nsteps:")
        assert on_socket("export", NAME, "--out", str(file)).code == 0
        assert "# mine\nsteps:" in file.read_text(encoding="utf-8")
        ran = on_socket("export", "Partner", "--out", str(file))
        assert ran.code == 2
        assert "exists and is no file of this campaign. Give another name, or --force" in ran.error
        assert on_socket("export", "Partner", "--out", str(file), "--force").code == 0

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["export"], "`branchline export` needs a campaign."),
            (
                ["export", NAME, "--format", "jsn"],
                "There is no format of that name. Did you mean “json”? Known: yaml, json.",
            ),
            (["export", NAME, "--out", "/dev/null/x.yaml"], ""),
            (["diff", "nowhere.yaml"], "There is no file “nowhere.yaml”."),
            (["diff", "/"], "/ cannot be read: Is a directory."),
        ],
    )
    def test_refusals(self, on_socket: Command, words: list[str], sentence: str) -> None:
        ran = on_socket(*words)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in ran.error


class TestDiff:
    def test_words_values_and_codes(self, on_socket: Command, served: Served, file: Path) -> None:
        assert on_socket("diff", str(file)).code == 0
        edit(file, "delay: 30", "delay: 31")
        edit(file, "half the time", "a third of the time")
        served.forget()
        ran = on_socket("diff", str(file))
        assert ran.code == 1
        assert "~ Change E-mail “One question that shortens release meetings”" in ran.out
        assert "[-half-]{+a third of+} the time" in ran.out
        assert "    delay: 30 → 31\n" in ran.out
        assert "\x1b" not in ran.out
        assert served.writes == []

    def test_json(self, on_socket: Command, file: Path) -> None:
        edit(file, "delay: 30", "delay: 31")
        ran = on_socket("diff", str(file), "--json")
        assert ran.code == 1
        (only,) = json.loads(ran.out)
        assert list(only) == ["do", "campaign", "title", "sequence", "step", "fields"]
        assert (only["do"], only["fields"]) == ("change", {"delay": {"old": 30, "new": 31}})

    def test_mistakes_are_all_told_and_nothing_is_sent(self, on_socket: Command, served: Served, file: Path) -> None:
        edit(file, "type: email", "type: emial")
        edit(file, "delay: 30", "delay: never", 2)
        served.forget()
        ran = on_socket("apply", str(file), "--yes")
        assert (ran.code, ran.out) == (2, "")
        lines = ran.err.splitlines()
        assert len(lines) == 4
        assert lines[0].startswith(f"{file}:8:11: step 1, type: There is no step type “emial”. Did you mean “email”?")
        assert lines[-1] == f"branchline: 3 mistakes in {file}. Nothing was sent."
        assert served.writes == []

    def test_mistakes_are_told_without_a_network(self, on_socket: Command, file: Path) -> None:
        edit(file, "delay: 30", "delay: never")
        ran = on_socket("diff", str(file), BRANCHLINE_LEMLIST_BASE_URL="http://127.0.0.1:9/api")
        assert ran.code == 2
        assert "step 2, delay" in ran.err

    def test_large_files_are_not_read_whole(self, on_socket: Command, tmp_path: Path) -> None:
        path = tmp_path / "large.yaml"
        with path.open("wb") as large:
            large.truncate(50 * 2**20)
        ran = on_socket("diff", str(path))
        assert ran.code == 2
        assert "larger than 16 MB" in ran.err

    def test_another_service(self, on_socket: Command, file: Path) -> None:
        edit(file, "service: lemlist", "service: kit")
        ran = on_socket("diff", str(file), "--account", "lemlist")
        assert ran.code == 2


class TestApply:
    def test_it_carries_out_verifies_and_does_nothing_twice(
        self, on_socket: Command, served: Served, file: Path
    ) -> None:
        edit(file, "delay: 30", "delay: 31")
        edit(file, "steps:\n", "steps:\n  - type: sms\n    message: Hello\n    delay: 2\n")
        before = stored(served)
        dry = on_socket("apply", str(file), "--dry-run", "--json")
        assert dry.code == 1
        assert [each["do"] for each in json.loads(dry.out)] == ["add", "change"]
        assert stored(served) == before
        ran = on_socket("apply", str(file), "--yes")
        assert ran.code == 0, ran.err
        assert "Done and verified" in ran.err
        assert "export" in ran.err, "how the new ids get into the file"
        assert stored(served) == [{"type": "sms", "delay": 2, "message": "Hello"}, before[0],
                                  {**before[1], "delay": 31}, before[2]]  # fmt: skip
        served.forget()
        again = on_socket("apply", str(file), "--yes")
        assert (again.code, served.writes) == (0, [])

    def test_without_a_terminal_it_needs_yes(self, on_socket: Command, served: Served, file: Path) -> None:
        edit(file, "delay: 30", "delay: 31")
        ran = on_socket("apply", str(file))
        assert ran.code == 2
        assert "there is no terminal to ask on" in ran.error
        assert served.writes == []

    def test_a_change_by_somebody_else_is_said_and_needs_yes(
        self, on_socket: Command, served: Served, file: Path
    ) -> None:
        record = next(each for each in served.store.state.lemlist.campaigns.values() if each.name == NAME)
        record.sequences[record.sequence_id or ""].steps[1].delay = 7
        ran = on_socket("apply", str(file))
        assert ran.code == 2
        assert "The campaign was changed since the file was written: 1 step." in ran.err
        assert "--yes carries it out" in ran.error
        assert on_socket("apply", str(file), "--yes").code == 0
        assert stored(served)[1]["delay"] == 30

    def test_what_the_service_refuses_is_said_before_anything_is_sent(
        self, on_socket: Command, served: Served, tmp_path: Path
    ) -> None:
        path = tmp_path / "q4.yaml"
        assert on_socket("export", "Q4 outbound", "--out", str(path)).code == 0
        text = path.read_text(encoding="utf-8")
        start, end = text.index("  - type: linkedinVisit"), text.index("  - type: linkedinInvite")
        path.write_text(text[:start] + text[end:], encoding="utf-8")
        served.forget()
        ran = on_socket("apply", str(path), "--yes")
        assert ran.code == 2
        assert "lemlist refuses to delete a step while the campaign is running." in ran.err
        assert "Nothing was sent." in ran.err
        assert served.writes == []

    def test_a_stop_in_the_middle_says_what_was_done_and_goes_on(
        self, on_socket: Command, served: Served, file: Path
    ) -> None:
        edit(
            file,
            "steps:\n",
            "steps:\n  - {type: sms, message: One, delay: 0}\n  - {type: sms, message: Two, delay: 1}\n",
        )
        edit(file, "delay: 30", "delay: 31")
        served.faults.add("PATCH:*:500:9")
        ran = on_socket("apply", str(file), "--yes")
        assert ran.code == 3
        assert "Done: 2 of 3." in ran.err
        assert "  done      Add SMS “One” at place 1" in ran.err
        assert "  not done  Change E-mail" in ran.err
        served.faults.clear()
        served.forget()
        assert on_socket("apply", str(file), "--yes").code == 0
        assert [each.method for each in served.writes] == ["PATCH"]

    def test_another_campaign_needs_yes_and_becomes_equal(self, on_socket: Command, file: Path) -> None:
        ran = on_socket("diff", str(file), "Partner")
        assert ran.code == 1
        assert "The file is of another campaign" in ran.err
        assert on_socket("apply", str(file), "Partner").code == 2
        assert on_socket("apply", str(file), "Partner introductions", "--yes").code == 0
        other = next(
            e for e in json.loads(on_socket("list", "--json").out) if e["name"] == NAME and e["status"] == "draft"
        )
        assert on_socket("diff", str(file), other["id"]).code == 0

    def test_a_new_campaign(self, on_socket: Command, served: Served, file: Path) -> None:
        edit(file, f"name: {NAME}", "name: Made of a file")
        dry = on_socket("apply", str(file), "--new", "--dry-run")
        assert (dry.code, served.writes) == (1, [])
        ran = on_socket("apply", str(file), "--new", "--yes", "--json")
        assert ran.code == 0, ran.err
        made = ran.out.splitlines()[-1]
        assert on_socket("diff", str(file), made).code == 0
        assert [e["name"] for e in json.loads(on_socket("list", "--json").out) if e["id"] == made] == ["Made of a file"]

    def test_a_new_campaign_of_a_file_with_mistakes_is_not_made(
        self, on_socket: Command, served: Served, file: Path
    ) -> None:
        edit(file, f"  name: {NAME}\n", "  nam: x\n")
        ran = on_socket("apply", str(file), "--new", "--yes")
        assert ran.code == 2
        assert "settings" in ran.err
        assert served.writes == []


def typed(command: Command, *words: str, answer: bytes) -> tuple[int, str]:
    """Run it on a terminal and answer its question."""
    handle, inner = pty.openpty()
    process = subprocess.Popen(
        [*command.argv, *words], env={**command.environ, "TERM": "xterm"}, stdin=inner, stdout=inner, stderr=inner,
        start_new_session=True,
    )  # fmt: skip
    os.close(inner)
    shown, end = b"", time.monotonic() + 60
    asked = False
    while time.monotonic() < end:
        if not select.select([handle], [], [], 0.5)[0]:
            continue
        try:
            shown += os.read(handle, 4096)
        except OSError:
            break
        if b"[y/N]" in shown and not asked:
            asked = True
            if answer == b"\x03":
                process.send_signal(signal.SIGINT)
            else:
                os.write(handle, answer)
    os.close(handle)
    assert asked
    return process.wait(10), shown.decode()


@pytest.mark.parametrize(("answer", "code"), [(b"\n", 2), (b"n\n", 2), (b"y\n", 0), (b"\x03", 130)])
def test_the_question_on_a_terminal(on_socket: Command, served: Served, file: Path, answer: bytes, code: int) -> None:
    edit(file, "delay: 30", "delay: 31")
    ended, shown = typed(on_socket, "apply", str(file), answer=answer)
    assert ended == code, shown
    assert "\x1b[33m~ Change E-mail" in shown, "coloured on a terminal"
    assert len(served.writes) == (1 if code == 0 else 0)


def test_ctrl_c_stops_between_two_requests(on_socket: Command, served: Served, file: Path) -> None:
    added = "".join(f"  - {{type: sms, message: Number {number}, delay: 1}}\n" for number in range(6))
    edit(file, "steps:\n", f"steps:\n{added}")
    served.faults.add("POST:*:latency=1.0:*")
    served.forget()
    with subprocess.Popen(
        [*on_socket.argv, "apply", str(file), "--yes"], env=on_socket.environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        end = time.monotonic() + 30
        while not served.writes and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Stopped by Ctrl+C, between two requests." in err
    assert "Traceback" not in err
    made = len(stored(served)) - 3
    assert 0 < made < 6
    assert f"Done: {made} of 6." in err
