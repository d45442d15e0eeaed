"""Campaign data as YAML: two spaces for each level, long texts as blocks, the comments of a person where they were."""

from __future__ import annotations

from typing import Any

from tui.model.nodes import CampaignHead
from tui.model.plain import visible
from tui.workspace.files.comments import Comments, Path, item_name
from tui.workspace.files.scalars import inline, text_lines

_STATE_ABOUT = "# How the campaign was when this file was written; leave it as it is."
_MARKS_A_LINE = 8


def as_yaml(data: dict[str, Any], head: CampaignHead, comments: Comments | None = None) -> str:
    """The text of a file. `head` gives what is said of the campaign in a comment: name and status."""
    writer = _Writer(comments or Comments())
    words = visible(f"{head.title} · {head.status_word or head.status}")
    for name, value in data.items():
        if name == "campaign":
            writer.lines.append(f"campaign: {inline(value)}  # {words}")
        elif name == "state":
            writer.lines.append(_STATE_ABOUT)
            writer.lines += ["state:", *_folded(value)]
        else:
            writer.pair(name, value, "", (name,))
    writer.lines += writer.comments.end
    return "\n".join(writer.lines) + "\n"


def _folded(state: str) -> list[str]:
    """The marks, several to a line, so that one changed step changes one line."""
    marks = state.split(" ")
    rows = [marks[:2]] + [marks[at : at + _MARKS_A_LINE] for at in range(2, len(marks), _MARKS_A_LINE)]
    return [f"  {' '.join(row)}" for row in rows]


class _Writer:
    def __init__(self, comments: Comments) -> None:
        self.comments = comments
        self.lines: list[str] = []

    def pair(self, name: str, value: Any, indent: str, path: Path, *, dash: str = "") -> None:
        """A name with its value. `dash` stands before the first name of an item, in place of the indentation."""
        self._above(path, indent)
        start = f"{dash or indent}{name if name.isidentifier() else inline(name)}:"
        beside = f"  {self.comments.beside[path]}" if path in self.comments.beside else ""
        if isinstance(value, dict) and value and name == "settings":
            self.lines.append(start + beside)
            for inner, held in value.items():
                self.pair(inner, held, f"{indent}  ", (*path, inner))
        elif (
            isinstance(value, list)
            and value
            and all(isinstance(item, dict) and item for item in value)
            and _nodes(name)
        ):
            self.lines.append(start + beside)
            for place, item in enumerate(value):
                self._item(item, f"{indent}  ", (*path, item_name(item.get("id", ""), place)))
        elif isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            self.lines.append(start + beside)
            for place, item in enumerate(value):
                at = (*path, item_name("", place))
                self._above(at, f"{indent}  ")
                after = f"  {self.comments.beside[at]}" if at in self.comments.beside else ""
                self.lines.append(f"{indent}  - {inline(item)}{after}")
        else:
            shown = text_lines(value, f"{indent}  ", long=True) if isinstance(value, str) else inline(value)
            first, more, rest = shown.partition("\n")
            # Beside a text in quotes that goes on, a comment would become part of it: it stands at its end.
            here, there = ("", beside) if more and first[0] == '"' else (beside, "")
            self.lines.append(f"{start} {first}{here}{more}{rest}{there}")

    def _item(self, item: dict[str, Any], indent: str, path: Path) -> None:
        self._above(path, indent)
        for number, (name, value) in enumerate(item.items()):
            dash = f"{indent}- " if number == 0 else ""
            self.pair(name, value, f"{indent}  ", (*path, name), dash=dash)

    def _above(self, path: Path, indent: str) -> None:
        self.lines += [f"{indent}{line}".rstrip() for line in self.comments.above.get(path, ())]


def _nodes(name: str) -> bool:
    """Whether a list holds parts of the tree, and is no value of a field that happens to be a list of groups."""
    return name in ("steps", "branches", "stray")
