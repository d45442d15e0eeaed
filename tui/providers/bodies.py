"""What the body of an answer says: JSON read strictly, and the code and the sentence inside an error of any shape."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from pydantic import JsonValue

QUOTED_CHARACTERS: Final = 300
"""How much of a service's sentence is quoted inside one of ours."""
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|[A-Z][A-Z0-9]{3,}|[a-z]+(?:-[a-z]+)+|[a-z]+(?:_[a-z0-9]+)+")
_MEDIA_CODE: Final = re.compile(r"\bLINKEDIN_MEDIA_[A-Z_]+\b")
_ABOUT_KEY: Final = re.compile(r"(?:no|missing) api key\b|no user found for this api key", re.IGNORECASE)
_WEB_PAGE: Final = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SEARCHED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """What an error says, taken out of whatever shape it came in."""

    code: str | None = None
    message: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """Code or message on one line, safe to print, without a full stop, at most 300 characters."""
        line = " ".join((self.message or self.code or "").split())
        cut = line if len(line) <= QUOTED_CHARACTERS else line[: QUOTED_CHARACTERS - 1] + "…"
        return visible(cut).rstrip(".")

    @property
    def about_key(self) -> bool:
        """Whether it complains of a missing or ownerless key: that need not come as a 401."""
        return bool(_ABOUT_KEY.match(self.message.strip()))


def said(text: str) -> Words:
    """Code, message and field errors of an error's body, as the contracts of the services show them."""
    if is_web_page(text):
        title = _TITLE.search(text[:_SEARCHED])
        return Words(message=html.unescape(title.group(1)).strip() if title else "")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return _plain(text)
    if isinstance(body, str):
        return _plain(body)
    if not isinstance(body, dict):
        return Words(message=text.strip())
    inner = body.get("error")
    inner = inner if isinstance(inner, dict) else {}
    details = inner.get("details") or body.get("details")
    fields = details.get("fields") if isinstance(details, dict) else None
    fields = fields if isinstance(fields, dict) else body.get("errors")
    candidates = [body.get("message"), inner.get("message"), body.get("error"), body.get("errors"), body.get("detail")]
    texts = [joined for candidate in candidates if (joined := "; ".join(_sentences(candidate)))]
    codes = [code for code in (body.get("code"), inner.get("code"), body.get("error")) if _is_code(code)]
    media = _MEDIA_CODE.search(text[:_SEARCHED])
    return Words(
        code=str(codes[0]) if codes else media.group() if media else None,
        message=next((sentence for sentence in texts if not _is_code(sentence)), "" if codes else text.strip()),
        fields={str(name): "; ".join(_sentences(value)) for name, value in fields.items()}
        if isinstance(fields, dict)
        else {},
    )


def _plain(text: str) -> Words:
    """A body that is one sentence, or only a code."""
    sentence = text.strip()
    if _is_code(sentence):
        return Words(code=sentence)
    media = _MEDIA_CODE.search(sentence[:_SEARCHED])
    return Words(code=media.group() if media else None, message=sentence)


def _sentences(value: Any) -> Iterator[str]:
    """The sentences in a message, or in a list or mapping of messages."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, list):
        for item in value[:20]:
            yield from _sentences(item.get("message") or item.get("msg") if isinstance(item, dict) else item)


def _is_code(value: object) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def is_web_page(text: str) -> bool:
    """Whether a body is a page for a browser: some hosts answer a path that they do not know so, with status 200."""
    return _WEB_PAGE.match(text[:_SEARCHED]) is not None


def visible(text: str) -> str:
    """The text with control and direction characters written as escapes, so that it can do nothing to a terminal."""
    return "".join(
        f"\\u{ord(char):04x}" if char in _BIDI or unicodedata.category(char) in ("Cc", "Cs") else char for char in text
    )


def read_json(text: str) -> JsonValue:
    """The JSON in a text. Raises ValueError for anything that is not JSON or is nested too deep to be read.

    Half a character pair (which a service makes by cutting a text in the middle of an emoji) becomes U+FFFD: it could
    be neither stored nor printed.
    """
    try:
        data: JsonValue = json.loads(text, parse_constant=_no_constant)
        return _mended(data) if "\\ud" in text or "\\uD" in text else data
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _mended(data: JsonValue) -> JsonValue:
    """The data without lone surrogates in any text."""
    if isinstance(data, str):
        return _LONE_SURROGATE.sub("\ufffd", data)
    if isinstance(data, list):
        return [_mended(item) for item in data]
    if isinstance(data, dict):
        return {_LONE_SURROGATE.sub("\ufffd", name): _mended(value) for name, value in data.items()}
    return data
