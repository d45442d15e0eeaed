"""What is allowed in which status, what a change does to people, and how many they are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.leadlex.answers import Script, scripted
from tests.providers.leadlex.connected import adding, connected, deleting, email, enroll, moving, new_store, put, read
from tui.model.nodes import Campaign, CampaignHead, Keys, Status, Step, UnknownContent
from tui.providers.base import Action
from tui.providers.leadlex.client import Leadlex
from tui.providers.leadlex.effects import HISTORY, NOT_UNDONE, POSITIONS, SKIPPED
from tui.providers.leadlex.email import Email
from tui.providers.leadlex.reading import read_head
from tui.providers.straight import campaign_of

PROVIDER = Leadlex("wbk_x", account="a")
WORDS = {"draft": "draft", "running": "active", "paused": "paused", "ended": "completed", "pending": "pending_approval",
         "unknown": "frozen"}  # fmt: skip
STATUSES: tuple[Status, ...] = ("draft", "running", "paused", "ended", "pending", "unknown")

#         draft      active     paused     completed  pending    unknown
TABLE: dict[Action, str] = {
    "add": "allowed    warned     allowed    warned     warned     allowed",
    "insert": "warned     refused    warned     warned     refused    warned",
    "update": "allowed    warned     allowed    warned     warned     allowed",
    "delete": "allowed    warned     allowed    allowed    allowed    allowed",
    "move": "warned     refused    warned     warned     refused    warned",
    "pause": "refused    warned     refused    refused    refused    warned",
    "start": "warned     refused    warned     refused    refused    warned",
    "settings": "allowed    allowed    allowed    allowed    allowed    allowed",
    "create": "allowed    allowed    allowed    allowed    allowed    allowed",
    "remove": "allowed    refused    refused    refused    refused    warned",
}


def head_of(status: str, **more: Any) -> CampaignHead:
    return read_head({"id": "c", "status": WORDS[status], **more}, service="leadlex", account="a")


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("status", STATUSES)
def test_the_table(action: Action, status: Status) -> None:
    said = PROVIDER.verdict(action, head_of(status))
    assert said.kind == TABLE[action].split()[STATUSES.index(status)]
    assert bool(said.sentence) == (said.kind != "allowed")
    assert said.sentence == "" or said.sentence.endswith(".")
    assert said.way_out == ("pause" if (action, status) == ("delete", "running") else "")
    if said.kind == "refused":
        assert said.reason
        assert said.remedy
    assert "_" not in said.sentence


def test_words_that_matter() -> None:
    delete = PROVIDER.verdict("delete", head_of("running"))
    assert "may skip" in delete.sentence
    assert "preserve history, pause the campaign first" in delete.sentence
    for action in ("insert", "move"):
        assert "Pause it first" in PROVIDER.verdict(action, head_of("running")).remedy
    assert "add the step at the end" in PROVIDER.verdict("insert", head_of("running")).remedy
    assert "one request each" in PROVIDER.verdict("move", head_of("draft")).remedy
    assert "is active" in PROVIDER.verdict("remove", head_of("running")).reason
    assert "is waiting for approval" in PROVIDER.verdict("remove", head_of("pending")).reason
    assert "is completed" in PROVIDER.verdict("pause", head_of("ended")).reason
    assert "sends e-mails" in PROVIDER.verdict("start", head_of("draft")).reason
    assert PROVIDER.verdict("create", None).kind == "allowed"


def test_an_empty_campaign_is_not_started_when_that_is_known() -> None:
    assert PROVIDER.verdict("start", head_of("draft", steps=[])).remedy == "Add a step first."
    assert PROVIDER.verdict("start", head_of("draft", steps=[{"id": "s"}])).allowed
    assert PROVIDER.verdict("start", head_of("draft")).allowed, "nobody knows"


def test_an_unknown_step_is_not_edited() -> None:
    step = Step(key="k", id="s", content=UnknownContent.read({}))
    assert not PROVIDER.verdict("update", head_of("draft"), step).allowed


def tree_of(status: str, *conditions: str) -> Campaign:
    rows = [
        {"id": f"s{number}", "index": number, **email(f"{number}", send_condition=condition).values()}
        for number, condition in enumerate(conditions)
    ]
    return campaign_of(head_of(status), rows, Email.read, Keys())


def effects_of_delete(tree: Campaign, place: int) -> tuple[str, ...]:
    return PROVIDER.effects(deleting(tree, tree.sequence.steps[place]), tree)


def test_a_delete_says_which_step_becomes_which() -> None:
    tree = tree_of("running", *["always"] * 5)
    assert effects_of_delete(tree, 1) == (SKIPPED, NOT_UNDONE, "Steps 3 to 5 become steps 2 to 4.", HISTORY)
    assert effects_of_delete(tree, 2)[2] == "Steps 4 and 5 become steps 3 and 4."
    assert effects_of_delete(tree, 3)[2] == "Step 5 becomes step 4."
    assert effects_of_delete(tree, 4) == (SKIPPED, NOT_UNDONE, HISTORY)
    paused = tree_of("paused", "always", "always")
    assert effects_of_delete(paused, 0) == (SKIPPED, NOT_UNDONE, "Step 2 becomes step 1.")
    draft = tree_of("draft", "always", "always")
    assert effects_of_delete(draft, 0) == (NOT_UNDONE, "Step 2 becomes step 1.")
    gone = deleting(tree, tree.sequence.steps[0]).model_copy(update={"step_id": "other"})
    assert PROVIDER.effects(gone, tree) == ()


def test_a_delete_of_one_half_of_a_pair_names_the_other() -> None:
    tree = tree_of("draft", "always", "if_opened", "if_no_open", "if_clicked")
    told = [line for line in effects_of_delete(tree, 1) if "divide" in line]
    assert told == [
        "Steps 2 and 3 divide the contacts between them. Without step 2, step 3 guards alone: contacts who have not "
        "opened get it, contacts who have opened get neither."
    ]
    told = [line for line in effects_of_delete(tree, 2) if "divide" in line]
    assert len(told) == 1
    assert "Without step 3, step 2 guards alone: contacts who have opened get it" in told[0]
    for place in (0, 3):
        assert not any("divide" in line for line in effects_of_delete(tree, place))
    three = tree_of("draft", "if_no_open", "if_opened", "if_no_open")
    assert len([line for line in effects_of_delete(three, 1) if "divide" in line]) == 2
    same = tree_of("draft", "if_opened", "if_opened", "if_no_reply", "if_no_reply", "if_clicked")
    assert not any("divide" in line for place in range(5) for line in effects_of_delete(same, place))


def test_moved_texts_and_people_who_stay() -> None:
    paused = tree_of("paused", "always", "always", "always")
    assert PROVIDER.effects(moving(paused, 0, 2), paused) == POSITIONS
    assert PROVIDER.effects(adding(paused, email(), 1), paused) == POSITIONS
    assert PROVIDER.effects(adding(paused, email()), paused) == ()
    draft = tree_of("draft", "always", "always")
    assert PROVIDER.effects(moving(draft, 0, 1), draft) == (), "a draft has sent nothing"


async def test_people_between_the_steps_are_counted() -> None:
    store = new_store()
    record = put(store, "a", "b", "c", "d", status="active")
    for current, status in (
        (0, "pending"), (1, "active"), (1, "paused"), (2, "active"), (3, "replied"), (4, "completed"), (2, "bounced"),
        (1, "unsubscribed"), (4, "replied"),
    ):  # fmt: skip
        enroll(store, record, current, status)
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        served.forget()
        people = await provider.people(deleting(tree, tree.sequence.steps[1]), tree)
        assert people is not None
        assert (people.count, people.exact) == (4, True)
        assert people.words == (
            "2 contacts are to get step 2 next and will not get it. 2 contacts are past it with steps to come, and may "
            "skip one."
        )
        assert [each.query for each in served.exchanges] == ["page=1&per_page=100"]
        last = await provider.people(deleting(tree, tree.sequence.steps[3]), tree)
        assert last is not None
        assert last.words == "1 contact is to get step 4 next and will not get it."
        everybody = await provider.people(None, tree)
        assert everybody is not None
        assert (everybody.count, everybody.words) == (9, "9 contacts are enrolled in this campaign.")
        assert served.exchanges[-1].query == "per_page=1"
        gone = deleting(tree, tree.sequence.steps[0]).model_copy(update={"step_id": "other"})
        assert await provider.people(gone, tree) is None


@pytest.mark.parametrize(("count", "calls", "exact"), [(0, 1, True), (100, 1, True), (300, 3, True), (301, 3, False)])
async def test_of_many_people_the_newest_are_looked_at(count: int, calls: int, exact: bool) -> None:
    store = new_store()
    record = put(store, "a", status="active")
    for _ in range(count):
        enroll(store, record, 0)
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        served.forget()
        people = await provider.people(deleting(tree, tree.sequence.steps[0]), tree)
        assert people is not None
        assert (len(served.exchanges), people.count, people.exact) == (calls, min(count, 300), exact)
        if not exact:
            assert people.words.endswith(
                "Only the 300 who were enrolled last of 301 were looked at: there may be more."
            )
        if not count:
            assert people.words == "No contact is waiting for step 1 or for one after it."
            nobody = await provider.people(None, tree)
            assert nobody is not None
            assert nobody.words == "Nobody is enrolled in this campaign."


async def test_people_who_cannot_be_read_are_not_counted() -> None:
    store = new_store()
    record = put(store, "a", status="active")
    async with connected(store, "GET:*/contacts:403", "GET:*/contacts:404", "GET:*/contacts:html") as (_, provider):
        tree = await read(provider, record)
        for _ in range(3):
            assert await provider.people(deleting(tree, tree.sequence.steps[0]), tree) is None
    script = Script().on("GET /campaigns/c/contacts", {"data": {"contacts": [{}, {"status": 1, "current_step": "x"}]}})
    async with scripted(script) as provider:
        tree = tree_of("running", "always")
        assert await provider.people(None, tree) is None, "no total, no number"
        people = await provider.people(deleting(tree, tree.sequence.steps[0]), tree)
        assert people is not None
        assert (people.count, people.exact) == (0, True)
