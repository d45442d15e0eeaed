"""Words found and replaced in the texts of a campaign: each place once, everything else as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plan.edits import shape, trees
from tests.plan.test_diff import line
from tui.model.nodes import Campaign, Step
from tui.model.tree import walk
from tui.providers.lemlist.steps import Email, LinkedinInvite
from tui.review.search import BadPattern, Pattern, hits, replaced


def step(key: str, **values: object) -> Step:
    kind = LinkedinInvite if "images" in values else Email
    return Step(key=key, id=key, content=kind.model_validate({"message": "", "delay": 1, **values}))


CAMPAIGN = line(
    step("a", subject="Hello Hello", message="<p>hello</p>\n<p>Hello there</p>"),
    step("b", subject="Other", message="no"),
    step("c", message="m", images=("https://old.example/a.png", "https://old.example/Hello.png")),
)


def found(pattern: Pattern, fields: frozenset[str] = frozenset()) -> list[tuple[str, str, int, int]]:
    return [(hit.spot.step.key, hit.spec.wire, hit.line, hit.start) for hit in hits(CAMPAIGN, pattern, fields)]


def test_every_place_in_reading_order() -> None:
    assert found(Pattern.of("Hello")) == [
        ("a", "subject", 0, 0), ("a", "subject", 0, 6), ("a", "message", 0, 16), ("c", "images", 1, 20),
    ]  # fmt: skip
    assert len(found(Pattern.of("hello", ignore_case=True))) == 5
    assert found(Pattern.of("Hello"), frozenset({"subject"})) == [("a", "subject", 0, 0), ("a", "subject", 0, 6)]
    assert found(Pattern.of(r"O\w+r", regex=True)) == [("b", "subject", 0, 0)]


def test_one_place_of_several() -> None:
    pattern = Pattern.of("Hello", "Bye")
    changed = replaced(CAMPAIGN, pattern, lambda hit: hit.spec.name == "subject" and hit.start == 6)
    subjects = [getattr(spot.step.content, "subject", "") for spot in walk(changed)]
    assert subjects == ["Hello Bye", "Other", ""]
    everywhere = [spot.step.content.values() for spot in walk(replaced(CAMPAIGN, pattern, lambda hit: True))]
    assert everywhere[0]["message"] == "<p>hello</p>\n<p>Bye there</p>"
    assert everywhere[2]["images"][1] == "https://old.example/Bye.png"


def test_new_words_are_taken_as_they_stand_but_not_in_expressions() -> None:
    plain = replaced(CAMPAIGN, Pattern.of("Other", r"\1 \g<0>"), lambda hit: True)
    assert [getattr(spot.step.content, "subject", "") for spot in walk(plain)][1] == r"\1 \g<0>"
    swapped = replaced(CAMPAIGN, Pattern.of(r"(O)(ther)", r"\2-\1", regex=True), lambda hit: True)
    assert [getattr(spot.step.content, "subject", "") for spot in walk(swapped)][1] == "ther-O"


@pytest.mark.parametrize("words", ["", "(", "a*", "x|"])
def test_what_cannot_be_looked_for(words: str) -> None:
    with pytest.raises(BadPattern):
        Pattern.of(words, regex=True)


def test_an_expression_whose_replacement_names_no_group() -> None:
    with pytest.raises(BadPattern):
        Pattern.of("a", r"\9", regex=True)


@given(trees(), st.sampled_from("abcdm"), st.text("abcd", max_size=3))
def test_nothing_else_changes(campaign: Campaign, old: str, new: str) -> None:
    """Where nothing is accepted the tree is the same; replaced there and back gives the first tree again."""
    pattern = Pattern.of(old, new)
    assert replaced(campaign, pattern, lambda hit: False) is campaign
    marked = replaced(campaign, Pattern.of(old, "\u2603"), lambda hit: True)
    assert old not in {hit.match for hit in hits(marked, pattern)}
    back = replaced(marked, Pattern.of("\u2603", old), lambda hit: True)
    assert shape(back.sequence) == shape(campaign.sequence)
