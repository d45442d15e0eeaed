"""What may be long in a box: as high as its content, but no more than a share of the screen."""

from __future__ import annotations

from textual.containers import VerticalScroll


class Share(VerticalScroll):
    """Scrolls what is above its share of the screen.

    The share is kept in whole rows: a box around it that is as high as its content measures a share given in parts of
    the screen as if it had no limit, and would be too high.
    """

    def __init__(self, share: float, name: str, *, can_focus: bool = True, spared: int = 0) -> None:
        """`spared`: rows of the screen that what stands around it needs in any case."""
        super().__init__(id=name, can_focus=can_focus)
        self._share, self._spared = share, spared

    def on_mount(self) -> None:
        """Take the share, now and whenever the screen has another size."""
        self.styles.height = "auto"
        self._limit()
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._limit())

    def _limit(self) -> None:
        height = self.app.size.height
        rows = max(1, min(int(height * self._share), height - self._spared))
        if self.styles.max_height is None or self.styles.max_height.value != rows:
            self.styles.max_height = rows
