"""Cursor paging: forwards and backwards, while rows come and go, and cursors nobody gave out."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.kit.conftest import KitApi
from tui.sandbox.kit.pages import encoded, page


async def _page(kit: KitApi, path: str, **query: Any) -> tuple[list[int], Any]:
    answer = await kit.good("GET", path, params=query)
    rows = next(value for name, value in answer.items() if name != "pagination")
    return [each["id"] for each in rows], answer["pagination"]


def test_cursors_look_as_in_the_samples() -> None:
    assert [encoded(key) for key in ((1,), (917,), (0, 6))] == ["WzFd", "WzkxN10=", "WzAsNl0="]


async def test_there_and_back(kit: KitApi) -> None:
    made = [await kit.sequence() for _ in range(5)]
    seen, pagination = await _page(kit, "/sequences", per_page=2)
    assert (seen, pagination["has_previous_page"], pagination["has_next_page"]) == ([made[4], made[3]], False, True)
    assert pagination["per_page"] == 2
    assert "total_count" not in pagination
    await kit.call("DELETE", f"/sequences/{made[3]}")
    second, pagination = await _page(kit, "/sequences", per_page=2, after=pagination["end_cursor"])
    assert second == [made[2], made[1]], "the row of the cursor may be gone"
    assert (pagination["has_previous_page"], pagination["has_next_page"]) == (True, True)
    last, ending = await _page(kit, "/sequences", per_page=2, after=pagination["end_cursor"], before="WzFd")
    assert (last, ending["has_next_page"]) == ([made[0]], False), "after wins"
    back, pagination = await _page(kit, "/sequences", per_page=2, before=ending["start_cursor"])
    assert back == [made[2], made[1]]
    first, pagination = await _page(kit, "/sequences", per_page=2, before=pagination["start_cursor"])
    assert (first, pagination["has_previous_page"], pagination["has_next_page"]) == ([made[4]], False, True)


async def test_emails_go_by_position(kit: KitApi) -> None:
    number = await kit.sequence()
    places = [4, 0, 9]
    ids = dict(zip(places, [await kit.email(number, position=place) for place in places], strict=True))
    path = f"/sequences/{number}/emails"
    first, pagination = await _page(kit, path, per_page=2)
    assert first == [ids[0], ids[4]]
    assert pagination["end_cursor"] == encoded((4, ids[4]))
    assert (await _page(kit, path, per_page=2, after=pagination["end_cursor"]))[0] == [ids[9]]


async def test_edges(kit: KitApi) -> None:
    rows, pagination = await _page(kit, "/sequences", include_total_count="true")
    assert rows == []
    assert pagination == {
        "has_previous_page": False,
        "has_next_page": False,
        "start_cursor": None,
        "end_cursor": None,
        "per_page": 500,
        "total_count": 0,
    }
    assert (await _page(kit, "/sequences", per_page=99999))[1]["per_page"] == 1000
    for bad in ("0", "-1", "x", "1.5", "²"):
        assert await kit.refused("GET", "/sequences", params={"per_page": bad}) == [
            "per_page must be an integer of at least 1"
        ]


@pytest.mark.parametrize("text", ["[]", "{}", '["1"]', "[true]", "[1,2]", "[1.0]", "1", "[", "[" * 9999])
async def test_made_up_cursors(kit: KitApi, text: str) -> None:
    await kit.sequence()
    for name in ("after", "before"):
        cursor = base64.b64encode(text.encode()).decode()
        assert await kit.refused("GET", "/sequences", params={name: cursor}) == ["Invalid cursor"]
        assert await kit.refused("GET", "/sequences", params={name: "made up!"}) == ["Invalid cursor"]


@given(st.sets(st.integers(0, 99)), st.integers(1, 7), st.booleans())
def test_every_row_is_met_once_in_both_directions(ids: set[int], size: int, descending: bool) -> None:
    def turn(name: str, cursor: str | None) -> Any:
        query = {"per_page": str(size), **({name: cursor} if cursor else {})}
        answer = page(query, "rows", list(ids), lambda row: {"id": row}, key=lambda row: (row,), descending=descending)
        return answer.body

    forwards: list[int] = []
    answer = turn("after", None)
    while True:
        forwards += [row["id"] for row in answer["rows"]]
        if not answer["pagination"]["has_next_page"]:
            break
        answer = turn("after", answer["pagination"]["end_cursor"])
    assert forwards == sorted(ids, reverse=descending)
    backwards = [row["id"] for row in answer["rows"]]
    while answer["pagination"]["has_previous_page"]:
        answer = turn("before", answer["pagination"]["start_cursor"])
        backwards = [row["id"] for row in answer["rows"]] + backwards
    assert backwards == forwards
