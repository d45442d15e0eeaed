"""The line at the top: where one is, what state the campaign is in, what is not saved, how much budget is left."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from tui.model.plain import visible

STATUS_MARKS = {
    "running": ("●", "$success"),
    "paused": ("‖", "$warning"),
    "draft": ("○", "$foreground 60%"),
    "pending": ("◔", "$warning"),
    "ended": ("■", "$foreground 60%"),
    "archived": ("▣", "$foreground 60%"),
    "errors": ("✖", "$error"),
    "unknown": ("?", "$foreground 60%"),
}
"""A sign and a colour for each status; the word always stands beside them."""

LONGEST_SAID = 44
"""Cells that progress may take from the name of the campaign."""
LEAST_PLACE = 16
"""Cells that the left half keeps for itself and the space behind it."""


class TopBar(Widget):
    """Left: `branchline  account › campaign`; right: status, unsaved, busy. The campaign gives way first."""

    def __init__(self) -> None:
        super().__init__()
        self._place: tuple[str, ...] = ()
        self._status = ""
        self._unsaved = 0
        self._busy = ""
        self._read_only = False
        self._waiting = ""
        self._word = ""
        self._budget: tuple[str, ...] = ()

    def show(
        self,
        *,
        place: tuple[str, ...] | None = None,
        status: str | None = None,
        unsaved: int | None = None,
        busy: str | None = None,
        read_only: bool | None = None,
        waiting: str | None = None,
        word: str | None = None,
        budget: tuple[str, ...] | None = None,
    ) -> None:
        """Change what is given, keep the rest. `word` is the service's own word for the status.

        `budget`: the same in ever shorter words; the longest that leaves room for the place is shown.
        """
        before = self._all()
        self._place = self._place if place is None else place
        self._status = self._status if status is None else status
        self._unsaved = self._unsaved if unsaved is None else unsaved
        self._busy = self._busy if busy is None else busy
        self._read_only = self._read_only if read_only is None else read_only
        self._waiting = self._waiting if waiting is None else waiting
        self._word = self._word if word is None else word
        self._budget = self._budget if budget is None else budget
        if before != self._all():
            self.refresh()

    def _all(self) -> tuple[object, ...]:
        said = self._busy, self._waiting, self._budget
        return self._place, self._status, self._word, self._unsaved, self._read_only, *said

    def render(self) -> Content:
        """The line, cut to the width."""
        right: list[Content] = []
        if self._unsaved:
            right.append(Content.styled(f"● {self._unsaved} unsaved", "$warning bold"))
        if self._read_only:
            right.append(Content.styled("read-only", "$warning"))
        if self._status:
            mark, style = STATUS_MARKS.get(self._status, STATUS_MARKS["unknown"])
            right.append(Content.styled(visible(f"{mark} {self._word or self._status}"), style))
        if self._waiting or self._busy:
            # Progress gives way to what is true for longer: status and unsaved input must never leave the line.
            rest = sum(part.cell_length + 3 for part in right)
            room = max(0, min(LONGEST_SAID, self.size.width - rest - LEAST_PLACE))
            said = Content.styled(visible(self._waiting or self._busy), "$accent")
            right.insert(0, said.truncate(min(said.cell_length, room), ellipsis=True))
        head = Content.assemble((" branchline", "$primary bold"))
        for name in map(visible, self._place):
            head = head + Content.styled("  › ", "$foreground 60%") + Content(name)
        taken = head.cell_length + 2 + sum(part.cell_length + 3 for part in right)
        fitting = (words for words in self._budget if taken + len(words) <= self.size.width)
        if words := next(fitting, self._budget[-1] if self._budget else ""):
            right.insert(0, Content.styled(words, "$foreground 60%"))
        tail = Content("   ").join(right)
        room = self.size.width - tail.cell_length - 2
        if head.cell_length > room - 2:
            head = head.truncate(max(room - 2, 12), ellipsis=True)
        gap = max(1, self.size.width - head.cell_length - tail.cell_length - 1)
        return head + Content(" " * gap) + tail
