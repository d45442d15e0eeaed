"""A campaign as a line of small JSON texts, cut into blocks that stay the same where the campaign does.

Each text stands for one step, branch or end of a branch, in reading order, so that depth costs nothing and one changed
step changes one text. Blocks end where the check sum of a text says so: a step put in at the front moves no other cut.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.config.secret import veil
from tui.model.nodes import Branch, Campaign, CampaignHead, Keys, Step, UnknownContent
from tui.model.nodes import Sequence as Steps
from tui.plan.serial import StepTypes, Unreadable, dumped_content, read_content

MAIN, STRAY, STEP, BRANCH, END = "main", "stray", "step", "branch", "end"
"""What a text stands for; its first entry."""
HASH = 16
"""Bytes of a block's name."""
_CUT, _LONGEST = 31, 128
"""A block ends behind a text whose check sum has none of these bits, or after so many texts."""
_DERIVED = frozenset(("_id", "id", "index", "sequenceStep", "sequenceId", "sequence_id", "conditions"))
"""What follows from where a step stands, and would make every step behind a new one look changed."""
_TIME = re.compile(r"(created|updated|modified)_?at", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*[^\s@]+@[^\s@]+\s*")


def texts(campaign: Campaign) -> Iterator[str]:
    """The campaign without what belongs to its head, and without anybody's address."""
    for kind, top in ((MAIN, campaign.sequence), *((STRAY, stray) for stray in campaign.stray)):
        yield _text(kind, top.id)
        todo: list[Iterator[Step | Branch]] = [iter(top.steps)]
        while todo:
            node = next(todo[-1], None)
            if node is None:
                todo.pop()
                yield _text(END)
            elif isinstance(node, Branch):
                yield _text(BRANCH, {"id": node.id, "label": node.label, "else": node.is_else, "link": node.link})
                todo.append(iter(node.sequence.steps))
            else:
                yield _text(STEP, _step(node))
                if node.branches:
                    # The branches of a step stand between it and an end of their own.
                    todo.append(iter(node.branches))


def _step(step: Step) -> dict[str, Any]:
    held = dumped_content(step.content)
    known = {spec.wire for spec in step.content.fields()} | {"type"}
    if isinstance(step.content, UnknownContent):
        held["fields"] = {name: value for name, value in held["fields"].items() if not _left_out(name, value)}
        return {"id": step.id, **held, "more": {}, "branches": bool(step.branches)}
    # Numbers that are no field count something that happened: they would change with every read.
    more = {
        name: value
        for name, value in step.reported.items()
        if name not in known and isinstance(value, (str, bool)) and not _left_out(name, value)
    }
    return {"id": step.id, **held, "more": more, "branches": bool(step.branches)}


def _left_out(name: str, value: object) -> bool:
    address = isinstance(value, str) and _ADDRESS.fullmatch(value) is not None
    return name in _DERIVED or _TIME.fullmatch(name) is not None or address


def settings_of(reported: Mapping[str, Any]) -> dict[str, Any]:
    """Settings under the service's own names, without anybody's address."""
    return {name: value for name, value in reported.items() if not _left_out(name, value)}


def _text(kind: str, value: object = None) -> str:
    # A key of an account that somebody has put into a step does not come to lie on the disk.
    return veil(json.dumps([kind, value], sort_keys=True, separators=(",", ":")))


def blocks(parts: Iterable[str]) -> Iterator[tuple[bytes, bytes]]:
    """The texts as named blocks, to be packed when they are kept."""
    held: list[str] = []
    for part in parts:
        held.append(part)
        if not zlib.crc32(part.encode()) & _CUT or len(held) >= _LONGEST:
            yield _block(held)
            held = []
    if held:
        yield _block(held)


def _block(held: Sequence[str]) -> tuple[bytes, bytes]:
    raw = "\n".join(held).encode()
    return hashlib.blake2b(raw, digest_size=HASH).digest(), raw


def packed(raw: bytes) -> bytes:
    """A block as it lies on the disk."""
    return zlib.compress(raw, 9)


def unpacked(block: bytes) -> list[str]:
    """The texts of a block. Raises Unreadable."""
    try:
        return zlib.decompress(block).decode().split("\n")
    except (zlib.error, UnicodeDecodeError) as error:
        raise Unreadable(f"a part of it is spoilt ({error})") from None


@dataclass(slots=True)
class _Open:
    """A sequence or the branches of a step, while it is read."""

    made: list[Any] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    kind: str = ""


def campaign_of(parts: Iterable[str], head: CampaignHead, types: StepTypes, keys: Keys) -> Campaign:
    """The campaign that these texts stand for. Raises Unreadable."""
    tops: list[tuple[str, Steps]] = []
    stack: list[_Open] = []
    try:
        for part in parts:
            kind, value = json.loads(part)
            if kind in (MAIN, STRAY):
                stack.append(_Open(head={"id": value}, kind=kind))
            elif kind == BRANCH or (kind == STEP and value["branches"]):
                stack.append(_Open(head=value, kind=kind))
            elif kind == STEP:
                stack[-1].made.append(_read(value, (), types, keys))
            else:
                _close(stack, tops, types, keys)
        return Campaign(head=head, sequence=tops[0][1], stray=tuple(stray for _, stray in tops[1:]))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"it has another shape ({error})") from None


def _close(stack: list[_Open], tops: list[tuple[str, Steps]], types: StepTypes, keys: Keys) -> None:
    done = stack.pop()
    if done.kind == STEP:
        stack[-1].made.append(_read(done.head, tuple(done.made), types, keys))
        return
    identity = done.head["id"]
    steps = Steps(key=keys.of(identity) if identity else keys.mint(), id=identity, steps=tuple(done.made))
    if done.kind != BRANCH:
        tops.append((done.kind, steps))
        return
    told = done.head
    branch = Branch(key=keys.mint(), id=identity, label=told["label"], is_else=told["else"], link=told["link"],
                    sequence=steps)  # fmt: skip
    stack[-1].made.append(branch)


def _read(value: dict[str, Any], branches: tuple[Branch, ...], types: StepTypes, keys: Keys) -> Step:
    identity = value["id"]
    key = keys.of(identity) if identity else keys.mint()
    reported = {**value["fields"], **value["more"]}
    return Step(key=key, id=identity, content=read_content(value, types), branches=branches, reported=reported)
