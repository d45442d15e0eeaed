"""`branchline sandbox`: the sandbox on a port of this machine, for a real client."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shlex
import socket

from tui.cli import INTERRUPTED
from tui.cli.output import put, say
from tui.cli.parser import Parser, Refusal
from tui.config import paths
from tui.config.services import SERVICES, key_variable

HOST = "127.0.0.1"
DEFAULT_PORT = 8765
HIGHEST_PORT = 65535

_EPILOG = """\
fault rules, as METHOD:PATH:KIND[:TIMES], for example
  --fault 'POST:/sequences/*:500:2'   --fault '*:*:latency=3:*'   --fault 'GET:/campaigns*:429'
kinds: latency=SECONDS, drop, 429, 429-bare, a status from 400 to 599, html, half-json, huge;
with -after (drop-after) the write happens first. TIMES is 1 if not given, * for always.

The state is kept between runs and shared with the app; --fresh starts again."""


def run(words: list[str]) -> int:
    """Serve until it is interrupted."""
    parser = Parser(
        "sandbox", "Serve the sandbox on this machine: the services, imitated, with demo campaigns.", _EPILOG
    )
    parser.option(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"default {DEFAULT_PORT}; 0 takes a free one"
    )
    parser.option("--seed", metavar="SEED", help="demo (default), empty, awkward, or a sandbox file to start from")
    parser.option(
        "--fault", action="append", default=[], metavar="RULE", help="let something go wrong; may be repeated"
    )
    parser.option("--fresh", action="store_true", help="forget the kept state and start from the seed")
    options = parser.read(words)
    try:
        import uvicorn
    except ImportError:
        raise Refusal(
            "Serving the sandbox needs uvicorn.", "Install it with: pip install 'branchline[serve]'"
        ) from None
    from tui.sandbox.app import create_app
    from tui.sandbox.faults import Faults, QuietDrops
    from tui.sandbox.store import Store

    path = paths.sandbox_file()
    if options.seed is not None and not options.fresh and path.exists():
        say(f"The state kept in {path} goes on, so the seed is not used; --fresh starts from it.")
    try:
        faults = Faults(options.fault)
        store = Store.open(path, options.seed or "demo", fresh=options.fresh)
    except ValueError as error:
        raise Refusal(f"{str(error)[:1].upper()}{str(error)[1:]}.", "See `branchline sandbox --help`.") from None
    if store.notice:
        say(store.notice)
    with listener(options.port) as opened:
        base = f"http://{HOST}:{opened.getsockname()[1]}"
        for about in SERVICES.values():
            put(f"{about.title + ':':<10}{base}{about.sandbox_path}")
        put("Keys:     " + ", ".join(f"{about.sandbox_key} for {about.title}" for about in SERVICES.values()))
        service, about = next(iter(SERVICES.items()))
        url = shlex.quote(f"{base}{about.sandbox_path}")
        put(f"Example:  {key_variable(service)}={about.sandbox_key} branchline --base-url {url}")
        say("Ctrl+C ends it.")
        logging.getLogger("uvicorn.error").addFilter(QuietDrops())
        config = uvicorn.Config(
            create_app(store, faults=faults), log_level="warning", lifespan="off", timeout_graceful_shutdown=2
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[opened])
    return INTERRUPTED  # nothing else ends it


def _port(given: str) -> int:
    if not given.isdecimal() or not given.isascii() or int(given) > HIGHEST_PORT:
        raise Refusal(
            f"A port is a number from 0 to {HIGHEST_PORT}.", f"The default is {DEFAULT_PORT}; 0 takes a free one."
        )
    return int(given)


def listener(port: int) -> socket.socket:
    """A socket on the port, open to this machine only. Raises Refusal when the port cannot be had."""
    # The protocol is named, or asyncio leaves Nagle's algorithm on, and each answer takes 40 ms.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # as `socket.create_server` does: a port that was just left can be had again
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((HOST, port))
        opened.listen(128)
        return opened
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            raise Refusal(
                f"Port {port} is in use.", "Give another with --port, or --port 0 for any free one."
            ) from None
        raise Refusal(f"Port {port} cannot be opened ({error.strerror}).", "Give another with --port.") from None
