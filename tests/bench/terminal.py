"""A program in a real pseudo-terminal, timed from its start to the last byte of its first frame or to its end."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

COLUMNS, LINES = 120, 40
FRAME_GAP = 0.012
"""Seconds of silence that end a frame: less than the frame clock's period, more than the writer needs."""
SETTLE = 0.2
"""Seconds for which a program must live on after its first frame."""
PATIENCE = 30.0
"""Seconds after which a program that showed nothing is given up."""


class NoFrame(Exception):
    """The program ended or went silent before it showed what was waited for; the text is the end of its output."""


def time_frame(command: Sequence[str], shows: bytes | None, env: Mapping[str, str], cwd: Path) -> float:
    """Milliseconds from starting `command` until the frame that holds `shows` is written; until its end with None."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=dict(env), cwd=cwd, start_new_session=True
    )
    os.close(slave)
    try:
        ended = _read_to_end_of_frame(master, shows, started + PATIENCE)
        if shows is not None:
            # A traceback may hold the word too; whoever prints one is gone at once.
            time.sleep(SETTLE)
            if process.poll() is not None:
                raise NoFrame("the program ended after its first output")
    finally:
        # The group, so that nothing the program started outlives it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(master)
    return (ended - started) * 1000


def _read_to_end_of_frame(master: int, shows: bytes | None, deadline: float) -> float:
    seen = b""
    last = time.perf_counter()
    found = False
    while time.perf_counter() < deadline:
        ready, _, _ = select.select([master], [], [], FRAME_GAP if found else 0.5)
        if not ready:
            if found:
                return last
            continue
        try:
            data = os.read(master, 65536)
        except OSError:  # the other side is closed: the program has ended
            data = b""
        if not data:
            if shows is None:
                return time.perf_counter()
            break
        last = time.perf_counter()
        seen += data
        found = found or (shows is not None and shows in seen)
    raise NoFrame(seen[-300:].decode(errors="replace"))
