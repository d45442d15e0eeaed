"""The pictures of the README: drawn from the running app, always the same, and asking nobody for anything."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tests.pictures import FOLDER, SCENES, Scene, clusters, draw

SVG = "http://www.w3.org/2000/svg"


async def test_the_same_screen_gives_the_same_picture() -> None:
    scene = next(scene for scene in SCENES if scene.name == "editor")
    first = await draw(scene)
    assert await draw(scene) == first
    words = " ".join(node.text or "" for node in ElementTree.fromstring(first).iter(f"{{{SVG}}}text"))
    assert "Invite accepted?" in words
    assert "add" in words


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_picture_asks_no_host(scene: Scene) -> None:
    drawn = (FOLDER / f"{scene.name}.svg").read_text(encoding="utf-8")
    root = ElementTree.fromstring(drawn)
    assert root.tag == f"{{{SVG}}}svg"
    assert root.findtext(f"{{{SVG}}}title")
    tags = {node.tag.removeprefix(f"{{{SVG}}}") for node in root.iter()}
    assert tags == {"svg", "title", "style", "clipPath", "g", "rect", "path", "text"}
    rules = root.findtext(f"{{{SVG}}}style", "")
    assert not re.search(r"@|url\(|src|import", rules)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a🎯 b", [("a", 1), ("🎯", 2), (" ", 1), ("b", 1)]),
        ("🧑🏽‍🚀!", [("🧑🏽‍🚀", 2), ("!", 1)]),
    ],
    ids=["wide", "joined"],
)
def test_a_sign_stands_in_the_cells_that_the_app_counts(text: str, expected: list[tuple[str, int]]) -> None:
    assert list(clusters(text)) == expected
