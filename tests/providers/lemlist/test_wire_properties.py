"""Whatever JSON a server sends: it is a tree in which each step stands once, or it is refused, and nothing else."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.model.test_nodes import json_values
from tests.providers.lemlist.test_wire import HEAD
from tui.model.nodes import Campaign, Keys
from tui.model.tree import insert_step, sequences, walk
from tui.providers.lemlist.wire import NotATree, read_head, read_sequences
from tui.review.days import days
from tui.review.rows import rows

names = st.sampled_from(["seq_a", "seq_b", "seq_c", "seq_d", ""])
links = st.fixed_dictionaries(
    {},
    optional={
        "sequenceId": names | json_values,
        "key": st.sampled_from(["hasScore", "hasPhoneNumber", "odd"]) | json_values,
        "fallback": st.booleans() | json_values,
        "delay": st.integers(-2, 9) | json_values,
        "delayType": st.sampled_from(["within", "waitUntil"]) | json_values,
        "label": json_values,
        "name": json_values,
    },
)
steps = st.fixed_dictionaries(
    {},
    optional={
        "_id": st.sampled_from(["stp_1", "stp_2", "seq_a"]) | json_values,
        "type": st.sampled_from(["email", "conditional", "sms", "pigeon", "sendToAnotherCampaign"]) | json_values,
        "delay": st.integers(-2, 9) | json_values,
        "subject": json_values,
        "conditions": st.lists(links | json_values, max_size=4) | json_values,
        "conditionKey": json_values,
    },
)
wild = st.dictionaries(
    names,
    st.fixed_dictionaries(
        {"steps": st.lists(steps, max_size=4)},
        optional={"level": st.integers(0, 2) | json_values, "parentId": names | json_values, "_id": json_values},
    ),
    min_size=1,
)


@given(json_values | st.dictionaries(names, json_values | st.fixed_dictionaries({"steps": json_values})))
def test_any_json_is_read_or_refused(answer: Any) -> None:
    """Refused means NotATree; any other exception fails the test."""
    with suppress(NotATree):
        main, _ = read_sequences(answer, Keys())
        assert main.id in answer
    with suppress(NotATree):
        assert read_head(answer, "a").id == answer["_id"]


@given(wild)
@settings(max_examples=400)
def test_every_step_of_the_answer_stands_once(answer: dict[str, Any]) -> None:
    keys = Keys()
    main, stray = read_sequences(answer, keys)
    tree = Campaign(head=HEAD, sequence=main, stray=stray)
    spots = list(walk(tree))
    told = [json.dumps(step, sort_keys=True) for each in answer.values() for step in each["steps"]]
    assert sorted(json.dumps(spot.step.reported, sort_keys=True) for spot in spots) == sorted(told)
    shown = [sequence.id for sequence in sequences(tree)]
    assert sorted(shown, key=str) == sorted(answer)
    found = [row.key for row in rows(tree)]
    assert len(set(found)) == len(found), "the outline finds each row by its key"
    for spot in spots:
        others = [each.is_else for each in spot.step.branches]
        assert others == sorted(others), "Else stands last"
    assert set(days(tree)) == {spot.step.key for spot in spots}
    assert read_sequences(answer, keys) == (main, stray), "and again with the same keys"
    for sequence in sequences(tree):
        if spots:
            insert_step(tree, sequence.key, 0, spots[0].step)
