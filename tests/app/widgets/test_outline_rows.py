"""The row index keeps, through any series of actions, what a naive recomputation from its rows would show."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.app.widgets.outlines import CAMPAIGN, picture
from tui.app.widgets.outline_rows import NOWHERE, Row, RowIndex

KEYS = [f"{word}{number}" for number in range(6) for word in ("mail", "call", "visit")]


@st.composite
def row_lists(draw: st.DrawFn) -> list[Row]:
    """Any rows: depths may jump, headings and rows that do not fold are among them."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=len(KEYS)))
    return [
        Row(key, draw(st.integers(0, 4)), "", draw(st.booleans()), key, selectable=draw(st.integers(0, 5)) > 0)
        for key in keys
    ]


def ancestors(rows: list[Row], number: int) -> list[int]:
    """The rows above one, found by walking back."""
    found, depth = [], rows[number].depth
    for above in range(number - 1, -1, -1):
        if rows[above].depth < depth:
            found.append(above)
            depth = rows[above].depth
    return found


def matching(rows: list[Row], needle: str) -> set[int]:
    """Rows that hold all words of the needle, and those above them."""
    hits = {number for number, row in enumerate(rows) if all(word in row.find for word in needle.split())}
    return hits | {above for number in hits for above in ancestors(rows, number)}


class AnySeriesOfActions(RuleBasedStateMachine):
    """Load, fold, filter and move in any order, beside a model that only keeps sets of keys."""

    def __init__(self) -> None:
        super().__init__()
        self.index = RowIndex()
        self.rows: list[Row] = []
        self.folded: set[str] = set()
        self.kept_folds: set[str] = set()
        self.needle = ""

    def follow_what_was_opened(self) -> None:
        """The index may open rows to show one row: only those above it, so each holds the next."""
        opened = [
            number for number, row in enumerate(self.rows) if row.key in self.folded and not self.index.folded[number]
        ]
        for above, below in pairwise(opened):
            assert above in ancestors(self.rows, below)
        self.folded -= {self.rows[number].key for number in opened}

    @initialize(rows=row_lists())
    def begin(self, rows: list[Row]) -> None:
        self.load(rows, None)

    @rule(rows=row_lists(), cursor=st.sampled_from([None, *KEYS]))
    def load_again(self, rows: list[Row], cursor: str | None) -> None:
        self.load(rows, cursor)

    def load(self, rows: list[Row], cursor: str | None) -> None:
        before = self.index.keys[self.index.cursor] if self.index.cursor != NOWHERE else None
        self.index.load(rows, cursor)
        self.rows = rows
        foldable = {row.key for row in rows if row.foldable}
        self.folded &= foldable
        self.kept_folds &= foldable
        self.follow_what_was_opened()
        keys = {row.key: row for row in rows}
        wanted = cursor if cursor in keys else before
        if wanted in keys and keys[wanted].selectable and self.is_let_through(wanted):
            assert self.index.keys[self.index.cursor] == wanted

    def is_let_through(self, key: str) -> bool:
        return not self.needle or [row.key for row in self.rows].index(key) in matching(self.rows, self.needle)

    @rule(data=st.data(), folded=st.booleans())
    def fold(self, data: st.DataObject, folded: bool) -> None:
        if self.rows:
            number = data.draw(st.integers(0, len(self.rows) - 1))
            row = self.rows[number]
            changed = self.index.fold(number, folded)
            assert changed == (row.foldable and (row.key in self.folded) is not folded)
            if row.foldable:
                (self.folded.add if folded else self.folded.discard)(row.key)

    @rule(folded=st.booleans())
    def fold_all(self, folded: bool) -> None:
        self.index.fold_all(folded)
        self.folded = {row.key for row in self.rows if row.foldable} if folded else set()

    @rule(words=st.lists(st.sampled_from(["mail", "CALL", "1", "2", "l", "nothing"]), max_size=2))
    def filter(self, words: list[str]) -> None:
        needle = " ".join(words).lower()
        self.index.filter("  ".join(words))
        if needle == self.needle:
            return
        if needle:
            if not self.needle:
                self.kept_folds = self.folded
            self.folded = set()
        else:
            self.folded, self.kept_folds = self.kept_folds, set()
        self.needle = needle
        self.follow_what_was_opened()

    @rule(lines=st.integers(-4, 4))
    def move_by(self, lines: int) -> None:
        before = self.index.line
        self.index.move_by(lines)
        if before != NOWHERE and lines:
            assert (self.index.line - before) * lines >= 0

    @rule(line=st.integers(-1, 20))
    def move_to_line(self, line: int) -> None:
        self.index.move_to_line(line)

    @rule(data=st.data())
    def move_to(self, data: st.DataObject) -> None:
        if self.rows:
            number = data.draw(st.integers(0, len(self.rows) - 1))
            possible = self.rows[number].selectable and (not self.needle or number in matching(self.rows, self.needle))
            assert self.index.move_to(number) == possible
            if possible:
                assert self.index.cursor == number
                self.follow_what_was_opened()
                assert not self.folded & {self.rows[above].key for above in ancestors(self.rows, number)}

    @rule(data=st.data(), foldable=st.booleans(), selectable=st.booleans())
    def replace(self, data: st.DataObject, foldable: bool, selectable: bool) -> None:
        if self.rows and not self.needle:
            number = data.draw(st.integers(0, len(self.rows) - 1))
            old = self.rows[number]
            row = Row(old.key, old.depth, old.guide, foldable, old.find, "new", selectable)
            assert self.index.replace(row) == number
            self.rows = [*self.rows[:number], row, *self.rows[number + 1 :]]
            if not foldable:
                self.folded.discard(row.key)

    @invariant()
    def shows_what_a_naive_walk_finds(self) -> None:
        rows = self.rows
        folds = {number for number, row in enumerate(rows) if row.key in self.folded}
        keep = matching(rows, self.needle) if self.needle else set(range(len(rows)))
        naive = [number for number in range(len(rows)) if number in keep and not folds & set(ancestors(rows, number))]
        assert list(self.index.shown) == naive
        assert all(self.index.position(number) == line for line, number in enumerate(naive))

    @invariant()
    def the_cursor_stands_on_a_row_that_can_be_seen(self) -> None:
        possible = [number for number in self.index.shown if self.rows[number].selectable]
        assert self.index.cursor in possible if possible else self.index.cursor == NOWHERE


