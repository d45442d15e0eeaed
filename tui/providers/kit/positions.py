"""Free numbers in a list of positions: which numbers have to change, and in which order, so that no two are ever equal.

Positions are whole numbers from 0, each used once, with gaps allowed (contracts/kit 8.3). Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Change = tuple[int, int]
"""Place in the list and the new position of what stands there."""


@dataclass(frozen=True, slots=True)
class Room:
    """A free position, and the changes that make it free, to be made one after the other."""

    position: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Jump:
    """What moves to another place: all the changes, its own last one at the end."""

    mover: int
    changes: tuple[Change, ...]


def spread(positions: Sequence[int]) -> tuple[Change, ...]:
    """The changes after which the positions rise strictly; none when they do. From the far end, each target is free."""
    wanted: list[int] = []
    for position in positions:
        wanted.append(max(position, wanted[-1] + 1 if wanted else 0))
    changed = [(place, new) for place, (old, new) in enumerate(zip(positions, wanted, strict=True)) if old != new]
    return tuple(reversed(changed))


def room(positions: Sequence[int], place: int) -> Room:
    """A position in front of what stands at `place` (the length: behind all), with as few changes as possible.

    `positions` rise strictly. Without a free number between the neighbours, one side moves up or down by one as far as
    the nearest gap, the farthest first.
    """
    below = positions[place - 1] if place else -1
    if place == len(positions):
        return Room(below + 1)
    above = positions[place]
    if above - below > 1:
        return Room((below + above) // 2)
    last = place
    while last + 1 < len(positions) and positions[last + 1] == positions[last] + 1:
        last += 1
    up = tuple((each, positions[each] + 1) for each in range(last, place - 1, -1))
    first = place - 1
    while first > 0 and positions[first - 1] == positions[first] - 1:
        first -= 1
    if place == 0 or positions[first] == 0 or place - first >= len(up):
        return Room(above, up)
    return Room(below, tuple((each, positions[each] - 1) for each in range(first, place)))


def jump(positions: Sequence[int], start: int, index: int) -> Jump:
    """How what stands at `start` gets to `index`, its place afterwards, with as few changes as possible.

    The order of all the others stays as it is at every moment. Either a number is made free at the new place and the
    mover takes it, or the mover steps aside behind all others first, so that its own number is free for those between.
    Of two neighbours the one that moves with fewer changes does.
    """
    if start == index:
        return Jump(start, ())
    ways = [*_ways(positions, start, index)]
    if abs(start - index) == 1:
        ways += _ways(positions, index, start)
    return min(ways, key=lambda way: len(way.changes))


def _ways(positions: Sequence[int], start: int, index: int) -> tuple[Jump, Jump]:
    direct = room(positions, index if index < start else index + 1)
    others = [position for place, position in enumerate(positions) if place != start]
    freed = room(others, index)
    shifted = tuple((place + (place >= start), position) for place, position in freed.changes)
    # Behind what the shifts can reach: one that goes up to the end takes the number behind the last.
    aside = positions[-1] + 1 + any(position > positions[-1] for _, position in freed.changes)
    return (
        Jump(start, (*direct.changes, (start, direct.position))),
        Jump(start, ((start, aside), *shifted, (start, freed.position))),
    )
