"""`python -m tests.pictures [FOLDER]`: the pictures of the README, drawn from the running app on a fresh sandbox.

The same screen gives the same bytes: no clock, no blinking cursor, files in a folder of its own. The picture is drawn
here rather than by the toolkit, whose own asks a host for a font: frames become strokes, so that they join in every
font, and everything else stands on its column, whatever the reader's browser takes for a monospaced font.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from xml.sax.saxutils import escape

from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.color import Color
from textual.strip import Strip
from textual.widgets import Input, TextArea

from tests.journeys.driver import Editor
from tui.app.app import Branchline
from tui.app.options import AppOptions
from tui.config.accounts import SANDBOX_ACCOUNTS
from tui.config.paths import HOME_VARIABLE
from tui.workspace.connect import sandbox_app

FOLDER = Path(__file__).resolve().parent.parent / ".pictures"
FONTS = "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
WIDTH, HEIGHT, BASELINE, FONT_SIZE = 8.4, 18, 13.3, 14
"""A cell in pixels, where the letters stand in it, and their size."""
MARGIN, ROUND = 10, 8

STROKES = {
    "─": "h", "│": "v", "├": "vr", "┤": "vl", "┬": "hd", "┴": "hu", "┼": "hv",
    "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "╴": "l", "╶": "r",
}  # fmt: skip
"""Frame characters, by the directions that their strokes take from the middle of the cell."""
ARCS = "╭╮╰╯"


# ── scenes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _editor(user: Editor) -> None:
    await user.open("q4 outbound")
    await user.select("What we talked")


async def _list(user: Editor) -> None:
    await user.press("down", "down")


async def _form(user: Editor) -> None:
    await user.open("q4 outbound")
    await user.select("What we talked")
    await user.edit()
    await user.fill({"Delay": "2000"})


async def _types(user: Editor) -> None:
    await user.open("q4 outbound")
    await user.select("last try")
    await user.press("a")
    await user.write("linkedin")


async def _guards(user: Editor) -> None:
    await user.open("release managers")
    await user.select("if opened")


async def _settings(user: Editor) -> None:
    await user.press("slash")
    await user.write("slow loaf", wait=False)
    await user.press("down", "e")


async def _plan(user: Editor) -> None:
    await user.open("pilot customers")
    await user.press("shift+down")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, its title, the size of the terminal in cells, the theme, and how to get there."""

    name: str
    title: str
    """What is to be seen, for who cannot see it."""
    columns: int
    lines: int
    go: Callable[[Editor], Awaitable[None]]
    theme: str = "branchline-dark"


SCENES = (
    Scene("editor", "A campaign as a tree, and the step under the cursor", 118, 30, _editor),
    Scene("list", "The campaigns of the demo", 110, 24, _list),
    Scene("form", "A form that says what is wrong with a field", 110, 28, _form),
    Scene("types", "The types of step that can be added", 110, 30, _types),
    Scene("guards", "A straight list whose steps not everybody gets", 118, 26, _guards),
    Scene("settings", "The settings of a sequence", 100, 30, _settings),
    Scene("plan", "A move that takes several requests, shown before it is sent", 110, 30, _plan),
    Scene("small", "The tree in a window of 80 by 24", 80, 24, _editor),
    Scene("light", "The same in the light theme", 118, 30, _editor, theme="branchline-light"),
)


async def draw(scene: Scene) -> str:
    """Run the app until the scene is on, and draw it."""
    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, {HOME_VARIABLE: home}):
        sandbox_app.cache_clear()
        try:
            return await _draw(scene)
        finally:
            sandbox_app.cache_clear()


async def _draw(scene: Scene) -> str:
    app = Branchline(AppOptions(accounts=SANDBOX_ACCOUNTS, theme=scene.theme))
    async with app.run_test(size=(scene.columns, scene.lines)) as pilot:
        user = Editor(app, pilot)
        await app.listed.wait()
        await user.rest()
        await scene.go(user)
        for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
            field.cursor_blink = False
        await user.rest()
        page = Color.parse(app.theme_variables["background"]).hex.lower()
        return svg(_strips(app), scene.columns, scene.lines, page, scene.title)


