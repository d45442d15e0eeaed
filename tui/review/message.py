"""A message as its recipient would read it: HTML reduced to lines of text, links kept and numbered, variables found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

VARIABLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
"""A Liquid output or tag, as it is written."""

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "table",
        "tr",
        "pre",
        "hr",
        "section",
        "article",
        "header",
        "footer",
        "center",
        "body",
        "html",
    ]
)
_PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"])
_SILENT = frozenset(("script", "style", "head", "title", "template"))


@dataclass(frozen=True, slots=True)
class Readable:
    """What is left of a message: its lines, and the addresses behind its links in order of appearance."""

    lines: tuple[str, ...]
    links: tuple[str, ...] = ()


def variables(text: str) -> list[tuple[int, int]]:
    """Start and end of each variable or tag in a text."""
    return [match.span() for match in VARIABLE.finditer(text)]


def readable(body: str, *, is_html: bool) -> Readable:
    """The text of a message. Links of an HTML body appear as "word [1]"; images as "[image: alt]". Never raises."""
    if not is_html:
        return Readable(tuple(body.splitlines()))
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    reader = _Reader()
    reader.feed(VARIABLE.sub(hold, body.replace("\0", "").replace("\ue000", "").replace("\ue001", "")))
    reader.close()

    def back(text: str) -> str:
        return re.sub("\ue000([0-9]+)\ue001", lambda match: held[int(match[1])], text)

    return Readable(tuple(back(line) for line in reader.lines()), tuple(back(link) for link in reader.links))


class _Reader(HTMLParser):
    """Keeps text and line structure of a mail body; layout, scripts and styles are dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self._parts: list[str] = []
        self._silent = 0
        self._open_links: list[int] = []
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag == "hr":
            self._parts.append("\n\n" + "─" * 20 + "\n\n")
        elif tag == "img":
            self._parts.append(f"[image: {given.get('alt') or 'no description'}]")
        elif tag == "a":
            self.links.append(given.get("href") or "")
            self._open_links.append(len(self.links))
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
            self._gap("\n")
        elif tag == "li":
            self._gap("\n")
            self._parts.append("  " * (len(self._lists) - 1) + self._bullet())
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag in _BLOCKS:
            self._gap("\n\n" if tag in _PARAGRAPHS else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._open_links:
            self._parts.append(f" [{self._open_links.pop()}]")
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._gap("\n\n")
        elif tag in _BLOCKS:
            self._gap("\n\n" if tag in _PARAGRAPHS else "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _bullet(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "• "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _gap(self, gap: str) -> None:
        self._parts.append(f"\0{len(gap)}")

    def lines(self) -> list[str]:
        """All lines; gaps between blocks collapse to one empty line at most, none stands at either end."""
        text = re.sub(
            r"(?:[ ]*\0[12][ ]*)+", lambda match: "\n\n" if "\0002" in match[0] else "\n", "".join(self._parts)
        )
        text = re.sub(r"\n{3,}", "\n\n", text)
        return [re.sub(r"[ \u00a0]+", " ", line).rstrip() if line.strip() else "" for line in text.strip().split("\n")]
