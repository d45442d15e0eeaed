"""Values as YAML: plain where nobody can mistake them, blocks for long texts, else in double quotes."""

from __future__ import annotations

import json
import re
from typing import Any

LONG = 72
"""Characters from which a text without line ends becomes a block too."""
_LETTERS_FIRST = re.compile(r"[^\W\d_][^\x00-\x1f]*")
_WORDS_OF_YAML = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e", "\x00": "\\0"}
_JOINERS = "\u200d\xa0"
"""Not printable by Python's book, but part of emoji and of French."""


def _shows(text: str) -> bool:
    """Whether each character shows itself and moves no other: no control, no bidirectional override, no surrogate."""
    return text.isprintable() or all(sign.isprintable() or sign in _JOINERS for sign in text)


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return value if _plain(value) else quoted(value)
    if isinstance(value, list):
        return "[" + ", ".join(_in_flow(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(str(name))}: {_in_flow(item)}" for name, item in value.items()) + "}"
    return json.dumps(value)


def _in_flow(value: Any) -> str:
    return quoted(value) if isinstance(value, str) else inline(value)


def _plain(text: str) -> bool:
    return (
        _LETTERS_FIRST.fullmatch(text) is not None
        and text.isprintable()
        and text[-1] not in " :"
        and ": " not in text
        and " #" not in text
        and text.casefold() not in _WORDS_OF_YAML
    )


def quoted(text: str, fold: str | None = None) -> str:
    """A text in double quotes; what would not show is written as a code. `fold`: what a further line begins with."""
    signs = []
    for sign in text:
        if sign in _ESCAPES:
            signs.append(_ESCAPES[sign])
        elif _shows(sign):
            signs.append(sign)
        else:
            code = ord(sign)
            signs.append(f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    if fold is None:
        return '"' + "".join(signs) + '"'
    lines = [""]
    for place, sign in enumerate(signs):
        lines[-1] += sign
        if text[place] == "\n" and place + 1 < len(signs):
            lines.append("")
    # A backslash at the end joins the lines; one before a leading space keeps that space.
    kept = [line if not number or line[:1] != " " else f"\\{line}" for number, line in enumerate(lines)]
    return '"' + f"\\\n{fold}".join(kept) + '"'


def text_lines(text: str, indent: str, *, long: bool) -> str:
    """A text as the value of a name: on the same line, or as a block whose lines begin with `indent`."""
    if "\n" not in text and not (long and len(text) > LONG):
        return inline(text)
    lines = text.split("\n")
    if not all(map(_block_line, lines)) or not text.strip("\n"):
        return quoted(text, fold=indent)
    body = text.rstrip("\n")
    tail = len(text) - len(body)
    # A text that begins with a space or an empty line would be read with a wrong indentation without a number.
    number = "2" if text[0] in " \n" else ""
    chomping = ("-", "")[tail] if tail < 2 else "+"
    shown = "\n".join(f"{indent}{line}" if line else "" for line in body.split("\n"))
    return f"|{number}{chomping}\n{shown}" + "\n" * max(tail - 1, 0)


def _block_line(line: str) -> bool:
    """Whether a line can stand in a block: tabs may, a line of nothing but spaces may not."""
    return _shows(line.replace("\t", "")) and (not line or bool(line.strip()))
