"""Finding and replacing words in the texts of a campaign: subjects, messages, titles, addresses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tui.model.content import StepContent
from tui.model.declare import LISTS, FieldSpec, Kind
from tui.model.nodes import Campaign
from tui.model.tree import Spot, Turn, replace_step, walk

SEARCHED = (Kind.LINE, Kind.TEXT, Kind.HTML, Kind.URL, *LISTS)
"""The kinds of field that hold words."""
CONTEXT = 32
"""Characters shown on each side of a hit."""


class BadPattern(ValueError):
    """The words to look for cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for, and what it becomes."""

    found: re.Pattern[str]
    new: str = ""
    literal: bool = True
    """Whether `new` is taken as it stands, without `\\1` and the like."""

    @classmethod
    def of(cls, words: str, new: str = "", *, regex: bool = False, ignore_case: bool = False) -> Pattern:
        """Raises BadPattern for no words, or for a regular expression that cannot be read or matches nothing at all."""
        if not words:
            raise BadPattern("There is nothing to look for.")
        try:
            found = re.compile(words if regex else re.escape(words), re.IGNORECASE if ignore_case else 0)
            if regex:
                re.sub(found, new, "")
        except (re.error, IndexError) as error:
            raise BadPattern(f"The regular expression cannot be read: {error}.") from error
        if found.match(""):
            raise BadPattern("The regular expression matches an empty text, so it would match everywhere.")
        return cls(found, new, literal=not regex)

    def replace(self, match: re.Match[str]) -> str:
        """What one match becomes."""
        return self.new if self.literal else match.expand(self.new)


@dataclass(frozen=True, slots=True)
class Hit:
    """One match in one field of one step."""

    spot: Spot
    spec: FieldSpec
    line: int
    """For a list of texts the entry, from 0; else 0."""
    start: int
    before: str
    """What stands before the match, on one line, cut."""
    match: str
    after: str
    becomes: str

    @property
    def place(self) -> str:
        """Where the step stands: numbers and branches from the top."""
        turns = [f"{_place(turn)} {turn.branch.label or 'Else'}" for turn in self.spot.way]
        return " › ".join((*turns, str(self.spot.index + 1)))


def _place(turn: Turn) -> int:
    """The number of a condition in its sequence; by identity, because comparing whole subtrees would take for ever."""
    return next(number for number, step in enumerate(turn.holder.steps, 1) if step is turn.step)


def hits(campaign: Campaign, pattern: Pattern, fields: frozenset[str] = frozenset()) -> Iterator[Hit]:
    """Every match in reading order; `fields` limits them to fields of these names at the service."""
    for spot in walk(campaign):
        content = spot.step.content
        if not content.editable:
            continue
        for spec in content.fields():
            if spec.ask.kind not in SEARCHED or spec.ask.hidden or not content.reported(spec.name):
                continue
            if fields and spec.wire not in fields:
                continue
            for number, text in enumerate(_texts(getattr(content, spec.name))):
                for match in pattern.found.finditer(text):
                    yield _hit(spot, spec, number, text, match, pattern)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(text for text in value if isinstance(text, str))
    return (value,) if isinstance(value, str) else ()


def _hit(spot: Spot, spec: FieldSpec, line: int, text: str, match: re.Match[str], pattern: Pattern) -> Hit:
    begin, end = max(0, match.start() - CONTEXT), match.end() + CONTEXT
    before = ("…" if begin else "") + text[begin : match.start()]
    after = text[match.end() : end] + ("…" if end < len(text) else "")
    return Hit(
        spot, spec, line, match.start(), " ".join(before.split("\n")), match.group(), " ".join(after.split("\n")),
        pattern.replace(match),
    )  # fmt: skip


def replaced(campaign: Campaign, pattern: Pattern, accepted: Callable[[Hit], bool], **which: Any) -> Campaign:
    """The campaign with the accepted matches replaced; `which` is passed on to `hits`."""
    wanted: dict[str, dict[str, set[tuple[int, int]]]] = {}
    for hit in hits(campaign, pattern, **which):
        if accepted(hit):
            wanted.setdefault(hit.spot.step.key, {}).setdefault(hit.spec.name, set()).add((hit.line, hit.start))
    for spot in list(walk(campaign)):
        if (places := wanted.get(spot.step.key)) is not None:
            content = _rewritten(spot.step.content, pattern, places)
            campaign = replace_step(campaign, spot.step.key, spot.step.model_copy(update={"content": content}))
    return campaign


def _rewritten(content: StepContent, pattern: Pattern, places: dict[str, set[tuple[int, int]]]) -> StepContent:
    values = content.values()
    for name, starts in places.items():
        value = values[name]
        texts = list(value) if isinstance(value, tuple) else [value]
        for number, text in enumerate(texts):
            texts[number] = _in_text(text, pattern, {start for line, start in starts if line == number})
        values[name] = tuple(texts) if isinstance(value, tuple) else texts[0]
    return type(content).model_construct(set(values), **values)


def _in_text(text: str, pattern: Pattern, starts: set[int]) -> str:
    """The text with the matches replaced that begin at these places."""

    def one(match: re.Match[str]) -> str:
        return pattern.replace(match) if match.start() in starts else match.group()

    return pattern.found.sub(one, text)
