"""Files edited by hand: every mistake at its line and column, all at once, with what to do; nothing else is thrown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.files.test_round_trip import CAMPAIGN, FIRST, ITS, SLOW, WRITTEN, exported
from tests.workspace.files.trees import minter
from tui.model.nodes import Campaign, Sequence, Step
from tui.providers.lemlist.flow import SendToAnotherCampaign
from tui.workspace.files.changes import Changes, changes, mistakes_alone
from tui.workspace.files.mistakes import BadFile
from tui.workspace.files.nodes import DEEPEST, LARGEST
from tui.workspace.files.parse import read_file


def told(raw: str | bytes, campaign: Campaign = CAMPAIGN) -> list[str]:
    """The mistakes of a file, as they are said."""
    try:
        file = read_file(raw.encode() if isinstance(raw, str) else raw)
        changes(file, campaign, ITS, minter())
    except BadFile as error:
        return [each.line("f") for each in error.mistakes]
    return []


def good(raw: str, campaign: Campaign = CAMPAIGN) -> Changes:
    return changes(read_file(raw.encode()), campaign, ITS, minter())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("branchline: 1", "branchline: 2", "f:1:13: branchline: This is version “2” of the format"),
        ("branchline: 1\n", "", "f:1:1: The file does not say “branchline: 1”"),
        (
            "service: lemlist",
            "service: lemlits",
            "f:2:10: service: There is no service “lemlits”. Did you mean “lemlist”?",
        ),
        ("service: lemlist\n", "", "f:1:1: service: The file does not say of which service it is."),
        ("type: email", "type: emial", "f:7:11: step 1, type: There is no step type “emial”. Did you mean “email”?"),
        ("type: email", "kind: email", "f:7:5: step 1: The step does not say its type."),
        ('subject: "on"', "subjct: x", "f:9:5: step 1: E-mail has no field “subjct”. Did you mean “subject”?"),
        ('subject: "on"', "subject: [a]", "f:9:14: step 1, subject: This must be a text, not a list."),
        (
            'subject: "on"',
            "subject: {{firstName}}",
            "f:9:14: step 1, subject: This must be a text, not a group of names. Put quotes around it",
        ),
        ('subject: "on"', "subject:", "f:9:5: step 1, subject: There is no value."),
        (
            'subject: "on"',
            "subject: " + "x" * 401,
            "f:9:14: step 1, subject: Subject has 401 characters, 1 more than the 400",
        ),
        (
            "    delay: 0",
            "    delay: soon",
            "f:13:12: step 1, delay: This must be a number, not “soon”. Write a whole number of days from 0 to 1500.",
        ),
        (
            "    delay: 0",
            "    delay: -1",
            "f:13:12: step 1, delay: Delay must be a whole number of days from 0 to 1500.",
        ),
        ("    delay: 0", "    delay: true", "f:13:12: step 1, delay: This must be a number, not “true”."),
        ("    delay: 0", '    delay: "0"', "f:13:12: step 1, delay: This must be a number, not “0”."),
        ("    delay: 0", "    delay: 0\n    delay: 1", "f:14:5: step 1, delay: It stands in line 13 already."),
        ("    delay: 0", "    branches: []", "f:13:5: step 1: E-mail has no field “branches”."),
        ("emailsOpened", "emailOpened", "f:16:19: step 2, conditionKey: Condition must be one of"),
        ("emailsOpened", "emailOpened", "Did you mean “emailsOpened”?"),
        ("id: stp_f", "id: stp_e", "f:15:9: step 2, id: The id “stp_e” is that of step 1 (line 8) too."),
        (
            "id: stp_s\n            message: |",
            "id: stp_x\n            message: |-",
            "f:23:17: step 2, Opened an e-mail, step 1, id: The campaign has no step “stp_x”. Leave "
            "the id out for a new step",
        ),
        ("      - else: true\n        steps: []\n", "", "f:19:5: step 2, branches: The condition has no Else."),
        ("      - else: true", "      - else: maybe", "f:28:15: step 2, branch 2, else: This must be true or false."),
        ("      - else: true", "      - label: x", "step 2, branches: The condition has no Else."),
        (
            "      - label: Opened an e-mail",
            "      - else: true",
            "f:28:9: step 2, branch 2: The condition has a second Else.",
        ),
        (
            "      - else: true",
            "      - label: Third\n      - else: true",
            "f:19:5: step 2, branches: The file has 3 of them, the campaign 2.",
        ),
        ("        steps: []", "        steps: [a]", "Item 1 must be a group of names, not a text."),
        ("steps:\n", "steps: 1\nx:\n", "f:6:8: steps: This must be a list, not a text."),
        ("settings:", "setings:", "f:4:1: A campaign file has no field “setings”. Did you mean “settings”?"),
        ("  name: Names", "  nam: x", "f:5:3: settings: It has no field “nam”. Did you mean “name”?"),
        ("  name: Names", "  name: ''", "f:5:3: settings, name: Name is required"),
        ("  name: Names", "\tname: x", "f:5:1: A tab stands where the indentation is. Indent with spaces"),
        ("    delay: 0", "   delay: 0", "f:13:4: The YAML is broken here"),
        ("    delay: 0", "     delay: 0", "f:13:"),
        (
            'subject: "on"',
            "subject: {{firstName}} x",
            "f:9:28: This value begins with a sign that means something in YAML.",
        ),
        ('subject: "on"', "subject: @x", "f:9:14: This value begins with a sign"),
        ('subject: "on"', "subject: a: b", "f:9:15: A colon stands inside a text without quotes"),
        ('subject: "on"', 'subject: "on', "f:9:14: The quotes that open here are not closed."),
        ('subject: "on"', "subject: &x on", "f:9:14: An anchor (&) stands here"),
        ('subject: "on"', "subject: *x", "f:9:14: An alias (*) stands here"),
        ('subject: "on"', "subject: !!python/object:os.system x", "f:9:14: A tag (!) stands here"),
        ('    subject: "on"', "    <<: {subject: x}", "f:9:5: step 1: A merge key (<<) stands here"),
        ("steps:\n", "---\nsteps:\n", "f:6:1: A second document begins here."),
        ('subject: "on"', 'subject: "o\x00n"', "f:9:16: A control character (U+0000) stands here."),
        ("campaign: cam_1", "campaign: [x]", "campaign: This must be the id of the campaign, not a list."),
    ],
)
def test_one_mistake(old: str, new: str, said: str) -> None:
    assert old in WRITTEN
    found = told(WRITTEN.replace(old, new, 1))
    assert any(said in line for line in found), found
    assert all(line.startswith("f:") for line in found)


def test_all_mistakes_at_once_and_in_order() -> None:
    text = (
        WRITTEN.replace("type: email", "type: emial").replace("delay: 3", "delay: x").replace("type: sms", "typ: sms")
    )
    text = text.replace("id: stp_f", "id: stp_gone").replace("name: Names", "nme: x")
    found = told(text)
    assert [line.split(": ")[0] for line in found] == ["f:5:3", "f:7:11", "f:15:9", "f:18:12", "f:22:13"]


def test_without_the_campaign_what_can_be_told_is_told() -> None:
    text = WRITTEN.replace("type: email", "type: emial").replace("delay: 3", "delay: x").replace("id: stp_s", "id: no")
    assert {each.at.line for each in mistakes_alone(read_file(text.encode()))} == {7, 18}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "f:1:1: The file is empty."),
        (b" \n\n", "f:1:1: The file is empty."),
        (b"# only this\n", "f:1:1: The file has nothing but comments."),
        (b"[1]", "f:1:1: A campaign file is a group of names, not a list."),
        (b"hello", "f:1:1: A campaign file is a group of names, not a text."),
        (WRITTEN.encode("utf-16"), "f:1:1: The file is UTF-16."),
        (b"branchline: 1\nservice: \xff", "f:2:10: The file is not UTF-8 (byte 24)."),
        (b"x" * (LARGEST + 1), f"f:1:1: The file is larger than {LARGEST // 2**20} MB"),
        (b"a: " + b"[" * (DEEPEST + 1), "levels deep"),
        (b"{" * 100_000, "levels deep"),
        (b"- " * 100_000, "levels deep"),
        (b'a: &a ["x"]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n', "f:1:4: An anchor"),
        (b"? [a]\n: b\nbranchline: 1\nservice: kit\n", "f:1:3: A name must be one word."),
    ],
)
def test_files_that_are_none(raw: bytes, said: str) -> None:
    assert any(said in line for line in told(raw)), told(raw)


@given(st.binary(max_size=200) | st.text("ab:-[]{}#&*!|>'\"%@`\\ \n\t0", max_size=80).map(str.encode))
@SLOW
def test_nothing_but_mistakes_comes_of_any_bytes(raw: bytes) -> None:
    told(raw)


@given(st.integers(0, len(WRITTEN) - 1), st.text("ab:-[]{}#&*!|>'\"%@`\\ \n\t0", max_size=3), st.integers(0, 5))
@SLOW
def test_nothing_but_mistakes_comes_of_any_edit(place: int, put: str, gone: int) -> None:
    told(WRITTEN[:place] + put + WRITTEN[place + gone :])


class TestWhatIsLeftOut:
    def test_fields_stay_steps_go(self) -> None:
        text = "branchline: 1\nservice: lemlist\nsteps:\n  - {type: email, id: stp_e, delay: 2}\n"
        first, second = good(text).operations
        assert first.title.startswith("Change E-mail")
        assert second.title.startswith("Delete Condition")

    def test_lists_that_are_not_there_stay(self) -> None:
        assert good("branchline: 1\nservice: lemlist\n").operations == ()
        (only,) = good("branchline: 1\nservice: lemlist\nsettings: {name: Other}\n").operations
        assert only.title == "Change campaign settings"
        text = WRITTEN.partition("    branches:")[0]
        assert good(text).operations == ()

    def test_a_step_without_an_id_is_new(self) -> None:
        (only,) = good(WRITTEN.replace("steps:\n", "steps:\n  - type: sms\n    message: 0123\n", 1)).operations
        assert only.title == "Add SMS “0123” at place 1"

    def test_a_new_step_is_checked_whole(self) -> None:
        found = told(WRITTEN.replace("steps:\n", "steps:\n  - type: email\n  - type: conditional\n", 1))
        assert "f:7:5: step 1: Subject is required: enter at most 400 characters." in found
        assert "f:7:5: step 1: Message is required: enter any text." in found
        assert any("step 2, branches: A new condition needs its branches." in line for line in found)


class TestOddCampaigns:
    def test_a_value_that_breaks_the_rules_may_stay_as_it_was_reported(self) -> None:
        content = FIRST.content.model_copy(update={"subject": "x" * 500, "delay": "soon"})
        odd = CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="m", steps=(
            FIRST.model_copy(update={"content": content}),))})  # fmt: skip
        text = exported(odd)
        assert good(text, odd).operations == ()
        assert any("step 1, delay: This must be a number" in line for line in told(text.replace("soon", "later"), odd))

    def test_a_step_without_an_id_cannot_be_named(self) -> None:
        odd = CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="m", steps=(
            FIRST.model_copy(update={"id": None}),))})  # fmt: skip
        assert any("without an id of its own" in line for line in told(exported(odd), odd))

    def test_what_can_only_be_set_when_a_step_is_made(self) -> None:
        step = Step(key="g", id="stp_g", content=SendToAnotherCampaign(campaign_id="cam_2", delay=1))
        odd = CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="m", steps=(step,))})
        found = told(exported(odd).replace("delay: 1", "delay: 2"), odd)
        assert len(found) == 1
        assert "lemlist takes the delay of this type when it is added only" in found[0]

    def test_a_field_without_a_meaning_is_not_silently_left_out(self) -> None:
        text = WRITTEN.replace("delayType: within", "delayType: waitUntil").replace("delay: 3", "delay: 9")
        assert any("step 2, delay: Window has no meaning here." in line for line in told(text))
