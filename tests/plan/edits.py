"""Random trees of steps with fields, and random edits of them, as a person makes them."""

from __future__ import annotations

from itertools import count

from hypothesis import strategies as st

from tests.model.trees import HEAD
from tui.model.nodes import Branch, Campaign, Sequence, Step
from tui.model.tree import find_sequence, find_step, insert_step, replace_step, sequences, walk
from tui.providers.lemlist.steps import Conditional, Email, Sms

WORDS = st.sampled_from(("a", "b", "c", "d"))


@st.composite
def trees(draw: st.DrawFn, most: int = 4) -> Campaign:
    """A campaign as a service reports it: every node has an id."""
    number = count(1)

    def sequence(name: str, depth: int) -> Sequence:
        steps = []
        for _ in range(draw(st.integers(0, most))):
            key = f"k{next(number)}"
            if depth < 3 and draw(st.integers(0, 3)) == 0:
                steps.append(_fork(key, sequence(f"{key}y", depth + 1), sequence(f"{key}n", depth + 1)))
            else:
                steps.append(Step(key=key, id=f"stp_{key}", content=_message(draw)))
        return Sequence(key=name, id=f"seq_{name}", steps=tuple(steps))

    return Campaign(head=HEAD, sequence=sequence("main", 0))


def _message(draw: st.DrawFn) -> Email | Sms:
    if draw(st.booleans()):
        return Email(subject=draw(WORDS), message="m", delay=draw(st.integers(0, 2)))
    return Sms(message=draw(WORDS), delay=1)


def _fork(key: str, yes: Sequence, no: Sequence, *, with_id: bool = True) -> Step:
    content = Conditional(condition_key="emailsOpened", delay_type="within", delay=3)
    branches = (
        Branch(key=f"{key}Y", id=yes.id, label="yes", sequence=yes),
        Branch(key=f"{key}N", id=no.id, label="Else", is_else=True, sequence=no),
    )
    return Step(key=key, id=f"stp_{key}" if with_id else None, content=content, branches=branches)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Campaign, Campaign]:
    """A tree, and the same after up to six edits: new steps, new fields, moves near and far, copies, deletes."""
    baseline = draw(trees())
    working, number = baseline, count(1)
    for _ in range(draw(st.integers(0, 6))):
        working = _edit(draw, working, f"n{next(number)}")
    return baseline, working


def _edit(draw: st.DrawFn, campaign: Campaign, key: str) -> Campaign:
    steps = [spot.step for spot in walk(campaign)]
    what = draw(st.sampled_from(("add", "fork", "change", "delete", "move", "type")))
    if what in ("add", "fork") or not steps:
        fork = _fork(key, Sequence(key=f"{key}y"), Sequence(key=f"{key}n"), with_id=False)
        return _put(draw, campaign, fork if what == "fork" else Step(key=key, content=_message(draw)))
    step = draw(st.sampled_from(steps))
    if what == "delete":
        return replace_step(campaign, step.key, None)
    if what == "move":
        return _put(draw, replace_step(campaign, step.key, None), step)
    if what == "type" and isinstance(step.content, Email):
        return replace_step(campaign, step.key, step.model_copy(update={"content": Sms(message="other", delay=0)}))
    if isinstance(step.content, Sms):
        content = Sms(message=draw(WORDS), delay=draw(st.integers(0, 2)))
        return replace_step(campaign, step.key, step.model_copy(update={"content": content}))
    return campaign


def _put(draw: st.DrawFn, campaign: Campaign, step: Step) -> Campaign:
    target = draw(st.sampled_from(list(sequences(campaign))))
    return insert_step(campaign, target.key, draw(st.integers(0, len(target.steps))), step)


def shape(sequence: Sequence) -> object:
    """Contents and nesting, without keys and ids."""
    return [
        (
            type(step.content).__name__,
            step.content.values(),
            [(branch.is_else, shape(branch.sequence)) for branch in step.branches],
        )
        for step in sequence.steps
    ]


def with_ids(campaign: Campaign) -> Campaign:
    """The campaign with an id for everything that has none yet, as after it was carried out."""
    for spot in list(walk(campaign)):
        if spot.step.id is None:
            now = find_step(campaign, spot.step.key)
            assert now is not None
            campaign = replace_step(campaign, spot.step.key, now.step.model_copy(update={"id": f"stp_{spot.step.key}"}))
    return campaign


__all__ = ["edited", "find_sequence", "shape", "trees", "with_ids"]
