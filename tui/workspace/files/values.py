"""One value of a file in the type of its field, or what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from tui.config.nearest import did_you_mean
from tui.model.checks import check_field
from tui.model.declare import LISTS, FieldSpec, Kind
from tui.workspace.files.mistakes import Mistake
from tui.workspace.files.nodes import Node
from tui.workspace.files.parsed import Given
from tui.workspace.files.tongue import known_names

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_FLAGS = {"true": True, "false": False}
_NOTHING = ("", "~", "null")
_BLOCK = "Put quotes around it, or write it as a block: “|-” and the text on the next lines."


def plain(node: Node) -> Any:
    """A value as YAML 1.2 has it: only `true`, `false`, `null` and numbers are more than texts."""
    if node.kind == "list":
        return [plain(item) for item in node.items]
    if node.kind == "map":
        return {key.text: plain(value) for key, value in node.pairs}
    text = node.text
    if not node.plain:
        return text
    if text in _NOTHING:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _NUMBER.fullmatch(text) and len(text) <= 20:
        return int(text)
    # A zero before a number makes it a text: 0123 is an id or a code, and 83 is what others would make of it.
    return float(text) if _FLOAT.fullmatch(text) and not re.match(r"[-+]?0[0-9]", text) else text


def given(spec: FieldSpec, name: Node, node: Node, where: str) -> Given:
    """The value of a field, checked as far as that needs nothing but the declaration."""
    found = Given(name.at, spec, plain(node))

    def wrong(text: str, remedy: str) -> Given:
        # An empty value begins, for the parser, where the next name stands.
        at = node.at if node.text or node.kind != "text" or not node.plain else name.at
        found.problem = Mistake(at, _named(where, spec.wire), text, remedy)
        return found

    value = found.plain
    rule = f"Write {spec.rule()}."
    if value is None:
        if not spec.ask.nullable:
            return wrong("There is no value.", f"{rule} To leave the field as it is, take the line out.")
        value = "" if spec.ask.kind not in (*LISTS, Kind.DAYS) else []
    if spec.ask.kind in (*LISTS, Kind.DAYS):
        entries = node.items if node.kind == "list" else None
        if entries is None or any(item.kind != "text" for item in entries):
            return wrong(f"This must be a list of texts, not {_what(node)}.", "Write each on a line of its own: “- …”.")
        value = [item.text for item in entries]
        if spec.ask.kind is Kind.DAYS and len(set(value)) < len(value):
            return wrong("A day stands twice.", "Take one out.")
    elif spec.ask.kind is Kind.FLAG:
        if not isinstance(value, bool):
            return wrong(f"This must be true or false, not {_what(node)}.", "Write true or false, without quotes.")
    elif spec.ask.kind is Kind.NUMBER:
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong(f"This must be a number, not {_what(node)}.", rule)
    elif node.kind != "text":
        return wrong(f"This must be a text, not {_what(node)}.", _BLOCK if node.kind == "map" else rule)
    elif value is not None and found.plain is not None:
        value = node.text
    checked, problem = check_field(spec, value)
    if problem is not None:
        known = [choice.value for choice in spec.ask.choices]
        return wrong(problem.message, did_you_mean(str(value), known) if known and isinstance(value, str) else "")
    found.value = checked
    return found


def unknown_field(name: Node, specs: tuple[FieldSpec, ...], where: str, of: str, own: tuple[str, ...] = ()) -> Mistake:
    """The mistake of a name that nothing has here."""
    if name.text == "<<":
        return Mistake(
            name.at, where, "A merge key (<<) stands here; a campaign file has none.", "Write the fields out."
        )
    known = [*own, *known_names(specs)]
    meant = did_you_mean(name.text, known) or f"Known: {', '.join(known)}."
    return Mistake(name.at, where, f"{of} has no field “{name.text[:60]}”.", meant)


def _named(where: str, field: str) -> str:
    return f"{where}, {field}" if where else field


def _what(node: Node) -> str:
    if node.kind != "text":
        return node.words
    return f"“{node.text[:40]}”" if node.text else "nothing"
