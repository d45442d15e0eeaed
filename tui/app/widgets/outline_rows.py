"""The rows of an outline as flat arrays: which are folded, filtered and shown, and where the cursor stands."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

NOWHERE = -1
"""The number of no row."""


@dataclass(slots=True, frozen=True)
class Row:
    """One line of an outline. A row holds those after it that are deeper, up to the next that is not."""

    key: str
    """Unique within the outline; folds, cursor and scroll position follow it when the rows are loaded again."""
    depth: int
    """0 at the top; only the order of depths matters."""
    guide: str
    """What is drawn before the row, such as `│  ├─ `."""
    foldable: bool = False
    find: str = ""
    """What the filter looks through, in lower case."""
    data: object = None
    """Whatever the caller needs to paint the row."""
    selectable: bool = True
    """Whether the cursor may stand on it; a heading is not selectable."""


class RowIndex:
    """The state of an outline without the screen.

    Rows are named by *number* (their place among all rows), lines by *position* (their place among the rows shown).
    `shown` is sorted, so a position is found by bisection and a fold cuts one slice out of it. Costs about 22 bytes
    per row beside the rows themselves.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.keys: list[str] = []
        self.ends = array("i")
        """For each row, the number of the first row after its subtree."""
        self.parents = array("i")
        self.folded = bytearray()
        self.any_foldable = False
        self.shown = array("i")
        """The rows on display, as numbers, in order."""
        self.kept: array[int] | None = None
        """With a filter, the rows that match and their ancestors."""
        self.hits = array("i")
        """With a filter, the rows that match."""
        self.needle = ""
        self.cursor = NOWHERE
        self._foldable = bytearray()
        self._unfiltered_folds = bytearray()
        self._home = NOWHERE
        self._moved = False

    # Looking

    def number(self, key: str) -> int:
        """The row with this key, or `NOWHERE`."""
        try:
            return self.keys.index(key)
        except ValueError:
            return NOWHERE

    def position(self, number: int) -> int:
        """The line on which a row is shown, or `NOWHERE`."""
        at = bisect_left(self.shown, number)
        return at if at < len(self.shown) and self.shown[at] == number else NOWHERE

    @property
    def line(self) -> int:
        """The position of the cursor, or `NOWHERE`."""
        return NOWHERE if self.cursor == NOWHERE else self.position(self.cursor)

    def is_foldable(self, number: int) -> bool:
        """Whether a row may be folded."""
        return bool(self._foldable[number])

    def has_children(self, number: int) -> bool:
        """Whether a row holds rows that the filter lets through."""
        if self.kept is None:
            return self.ends[number] > number + 1
        at = bisect_left(self.kept, number + 1)
        return at < len(self.kept) and self.kept[at] < self.ends[number]

    # Loading

    def load(self, rows: Sequence[Row], cursor: str | None = None) -> None:
        """Take other rows; folds and cursor follow their keys. ValueError when two rows have one key.

        The cursor goes to the row with the key `cursor`, else stays on its key, else goes to the nearest row that is
        left: the next one beside it, the one before it, the one above.
        """
        rows = list(rows)
        keys = [row.key for row in rows]
        where = dict(zip(keys, range(len(keys)), strict=True))
        if len(where) != len(keys):
            raise ValueError("two rows of an outline have the same key")
        target = where.get(cursor, NOWHERE) if cursor is not None else NOWHERE
        asked = target != NOWHERE
        if not asked:
            target = self._survivor(where)
        home = where.get(self.keys[self._home], NOWHERE) if self._home != NOWHERE else NOWHERE
        foldable = bytearray(row.foldable for row in rows)
        folded = self._carry(self.folded, where, foldable)
        unfiltered = self._carry(self._unfiltered_folds, where, foldable)
        self.rows, self.keys, self._foldable = rows, keys, foldable
        self.any_foldable = 1 in foldable
        self._measure()
        self.folded, self._unfiltered_folds, self._home = folded, unfiltered, home
        self._match()
        self.shown = self._flatten(0, len(rows))
        self.cursor = NOWHERE
        if self.kept is not None and asked:
            self._moved = True
        self._land(target)

    def _measure(self) -> None:
        """Work out ends and parents from the depths."""
        count = len(self.rows)
        ends, parents = array("i", bytes(4 * count)), array("i", bytes(4 * count))
        open_rows: list[tuple[int, int]] = []
        for number, row in enumerate(self.rows):
            depth = row.depth
            while open_rows and open_rows[-1][0] >= depth:
                ends[open_rows.pop()[1]] = number
            parents[number] = open_rows[-1][1] if open_rows else NOWHERE
            open_rows.append((depth, number))
        for _, number in open_rows:
            ends[number] = count
        self.ends, self.parents = ends, parents

    def _carry(self, folded: bytearray, where: dict[str, int], foldable: bytearray) -> bytearray:
        carried = bytearray(len(foldable))
        for key in compress(self.keys, folded):
            number = where.get(key, NOWHERE)
            if number != NOWHERE and foldable[number]:
                carried[number] = 1
        return carried

    def _survivor(self, where: dict[str, int]) -> int:
        """Where the cursor goes when its key may be gone."""
        if self.cursor == NOWHERE:
            return NOWHERE
        if (same := where.get(self.keys[self.cursor], NOWHERE)) != NOWHERE:
            return same
        place = self.cursor
        while place != NOWHERE:
            above = self.parents[place]
            last = self.ends[above] if above != NOWHERE else len(self.rows)
            before: list[int] = []
            number = above + 1
            while number < place:
                before.append(number)
                number = self.ends[number]
            after = []
            number = self.ends[place]
            while number < last:
                after.append(number)
                number = self.ends[number]
            for number in (*after, *reversed(before), above):
                if number != NOWHERE and (left := where.get(self.keys[number], NOWHERE)) != NOWHERE:
                    return left
            place = above
        return NOWHERE

    def replace(self, row: Row) -> int:
        """Put another row in place of the one with its key and return its number; KeyError when there is none.

        The place in the tree cannot change so: ValueError when the depth differs. Of what the row is found by, the
        next filter takes note.
        """
        number = self.number(row.key)
        if number == NOWHERE:
            raise KeyError(row.key)
        if row.depth != self.rows[number].depth:
            raise ValueError("a replaced row keeps its depth; load the rows to move it")
        self.rows[number] = row
        if not row.foldable:
            self.fold(number, False)
            if self._unfiltered_folds:
                self._unfiltered_folds[number] = False
        self._foldable[number] = row.foldable
        self.any_foldable = row.foldable or 1 in self._foldable
        if number == self.cursor or self.cursor == NOWHERE:
            self._land(number, climb=True)
        return number

    # Showing

    def _flatten(self, start: int, stop: int) -> array[int]:
        """The rows on display among those numbered from `start` to before `stop`."""
        inside: Iterable[int]
        if self.kept is None:
            inside = range(start, stop)
        else:
            inside = self.kept[bisect_left(self.kept, start) : bisect_left(self.kept, stop)]
        folded, ends = self.folded, self.ends
        if not folded.count(1, start, stop):
            return array("i", inside)
        found = array("i")
        append = found.append
        if self.kept is None:
            number = start
            while number < stop:
                append(number)
                number = ends[number] if folded[number] else number + 1
        else:
            resume = start
            for number in inside:
                if number >= resume:
                    append(number)
                    if folded[number]:
                        resume = ends[number]
        return found

    def fold(self, number: int, folded: bool) -> bool:
        """Fold or unfold a row; whether that changed anything. A cursor inside goes to the row."""
        if bool(self.folded[number]) is folded or not self._foldable[number]:
            return False
        self.folded[number] = folded
        position = self.position(number)
        if position != NOWHERE:
            below = position + 1
            if folded:
                del self.shown[below : bisect_left(self.shown, self.ends[number], below)]
            else:
                self.shown[below:below] = self._flatten(number + 1, self.ends[number])
        if self.cursor == NOWHERE or (folded and number < self.cursor < self.ends[number]):
            self._land(self.cursor, climb=True)
        return True

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every row."""
        self.folded = bytearray(self._foldable) if folded else bytearray(len(self.rows))
        self.shown = self._flatten(0, len(self.rows))
        self._land(self.cursor, climb=True)

    @property
    def is_all_folded(self) -> bool:
        """Whether there is no row left to fold."""
        return all(self.folded[number] for number in self.shown if self._foldable[number])

    # Filtering

    def filter(self, text: str) -> None:
        """Show the rows whose `find` holds every word of `text`, and the rows above them; all again when it is empty.

        The filtered rows begin unfolded and have folds of their own. Clearing brings the folds and the cursor back,
        unless the cursor was moved to a row meanwhile: then it stays there.
        """
        words = text.lower().split()
        needle = " ".join(words)
        if needle == self.needle:
            return
        if words:
            if not self.needle:
                self._unfiltered_folds, self._home, self._moved = self.folded, self.cursor, False
            self.needle = needle
            self.folded = bytearray(len(self.rows))
            self._match()
            target = self.cursor if self._moved else self._home
            at = bisect_left(self.hits, target)
            if at == len(self.hits) or self.hits[at] != target or not self.rows[target].selectable:
                self._moved = False
                target = next((number for number in self.hits if self.rows[number].selectable), NOWHERE)
        else:
            target = self.cursor if self._moved else self._home
            self.needle, self.folded = "", self._unfiltered_folds
            self._unfiltered_folds, self._home, self._moved = bytearray(), NOWHERE, False
            self._match()
        self.shown = self._flatten(0, len(self.rows))
        self.cursor = NOWHERE
        self._land(target)

    def _match(self) -> None:
        """Work out `hits` and `kept` for the needle."""
        if not self.needle:
            self.hits, self.kept = array("i"), None
            return
        rows = self.rows
        first, *others = self.needle.split()
        hits = [number for number, row in enumerate(rows) if first in row.find]
        for word in others:
            hits = [number for number in hits if word in rows[number].find]
        keep = bytearray(len(rows))
        parents = self.parents
        for number in hits:
            while number != NOWHERE and not keep[number]:
                keep[number] = 1
                number = parents[number]
        self.hits, self.kept = array("i", hits), array("i", compress(range(len(rows)), keep))

    # Moving

    def reveal(self, number: int) -> bool:
        """Unfold what hides a row; False when the filter hides it."""
        if self.kept is not None:
            at = bisect_left(self.kept, number)
            if at == len(self.kept) or self.kept[at] != number:
                return False
        above = []
        parent = self.parents[number]
        while parent != NOWHERE:
            above.append(parent)
            parent = self.parents[parent]
        for ancestor in reversed(above):
            self.fold(ancestor, False)
        return True

    def move_to(self, number: int) -> bool:
        """Put the cursor on a row and unfold what hides it; False when it cannot stand there."""
        if not self.rows[number].selectable or not self.reveal(number):
            return False
        self.cursor, self._moved = number, True
        return True

    def move_by(self, lines: int) -> bool:
        """Move the cursor by so many lines, stopping at the ends; headings are passed over."""
        if self.cursor == NOWHERE:
            return self.move_to_line(0)
        line = self.line
        wanted = min(max(line + lines, 0), len(self.shown) - 1)
        ahead = range(wanted, len(self.shown)) if lines > 0 else range(wanted, -1, -1)
        back = range(wanted, line, -1) if lines > 0 else range(wanted, line)
        return self._stand(ahead) or self._stand(back)

    def move_to_line(self, line: int) -> bool:
        """Move the cursor to the selectable row nearest to a position, looking inwards first."""
        if not self.shown:
            return False
        line = min(max(line, 0), len(self.shown) - 1)
        after, before = range(line, len(self.shown)), range(line, -1, -1)
        if line > len(self.shown) // 2:
            after, before = before, after
        return self._stand(after) or self._stand(before)

    def _stand(self, lines: range) -> bool:
        for line in lines:
            if self.rows[self.shown[line]].selectable:
                self.cursor, self._moved = self.shown[line], True
                return True
        return False

    def _land(self, number: int, *, climb: bool = False) -> None:
        """Set the cursor without a person having asked: on this row, or on what is nearest to it.

        A row inside a fold is unfolded, or with `climb` left for the one that is folded.
        """
        moved = self._moved
        self.cursor = NOWHERE
        if number != NOWHERE and not climb:
            self.reveal(number)
        while number != NOWHERE and self.position(number) == NOWHERE:
            number = self.parents[number]
        if number != NOWHERE and self.rows[number].selectable:
            self.cursor = number
        elif self.shown:
            line = max(self.position(number), 0)
            _ = self._stand(range(line, len(self.shown))) or self._stand(range(line, -1, -1))
        self._moved = moved
