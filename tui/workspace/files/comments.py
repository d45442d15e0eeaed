"""The comments that a person wrote into a file, each with the node that it belongs to, so that it moves with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.workspace.files.nodes import Node

Path = tuple[str, ...]
"""The way to a node: names of a map, and for an item of a list its id, or its place when it has none."""

OURS = (("campaign",), ("state",))
"""Names beside and above which Branchline itself writes comments; those are made anew, not kept."""
_BESIDE = re.compile(r"[ \t]+(#.*)")
_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")


@dataclass(slots=True)
class Comments:
    """Comments above a node (with the empty lines between them), beside it, and at the end of the file."""

    above: dict[Path, list[str]] = field(default_factory=dict)
    beside: dict[Path, str] = field(default_factory=dict)
    end: list[str] = field(default_factory=list)


def comments_of(text: str, root: Node) -> Comments:
    """The comments of a file that could be read. A comment line belongs to the node below it."""
    lines = text.splitlines()
    found = Comments()
    starts: dict[int, Path] = {}
    inside: set[int] = set()
    for path, name, value in walk_nodes(root):
        first = name or value
        starts.setdefault(first.at.line, path)
        if value.kind == "text":
            last = value.end.line - 1 if value.end.column == 1 and value.end.line > value.at.line else value.end.line
            inside.update(range(value.at.line + 1, last + 1))
        if beside := _beside(lines, name, value):
            found.beside[path] = beside
    waiting: list[str] = []
    for number, line in enumerate(lines, 1):
        if number in inside:
            continue
        stripped = line.strip()
        if stripped.startswith("#"):
            waiting.append(stripped)
        elif not stripped and waiting:
            waiting.append("")
        elif stripped and waiting:
            path = starts.get(number, ())
            if path not in OURS:
                found.above.setdefault(path, []).extend(waiting)
            waiting = []
    found.end = waiting
    while found.end and not found.end[-1]:
        found.end.pop()
    for path in OURS:
        found.beside.pop(path, None)
    return found


def _beside(lines: list[str], name: Node | None, value: Node) -> str:
    """The comment at the end of the line on which a value ends, or on which a group begins."""
    if value.kind != "text" and value.at.line != value.end.line:
        if name is None or name.end.line > len(lines):
            return ""
        match = _BESIDE.match(lines[name.end.line - 1], name.end.column)
        return match[1] if match else ""
    start = lines[value.at.line - 1] if value.at.line <= len(lines) else ""
    if head := _BLOCK_HEAD.match(start, value.at.column - 1):
        return head[1]
    if value.end.line > len(lines):
        return ""
    match = _BESIDE.match(lines[value.end.line - 1], value.end.column - 1)
    return match[1] if match else ""


def walk_nodes(root: Node) -> Iterator[tuple[Path, Node | None, Node]]:
    """Every value with its path, and the name before it where it has one; a holder before what it holds."""
    todo: list[tuple[Path, Node | None, Node]] = [((), None, root)]
    while todo:
        path, name, node = todo.pop()
        if path:
            yield path, name, node
        below: list[tuple[Path, Node | None, Node]] = []
        below += [((*path, key.text), key, value) for key, value in node.pairs]
        below += [((*path, item_name(_id(item), place)), None, item) for place, item in enumerate(node.items)]
        todo.extend(reversed(below))


def item_name(identifier: str, place: int) -> str:
    """By what an item of a list is known: its id, else its place."""
    return f"id {identifier}" if identifier else f"place {place}"


def _id(node: Node) -> str:
    return next((value.text for key, value in node.pairs if key.text == "id" and value.kind == "text"), "")
