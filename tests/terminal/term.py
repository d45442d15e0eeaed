"""A program in a real pseudo-terminal: keys go in as bytes, what it draws is read off an emulated screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 30.0
"""Seconds until something that was waited for counts as missing; a busy machine needs a few."""
GLANCE = 0.05
"""Seconds after which a wait looks whether the program is still there."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    **{f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What a terminal sends for a key; a key that is not here is sent as it is written."""

# The program needs the terminal as its controlling one, or no resize reaches it; only a process can arrange that for
# itself, and forking this one is unsafe while it has threads.
_TAKE_THE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvpe(sys.argv[1], sys.argv[1:], os.environ)
"""

_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_KEYBOARD_TAKEN = re.compile(rb"\x1b\[>\d+u")
_ON_BY_ITSELF = {7, 25}
"""Modes that a terminal has on from the start: wrapping at the edge, and the cursor."""


class Term:
    """One program in one terminal. Use as a context manager: what still runs at the end is killed."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, cwd: Path, columns: int = 120, lines: int = 36
    ) -> None:
        self.raw = bytearray()
        """Everything the program wrote."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = pty.openpty()
        self._set_size(columns, lines)
        self.modes_before = termios.tcgetattr(self._slave)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _TAKE_THE_TERMINAL, *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
        )

    def __enter__(self) -> Term:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._slave)
        os.close(self._master)

    # ── what a person does ────────────────────────────────────────────────────────────────────────────────────────

    def press(self, *keys: str) -> None:
        """Press keys by name (`enter`, `ctrl+s`, `q`), one after the other."""
        for key in keys:
            self.type(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Send characters as they are."""
        rest = text.encode()
        while rest:
            rest = rest[os.write(self._master, rest) :]

    def resize(self, columns: int, lines: int) -> None:
        """Drag the window to another size: what was on the screen is gone, so all that is seen later was drawn anew."""
        self._read_what_is_there()
        self._screen.resize(lines, columns)
        self._screen.reset()
        self._set_size(columns, lines)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    # ── what a person sees ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def lines(self) -> list[str]:
        """The screen now, a text for each line, without the blanks at its end."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen now."""
        return "\n".join(self.lines)

    def shows(self, text: str) -> bool:
        """Whether a line of the screen holds the text now."""
        return any(text in line for line in self.lines)

    def line(self, text: str) -> str:
        """The first line that holds the text."""
        return next(line for line in self.lines if text in line)

    def look(self, text: str) -> tuple[object, ...]:
        """Colours and weight of the first character of a text on the screen: what shows that a field has the focus."""
        row = next(row for row, line in enumerate(self.lines) if text in line)
        cell = self._screen.buffer[row][self.lines[row].index(text)]
        return (cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore)

    def wait(self, *texts: str, gone: Sequence[str] = ()) -> None:
        """Until the screen holds every text, and none of `gone`. Fails with the screen when that does not come."""
        self.wait_until(
            lambda: all(map(self.shows, texts)) and not any(map(self.shows, gone)),
            " and ".join([*map(repr, texts), *(f"not {text!r}" for text in gone)]),
        )

    def wait_until(self, seen: Callable[[], bool], what: str) -> None:
        """Until `seen` says yes; it is asked again whenever the program has drawn something."""
        deadline = time.monotonic() + PATIENCE
        while not seen():
            ended = self._process.poll() is not None
            drawn = self._read_some()
            if not drawn and ended:
                raise AssertionError(f"ended with {self._process.returncode} instead of showing {what}:\n{self.text}")
            if not drawn and time.monotonic() > deadline:
                raise AssertionError(f"did not show {what} within {PATIENCE:.0f} s:\n{self.text}")

    # ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────

    def ended(self) -> int:
        """Wait until the program has ended and everything it wrote is read; its exit code, minus a signal's number."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            self._read_some()
            if time.monotonic() > deadline:
                raise AssertionError(f"did not end within {PATIENCE:.0f} s:\n{self.text}")
        self._read_what_is_there()
        return self._process.wait()

    def left_behind(self) -> list[str]:
        """What the program switched on in the terminal and did not switch off again, in words; asked at its end."""
        now: dict[int, bool] = {}
        for numbers, letter in _MODES.findall(self.raw):
            now.update(dict.fromkeys(map(int, numbers.split(b";")), letter == b"h"))
        wrong = [f"mode {mode} is {'on' if on else 'off'}" for mode, on in now.items() if on != (mode in _ON_BY_ITSELF)]
        if len(_KEYBOARD_TAKEN.findall(self.raw)) != self.raw.count(b"\x1b[<u"):
            wrong.append("the keyboard protocol is not taken back")
        if termios.tcgetattr(self._slave) != self.modes_before:
            wrong.append("the line settings differ")
        return wrong

    # ── bytes ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _set_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _read_some(self, seconds: float = GLANCE) -> bool:
        """Read what comes within a moment; whether anything came."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 65536)
        self.raw += data
        self._stream.feed(data)
        return True

    def _read_what_is_there(self) -> None:
        while self._read_some(0):
            continue
