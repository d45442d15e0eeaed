"""The sequences answer as a tree: every tolerance of contract 4.5, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from tui.model.nodes import Campaign, CampaignHead, Keys, Sequence, Step, UnknownContent
from tui.model.tree import walk
from tui.providers.lemlist import wire
from tui.providers.lemlist.steps import Conditional, Email, LinkedinInvite, SendToAnotherCampaign
from tui.providers.lemlist.wire import NotATree, read_content, read_head, read_sequences

HEAD = CampaignHead(id="cam_1", name="", service="lemlist", account="a")


def read(answer: Any, keys: Keys | None = None) -> Campaign:
    main, stray = read_sequences(answer, keys or Keys())
    return Campaign(head=HEAD, sequence=main, stray=stray)


def email(step_id: str, **more: Any) -> dict[str, Any]:
    return {"_id": step_id, "type": "email", "delay": 1, "subject": step_id, "message": "m", **more}


def fork(step_id: str, *links: str, **more: Any) -> dict[str, Any]:
    """A condition; the last link is Else."""
    conditions = [
        {"sequenceId": link, **({"fallback": True} if link == links[-1] else {"key": "hasScore", "label": "Has score"})}
        for link in links
    ]
    return {"_id": step_id, "type": "conditional", "delay": 2, "conditions": conditions, **more}


def line(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"steps": list(steps), **more}


def ids(tree: Campaign) -> list[str | None]:
    return [spot.step.id for spot in walk(tree)]


def first(answer: Any) -> Step:
    return read(answer).sequence.steps[0]


EXAMPLE: dict[str, Any] = {
    "seq_main": line(email("stp_1", index=1), fork("stp_2", "seq_yes", "seq_no"), level=0),
    "seq_yes": line(email("stp_3"), level=1, parentId="seq_main", conditionalStepIndex=2),
    "seq_no": line(level=1, parentId="seq_main", conditionalStepIndex=2),
}


def test_the_tree_of_the_documented_shape() -> None:
    tree = read(EXAMPLE)
    assert ids(tree) == ["stp_1", "stp_2", "stp_3"]
    yes, no = tree.sequence.steps[1].branches
    assert (yes.label, yes.is_else, yes.id, yes.link) == ("Has score", False, "seq_yes", "own")
    assert (no.label, no.is_else, no.id, no.sequence.steps) == ("Else", True, "seq_no", ())
    assert tree.stray == ()
    step = tree.sequence.steps[0]
    assert step.reported == EXAMPLE["seq_main"]["steps"][0], "nothing of the JSON is lost"
    assert yes.reported == EXAMPLE["seq_main"]["steps"][1]["conditions"][0]


def test_the_order_of_keys_means_nothing() -> None:
    turned = dict(reversed(EXAMPLE.items()))
    assert ids(read(turned)) == ids(read(EXAMPLE))


def test_without_levels_the_one_without_a_parent_is_the_main_one() -> None:
    bare = {name: {key: value for key, value in each.items() if key != "level"} for name, each in EXAMPLE.items()}
    assert read(dict(reversed(bare.items()))).sequence.id == "seq_main"
    for each in bare.values():
        each.pop("parentId", None)
    assert read(dict(reversed(bare.items()))).sequence.id == "seq_main", "then the one to which nothing leads"


def test_odd_levels_and_parents_are_no_reason_to_refuse() -> None:
    answer = {"a": line(email("stp_1"), level="top", parentId=5), "b": line(level=None, parentId=None)}
    tree = read(answer)
    assert {tree.sequence.id, *(each.id for each in tree.stray)} == {"a", "b"}


def test_a_missing_type_is_guessed_as_documented() -> None:
    plain = {"_id": "stp_1", "subject": "s", "message": "m"}
    assert isinstance(read_content(plain), Email)
    assert isinstance(read_content({**plain, "conditions": []}), Email)
    assert isinstance(read_content({"conditions": [], "subject": None}), Conditional)
    assert isinstance(read_content({"_id": "stp_1", "conditions": None}), UnknownContent)
    assert isinstance(read_content({"type": "", "subject": ""}), Email)


def test_an_unknown_type_is_kept_whole_and_cannot_be_edited() -> None:
    pigeon = {"_id": "stp_1", "type": "pigeonPost", "delay": 3, "wingspan": 62}
    step = first({"a": line(pigeon)})
    assert isinstance(step.content, UnknownContent)
    assert not step.content.editable
    assert (step.content.headline(), step.content.wait()) == ("pigeonPost", 72)
    assert step.reported == step.content.model_extra == pigeon


def test_array_order_wins_over_numbers() -> None:
    steps = [email("stp_1", index=1), email("stp_2", index=3, sequenceStep=0), email("stp_3", index=2)]
    assert ids(read({"a": line(*steps)})) == ["stp_1", "stp_2", "stp_3"]


def test_the_note_of_an_invite_may_be_elsewhere() -> None:
    content = read_content({"type": "linkedinInvite", "altMessage": "note"})
    assert isinstance(content, LinkedinInvite)
    assert content.message == "note"
    both = read_content({"type": "linkedinInvite", "message": "own", "altMessage": "other"})
    assert both.values() == {"message": "own"}
    assert read_content({"type": "linkedinInvite", "message": ""}).values() == {"message": ""}
    assert read_content({"type": "linkedinInvite"}).values() == {}


def test_the_target_of_a_hand_over_has_two_names() -> None:
    for reported in ({"sendToAnotherCampaignId": "cam_2"}, {"campaignId": None, "sendToAnotherCampaignId": "cam_2"},
                     {"campaignId": "cam_2", "sendToAnotherCampaignId": "cam_9"}):  # fmt: skip
        content = read_content({"type": "sendToAnotherCampaign", **reported})
        assert isinstance(content, SendToAnotherCampaign)
        assert content.campaign_id == "cam_2"


def test_key_and_window_stand_on_the_branches() -> None:
    link = {"sequenceId": "seq_a", "key": "hasScore", "delay": 5, "delayType": "within"}
    other = {"sequenceId": "seq_b", "fallback": True}
    for conditions in ([link, other], [other, link]):
        content = read_content({"type": "conditional", "delay": 1, "conditions": conditions})
        assert content.values() == {"condition_key": "hasScore", "delay_type": "within", "delay": 5}
    at_step = {"type": "conditional", "conditionKey": "emailsOpened", "delayType": "waitUntil", "delay": 2}
    assert read_content({**at_step, "conditions": [other]}).values() == {
        "condition_key": "emailsOpened", "delay_type": "waitUntil", "delay": 2,
    }  # fmt: skip
    assert read_content({"type": "conditional", "conditions": [{"key": 5, "delay": "x"}, None]}).values() == {}


def test_else_in_first_place_is_shown_last() -> None:
    conditions = [{"sequenceId": "seq_no", "fallback": True}, {"sequenceId": "seq_yes", "key": "hasScore"}]
    tree = read({**EXAMPLE, "seq_main": line(fork("stp_2") | {"conditions": conditions}, level=0)})
    assert [(each.id, each.label) for each in tree.sequence.steps[0].branches] == [
        ("seq_yes", "Has the score"), ("seq_no", "Else"),
    ]  # fmt: skip


def test_a_name_given_by_a_user_goes_before_the_label() -> None:
    link = {"sequenceId": "b", "key": "customLeadInfo", "label": "If …", "name": "Decision makers", "selector": "{}"}
    step = first({"a": line({"_id": "s", "type": "conditional", "conditions": [link]}), "b": line(level=1)})
    assert step.branches[0].label == "Decision makers"
    assert step.branches[0].reported == link
    assert step.content.headline() == "Does a lead variable match?"


def test_a_branch_to_a_missing_sequence_is_an_empty_one() -> None:
    step = first({"a": line(fork("stp_1", "seq_gone", "seq_no")), "seq_no": line(level=1)})
    assert [each.link for each in step.branches] == ["missing", "own"]
    assert step.branches[0].sequence == Sequence(key=step.branches[0].sequence.key, id="seq_gone")
    nameless = first({"a": line({"_id": "s", "conditions": [{}, {"sequenceId": 5}, {"fallback": True}]})})
    assert [each.link for each in nameless.branches] == ["missing"] * 3
    assert len({each.key for each in nameless.branches}) == 3


def test_a_shared_branch_is_shown_where_it_is_met_first() -> None:
    answer = {
        "a": line(fork("stp_1", "b", "c"), fork("stp_2", "b", "b"), level=0),
        "b": line(email("stp_3"), level=1),
        "c": line(level=1),
    }
    tree = read(answer)
    assert ids(tree) == ["stp_1", "stp_3", "stp_2"]
    assert [[each.link for each in step.branches] for step in tree.sequence.steps] == [
        ["own", "own"], ["shared", "shared"],
    ]  # fmt: skip


def test_circles_end() -> None:
    tree = read({"a": line(fork("stp_1", "a", "b"), level=0), "b": line(fork("stp_2", "a", "b"), level=1)})
    assert ids(tree) == ["stp_1", "stp_2"]
    lost = {"m": line(level=0), "x": line(fork("stp_1", "y", "m")), "y": line(fork("stp_2", "x", "m"))}
    assert ids(read(lost)) == ["stp_1", "stp_2"]
    assert [each.id for each in read(lost).stray] == ["x"]


def test_sequences_that_nothing_leads_to_are_shown_after_the_tree() -> None:
    answer = {**EXAMPLE, "deep": line(email("stp_9"), level=2), "lost": line(fork("stp_8", "deep", "none"), level=1)}
    tree = read(answer)
    assert [each.id for each in tree.stray] == ["lost"]
    assert ids(tree) == ["stp_1", "stp_2", "stp_3", "stp_8", "stp_9"]


def nested(depth: int) -> dict[str, Any]:
    answer = {f"s{level}": line(fork(f"stp_{level}", f"s{level + 1}", f"e{level}"), level=level)
              for level in range(depth)}  # fmt: skip
    return {**answer, f"s{depth}": line(email("stp_end"), level=depth)}


@pytest.mark.parametrize("depth", [60, 150])
def test_deep_nesting_is_read(depth: int) -> None:
    spots = list(walk(read(nested(depth))))
    assert (len(spots), spots[-1].depth) == (depth + 1, depth)


def test_nesting_without_sense_is_refused() -> None:
    for depth in (151, 3000):
        with pytest.raises(NotATree, match="nested more than 150 deep"):
            read(nested(depth))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "a campaign without a sequence"),
        (None, "unknown shape"),
        ([], "unknown shape"),
        ("text", "unknown shape"),
        ({"a": None}, "at a"),
        ({"a": {"steps": None}}, "at a.steps"),
        ({"a": {"steps": [email("x"), 5]}}, "at a.steps.1"),
    ],
)
def test_what_is_no_tree_says_where(answer: Any, words: str) -> None:
    with pytest.raises(NotATree, match=words):
        read(answer)


def test_keys_stay_over_re_reading_and_binding() -> None:
    keys = Keys()
    before = read(EXAMPLE, keys)
    again = read(EXAMPLE, keys)
    assert again == before
    local = keys.mint()
    keys.bind("stp_new", local)
    grown = {**EXAMPLE, "seq_main": line(email("stp_0"), *EXAMPLE["seq_main"]["steps"], email("stp_new"), level=0)}
    after = read(grown, keys)
    assert after.sequence.key == before.sequence.key
    assert [step.key for step in after.sequence.steps[1:3]] == [step.key for step in before.sequence.steps]
    assert after.sequence.steps[2].branches == before.sequence.steps[1].branches
    assert after.sequence.steps[3].key == local


def test_steps_with_the_same_id_or_none_still_have_keys_of_their_own() -> None:
    keys = Keys()
    answer = {"a": line(email("x"), email("x"), {"type": "email"}, {"type": "email", "_id": 5}, email("a"))}
    tree = read(answer, keys)
    found = [step.key for step in tree.sequence.steps]
    assert len(set(found)) == 5
    assert [step.key for step in read(answer, keys).sequence.steps] == found
    assert [step.id for step in tree.sequence.steps] == ["x", "x", None, None, "a"]


def test_heads() -> None:
    reported = {"_id": "cam_1", "name": "N", "status": "running", "emoji": "🎯", "labels": ["a", 5], "createdAt": "d",
                "errors": ["No sender"], "senders": []}  # fmt: skip
    head = read_head(reported, "acme")
    assert head == CampaignHead(
        id="cam_1", name="N", status="running", service="lemlist", account="acme", emoji="🎯", labels=("a",),
        created_at="d", errors=("No sender",), reported=reported,
    )  # fmt: skip
    odd = read_head({"_id": "cam_1", "name": 5, "status": ["x"], "emoji": None, "labels": {}, "errors": "no"}, "acme")
    assert (odd.name, odd.status, odd.emoji, odd.labels, odd.errors) == ("", "unknown", "", (), ())
    refused: tuple[Any, ...] = (None, [], {}, {"_id": ""}, {"_id": 5}, {"name": "x"})
    for wrong in refused:
        with pytest.raises(NotATree, match="without an id"):
            read_head(wrong, "acme")


def test_the_bound_is_known_to_the_stack() -> None:
    """The deepest tree that is read takes three calls for each level; Python allows a thousand in all."""
    assert wire.DEEPEST * 3 < 500
