"""The outline at three sizes beside Textual's own tree of a hundred nodes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Tree

from tests.bench.case import Case
from tests.bench.stage import Act, Stage, on_stage, press
from tui.app.widgets.outline import Art, Outline, Row

GROUP = "outline"
STYLES = Path(__file__).parents[2] / "styles" / "outline.tcss"


def rows(count: int) -> list[Row]:
    """Steps in branches of ten, ten of which make a condition of a hundred."""
    found = []
    for number in range(count):
        depth = 0 if number % 100 == 0 else 1 if number % 10 == 0 else 2
        guide = ("", "├─ ", "│  ")[depth]
        found.append(Row(f"key-{number}", depth, guide, depth < 2, f"step {number} quick question", number))
    return found


def paint(row: Row) -> Art:
    """A step with icon, title and day, as the editor shows one."""
    return Art([("1 ", "dim"), ("✉ ", "email"), (f"Quick question {row.data}", "")], [("● ", "mark"), ("day 5", "dim")])


class OutlineStage(Stage):
    """One outline."""

    CSS_PATH = STYLES

    def __init__(self, count: int) -> None:
        super().__init__()
        self.outline = Outline(paint)
        self.rows = rows(count)
        self.outline.load(self.rows)

    def compose(self) -> ComposeResult:
        yield self.outline

    def on_mount(self) -> None:
        self.outline.focus()


class TreeStage(Stage):
    """Textual's tree with a hundred expanded nodes."""

    def compose(self) -> ComposeResult:
        tree: Tree[int] = Tree("campaign")
        tree.root.expand()
        for ten in range(10):
            branch = tree.root.add(f"Branch {ten}", expand=True)
            for number in range(9):
                branch.add_leaf(f"1 ✉ Quick question {number} ● day 5", number)
        yield tree

    def on_mount(self) -> None:
        tree = self.query_one(Tree)
        tree.focus()
        tree.cursor_line = 1


def _filter(text: str) -> Act:
    def act(app: Any) -> None:
        app.outline.filter(text)

    return act


def _select(place: float) -> Act:
    def act(app: Any) -> None:
        app.outline.move_to(app.rows[int(place * len(app.rows)) + 5].key)

    return act


def _load(app: Any) -> None:
    app.outline.load(app.rows)


def _case(what: str, count: int, *acts: Act, to: str = "", at_most: float | None = None, ms: float = 50) -> Case:
    size = f"{count // 1000}k" if count >= 1000 else str(count)
    opened = partial(on_stage, partial(OutlineStage, count), *acts)
    return Case(f"{what} {size}", GROUP, opened, to, at_most, ms)


def _cases() -> list[Case]:
    found = [
        Case("tree cursor", GROUP, partial(on_stage, TreeStage, *[press("down"), press("up")] * 3)),
        Case("tree fold", GROUP, partial(on_stage, TreeStage, press("space"), press("space"))),
    ]
    for count in (100, 10_000, 100_000):
        small = count == 100
        found += [
            _case(
                "cursor", count, *[press("down"), press("up")] * 3,
                to="tree cursor" if small else "cursor 100", at_most=1.0 if small else 1.2,
            ),
            _case("fold", count, press("space"), press("space"), to="tree fold", at_most=None if count > 10_000 else 1),
            _case("fold all", count, press("z"), press("z"), to="tree fold"),
            _case("filter", count, _filter("step 7"), _filter("step 7 question"), _filter(""), to="tree fold"),
            _case("select", count, _select(0.9), _select(0.1), to="tree fold"),
        ]  # fmt: skip
    # Linear: ten times the rows may take a little more than ten times as long, for caches.
    found.append(_case("load", 10_000, _load, to="tree fold", ms=100))
    found.append(_case("load", 100_000, _load, to="load 10k", at_most=13, ms=500))
    return found


cases: list[Case] = _cases()
