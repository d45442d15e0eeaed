"""The transport that all services share, and the only module that knows the HTTP library."""

from __future__ import annotations

import asyncio
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import quote

import httpx

from tui import __version__
from tui.providers.answers import Received, judged
from tui.providers.bodies import visible
from tui.providers.calls import Answer, Call, CallEvent, EventKind, Limit, Veil
from tui.providers.errors import BadKey, InsecureUrl, Invalid, RateLimited, ReadOnly, Sent, ServiceError
from tui.providers.failures import Attempt, Trouble, doubtful, failure, may_go_again
from tui.providers.runs import Run, written
from tui.providers.waits import Patience, until
from tui.providers.window import Place, Shut, Window, shared_window

CONNECT_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 4.0
"""Connections idle for longer are not used again: many servers close them after 5 s, and a write could meet that."""
ERROR_BYTES: Final = 262_144
"""How much of the body of an error is read."""

_COMPLETE: Final = re.compile("disconnected|closed|complete", re.IGNORECASE)
_DOTS: Final = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_log = logging.getLogger(__name__)
for _talker in ("httpx", "httpcore"):
    # These write whole addresses and headers into whatever log somebody has set up.
    logging.getLogger(_talker).setLevel(logging.WARNING)

Refine = Callable[[ServiceError, Answer], ServiceError]
"""How a provider puts an error into better words; the `Answer` holds status, headers and text of the refusal."""
Learn = Callable[[Mapping[str, str]], int | None]
"""How many calls a window of this key really allows, read off the headers of an answer; None where they do not say."""
TOLD_WAIT: Final = 3.0
"""Seconds in the queue of the rate limit from which on the listener hears of it."""


