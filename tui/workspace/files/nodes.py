"""YAML as a tree of nodes that know their places. Nothing is constructed, expanded or guessed here.

It is made of the parser's events, so that aliases, depth and size are refused before they can cost anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from tui.workspace.files.mistakes import MOST_MISTAKES, At, BadFile, Mistake, bad

LARGEST = 16 * 2**20
"""Bytes of a file."""
DEEPEST = 640
"""Levels of YAML: four for each condition above a step, so that the deepest tree of any service has room."""
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SPACES = "Indent with spaces: two for each level."
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAB = re.compile(r"[ -]*\t")
_BRACE = re.compile(r"(?:[-:]\s+|^\s*)[{\[%@`&*!|>]")


@dataclass(slots=True, eq=False)
class Node:
    """A value with its place. `text` is a scalar as it is written, without quotes."""

    kind: Literal["text", "list", "map"]
    at: At
    end: At
    text: str = ""
    plain: bool = False
    """Whether a scalar stands without quotes, so that it may mean a number, a flag or nothing."""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    keys: list[Node] = field(default_factory=list)
    """For a map under construction: the key whose value comes next."""

    @property
    def words(self) -> str:
        """What it is, in a sentence."""
        return {"text": "a text", "list": "a list", "map": "a group of names"}[self.kind]


def read_text(raw: bytes) -> str:
    """The text of a file. Raises BadFile for what is too large, empty, no UTF-8, or holds control characters."""
    if len(raw) > LARGEST:
        raise bad(1, 1, f"The file is larger than {LARGEST // 2**20} MB, the most that is read.",
                  "A campaign of thousands of steps is smaller: is it the right file?")  # fmt: skip
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise bad(1, 1, "The file is UTF-16.", "Save it as UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _place(raw[: error.start].decode("utf-8", "replace"))
        raise bad(*at, f"The file is not UTF-8 (byte {error.start + 1}).", "Save it as UTF-8.") from None
    if not text.strip():
        raise bad(1, 1, "The file is empty.", "`branchline export CAMPAIGN` writes one.")
    found = [Mistake(_place(text[: match.start()]), "", f"A control character (U+{ord(match[0]):04X}) stands here.",
                     "Take it out, or write it inside double quotes as “\\x..”.")
             for match, _ in zip(_FORBIDDEN.finditer(text), range(MOST_MISTAKES), strict=False)]  # fmt: skip
    if found:
        raise BadFile(found)
    return text


def _place(before: str) -> At:
    return At(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def read_nodes(text: str) -> Node:
    """The tree of a YAML (or JSON) text. Raises BadFile."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = _tree(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        raise _syntax(error, text.splitlines()) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise bad(1, 1, f"The file cannot be read as YAML ({type(error).__name__}).", "Export it anew.") from None
    if root is None:
        raise bad(1, 1, "The file has nothing but comments.", "`branchline export CAMPAIGN` writes one.")
    return root


def _tree(events: Iterator[Any]) -> Node | None:
    root: Node | None = None
    open_: list[Node] = []
    for event in events:
        name = type(event).__name__
        if name == "DocumentStartEvent" and root is not None:
            raise bad(
                event.start_mark.line + 1, 1, "A second document begins here.", "Give each campaign its own file."
            )
        if name in ("MappingEndEvent", "SequenceEndEvent"):
            open_.pop().end = _at(event.end_mark)
            continue
        if name not in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
            continue
        node = _node(event, name)
        if len(open_) >= DEEPEST:
            raise bad(*node.at, f"The file is nested more than {DEEPEST} levels deep.", "No service has such a tree.")
        _put(node, open_)
        root = root or node
        if node.kind != "text":
            open_.append(node)
    return root


def _node(event: Any, name: str) -> Node:
    at, end = _at(event.start_mark), _at(event.end_mark)
    if name == "AliasEvent" or event.anchor is not None:
        word = "An alias (*)" if name == "AliasEvent" else "An anchor (&)"
        raise bad(*at, f"{word} stands here; a campaign file has none.",
                  "Write the value out; put quotes around a text that begins with * or &.")  # fmt: skip
    if event.tag is not None and event.tag != "!":
        raise bad(*at, "A tag (!) stands here; a campaign file has none.",
                  "Take it out; put quotes around a text that begins with !.")  # fmt: skip
    if name == "ScalarEvent":
        return Node("text", at, end, _whole(event.value), event.style in (None, ""))
    return Node("map" if name == "MappingStartEvent" else "list", at, end)


def _whole(text: str) -> str:
    """JSON writes a sign beyond the first plane as two codes; they are one sign again."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _put(node: Node, open_: list[Node]) -> None:
    if not open_:
        return
    holder = open_[-1]
    if holder.kind == "list":
        holder.items.append(node)
    elif holder.keys:
        holder.pairs.append((holder.keys.pop(), node))
    else:
        holder.keys.append(node)


def _at(mark: Any) -> At:
    return At(mark.line + 1, mark.column + 1)


def _syntax(error: Any, lines: list[str]) -> BadFile:
    """What the parser stumbled over, in words that help; it finds the first one only."""
    mark = error.problem_mark or error.context_mark
    at = _at(mark) if mark is not None else At(1, 1)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    opened = error.context_mark
    if _TAB.match(line):
        return bad(at.line, line.index("\t") + 1, "A tab stands where the indentation is.", _SPACES)
    if _BRACE.search(line) and "<block mapping start>" not in str(error.problem):
        return bad(*at, "This value begins with a sign that means something in YAML.",
                   "Put quotes around it, or write a block: “|-” and the text indented below.")  # fmt: skip
    if "quoted scalar" in str(error.context):
        return bad(*_at(opened or mark), "The quotes that open here are not closed.", "Close them.")
    if "mapping values are not allowed" in str(error.problem):
        return bad(*at, "A colon stands inside a text without quotes, or the line is indented too far.",
                   "Put quotes around the text, or indent the line as its neighbours are.")  # fmt: skip
    if "could not find expected ':'" in str(error.problem):
        return bad(*at, "A name without a colon stands before this place.", "Write “name: value”.")
    return bad(*at, f"The YAML is broken here: {error.problem}.",
               "Look at the indentation of this line and of those before it.")  # fmt: skip
