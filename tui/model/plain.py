"""Foreign text made safe to show: nothing in it can move the cursor, colour the screen or hide."""

from __future__ import annotations

import re
from functools import cache

_JOINABLE = "\u0600-\u1fff\u2070-\ud7ff\ue000-\U0010ffff"

_HIDDEN = (
    "[\x00-\x1f\x7f-\x9f"  # control characters, ESC among them
    "\xad"  # soft hyphen: one cell in some terminals, none in others
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069\u206a-\u206f"  # bidirectional embeddings, overrides and isolates
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # byte order mark, annotations, non-characters
    "\ud800-\udfff]"  # half a surrogate pair: cannot be encoded, would end the app when it is written
    # A joiner between two letters that do not join takes the next letter's cell away in some width tables.
    f"|(?<![{_JOINABLE}])\u200d|\u200d(?![{_JOINABLE}])"
)


@cache
def _pattern(*, lines: bool) -> re.Pattern[str]:
    """Compiled when the first text needs it: that costs as much as a twentieth of the program's start."""
    return re.compile("\r\n|" + _HIDDEN if lines else _HIDDEN)


def visible(text: str, keep_newlines: bool = False) -> str:
    """`text` with every character that a terminal would obey, or that would hide or reorder others, shown as a sign.

    Control characters become their pictures (`␛`, `␀`, `␉`), others a code in brackets (`⟪U+202E⟫`). Letters, accents,
    emoji and right-to-left scripts stay as they are. With `keep_newlines` line ends stay (CR LF becomes one line feed)
    and a tab becomes four spaces. Clean text is returned itself, not a copy.
    """
    if text.isprintable():
        return text
    if keep_newlines:
        if text.replace("\n", "").isprintable():
            return text
        return _pattern(lines=True).sub(_sign_in_lines, text)
    return _pattern(lines=False).sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟪U+{code:04X}⟫"


def _sign_in_lines(match: re.Match[str]) -> str:
    found = match[0]
    if found in ("\n", "\r\n"):
        return "\n"
    return "    " if found == "\t" else _sign(match)
