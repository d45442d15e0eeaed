"""Free numbers among positions: never two equal on the way, the others keep their order, and few changes are made."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.providers.kit.positions import Change, Room, jump, room, spread

rising = st.lists(st.integers(0, 12), unique=True, min_size=1, max_size=8).map(sorted)


def made(positions: Iterable[int], changes: Iterable[Change]) -> list[int]:
    """The positions after the changes; each must be free at its time."""
    now = list(positions)
    for place, position in changes:
        assert position >= 0
        assert position not in now, (now, place, position)
        now[place] = position
    return now


@pytest.mark.parametrize(
    ("positions", "place", "expected"),
    [
        ([], 0, Room(0)),
        ([4], 1, Room(5)),
        ([0, 1, 2], 3, Room(3)),
        ([3], 0, Room(1)),
        ([0, 10], 1, Room(5)),
        ([0, 2], 1, Room(1)),
        ([0, 1, 2], 1, Room(1, ((2, 3), (1, 2)))),
        ([0, 1, 2], 0, Room(0, ((2, 3), (1, 2), (0, 1)))),
        ([0, 1, 2, 9], 1, Room(1, ((2, 3), (1, 2)))),
        ([0, 2, 3, 4, 5], 2, Room(2, ((1, 1),))),
        ([0, 2, 3, 4, 5, 6], 3, Room(3, ((1, 1), (2, 2)))),
        ([5, 6, 7, 8], 1, Room(5, ((0, 4),))),
        ([5, 6], 1, Room(6, ((1, 7),))),
    ],
)
def test_room(positions: list[int], place: int, expected: Room) -> None:
    assert room(positions, place) == expected


@given(rising, st.data())
def test_room_is_between_the_neighbours_and_reached_step_by_step(positions: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(positions)))
    free = room(positions, place)
    after = made(positions, free.changes)
    assert free.position not in after
    assert after == sorted(after)
    assert sum(each < free.position for each in after) == place
    gaps_above = next(each for each in range(20) if (positions[place:] or [99])[0] + each not in positions)
    assert len(free.changes) <= gaps_above


@pytest.mark.parametrize(
    ("positions", "start", "index", "count"),
    [
        ([0, 1], 0, 1, 1),
        ([0, 1], 1, 0, 1),
        ([0, 1, 2], 0, 2, 1),
        ([0, 1, 2], 1, 2, 1),
        ([0, 1, 2, 3, 4], 1, 0, 3),
        ([0, 1, 2, 3, 4], 0, 1, 3),
        ([0, 1, 2, 3, 4], 3, 1, 4),
        ([0, 1, 2, 3, 4], 1, 3, 2),
        ([0, 1, 5, 6], 3, 2, 1),
        ([0, 10, 20, 30], 3, 1, 1),
        ([0, 1, 2], 1, 1, 0),
    ],
)
def test_how_many_changes_a_move_takes(positions: list[int], start: int, index: int, count: int) -> None:
    way = jump(positions, start, index)
    made(positions, way.changes)
    assert len(way.changes) == count, way


@given(rising, st.data())
def test_a_move_ends_in_the_wanted_order_and_leaves_the_others_in_theirs(
    positions: list[int], data: st.DataObject
) -> None:
    places = st.integers(0, len(positions) - 1)
    start, index = data.draw(places), data.draw(places)
    way = jump(positions, start, index)
    after = made(positions, way.changes)
    wanted = list(range(len(positions)))
    wanted.insert(index, wanted.pop(start))
    assert sorted(wanted, key=after.__getitem__) == wanted
    for number in range(len(way.changes)):
        now = made(positions, way.changes[: number + 1])
        others = [position for place, position in enumerate(now) if place != way.mover]
        assert others == sorted(others)
    assert way.changes == () or way.changes[-1][0] == way.mover
    assert len(way.changes) <= abs(start - index) + 2


@given(st.lists(st.integers(0, 5), max_size=7).map(sorted))
def test_shared_positions_are_spread_and_keep_their_order(positions: list[int]) -> None:
    changes = spread(positions)
    now = list(positions)
    for place, position in changes:
        assert position not in now
        now[place] = position
    assert now == sorted(set(now))
    assert bool(changes) == (len(set(positions)) < len(positions))