class Wire:
    """One connection to one account of a service: sends calls within the rate limit, repeats what may be repeated.

    `headers` carry the credentials; nothing that leaves this object shows them. `key_id` is a hash of service and key:
    all wires with the same one share a window. `app` is a service inside this process, called instead of the network.
    `listen` hears of every try, wait and end; `refine` rewords errors that came as an answer; `learn` reads off an
    answer how many calls the plan of the key allows. `max_bytes` bounds an answer.
    `clock` and `sleep` count seconds, `now` gives seconds since 1970, `rand` a number from 0 to 1: replaced in tests.

    Raises `InsecureUrl` for a base URL that is neither https nor on this machine, `BadKey` for credentials that no HTTP
    header can hold.
    """

    def __init__(
        self,
        base_url: str,
        *,
        service: str,
        headers: Mapping[str, str],
        key_id: str,
        limit: Limit,
        app: Callable[..., Awaitable[None]] | None = None,
        read_only: bool = False,
        listen: Callable[[CallEvent], None] | None = None,
        refine: Refine | None = None,
        max_bytes: int = 20_000_000,
        patience: Patience | None = None,
        learn: Learn | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        rand: Callable[[], float] = random.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.service = service
        self.read_only = read_only
        self.base_url = _checked(base_url, service, in_process=app is not None)
        if not all(text.isascii() and text.isprintable() for pair in headers.items() for text in pair):
            raise BadKey(
                f"The key for {service} holds a character that no key has.",
                "Copy the key again, without line breaks, and set it anew.",
                sent=Sent.NO,
            )
        self._hidden = _Hidden(headers)
        self._veil = Veil(headers)
        self._key_id = key_id
        self._limit = limit
        self._app = app
        self._listen = listen
        self._refine = refine
        self._learn = learn
        self._max_bytes = max_bytes
        self._patience = patience or Patience()
        self._clock = clock
        self._sleep = sleep
        self._rand = rand
        self._now = now
        self.rate_limit: int | None = None
        self.rate_remaining: int | None = None
        """What the service last said of its rate limit, whichever of its limits that was."""
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def __repr__(self) -> str:
        return f"Wire({self.service!r}, {self.base_url!r}{', read only' if self.read_only else ''})"

    @property
    def window(self) -> Window:
        """The rate limit of the key, in the running event loop."""
        return shared_window(self._key_id, self._limit, self._clock, self._sleep)

    async def send(self, call: Call) -> Answer:
        """Send a call and give its answer; raises `ServiceError` and nothing else (but passes a cancellation on)."""
        run = Run(call, self.base_url + call.path)
        try:
            return await self._run(run)
        except ServiceError as error:
            failed = error
        except asyncio.CancelledError:
            self._tell(run, "failed", reason="Cancelled before an answer came.")
            raise
        if run.refusal is not None and self._refine is not None:
            failed = self._refine(failed, run.refusal)
        if run.in_doubt:
            failed = doubtful(failed)
        failed = failed.redacted(self._veil.hide)
        self._tell(run, "failed", reason=failed.cause, status=failed.status, text=failed.server_text)
        # Raised from here and from nothing: below are headers, which a traceback with variables would show.
        raise failed.with_traceback(None) from None

    async def aclose(self) -> None:
        """Close the connections; a later call opens new ones."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.aclose()

    async def _run(self, run: Run) -> Answer:
        """Try until there is an answer, or an error that no further try would mend."""
        call = run.call
        if self.read_only and call.writes:
            raise ReadOnly(
                f"This connection to {self.service} is read-only, and “{call.title or call.line}” is a change.",
                "Nothing was sent; allow writing for this account in the settings if you mean it.",
                request=call.line,
            )
        run.url, run.content = self._url(call), written(call)
        window = self.window
        turn = window.turn()
        while True:
            run.tries += 1
            try:
                result, problem = await self._try(run, window, turn)
            except Shut as shut:
                raise self._shut_out(run, shut.seconds) from None
            if isinstance(result, Answer):
                self._tell(run, "answered", status=result.status, text=result.text)
                return result
            wait = self._wait(run, result)
            again = self._patience.allows(run.tries, run.spent, wait) and may_go_again(call, result, problem)
            if isinstance(result, RateLimited):
                # The whole key waits, not this call alone: everybody else would be refused as well.
                (window.shut if wait > self._patience.longest else window.pause)(wait)
            if not again:
                raise result
            run.in_doubt = run.in_doubt or result.sent is Sent.UNKNOWN
            self._tell(run, "waiting", reason=result.cause, status=result.status, text=result.server_text, wait=wait)
            run.spent += wait
            if not isinstance(result, RateLimited):
                run.waited += wait
                await self._sleep(wait)

    def _shut_out(self, run: Run, seconds: float) -> RateLimited:
        """The error for a call that found the key shut."""
        return RateLimited(
            f"{self.service} asked to send nothing more with this key for now.",
            f"Nothing was sent; try again {until(seconds, self._now)}.",
            request=run.call.line,
            sent=Sent.NO,
            retry_after=seconds,
            tries=run.tries - 1,
        )

    def _wait(self, run: Run, error: ServiceError) -> float:
        """Seconds before the next try: what the service asked for, or else a growing time of our own."""
        own = self._patience.backoff(run.tries, self._rand)
        if error.retry_after is not None:
            return max(error.retry_after, own / 10)
        if isinstance(error, RateLimited):
            return min(self._patience.longest, max(self._limit.seconds, own))
        return own

    async def _try(self, run: Run, window: Window, turn: int) -> tuple[Answer | ServiceError, Exception | None]:
        """One try in its place in the window: the answer or error, and the exception that it came from."""
        call, got = run.call, Received()
        problem: Exception | None = None
        run.refusal = None
        asked = self._clock()
        if run.tries == 1 and (ahead := window.waiting) >= TOLD_WAIT:
            self._tell(run, "waiting", reason=f"{self.service} allows no more calls before.", wait=ahead)
        async with window.place(call.urgent, turn) as place:
            started = self._clock()
            run.waited += started - asked
            self._tell(run, "sent")
            try:
                async with asyncio.timeout(call.timeout):
                    await self._exchange(run, got, window, place)
            except Exception as error:
                problem = error
                window.lost(place)
            place.used = got.left and got.status != 429
        run.seconds = self._clock() - started
        run.spent += run.seconds
        run.remaining = _whole(got.headers.get("x-ratelimit-remaining"))
        if problem is not None and (got.status is None or got.good):
            host = httpx.URL(self.base_url).netloc.decode("ascii")
            attempt = Attempt(call, self.service, host, run.tries, got.left, got.status)
            return failure(_trouble(problem, in_process=self._app is not None), problem, attempt), problem
        result = judged(
            call,
            got,
            service=self.service,
            max_bytes=self._max_bytes,
            seconds=run.seconds,
            tries=run.tries,
            now=self._now,
        )
        if isinstance(result, ServiceError):
            run.refusal = Answer(got.status or 0, got.headers, None, result.server_text, run.seconds, run.tries)
        return result, problem

    async def _exchange(self, run: Run, got: Received, window: Window, place: Place) -> None:
        """Send the request and read the answer into `got`, no more of it than is wanted."""

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            # The CONNECT to a proxy goes out before anything of the request itself does.
            if event.endswith("send_request_headers.started") and info["request"].method != b"CONNECT":
                got.left = True

        client = self._connected()
        request = client.build_request(
            run.call.method.upper(),
            run.url,
            content=run.content,
            headers={"Content-Type": "application/json"} if run.content is not None else {},
            timeout=httpx.Timeout(run.call.timeout, connect=min(CONNECT_SECONDS, run.call.timeout)),
            extensions={"trace": trace},
        )
        got.left = self._app is not None
        response = await client.send(request, stream=True)
        try:
            got.status = response.status_code
            got.headers = {name.lower(): value for name, value in response.headers.items()}
            limit, remaining = got.headers.get("x-ratelimit-limit"), got.headers.get("x-ratelimit-remaining")
            self.rate_limit, self.rate_remaining = _whole(limit), _whole(remaining)
            window.answered(place, self.rate_limit, self.rate_remaining)
            if self._learn is not None and (calls := self._learn(got.headers)) is not None:
                window.allow(calls)
            most = self._max_bytes if got.good else min(ERROR_BYTES, self._max_bytes)
            async for chunk in response.aiter_raw():
                got.body += chunk
                if len(got.body) > most:
                    del got.body[most:]
                    got.too_large = True
                    break
        finally:
            await response.aclose()

    def _connected(self) -> httpx.AsyncClient:
        """The client of the running event loop, made when it is first needed."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._loop = loop
            self._client = httpx.AsyncClient(
                headers={
                    "Accept": "application/json",
                    # A small answer of a hostile server must not unpack to gigabytes.
                    "Accept-Encoding": "identity",
                    "User-Agent": f"branchline/{__version__}",
                    **self._hidden.headers,
                },
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                limits=httpx.Limits(max_connections=self._limit.in_flight, keepalive_expiry=IDLE_SECONDS),
                transport=httpx.ASGITransport(self._app) if self._app else None,
                follow_redirects=False,
                # A proxy of the environment sees only encrypted traffic; plain traffic is for this machine alone.
                trust_env=self.base_url.startswith("https:"),
            )
        return self._client

    def _url(self, call: Call) -> str:
        """The whole address. Raises `Invalid` for one that is impossible or would leave the base URL."""
        path = quote(call.path, safe="/%:@!$&'()*+,;=~-._")
        if path.startswith("/") and not _DOTS.search(path):
            with suppress(httpx.InvalidURL, ValueError):
                url = httpx.URL(self.base_url + path)
                return str(url.copy_merge_params(dict(call.query)) if call.query else url)
        raise Invalid(
            f"“{visible(call.path[:200])}” is no address at {self.service}.",
            "Check the id that was given.",
            request=call.line,
            sent=Sent.NO,
        )

    def _tell(
        self,
        run: Run,
        kind: EventKind,
        *,
        reason: str = "",
        status: int | None = None,
        text: str = "",
        wait: float = 0.0,
    ) -> None:
        """Let the listener know; one that fails must not cost the answer of a write."""
        if self._listen is None:
            return
        event = run.event(kind, self._veil, at=self._now(), reason=reason, status=status, text=text, wait=wait)
        try:
            self._listen(event)
        except Exception:
            _log.exception("the listener of a connection to %s failed", self.service)


class _Hidden:
    """Holds the credentials, and shows nothing of them."""

    __slots__ = ("headers",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = dict(headers)


def _trouble(problem: Exception, *, in_process: bool) -> Trouble:
    """What kind of end an exception was."""
    if isinstance(problem, TimeoutError | httpx.TimeoutException):
        return "slow"
    if isinstance(problem, httpx.RemoteProtocolError) and not _COMPLETE.search(str(problem)):
        return "garbled"
    return "crashed" if in_process and not isinstance(problem, httpx.TransportError) else "broken"


def _checked(base_url: str, service: str, *, in_process: bool) -> str:
    """The base URL without a slash at its end. Raises `InsecureUrl`, which quotes nothing: the URL may hold a key."""
    try:
        url = httpx.URL(base_url.strip())
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL()
    if not url.host or url.scheme not in ("http", "https"):
        flaw, remedy = "is not a web address", "Give it as https://host/path."
    elif url.userinfo:
        flaw, remedy = "holds a login", "Give the address alone; the key has its own place in the account."
    elif url.query or url.fragment:
        flaw, remedy = "goes on after its path", "Leave out everything from “?” or “#” on."
    elif url.scheme == "http" and not in_process and not _on_this_machine(url.host):
        flaw, remedy = "would send the key unprotected", "Use https; plain http is for this machine only (127.0.0.1)."
    else:
        return str(url).rstrip("/")
    raise InsecureUrl(f"The base URL for {service} {flaw}.", remedy)


def _on_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _whole(text: str | None) -> int | None:
    """A whole number from a header, None for anything else."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
