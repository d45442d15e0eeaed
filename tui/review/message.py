"""A message as its recipient would read it: HTML reduced to lines of text, links kept and numbered, variables found."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_OPENING: Final = re.compile(r"\{[{%]")
_CLOSING: Final = {"{{": "}}", "{%": "%}"}

# A tag up to its end. Possessive throughout, so that text which only looks like one costs no second look.
_TAG: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
_TAG_BEGIN: Final = re.compile(r"</?[a-zA-Z]")
_ATTRIBUTE: Final = re.compile(r"""([^\s/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|(\S++)))?+""")
_SPACES: Final = re.compile(r"[ \t\r\n\f\u00a0]+")
_LINE_ENDS: Final = re.compile(r"[\r\n]+")
_HELD: Final = re.compile("\ue000([0-9]{1,9})\ue001")
_ENDLESS_NUMBER: Final = re.compile(r"&#[0-9]{12,};?")

_PARAGRAPHS: Final = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "pre"))
_BLOCKS: Final = frozenset(
    ("div", "tr", "section", "article", "header", "footer", "main", "nav", "aside", "center", "body", "html", "form")
)
_RAW: Final = frozenset(("script", "style", "title"))
"""What is inside is no HTML, and is not shown."""
_HIDDEN: Final = frozenset(("head", "template"))


@dataclass(frozen=True, slots=True)
class Readable:
    """What is left of a message: its lines, and the addresses behind its links in order of appearance."""

    lines: tuple[str, ...]
    links: tuple[str, ...] = ()


def variables(text: str) -> list[tuple[int, int]]:
    """Start and end of each Liquid output (`{{…}}`) or tag (`{%…%}`) in a text; one that is never closed is text."""
    found: list[tuple[int, int]] = []
    never_closed: set[str] = set()
    start = _OPENING.search(text)
    while start is not None:
        kind, after = start[0], start.start() + 1
        if kind not in never_closed:
            end = text.find(_CLOSING[kind], start.end())
            if end < 0:
                never_closed.add(kind)
            else:
                after = end + 2
                found.append((start.start(), after))
        start = _OPENING.search(text, after)
    return found


def readable(body: str, *, is_html: bool) -> Readable:
    """The text of a message. Links of an HTML body appear as "word [1]"; images as "[image: alt]". Never raises.

    Variables survive wherever they stand, in addresses and inside tags too. Time grows with the length of the body
    alone, however broken its HTML is.
    """
    if not is_html:
        return Readable(tuple(body.splitlines()))
    plain = body.replace("\ue000", "").replace("\ue001", "")
    held: list[str] = []
    pieces: list[str] = []
    at = 0
    for start, end in variables(plain):
        pieces += (plain[at:start], f"\ue000{len(held)}\ue001")
        held.append(_LINE_ENDS.sub(" ", plain[start:end]))
        at = end

    def back(text: str) -> str:
        return _HELD.sub(lambda match: held[int(match[1])] if int(match[1]) < len(held) else match[0], text)

    reader = _Reader()
    reader.read("".join((*pieces, plain[at:])))
    return Readable(tuple(back(line) for line in reader.lines()), tuple(back(link) for link in reader.links))


class _Reader:
    """Keeps text and line structure of a mail body; layout, scripts and styles are dropped."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self._done: list[str] = []
        self._line: list[str] = []
        self._bullet = ""
        """Indent and sign of a list item; waits for the first text of the item."""
        self._hidden = 0
        self._open_links: list[int] = []
        self._lists: list[int | None] = []
        """Open lists: the number of the last item, None where items have no number."""

    def read(self, body: str) -> None:
        """Take in a whole body."""
        for piece in _pieces(body):
            if isinstance(piece, str):
                self._say(_unescaped(piece))
            elif piece[1]:
                self._close(piece[2].lower())
            else:
                self._open(piece[2].lower(), piece[3])

    def lines(self) -> list[str]:
        """All lines; between two with text stands one empty line at most, and none at either end."""
        self._end_line()
        kept: list[str] = []
        for line in self._done:
            if line or (kept and kept[-1]):
                kept.append(line)
        while kept and not kept[-1]:
            kept.pop()
        return kept

    def _open(self, tag: str, attributes: str) -> None:
        if tag == "body":
            self._hidden = 0
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._end_line(even_empty=True)
        elif tag == "hr":
            self._gap()
            self._say("─" * 20)
            self._gap()
        elif tag == "img":
            self._say(f"[image: {_attribute(attributes, 'alt') or 'no description'}]")
        elif tag == "a" and not self._hidden:
            self.links.append(_attribute(attributes, "href"))
            self._open_links.append(len(self.links))
        elif tag in ("ul", "ol"):
            self._gap() if not self._lists else self._end_line()
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._end_line()
            self._bullet = self._next_bullet()
        elif tag in ("td", "th"):
            self._say(" ")
        else:
            self._block(tag)

    def _close(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._open_links:
            self._say(f" [{self._open_links.pop()}]")
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._gap() if not self._lists else self._end_line()
        elif tag == "li":
            self._end_line(even_empty=bool(self._bullet))
        else:
            self._block(tag)

    def _block(self, tag: str) -> None:
        if tag in _PARAGRAPHS and not self._lists:
            self._gap()
        elif tag in _PARAGRAPHS or tag in _BLOCKS:
            self._end_line()

    def _say(self, text: str) -> None:
        if not self._hidden:
            self._line.append(text)

    def _end_line(self, *, even_empty: bool = False) -> None:
        text = _SPACES.sub(" ", "".join(self._line)).strip()
        self._line = []
        if text or even_empty:
            self._done.append((self._bullet + text).rstrip())
            self._bullet = ""

    def _gap(self) -> None:
        self._end_line()
        self._done.append("")

    def _next_bullet(self) -> str:
        indent = "  " * min(len(self._lists) - 1, 20)
        last = self._lists[-1] if self._lists else None
        if last is None:
            return indent + "• "
        self._lists[-1] = last + 1
        return f"{indent}{last + 1}. "


def _pieces(body: str) -> Iterator[str | re.Match[str]]:
    """Texts and tags (`/` or nothing, name, attributes) in order. What a browser drops is dropped: comments,
    declarations, the inside of scripts and styles, and a tag that is never closed with everything after it."""
    at = 0
    while (start := body.find("<", at)) >= 0:
        yield body[at:start]
        begins_tag = _TAG_BEGIN.match(body, start)
        if body.startswith("<!--", start):
            at = _behind(body, "-->", start + 4)
        elif body.startswith(("<!", "<?"), start) or (body.startswith("</", start) and not begins_tag):
            at = _behind(body, ">", start)
        elif not begins_tag:
            yield "<"
            at = start + 1
        else:
            tag = _TAG.match(body, start)
            if tag is None:
                return
            yield tag
            at = tag.end()
            if tag[2].lower() in _RAW and not tag[1]:
                end = re.compile(f"</{tag[2]}", re.IGNORECASE).search(body, at)
                at = end.start() if end else len(body)
    yield body[at:]


def _behind(body: str, mark: str, start: int) -> int:
    end = body.find(mark, start)
    return len(body) if end < 0 else end + len(mark)


def _attribute(attributes: str, name: str) -> str:
    for match in _ATTRIBUTE.finditer(attributes):
        if match[1].lower() == name:
            return _unescaped(match[2] or match[3] or match[4] or "")
    return ""


def _unescaped(text: str) -> str:
    """The text with its character references read; a number too long for any character stands for none."""
    return html.unescape(_ENDLESS_NUMBER.sub("\ufffd", text)) if "&" in text else text
