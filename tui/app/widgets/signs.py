"""Foreign text in editors made safe to draw, one sign for each character, so that the cursor stands where it should."""

from __future__ import annotations

_SIGNS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)}
_SIGNS |= dict.fromkeys((*range(127, 160), 173, 8232, 8233, *range(8234, 8239)), 9254)
_SIGNS |= dict.fromkeys((*range(8294, 8304), 65279, *range(65529, 65532), *range(55296, 57344)), 9254)
_LINE_SIGNS = _SIGNS | {0x09: 0x2409, 0x0A: 0x240A}


def one_to_one(text: str, *, one_line: bool = False) -> str:
    """A text with dangerous characters replaced one for one; tabs and line feeds too where there is only one line."""
    return text if text.isprintable() else text.translate(_LINE_SIGNS if one_line else _SIGNS)
