"""The sandbox on a real socket of this machine, for as long as a `with` block lasts, with a record of what it got."""

import json
import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui.sandbox.app import LEMLIST_PATH, SERVICE_PATHS, create_app
from tui.sandbox.faults import Fault, Faults, QuietDrops
from tui.sandbox.store import Store

_PATIENCE = 20.0  # seconds until a server that does not come up or go away is called broken


class Received(NamedTuple):
    """One request: the method, the path below the service's own (`/sequences/…`), the body as JSON, text or None."""

    method: str
    path: str
    body: Any


@dataclass(slots=True)
class Exchange:
    """One request with its answer, complete; `status` 0 means that there was none."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int = 0
    content_type: str = ""
    answer: Any = None


@dataclass(slots=True)
class Served:
    """A running sandbox. `url` is the base URL of its lemlist; `requests` and `exchanges` are in order of arrival."""

    origin: str
    store: Store
    faults: Faults
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The base URL of lemlist, without a slash at the end."""
        return self.origin + LEMLIST_PATH

    @property
    def requests(self) -> list[Received]:
        """Everything received so far."""
        return [Received(each.method, each.path, each.body) for each in self.exchanges]

    @property
    def writes(self) -> list[Received]:
        """Everything received but GET."""
        return [each for each in self.requests if each.method != "GET"]

    def forget(self) -> None:
        """Start the record anew."""
        self.exchanges.clear()


@contextmanager
def serve(store: Store, *, faults: Faults | Iterable[Fault | str] = ()) -> Iterator[Served]:
    """Run the sandbox over `store` on a free port of 127.0.0.1 until the block ends."""
    listed = faults if isinstance(faults, Faults) else Faults(faults)
    # The protocol is named, or asyncio leaves Nagle's algorithm on, and each answer takes 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        served = Served(f"http://127.0.0.1:{listener.getsockname()[1]}", store, listed)
        app = _Recorder(create_app(store, faults=listed), served.exchanges)
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True)
        quiet = QuietDrops()
        logger = logging.getLogger("uvicorn.error")
        logger.addFilter(quiet)
        thread.start()
        try:
            if not server.up.wait(_PATIENCE):
                raise RuntimeError("the sandbox did not come up")
            yield served
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)
            logger.removeFilter(quiet)
        if thread.is_alive():
            raise RuntimeError("the sandbox did not stop")


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


class _Recorder:
    """Writes down every request and answer that pass."""

    def __init__(self, app: ASGIApp, exchanges: list[Exchange]) -> None:
        self._app, self._exchanges = app, exchanges

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        for prefix in SERVICE_PATHS:
            path = path.removeprefix(prefix)
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        raw = bytearray()
        while (message := await receive())["type"] == "http.request":
            raw += message.get("body", b"")
            if not message.get("more_body", False):
                break
        exchange = Exchange(
            scope["method"], path, scope["query_string"].decode("latin-1"), headers, _readable(bytes(raw))
        )
        self._exchanges.append(exchange)
        rest: list[Message] = [{"type": "http.request", "body": bytes(raw), "more_body": False}]

        async def replay() -> Message:
            return rest.pop() if rest else await receive()

        answer = bytearray()

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                exchange.content_type = dict(message["headers"]).get(b"content-type", b"").decode("latin-1")
            elif len(answer) < 1_000_000:
                answer.extend(message.get("body", b""))
            exchange.answer = _readable(bytes(answer))
            await send(message)

        await self._app(scope, replay, note)


def _readable(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return raw.decode("utf-8", "replace")