TestAnySeriesOfActions = AnySeriesOfActions.TestCase
TestAnySeriesOfActions.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@given(row_lists())
def test_a_subtree_ends_where_depth_returns(rows: list[Row]) -> None:
    index = RowIndex()
    index.load(rows)
    for number in range(len(rows)):
        inside = [below for below in range(len(rows)) if number in ancestors(rows, below)]
        assert list(range(number + 1, index.ends[number])) == inside
        assert index.parents[number] == next(iter(ancestors(rows, number)), NOWHERE)


def test_two_rows_with_one_key_are_refused_and_nothing_changes() -> None:
    index = RowIndex()
    index.load(picture("a\nb"))
    with pytest.raises(ValueError, match="same key"):
        index.load([*picture("a"), *picture("a")])
    assert index.keys == ["a", "b"]


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ({"message"}, "opened?"),  # the next beside it
        ({"call"}, "opened?"),  # the one before, being the last
        ({"last try"}, "Else"),  # the one above, being alone
        ({"hook", "Opened"}, "Not opened"),
        ({"intro"}, "invite?"),
    ],
)
def test_a_deleted_row_leaves_the_cursor_at_its_nearest_neighbour(gone: set[str], expected: str) -> None:
    index = RowIndex()
    rows = picture(CAMPAIGN)
    index.load(rows, next(iter(sorted(gone, reverse=True))))
    index.load([row for row in rows if row.key not in gone])
    assert index.keys[index.cursor] == expected


def test_a_replaced_row_must_exist_and_keep_its_depth() -> None:
    index = RowIndex()
    index.load(picture(CAMPAIGN))
    with pytest.raises(KeyError):
        index.replace(Row("nowhere", 0, ""))
    with pytest.raises(ValueError, match="depth"):
        index.replace(Row("call", 0, ""))


def test_a_hundred_thousand_rows_take_little_memory() -> None:
    """The arrays: three of four bytes, two flags, two pointers. Rows and keys belong to the caller."""
    index = RowIndex()
    rows = [Row(str(number), number % 5, "", number % 5 < 4) for number in range(100_000)]
    index.load(rows)
    arrays = (index.ends, index.parents, index.shown)
    size = sum(len(array) * array.itemsize for array in arrays) + len(index.folded) * 2
    size += (index.rows.__sizeof__() + index.keys.__sizeof__()) + index.hits.__sizeof__()
    assert size / len(rows) < 32
