"""Operations in words, for people and for scripts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.plan.operations import AddStep, DeleteStep, MoveStep, UpdateSettings, UpdateStep
from tui.providers.lemlist.settings import LemlistSettings
from tui.providers.lemlist.steps import Email, Sms
from tui.review.changes import MOST_WORDS, as_json, field_changes, sign_of, word_diff

UPDATE = UpdateStep(
    campaign_id="c", title="t", sequence_id="s", step_id="i",
    before=Email(subject="a", message="x"), after=Email(subject="b", message="x", delay=2),
)  # fmt: skip


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_the_parts_of_a_diff_are_both_texts(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(text for kind, text in parts if kind != "new") == old
    assert "".join(text for kind, text in parts if kind != "old") == new
    assert all(text for _, text in parts)


def test_words_not_lines_are_marked() -> None:
    assert word_diff("one two\nthree four\n", "one two\nthree five\n") == [
        ("same", "one two\nthree "), ("old", "four"), ("new", "five"), ("same", "\n"),
    ]  # fmt: skip


def test_a_large_text_is_not_compared_word_by_word() -> None:
    old, new = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert word_diff(old, new) == [("old", old), ("new", new)]


def test_old_and_new_values() -> None:
    subject, delay = field_changes(UPDATE)
    assert (subject.name, subject.old, subject.new, subject.reported) == ("subject", "a", "b", True)
    assert (delay.old, delay.new, delay.reported) == (None, 2, False)


def test_shapes_for_scripts() -> None:
    add = AddStep(
        campaign_id="c", title="t", sequence_id="", index=1, length=1, content=Sms(message="m", delay=1), key="k"
    )
    assert as_json(add) == {
        "do": "add", "campaign": "c", "title": "t", "sequence": None, "index": 1, "type": "sms",
        "fields": {"message": {"old": None, "new": "m"}, "delay": {"old": None, "new": 1}},
    }  # fmt: skip
    move = MoveStep(campaign_id="c", title="t", sequence_id="s", step_id="i", start=2, index=0)
    assert as_json(move) == {
        "do": "move", "campaign": "c", "title": "t", "sequence": "s", "step": "i", "from": 2, "index": 0,
    }  # fmt: skip
    settings = UpdateSettings(
        campaign_id="c", title="t", before=LemlistSettings(name="a"), after=LemlistSettings(name="b")
    )
    assert as_json(settings)["fields"] == {"name": {"old": "a", "new": "b"}}
    delete = DeleteStep(campaign_id="c", title="t", sequence_id="s", step_id="i")
    assert as_json(delete) == {"do": "delete", "campaign": "c", "title": "t", "sequence": "s", "step": "i"}
    assert [sign_of(each) for each in (add, UPDATE, move, settings, delete)] == ["+", "~", "^", "~", "-"]
