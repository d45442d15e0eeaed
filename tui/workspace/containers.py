"""Making, changing and deleting whole campaigns: send once, and look what happened when the answer is lost."""

from __future__ import annotations

from tui.model.nodes import CampaignHead
from tui.model.settings import ContainerSettings
from tui.plan.operations import UpdateSettings
from tui.providers.base import Action, Provider
from tui.providers.errors import NotFound, Sent, ServiceError
from tui.workspace.engine import Refused


async def create(provider: Provider, settings: ContainerSettings, known: frozenset[str]) -> tuple[CampaignHead, str]:
    """Make an empty campaign: its head, and a note. `known` are the ids that were listed before.

    Raises Refused and ServiceError. Where the answer was lost, the list is read to see whether it was made.
    """
    _ask(provider, "create", None)
    try:
        return await provider.create(settings), ""
    except ServiceError as error:
        if error.sent is not Sent.UNKNOWN:
            raise
        made = await _made(provider, getattr(settings, "name", ""), known, error)
        return made, "The answer was lost, but the list shows that it was made."


async def remove(provider: Provider, head: CampaignHead) -> str:
    """Delete a whole campaign; a note, or an empty text. Raises Refused and ServiceError."""
    _ask(provider, "remove", head)
    try:
        await provider.remove(head.id)
    except NotFound:
        return "It was gone already."
    except ServiceError as error:
        if error.sent is not Sent.UNKNOWN or not await _gone(provider, head.id):
            raise
        return "The answer was lost, but it is gone."
    return ""


async def change_settings(provider: Provider, head: CampaignHead, operation: UpdateSettings) -> tuple[str, ...]:
    """Change settings; what is stored other than asked. Raises Refused and ServiceError."""
    _ask(provider, "settings", head)
    names = operation.after.changed_fields(operation.before)
    notes: tuple[str, ...] = ()
    try:
        stored = await provider.set_settings(operation)
    except ServiceError as error:
        if error.sent is not Sent.UNKNOWN:
            raise
        try:
            stored = await provider.settings(operation.campaign_id)
        except ServiceError:
            raise error from None
        if not all(stored.reported(name) for name in names) or operation.after.unlike(stored, names):
            raise
        notes = ("The answer was lost, but the change was made.",)
    differing = operation.after.unlike(stored, names)
    return (*notes, *(f"{spec.ask.title} was stored differently from what was sent." for spec in differing))


def _ask(provider: Provider, action: Action, head: CampaignHead | None) -> None:
    verdict = provider.verdict(action, head)
    if not verdict.allowed:
        raise Refused(verdict.sentence)


async def _made(provider: Provider, name: str, known: frozenset[str], error: ServiceError) -> CampaignHead:
    """The one new campaign of this name in the list. Raises `error` when there is none that can be meant."""
    found: list[CampaignHead] = []
    try:
        async for page in provider.heads():
            found += [head for head in page.heads if head.id not in known and head.name == name]
    except ServiceError:
        raise error from None
    if len(found) != 1:
        raise error
    return found[0]


async def _gone(provider: Provider, campaign_id: str) -> bool:
    try:
        await provider.head(campaign_id)
    except NotFound:
        return True
    except ServiceError:
        return False
    return False
