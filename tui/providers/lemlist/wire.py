"""lemlist's JSON read into heads and trees, with the tolerances of contracts/lemlist 4.5. Nothing here calls out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tui.model.content import StepContent
from tui.model.nodes import Branch, CampaignHead, Keys, Sequence, Status, Step, UnknownContent
from tui.providers.lemlist.conditions import CONDITIONS
from tui.providers.lemlist.steps import STEP_TYPES

BY_TYPE = {content.type: content for content in STEP_TYPES}
DEEPEST = 150
"""Branches nested deeper than this are refused: no campaign is built so, a hostile answer may be."""


class NotATree(ValueError):
    """The sequences answer has no shape that can be read; the text says what is wrong."""


class _Tolerant(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class WireHead(_Tolerant):
    """A campaign in a list; every field but the id is optional (contracts/lemlist 3.2)."""

    id: str = Field(alias="_id")
    name: str | None = None
    status: str | None = None
    emoji: str | None = None
    labels: list[Any] | None = None
    created_at: str | None = Field(None, alias="createdAt")
    errors: list[Any] | None = None

    def head(self, account: str, reported: Mapping[str, Any]) -> CampaignHead:
        """The head that the program works with."""
        known = self.status in get_args(Status)
        return CampaignHead(
            id=self.id,
            name=self.name or "",
            status=cast("Status", self.status) if known else "unknown",
            service="lemlist",
            account=account,
            emoji=self.emoji or "",
            labels=tuple(label for label in self.labels or () if isinstance(label, str)),
            created_at=self.created_at or "",
            errors=tuple(text for text in self.errors or () if isinstance(text, str)),
            reported=reported,
        )


class WireCondition(_Tolerant):
    """A link from a condition to the sequence of one branch (contracts/lemlist 4.2)."""

    sequence_id: str = Field("", alias="sequenceId")
    key: str | None = None
    label: str | None = None
    name: str | None = None
    fallback: bool = False
    delay: int | None = None
    delay_type: str | None = Field(None, alias="delayType")


class WireSequence(_Tolerant):
    """A sequence of the sequences answer (contracts/lemlist 4.1)."""

    steps: list[dict[str, Any]] = []
    level: int | None = None
    parent_id: str | None = Field(None, alias="parentId")


_SEQUENCES = TypeAdapter(dict[str, WireSequence])


def read_head(reported: object, account: str) -> CampaignHead:
    """One campaign of a list or of `GET /campaigns/{id}`. Raises NotATree when it has no id."""
    try:
        return WireHead.model_validate(reported).head(account, cast("Mapping[str, Any]", reported))
    except ValidationError as error:
        raise NotATree(f"a campaign without a usable {_where(error)}") from error


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

    def build(self) -> tuple[Sequence, tuple[Sequence, ...]]:
        main = self._sequence(self._main_id(), 0)
        stray = []
        for sequence_id in self.wire:
            if sequence_id not in self.met:
                stray.append(self._sequence(sequence_id, 0))
        return main, tuple(stray)

    def _main_id(self) -> str:
        """`level` 0 or no parent says which is the main one; the order of keys is not promised."""
        for test in (lambda item: item.level == 0, lambda item: item.parent_id is None):
            found = [sequence_id for sequence_id, item in self.wire.items() if test(item)]
            if found:
                return found[0]
        linked = {link.sequence_id for item in self.wire.values() for step in item.steps for link in _links(step)}
        return next((sequence_id for sequence_id in self.wire if sequence_id not in linked), next(iter(self.wire)))

    def _sequence(self, sequence_id: str, depth: int) -> Sequence:
        if depth > DEEPEST:
            raise NotATree(f"branches nested more than {DEEPEST} deep")
        self.met.add(sequence_id)
        steps = tuple(self._step(step, depth) for step in self.wire[sequence_id].steps)
        return Sequence(key=self.keys.of(sequence_id), id=sequence_id, steps=steps)

    def _step(self, reported: Mapping[str, Any], depth: int) -> Step:
        remote = reported.get("_id")
        step_id = remote if isinstance(remote, str) and remote else None
        key = self.keys.of(step_id) if step_id else self.keys.mint()
        links = _links(reported)
        ordered = [link for link in links if not link.fallback] + [link for link in links if link.fallback]
        branches = tuple(self._branch(key, link, depth) for link in ordered)
        return Step(key=key, id=step_id, content=read_content(reported), branches=branches, reported=reported)

    def _branch(self, step_key: str, link: WireCondition, depth: int) -> Branch:
        sequence_id = link.sequence_id
        own_key = self.keys.of(f"{step_key}>{sequence_id}")
        label = link.name or link.label or ("Else" if link.fallback else CONDITION_LABELS.get(link.key or "", ""))
        common = {
            "key": own_key,
            "id": sequence_id or None,
            "label": label,
            "is_else": link.fallback,
            "reported": link.model_dump(by_alias=True, exclude_unset=True),
        }
        if sequence_id not in self.wire or sequence_id in self.met:
            hidden = Sequence(key=self.keys.of(sequence_id or own_key), id=sequence_id or None)
            return Branch(**common, sequence=hidden, link="shared" if sequence_id in self.met else "missing")
        return Branch(**common, sequence=self._sequence(sequence_id, depth + 1))


CONDITION_LABELS = {key: item.question.rstrip("?") for key, item in CONDITIONS.items()}


def _links(step: Mapping[str, Any]) -> list[WireCondition]:
    reported = step.get("conditions")
    links = []
    for item in reported if isinstance(reported, list) else ():
        try:
            links.append(WireCondition.model_validate(item))
        except ValidationError:
            target = item.get("sequenceId") if isinstance(item, dict) else None
            if isinstance(target, str):
                links.append(WireCondition(sequenceId=target, fallback=item.get("fallback") is True))
    return links


def step_type(reported: Mapping[str, Any]) -> str:
    """The type of a reported step; some clients see e-mail steps without one (contracts/lemlist 4.5)."""
    given = reported.get("type")
    if isinstance(given, str) and given:
        return given
    if "conditions" in reported:
        return "conditional"
    return "email" if "subject" in reported else ""


def read_content(reported: Mapping[str, Any]) -> StepContent:
    """The content of a reported step; what the read side moves elsewhere is put back under its write name."""
    kind = BY_TYPE.get(step_type(reported))
    if kind is None:
        return UnknownContent.model_validate(dict(reported))
    fields = dict(reported)
    if kind.type == "conditional":
        for link in _links(reported)[:1]:
            given = {"conditionKey": link.key, "delayType": link.delay_type, "delay": link.delay}
            for name, value in given.items():
                if (value is not None and fields.get(name) is None) or (name == "delay" and value is not None):
                    fields[name] = value
    elif kind.type == "sendToAnotherCampaign":
        fields.setdefault("campaignId", reported.get("sendToAnotherCampaignId"))
    elif kind.type == "linkedinInvite" and not reported.get("message"):
        fields["message"] = reported.get("altMessage")
    return kind.read(fields)


def _where(error: ValidationError) -> str:
    first = error.errors()[0]
    return ".".join(str(part) for part in first["loc"]) or str(first["type"])
