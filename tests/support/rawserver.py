"""A small server on a real socket that plays scripted bytes: the answers that no decent framework would give."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do with a request: bytes to write one after the other, and how the connection ends."""

    chunks: Sequence[bytes] = ()
    end: Literal["stay", "close", "hang"] = "close"
    """`stay` keeps the connection for the next request; `hang` says nothing more until the client goes away."""
    pause: float = 0.0
    """Seconds before each chunk but the first."""


DROP_UNREAD = Reply()
"""In a script: the connection ends as soon as it is made. `DROP` ends it after the request was read."""
DROP = Reply()
HANG = Reply(end="hang")


def reply(
    status: int = 200,
    body: object = b"",
    content_type: str = "",
    headers: Iterable[tuple[str, str]] = (),
    *,
    missing: int = 0,
    **how: Any,
) -> Reply:
    """A whole answer. A body that is neither bytes nor text becomes JSON; `missing` bytes are announced only."""
    if isinstance(body, bytes):
        content, kind = body, "text/plain"
    elif isinstance(body, str):
        content, kind = body.encode(), "text/plain"
    else:
        content, kind = json.dumps(body).encode(), "application/json"
    lines = [
        f"HTTP/1.1 {status} Scripted",
        f"Content-Type: {content_type or kind}",
        f"Content-Length: {len(content) + missing}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    if status == 204:
        lines = [line for line in lines if not line.startswith("Content-")]
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    how.setdefault("end", "close" if missing else "stay")
    return Reply((head + content,), **how)


@dataclass
class RawServer:
    """Plays its script, one reply for each request (or connection), and the last one for all further ones."""

    script: Sequence[Reply]
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0

    async def __aenter__(self) -> Self:
        self._handlers: set[asyncio.Task[None]] = set()
        self._played = 0
        self.asked = asyncio.Event()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for handler in self._handlers:
            handler.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Base URL, with a path below the root."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/api"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        task.add_done_callback(self._handlers.discard)
        self.connections += 1
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Play one reply; whether the connection goes on."""
        if self._next() is DROP_UNREAD:
            self._played += 1
            return False
        self.seen.append(await _request(reader))
        self.asked.set()
        what = self._next()
        self._played += 1
        for number, chunk in enumerate(what.chunks):
            if number and what.pause:
                await asyncio.sleep(what.pause)
            writer.write(chunk)
            await writer.drain()
        if what.end == "hang":
            await reader.read()
        return what.end == "stay"

    def _next(self) -> Reply:
        return self.script[min(self._played, len(self.script) - 1)]


async def _request(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Seen(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))
