"""One declaration feeds all: reading, checking, what is sent, what counts as changed; shown on a type made for it."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from annotated_types import Ge, Le, MaxLen
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, ValidationError

from tests.model.test_nodes import json_values
from tui.model.content import StepContent
from tui.model.declare import Ask, Choice, Kind, Place, Values


def _round(value: str) -> str:
    if not value.startswith("round"):
        raise ValueError(f"“{value}” is not round")
    return value


def _big(values: Values) -> bool:
    return values.get("size") == "big"


class Stone(StepContent):
    """A step type with a field of each kind."""

    type, label, icon, about = "stone", "Stone", "o", "Lies there"
    name: Annotated[str, MaxLen(10), Ask("Name", "Its name.", Kind.LINE, "here", required=True)] = ""
    long_note: Annotated[str, Ask("Note", "What else.", Kind.TEXT, "here")] = ""
    size: Annotated[
        str, Ask("Size", "How big.", Kind.CHOICE, "here", choices=(Choice("small", "small"), Choice("big", "big")))
    ] = "small"
    weight: Annotated[
        int, Ge(0), Le(1500), Ask("Weight", "When big.", Kind.NUMBER, "here", unit="stones", applies=_big)
    ] = 7
    wet: Annotated[bool, Ask("Wet", "Or dry.", Kind.FLAG, "here", on_update=False)] = False
    places: Annotated[tuple[str, ...], Ask("Places", "Where.", Kind.URLS, "here")] = ()
    shape: Annotated[str, AfterValidator(_round), Ask("Shape", "Its form.", Kind.URL, "here", on_add=False)] = ""
    hidden: int = 3


NEW, OLD = Place(creating=True), Place()


def test_the_fields_are_read_off_the_class() -> None:
    specs = {spec.name: spec for spec in Stone.fields()}
    assert list(specs) == ["name", "long_note", "size", "weight", "wet", "places", "shape"]
    assert specs["long_note"].wire == "longNote"
    assert specs["name"].max_length == 10
    assert (specs["weight"].minimum, specs["weight"].maximum) == (0, 1500)
    assert [spec.is_long for spec in specs.values()] == [False, True, False, False, False, True, False]
    assert Stone.field("weight").rule() == "a whole number of stones from 0 to 1500"
    assert Stone.fields() is Stone.fields()
    with pytest.raises(KeyError):
        Stone.field("hidden")


def test_a_field_that_nobody_declared_is_refused() -> None:
    with pytest.raises(ValidationError):
        Stone.model_validate({"nmae": "typing error"})


def test_asked_depends_on_place_and_values() -> None:
    def names(values: Values, *, creating: bool) -> list[str]:
        return [spec.name for spec in Stone.asked(values, creating=creating)]

    assert names({}, creating=True) == ["name", "long_note", "size", "wet", "places"]
    assert names({"size": "big"}, creating=True) == ["name", "long_note", "size", "weight", "wet", "places"]
    assert names({"size": "big"}, creating=False) == ["name", "long_note", "size", "weight", "places", "shape"]


def test_a_fresh_form_has_the_defaults_that_say_something() -> None:
    assert Stone.fresh(first=True) == {"size": "small", "weight": 7, "wet": False}


@pytest.mark.parametrize(
    ("values", "sentences"),
    [
        ({"name": "Bo"}, []),
        ({}, ["Name is required: enter at most 10 characters."]),
        ({"name": "  "}, ["Name is required: enter at most 10 characters."]),
        ({"name": "x" * 11}, ["Name has 11 characters, 1 more than the 10 allowed: shorten it."]),
        ({"name": 5}, ["Name must be at most 10 characters."]),
        ({"name": "Bo", "size": "huge"}, ["Size must be one of small, big."]),
        ({"name": "Bo", "size": ["big"]}, ["Size must be one of small, big."]),
        ({"name": "Bo", "size": ""}, []),
        ({"name": "Bo", "wet": "yes"}, ["Wet must be yes or no."]),
        ({"name": "Bo", "wet": 1}, ["Wet must be yes or no."]),
        ({"name": "Bo", "size": "big", "weight": "2.5"}, ["Weight must be a whole number of stones from 0 to 1500."]),
        ({"name": "Bo", "size": "small", "weight": "nonsense"}, []),
        ({"name": "Bo", "size": "big", "weight": ""}, []),
        ({"name": "Bo", "places": 5}, ["Places must be public https:// addresses, one per line."]),
        ({"name": "Bo", "places": [5]}, ["Places must be public https:// addresses, one per line."]),
    ],
)
def test_what_is_wrong_with_a_new_one(values: dict[str, Any], sentences: list[str]) -> None:
    content, problems = Stone.check(values, NEW)
    assert [problem.message for problem in problems] == sentences
    assert (content is None) == bool(sentences)


def test_the_validator_of_a_field_gives_its_reason() -> None:
    _, problems = Stone.check({"shape": "flat"}, OLD)
    rule = "an address without spaces that starts with http:// or https://"
    assert [problem.message for problem in problems] == [f"Shape: “flat” is not round; it must be {rule}."]


def test_an_existing_one_keeps_what_is_not_given() -> None:
    content, problems = Stone.check({"size": "big", "weight": "9", "name": None}, OLD)
    assert problems == ()
    assert content is not None
    assert content.values() == {"size": "big", "weight": 9}
    assert Stone.check({"size": "big", "weight": " "}, OLD)[1][0].message == (
        "Weight is empty: enter a whole number of stones from 0 to 1500."
    )
    assert Stone.check({"size": ""}, OLD)[0] is None


def test_a_cleared_text_or_list_of_an_existing_one_is_a_value() -> None:
    content, _ = Stone.check({"long_note": "", "places": "\n \n"}, OLD)
    assert content is not None
    assert content.values() == {"long_note": "", "places": ()}


def test_what_is_typed_around_a_value_is_left_out() -> None:
    content, _ = Stone.check({"name": " Bo ", "size": "big", "weight": " 12 ", "places": " a \n\n b"}, NEW)
    assert content is not None
    assert content.values() == {"name": " Bo ", "size": "big", "weight": 12, "places": ("a", "b")}


def test_adding_sends_what_is_set_and_applies() -> None:
    content = Stone(name="Bo", size="small", weight=9, shape="round", places=("a",))
    assert content.adding() == {"type": "stone", "name": "Bo", "size": "small", "places": ["a"]}


def test_updating_sends_the_type_and_what_differs() -> None:
    before = Stone.read({"name": "Bo", "size": "big", "weight": 5, "wet": False})
    assert Stone(name="Bo").updating(before) == {}
    assert Stone(name="Al", weight=5, wet=True).updating(before) == {"type": "stone", "name": "Al"}
    assert Stone(long_note="").updating(before) == {"type": "stone", "longNote": ""}, "not reported, so it is news"


def test_a_partial_change_is_judged_beside_the_values_that_stay() -> None:
    """Only the weight was touched: it applies because the stone is big, which the change itself does not say."""
    before = Stone.read({"name": "Bo", "size": "big", "weight": 5})
    assert Stone(weight=6).updating(before) == {"type": "stone", "weight": 6}
    assert Stone(weight=6).changed_fields(before) == {"weight"}
    assert Stone(size="small", weight=6).updating(before) == {"type": "stone", "size": "small"}
    assert Stone(weight=6).over(before).values() == {"name": "Bo", "size": "big", "weight": 6}


def test_unlike_compares_what_both_have() -> None:
    asked = Stone(name="Bo", size="big", places=("a", "b"))
    stored = Stone.read({"name": "Al", "places": ["https://cdn/1", "https://cdn/2"]})
    assert [spec.name for spec in asked.unlike(stored, ["name", "size", "places"])] == ["name"]
    assert asked.unlike(stored, ["size"]) == ()
    fewer = Stone.read({"places": ["https://cdn/1"]})
    assert [spec.name for spec in asked.unlike(fewer, ["places"])] == ["places"]


@pytest.mark.parametrize(
    ("reported", "kept"),
    [
        ({"name": "x" * 50}, {"name": "x" * 50}),
        ({"weight": 9000}, {"weight": 9000}),
        ({"weight": "12"}, {"weight": 12}),
        ({"weight": 12.0}, {"weight": 12}),
        ({"weight": True}, {"weight": True}),
        ({"weight": "many"}, {"weight": "many"}),
        ({"size": {"x": 1}}, {"size": {"x": 1}}),
        ({"places": ["a"]}, {"places": ("a",)}),
        ({"places": ["a", 5]}, {"places": ["a", 5]}),
        ({"places": "a"}, {"places": "a"}),
        ({"name": None, "other": 5, "long_note": "not the name on the wire"}, {}),
        ({"longNote": "", "wet": False}, {"long_note": "", "wet": False}),
    ],
)
def test_reading_keeps_what_came(reported: dict[str, Any], kept: dict[str, Any]) -> None:
    content = Stone.read(reported)
    assert content.values() == kept
    assert content.model_fields_set == set(kept)
    assert all(content.reported(name) == (name in kept) for name in Stone.model_fields)


@given(st.dictionaries(st.sampled_from([spec.wire for spec in Stone.fields()]), json_values))
def test_reading_and_comparing_never_fail(reported: dict[str, Any]) -> None:
    content = Stone.read(reported)
    assert content.model_fields_set == {spec.name for spec in Stone.fields() if reported.get(spec.wire) is not None}
    again = Stone.read(reported)
    assert content.updating(again) == {}
    assert content.unlike(again, content.model_fields_set) == ()
    content.adding()


@given(st.dictionaries(st.sampled_from([spec.name for spec in Stone.fields()]), json_values), st.booleans())
def test_checking_never_fails_and_names_the_field(values: dict[str, Any], creating: bool) -> None:
    content, problems = Stone.check(values, Place(creating=creating))
    assert (content is None) == bool(problems)
    for problem in problems:
        assert problem.field is not None
        assert problem.message.startswith(Stone.field(problem.field).ask.title)
        assert problem.message.endswith(".")
