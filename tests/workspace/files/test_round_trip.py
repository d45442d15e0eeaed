"""A campaign written to a file and read back is the same campaign; written over an edited file, comments stay."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workspace.files.trees import NASTY, campaigns, minter
from tui.model.nodes import Branch, Campaign, CampaignHead, Sequence, Step
from tui.model.settings import ContainerSettings
from tui.providers.lemlist.settings import LemlistSettings
from tui.providers.lemlist.steps import Conditional, Email, Sms
from tui.workspace.files.changes import changes
from tui.workspace.files.comments import comments_of
from tui.workspace.files.exported import as_data
from tui.workspace.files.nodes import read_nodes, read_text
from tui.workspace.files.parse import read_file
from tui.workspace.files.scalars import text_lines
from tui.workspace.files.tongue import Tongue, tongue
from tui.workspace.files.values import plain
from tui.workspace.files.write import as_yaml

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def encoded(text: str) -> bytes:
    raw = text.encode("utf-8")
    assert b"\r" not in raw, "a line end that git or an editor would change"
    return raw


@given(campaigns())
@SLOW
def test_what_is_written_is_read_back(case: tuple[Tongue, Campaign, ContainerSettings]) -> None:
    words, campaign, its = case
    data = as_data(campaign, its, words)
    text = as_yaml(data, campaign.head)
    assert plain(read_nodes(read_text(encoded(text)))) == {**data, "branchline": 1}
    for written in (encoded(text), json.dumps(data, indent=2, ensure_ascii=True).encode()):
        found = changes(read_file(written), campaign, its, minter())
        assert found.operations == ()
        assert found.difference.impossible == ()
        assert found.difference.working.sequence == campaign.sequence
        assert found.difference.working.stray == campaign.stray
        assert not found.since.sentence


@given(campaigns(), st.data())
@SLOW
def test_steps_that_a_file_lacks_go(case: tuple[Tongue, Campaign, ContainerSettings], data: st.DataObject) -> None:
    words, campaign, its = case
    kept = tuple(step for step in campaign.sequence.steps if data.draw(st.booleans()) or not step.content.editable)
    less = campaign.model_copy(update={"sequence": campaign.sequence.model_copy(update={"steps": kept})})
    smaller = encoded(as_yaml(as_data(less, its, words), campaign.head))
    gone = changes(read_file(smaller), campaign, its, minter())
    assert len(gone.difference.operations) == len(campaign.sequence.steps) - len(kept)
    assert gone.difference.working.sequence == less.sequence


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("long", [False, True])
def test_each_hostile_text(text: str, long: bool) -> None:
    written = f"a:\n  - b: {text_lines(text, '      ', long=long)}\n    c: d\n"
    assert plain(read_nodes(read_text(encoded(written)))) == {"a": [{"b": text, "c": "d"}]}


HEAD = CampaignHead(id="cam_1", name="Names: [x] \x1b[31m", status="paused", service="lemlist", account="a")
FORK = Step(
    key="f",
    id="stp_f",
    content=Conditional(condition_key="emailsOpened", delay_type="within", delay=3),
    branches=(
        Branch(key="fy", id="seq_y", label="Opened an e-mail", sequence=Sequence(key="y", id="seq_y", steps=(
            Step(key="s", id="stp_s", content=Sms(message="Hello\nthere\n", delay=2)),))),
        Branch(key="fn", id="seq_n", label="Else", is_else=True, sequence=Sequence(key="n", id="seq_n")),
    ),
)  # fmt: skip
FIRST = Step(key="e", id="stp_e", content=Email(subject="on", message="<p>Hi {{firstName}},</p>\n<p>a: b</p>", delay=0))
ITS = LemlistSettings(name="Names")
CAMPAIGN = Campaign(head=HEAD, sequence=Sequence(key="main", id="seq_m", steps=(FIRST, FORK)))

WRITTEN = """\
branchline: 1
service: lemlist
campaign: cam_1  # Names: [x] ␛[31m · paused
settings:
  name: Names
steps:
  - type: email
    id: stp_e
    subject: "on"
    message: |-
      <p>Hi {{firstName}},</p>
      <p>a: b</p>
    delay: 0
  - type: conditional
    id: stp_f
    conditionKey: emailsOpened
    delayType: within
    delay: 3
    branches:
      - label: Opened an e-mail
        steps:
          - type: sms
            id: stp_s
            message: |
              Hello
              there
            delay: 2
      - else: true
        steps: []
# How the campaign was when this file was written; leave it as it is.
"""


def exported(campaign: Campaign = CAMPAIGN) -> str:
    return as_yaml(as_data(campaign, ITS, tongue("lemlist")), campaign.head)


def test_what_a_person_sees() -> None:
    text, _, state = exported().partition("state:\n")
    assert text == WRITTEN
    assert len(state.split()) == 2 + 3


def again(text: str, campaign: Campaign) -> str:
    """A campaign exported over a file."""
    comments = comments_of(text, read_nodes(text))
    return as_yaml(as_data(campaign, ITS, tongue("lemlist")), campaign.head, comments)


COMMENTED = (
    exported()
    .replace("branchline: 1\n", "# Owner: Ada\n\nbranchline: 1\n")
    .replace("settings:", "# the settings\nsettings:  # of lemlist")
    .replace("steps:\n  - type: email", "steps:\n  # The opener.\n  # Tested.\n  - type: email  # the first", 1)
    .replace("message: |-", "message: |-  # as HTML")
    .replace("    delay: 0", "    # at once\n    delay: 0  # never more")
    .replace("          - type: sms", "          # the text message\n          - type: sms")
    .replace("      - else: true", "      # who did not\n      - else: true")
    + "# The end.\n"
)


def test_comments_stay_where_they_were() -> None:
    assert again(COMMENTED, CAMPAIGN) == COMMENTED
    assert read_file(COMMENTED.encode()).mistakes == []


def test_comments_move_with_their_step_and_go_with_it() -> None:
    swapped = CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="seq_m", steps=(FORK, FIRST))})
    text = again(COMMENTED, swapped)
    assert "  # The opener.\n  # Tested.\n  - type: email  # the first\n    id: stp_e\n" in text
    assert text.index("# the text message") < text.index("# The opener.")
    gone = CAMPAIGN.model_copy(update={"sequence": Sequence(key="main", id="seq_m", steps=(FORK,))})
    text = again(COMMENTED, gone)
    assert "opener" not in text
    assert "# the text message" in text


@given(campaigns())
@SLOW
def test_a_hash_inside_a_text_is_no_comment(case: tuple[Tongue, Campaign, ContainerSettings]) -> None:
    words, campaign, its = case
    data = as_data(campaign, its, words)
    text = as_yaml(data, campaign.head)
    assert as_yaml(data, campaign.head, comments_of(text, read_nodes(text))) == text