def _strips(app: App[int]) -> list[Strip]:
    """The screen as it goes to the terminal, with what lies below an open question."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    return [Strip([segment for part in line for segment in part]) for line in update.strips]


# ── drawing ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def svg(strips: list[Strip], columns: int, lines: int, page: str, title: str) -> str:
    """A picture of the lines, in a window whose first and last line reach its edges; `page` is its background."""
    canvas = _Canvas(page)
    for row, strip in enumerate(strips):
        canvas.line(row, strip)
    width, height = columns * WIDTH + 2 * MARGIN, lines * HEIGHT + 2 * MARGIN
    top, bottom = (_colours(next(iter(strip)).style or Style(), page)[1] for strip in (strips[0], strips[-1]))
    box = f'width="{width:g}" height="{height:g}"'
    bar = f'width="{width:g}" height="{MARGIN + HEIGHT}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>text{{font-family:{FONTS};font-size:{FONT_SIZE}px;white-space:pre}}{canvas.rules()}</style>",
            f'<clipPath id="window"><rect {box} rx="{ROUND}"/></clipPath>',
            f'<g clip-path="url(#window)"><rect {box} fill="{page}"/><rect {bar} fill="{top}"/>'
            f'<rect {bar} y="{height - MARGIN - HEIGHT:g}" fill="{bottom}"/></g>',
            f'<g transform="translate({MARGIN} {MARGIN})">',
            f'<g shape-rendering="crispEdges">{"".join(canvas.blocks)}</g>',
            *(f'<path d="{"".join(d)}" stroke="{c}" fill="none"/>' for c, d in sorted(canvas.strokes.items())),
            *canvas.texts,
            "</g>",
            "</svg>\n",
        ]
    )


class _Canvas:
    """Backgrounds, frame strokes by colour, texts, and a class for each look of a text."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._looks: dict[str, str] = {}
        self.blocks: list[str] = []
        self.strokes: dict[str, list[str]] = {}
        self.texts: list[str] = []

    def rules(self) -> str:
        """The style rules of all looks."""
        return "".join(f".{name}{{{look}}}" for look, name in self._looks.items())

    def line(self, row: int, strip: Strip) -> None:
        """One line of the screen."""
        column = 0
        for segment in strip:
            style = segment.style or Style()
            fore, back = _colours(style, self._page)
            width = segment.cell_length
            if back != self._page:
                self._block(column, row, width, 1, back)
            self._segment(column, row, segment, fore, self._look(style, fore))
            column += width

    def _segment(self, column: int, row: int, segment: Segment, fore: str, look: str) -> None:
        run, start = "", column
        for cluster, width in clusters(segment.text):
            if cluster == " " and run:
                run += cluster
            elif width == 1 and cluster.isascii() and cluster != " ":
                start = start if run else column
                run += cluster
            else:
                self._run(start, row, run, look)
                run = ""
                self._sign(column, row, cluster, width, fore, look)
            column += width
        self._run(start, row, run, look)

    def _run(self, column: int, row: int, run: str, look: str) -> None:
        if text := run.rstrip():
            length = f' textLength="{len(text) * WIDTH:g}"' if len(text) > 1 else ""
            self._text(f'x="{column * WIDTH:g}"{length}', row, text, look)

    def _sign(self, column: int, row: int, cluster: str, width: int, fore: str, look: str) -> None:
        """Anything but a plain letter: frames as strokes, blocks as boxes, the rest in the middle of its cells."""
        if cluster in STROKES:
            self.strokes.setdefault(fore, []).append(_stroke(column, row, cluster))
        elif (part := _block_part(cluster)) is not None:
            x, y, wide, high = part
            self._block(column + x, row + y, wide, high, fore)
        elif cluster.strip():
            self._text(f'x="{(column + width / 2) * WIDTH:g}" text-anchor="middle"', row, cluster, look)

    def _text(self, place: str, row: int, text: str, look: str) -> None:
        self.texts.append(f'<text class="{look}" {place} y="{row * HEIGHT + BASELINE:g}">{escape(text)}</text>')

    def _block(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        box = f'x="{x * WIDTH:g}" y="{y * HEIGHT:g}" width="{wide * WIDTH:g}" height="{high * HEIGHT:g}"'
        self.blocks.append(f'<rect {box} fill="{fill}"/>')

    def _look(self, style: Style, fore: str) -> str:
        look = f"fill:{fore}"
        for on, rule in (
            (style.bold, "font-weight:bold"),
            (style.italic, "font-style:italic"),
            (style.underline, "text-decoration:underline"),
            (style.strike, "text-decoration:line-through"),
        ):
            look += f";{rule}" if on else ""
        return self._looks.setdefault(look, f"t{len(self._looks)}")


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What stands in cells of its own, with the number of cells that the app counts for it."""
    cluster = ""
    for char in text:
        joined = cluster and (
            char in "\u200d\ufe0f" or cluster.endswith("\u200d") or "\U0001f3fb" <= char <= "\U0001f3ff"
        )
        if cluster and not joined:
            yield cluster, Segment(cluster).cell_length
            cluster = ""
        cluster += char
    if cluster:
        yield cluster, Segment(cluster).cell_length


def _colours(style: Style, page: str) -> tuple[str, str]:
    """Text and background, as hex; what a style leaves open is the page, and white or black on it."""
    back = style.bgcolor.get_truecolor() if style.bgcolor is not None else _triplet(page)
    fore = (
        style.color.get_truecolor() if style.color is not None else _triplet(Color.parse(page).get_contrast_text().hex6)
    )
    if style.reverse:
        fore, back = back, fore
    if style.dim:
        fore = blend_rgb(fore, back, 0.4)
    return fore.hex, back.hex


def _triplet(colour: str) -> ColorTriplet:
    return ColorTriplet(*Color.parse(colour).rgb)


def _stroke(column: int, row: int, char: str) -> str:
    """The path of a frame character."""
    left, right = column * WIDTH, (column + 1) * WIDTH
    top, bottom = row * HEIGHT, (row + 1) * HEIGHT
    x, y = round((left + right) / 2) + 0.5, (top + bottom) // 2 + 0.5
    ends = {"l": (left, y), "r": (right, y), "u": (x, top), "d": (x, bottom)}
    ways = STROKES[char].replace("h", "lr").replace("v", "ud")
    if char in ARCS:
        (x1, y1), (x2, y2) = (ends[way] for way in ways)
        return f"M{x1:g} {y1:g}Q{x:g} {y:g} {x2:g} {y2:g}"
    return "".join(f"M{x:g} {y:g}L{ends[way][0]:g} {ends[way][1]:g}" for way in ways)


def _block_part(char: str) -> tuple[float, float, float, float] | None:
    """What a block element fills of its cell: left, top, width, height as parts of it."""
    if "▁" <= char <= "█":
        high = (ord(char) - ord("▁") + 1) / 8
        return 0, 1 - high, 1, high
    if "▉" <= char <= "▏":
        return 0, 0, (ord("▏") - ord(char) + 1) / 8, 1
    return {"▀": (0, 0, 1, 0.5), "▐": (0.5, 0, 0.5, 1), "▔": (0, 0, 1, 0.125), "▕": (0.875, 0, 0.125, 1)}.get(char)


def main() -> int:
    """Draw all scenes."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(exist_ok=True)
    for scene in SCENES:
        path = folder / f"{scene.name}.svg"
        path.write_text(asyncio.run(draw(scene)), encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
