"""What is said of a plan before it is sent: what the service refuses, what it does to people, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tui.model.nodes import Campaign
from tui.model.tree import walk
from tui.plan.applied import applied
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, MoveStep, UpdateSettings, UpdateStep
from tui.providers.base import Action, Provider, Verdict
from tui.providers.errors import ServiceError


@dataclass(slots=True)
class Said:
    """Sentences, each once and in the order of the operations."""

    refused: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    requests: int = 0
    """How many requests it takes, as far as that is known before."""


def said_of(provider: Provider, campaign: Campaign, operations: Iterable[AnyOperation | UpdateSettings]) -> Said:
    """Ask the service about every operation, each on the campaign as it will be when its turn comes."""
    found = Said()
    new = False
    for operation in operations:
        verdict = _verdict(provider, campaign, operation)
        if not verdict.allowed:
            _once(found.refused, f"{operation.title}: {verdict.sentence}")
        _once(found.warned, verdict.sentence if verdict.kind == "warned" else "")
        if isinstance(operation, UpdateSettings):
            found.requests += 1
            continue
        with suppress(KeyError):
            for sentence in provider.effects(operation, campaign):
                _once(found.warned, sentence)
        found.requests += _requests(provider, campaign, operation, found, certain=not new and verdict.allowed)
        new = new or isinstance(operation, AddStep)
        with suppress(KeyError):
            campaign = applied(campaign, operation)
    return found


def _once(sentences: list[str], sentence: str) -> None:
    if sentence and sentence not in sentences:
        sentences.append(sentence)


def _requests(provider: Provider, campaign: Campaign, operation: AnyOperation, found: Said, *, certain: bool) -> int:
    """How many requests an operation takes; what it costs, or why it cannot be done, is noted.

    Behind a step that is not made yet nothing is certain: it has no id and no position so far.
    """
    if isinstance(operation, AddStep) and not operation.sequence_id:
        return 1
    try:
        plan = provider.plan(operation, campaign)
    except ValueError as error:
        if certain:
            _once(found.refused, f"{operation.title}: {error}")
        return 1
    for sentence in plan.cost:
        _once(found.warned, sentence)
    return len(plan.operations)


def _verdict(provider: Provider, campaign: Campaign, operation: AnyOperation | UpdateSettings) -> Verdict:
    action: Action = "settings"
    step = None
    if isinstance(operation, AddStep):
        action = "add" if operation.appends else "insert"
        if not operation.content.editable:
            return Verdict("refused", "A step of a type that Branchline does not know cannot be made anew.",
                           "Leave it where it is.")  # fmt: skip
    elif isinstance(operation, (UpdateStep, DeleteStep, MoveStep)):
        actions: dict[type, Action] = {UpdateStep: "update", DeleteStep: "delete", MoveStep: "move"}
        action = actions[type(operation)]
        step = next((spot.step for spot in walk(campaign) if spot.step.id == operation.step_id), None)
    return provider.verdict(action, campaign.head, step)


async def people_in(provider: Provider, campaign: Campaign) -> Iterator[str]:
    """How many people are in a campaign that sends, where one call can tell."""
    if campaign.is_running and provider.counts_people:
        with suppress(ServiceError):
            people = await provider.people(None, campaign)
            if people is not None:
                return iter((people.words,))
    return iter(())
