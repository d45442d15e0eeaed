"""lemlist's JSON read into heads and trees, with the tolerances of contracts/lemlist 4.5. Nothing here calls out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tui.model.content import StepContent, day_count
from tui.model.nodes import Branch, CampaignHead, Keys, Sequence, Status, Step, UnknownContent
from tui.providers.lemlist.conditions import condition_of
from tui.providers.lemlist.steps import STEP_TYPES

BY_TYPE = {content.type: content for content in STEP_TYPES}
DEEPEST = 150
"""Branches nested deeper than this are refused: no campaign is built so, a hostile answer may be."""


class NotATree(ValueError):
    """The answer has no shape that can be read; the text says what is wrong."""


class WireSequence(BaseModel):
    """A sequence of the sequences answer (contracts/lemlist 4.1). The rest are hints."""

    model_config = ConfigDict(extra="allow", frozen=True)

    steps: list[dict[str, Any]] = []
    level: Any = None
    parent_id: Any = Field(None, alias="parentId")


class Link(NamedTuple):
    """A link from a condition to the sequence of one branch (contracts/lemlist 4.2); what is absent is empty."""

    sequence_id: str
    key: str
    label: str
    delay: int | None
    delay_type: str
    is_else: bool
    reported: Mapping[str, Any]


_SEQUENCES = TypeAdapter(dict[str, WireSequence])


def read_head(reported: object, account: str) -> CampaignHead:
    """One campaign of a list or of `GET /campaigns/{id}`; every field but the id is optional (contracts/lemlist 3.2).

    Raises NotATree when it has no id.
    """
    if not isinstance(reported, dict) or not isinstance(reported.get("_id"), str) or not reported["_id"]:
        raise NotATree("a campaign without an id")
    status = reported.get("status")
    return CampaignHead(
        id=reported["_id"],
        name=_text(reported, "name"),
        status=cast("Status", status) if status in get_args(Status) else "unknown",
        service="lemlist",
        account=account,
        emoji=_text(reported, "emoji"),
        labels=_texts(reported, "labels"),
        created_at=_text(reported, "createdAt"),
        errors=_texts(reported, "errors"),
        reported=reported,
    )


def _text(reported: Mapping[str, Any], name: str) -> str:
    value = reported.get(name)
    return value if isinstance(value, str) else ""


def _texts(reported: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = reported.get(name)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def read_sequences(reported: object, keys: Keys) -> tuple[Sequence, tuple[Sequence, ...]]:
    """The main sequence with everything below it, and the sequences that no branch leads to. Raises NotATree."""
    try:
        wire = _SEQUENCES.validate_python(reported)
    except ValidationError as error:
        raise NotATree(f"sequences in an unknown shape at {_where(error)}") from error
    if not wire:
        raise NotATree("a campaign without a sequence")
    return _Assembly(wire, keys).build()


class _Assembly:
    """Follows the branch links from the main sequence; each sequence is shown where it is met first."""

    def __init__(self, wire: Mapping[str, WireSequence], keys: Keys) -> None:
        self.wire, self.keys = wire, keys
        self.met: set[str] = set()
        self.named: Counter[tuple[str, ...]] = Counter()

    def build(self) -> tuple[Sequence, tuple[Sequence, ...]]:
        main = self._sequence(self._main_id(), 0)
        stray = [self._sequence(sequence_id, 0) for sequence_id in self._loose() if sequence_id not in self.met]
        # What is left leads to itself in a circle.
        stray += [self._sequence(sequence_id, 0) for sequence_id in self.wire if sequence_id not in self.met]
        return main, tuple(stray)

    def _main_id(self) -> str:
        """`level` 0, or else no parent, says which is the main one; the order of keys is not promised."""
        loose = set(self._loose())
        return min(
            self.wire,
            key=lambda name: (self.wire[name].level != 0, self.wire[name].parent_id is not None, name not in loose),
        )

    def _loose(self) -> list[str]:
        """Sequences to which no condition leads."""
        linked = {
            link.sequence_id for sequence in self.wire.values() for step in sequence.steps for link in links(step)
        }
        return [name for name in self.wire if name not in linked]

    def _sequence(self, sequence_id: str, depth: int) -> Sequence:
        # Three calls for each level of branches, loops instead of comprehensions: DEEPEST fits into Python's stack.
        if depth > DEEPEST:
            raise NotATree(f"branches nested more than {DEEPEST} deep")
        self.met.add(sequence_id)
        steps = []
        for number, reported in enumerate(self.wire[sequence_id].steps):
            steps.append(self._step(reported, sequence_id, number, depth))
        return Sequence(key=self.keys.of(sequence_id), id=sequence_id, steps=tuple(steps))

    def _step(self, reported: Mapping[str, Any], sequence_id: str, number: int, depth: int) -> Step:
        step_id = _text(reported, "_id") or None
        key = self._key(step_id) if step_id else self._key(sequence_id, "step", str(number))
        branches = []
        for link in sorted(links(reported), key=lambda link: link.is_else):
            branches.append(self._branch(key, link, depth))
        return Step(key=key, id=step_id, content=read_content(reported), branches=tuple(branches), reported=reported)

    def _branch(self, step_key: str, link: Link, depth: int) -> Branch:
        sequence_id = link.sequence_id
        key = self._key(step_key, "branch", sequence_id)
        how: Literal["own", "shared", "missing"]
        if sequence_id in self.wire and sequence_id not in self.met:
            shown, how = self._sequence(sequence_id, depth + 1), "own"
        else:
            shown = Sequence(key=self.keys.of(sequence_id or key), id=sequence_id or None)
            how = "shared" if sequence_id in self.met else "missing"
        return Branch(
            key=key,
            id=sequence_id or None,
            label=link.label,
            is_else=link.is_else,
            sequence=shown,
            link=how,
            reported=link.reported,
        )

    def _key(self, *name: str) -> str:
        """The key of a step or branch; when an answer repeats an id, each of them still gets a key of its own."""
        self.named[name] += 1
        again = self.named[name]
        return self.keys.of(*name) if again == 1 else self.keys.of(*name, "again", str(again))


def links(step: Mapping[str, Any]) -> list[Link]:
    """The links from a condition to its branches, as they were reported."""
    reported = step.get("conditions")
    items = reported if isinstance(reported, list) else []
    return [_link(item) for item in items if isinstance(item, dict)]


def _link(item: Mapping[str, Any]) -> Link:
    key, is_else = _text(item, "key"), item.get("fallback") is True
    condition = condition_of(key)
    own = "Else" if is_else else condition.question.rstrip("?") if condition else ""
    return Link(
        sequence_id=_text(item, "sequenceId"),
        key=key,
        label=_text(item, "name") or _text(item, "label") or own,
        delay=day_count(item.get("delay")),
        delay_type=_text(item, "delayType"),
        is_else=is_else,
        reported=item,
    )


def step_type(reported: Mapping[str, Any]) -> str:
    """The type of a reported step; some clients see e-mail steps without one (contracts/lemlist 4.5)."""
    if given := _text(reported, "type"):
        return given
    if isinstance(reported.get("subject"), str):
        return "email"
    return "conditional" if isinstance(reported.get("conditions"), list) else ""


def read_content(reported: Mapping[str, Any]) -> StepContent:
    """The content of a reported step; what the read side moves elsewhere is put back under its write name."""
    fields = dict(reported)
    kind = step_type(reported)
    if kind == "conditional":
        fields.update(_condition_fields(reported))
    elif kind == "sendToAnotherCampaign" and fields.get("campaignId") is None:
        fields["campaignId"] = reported.get("sendToAnotherCampaignId")
    elif kind == "linkedinInvite" and not fields.get("message"):
        fields["message"] = reported.get("altMessage") or fields.get("message")
    return BY_TYPE.get(kind, UnknownContent).read(fields)


def _condition_fields(reported: Mapping[str, Any]) -> dict[str, Any]:
    """Key and window of a condition: they stand on its branches (but not on Else); the step may repeat them."""
    link = next((link for link in links(reported) if not link.is_else), None)
    if link is None:
        return {}
    return {
        "conditionKey": reported.get("conditionKey") or link.key or None,
        "delayType": reported.get("delayType") or link.delay_type or None,
        "delay": reported.get("delay") if link.delay is None else link.delay,
    }


def _where(error: ValidationError) -> str:
    first = error.errors()[0]
    return ".".join(str(part) for part in first["loc"]) or str(first["type"])
