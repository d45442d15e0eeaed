"""What the imitated lemlist thinks of a picture or film, judged by its address alone: nothing is downloaded.

The kind of file is read from the ending of the path (`.png`, `.jpg`, `.jpeg`, `.gif`, `.mp4`, `.mov`; a path without an
ending passes). Every error can be had on purpose, by host name or by the end of the file name:

| host | file name | answer |
| --- | --- | --- |
| `download-failed.example` | `…-download-failed.png` | 502 `LINKEDIN_MEDIA_DOWNLOAD_FAILED` |
| `av-down.example` | `…-av-down.png` | 503 `LINKEDIN_MEDIA_AV_UNAVAILABLE` |
| `slow.example` | `…-timeout.png` | 504 `LINKEDIN_MEDIA_TIMEOUT` |
| `too-large.example` | `…-too-large.png` | 413 `LINKEDIN_MEDIA_TOO_LARGE` |
| `wrong-type.example` | `…-wrong-type.png`, or any other ending | 415 `LINKEDIN_MEDIA_INVALID_TYPE` |
| `bad-gif.example` | `…-bad.gif` | 422 `LINKEDIN_MEDIA_GIF_INVALID` |
| `localhost`, an IP address, a name without a dot, `http:` | | 400 `LINKEDIN_MEDIA_UNSAFE_URL` |
"""

import ipaddress
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from tui.sandbox.lemlist.call import RefusedError

MAX_ITEMS = 6  # images and videos of one step together (seed)
_ENDINGS = {"images": (".png", ".jpg", ".jpeg", ".gif", ""), "videos": (".mp4", ".mov", "")}
_PRIVATE = (".localhost", ".local", ".internal")


class _Item(NamedTuple):
    kind: str
    host: str
    stem: str
    ending: str

    def marked(self, word: str, host: str | None = None) -> bool:
        return self.host == f"{host or word}.example" or f"-{self.stem}".endswith(f"-{word}")


_RULES: tuple[tuple[int, str, str, Callable[[_Item], bool]], ...] = (
    (502, "DOWNLOAD_FAILED", "download failed", lambda item: item.marked("download-failed")),
    (503, "AV_UNAVAILABLE", "scanner down", lambda item: item.marked("av-down")),
    (504, "TIMEOUT", "timeout", lambda item: item.marked("timeout", "slow")),
    (413, "TOO_LARGE", "too large", lambda item: item.marked("too-large")),
    (415, "INVALID_TYPE", "wrong MIME", lambda item: item.marked("wrong-type") or not _allowed(item)),
    (422, "GIF_INVALID", "bad GIF", lambda item: item.ending == ".gif" and item.marked("bad", "bad-gif")),
)


def check_media(sent: dict[str, Sequence[str]], total: int) -> None:
    """Check the addresses of a request by kind, `images` and `videos`; `total` is what the step would then hold.

    Raises `RefusedError` with the status and code of the seed's table, for the first rule that one item breaks.
    """
    if total > MAX_ITEMS:
        raise _refused(400, "TOO_MANY", "too many")
    items = [_item(kind, address) for kind, addresses in sent.items() for address in addresses]
    for status, code, words, broken in _RULES:
        if any(broken(item) for item in items):
            raise _refused(status, code, words)


def _item(kind: str, address: str) -> _Item:
    try:
        url = urlsplit(address)
        safe = url.scheme == "https" and _public(url)
    except ValueError:
        safe = False
    if not safe:
        raise _refused(400, "UNSAFE_URL", "unsafe url")
    path = PurePosixPath(unquote(url.path))
    return _Item(kind, (url.hostname or "").lower(), path.stem.lower(), path.suffix.lower())


def _public(url: SplitResult) -> bool:
    host = (url.hostname or "").lower().rstrip(".")
    if "." not in host or host.endswith(_PRIVATE) or url.username is not None or " " in url.netloc:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _allowed(item: _Item) -> bool:
    return item.ending in _ENDINGS[item.kind]


def _refused(status: int, code: str, words: str) -> RefusedError:
    return RefusedError(status, f"LinkedIn media refused: {words}", f"LINKEDIN_MEDIA_{code}")
