"""Deleting a whole campaign from the list: what goes with it, a copy in a file first, what would do instead."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from tui.app.screens.confirm import Answer, ConfirmScreen
from tui.app.session import Writing
from tui.model.nodes import Campaign, CampaignHead, Keys
from tui.model.settings import ContainerSettings
from tui.model.tree import count_steps
from tui.providers.base import People, Provider
from tui.providers.errors import ServiceError
from tui.workspace.backup import write_backup
from tui.workspace.containers import remove
from tui.workspace.engine import Refused

if TYPE_CHECKING:
    from tui.app.app import Branchline

LONGEST_TYPED = 60
"""A name that is longer, or that no keyboard can type, is asked for by its id."""


async def remove_campaign(app: Branchline, head: CampaignHead) -> None:
    """Read the campaign, ask, write it to a file, delete it. Tells what happened; raises nothing."""
    provider = await app.session.connected(head.account)
    noun = provider.nouns.container
    verdict = provider.verdict("remove", head)
    if not verdict.allowed:
        app.say(verdict.sentence, severity="warning")
        return
    try:
        campaign = await provider.campaign(head.id, Keys(), head=head)
        settings = await provider.settings(head.id)
        people = await provider.people(None, campaign)
    except ServiceError as error:
        app.fail(f"The {noun} was not deleted: it could not be read first", error)
        return
    pausable = verdict.way_out == "pause" and head.is_running
    said = [verdict.reason, verdict.remedy]
    answer = await app.push_screen_wait(_question(provider, campaign, people, said, pausable=pausable))
    if answer == "pause":
        await _pause(app, provider, head)
    elif answer == "delete":
        await _delete(app, provider, campaign, settings)


def _question(
    provider: Provider, campaign: Campaign, people: People | None, said: list[str], *, pausable: bool
) -> ConfirmScreen:
    head, noun = campaign.head, provider.nouns.container
    count = count_steps(campaign)
    first = people.words if people is not None else f"How many {provider.nouns.person}s are in it could not be read."
    steps = {0: "It has no steps.", 1: "Its step goes with it."}.get(count, f"Its {count} steps go with it.")
    lines = [first, *said, f"{steps} A copy of all of it is written to a file first."]
    answers = [Answer("delete", "Delete for good", "y", danger=True)]
    if pausable:
        answers.insert(0, Answer("pause", "Pause it instead", "p"))
    # Nobody in it: a key is enough. Somebody, or nobody knows: the name has to be typed.
    certain = people is not None and people.count == 0 and people.exact
    typed = "" if certain else _typeable(head)
    safe = "pause" if pausable else ""
    return ConfirmScreen(f"Delete this {noun} for good?", lines, answers, about=head.title, focus=safe, typed=typed)


def _typeable(head: CampaignHead) -> str:
    name = head.name.strip()
    return name if name and name.isascii() and name.isprintable() and len(name) <= LONGEST_TYPED else head.id


async def _pause(app: Branchline, provider: Provider, head: CampaignHead) -> None:
    try:
        with Writing(app.session):
            said = await provider.pause(head.id)
            app.session.heads[head.account, head.id] = await provider.head(head.id)
    except ServiceError as error:
        app.fail(f"The {provider.nouns.container} was not paused", error)
        return
    app.show_lists()
    app.say(f"Paused; nothing was deleted. {said}".strip())


async def _delete(app: Branchline, provider: Provider, campaign: Campaign, settings: ContainerSettings) -> None:
    noun, head = provider.nouns.container, campaign.head
    try:
        copy = write_backup(campaign, settings)
    except OSError as error:
        app.fail(f"The {noun} was not deleted: no copy of it could be written", error)
        return
    try:
        with Writing(app.session):
            note = await remove(provider, head)
    except (ServiceError, Refused) as error:
        app.fail(f"The {noun} was not deleted", error)
        return
    if app.session.storage is not None:
        with suppress(sqlite3.Error):  # the copy itself is written, and its place is said below
            app.session.storage.trash.put_campaign(campaign, str(copy))
    app.session.forget(head.account, head.id)
    app.show_lists()
    app.say(f"Deleted “{head.title}”. {note} A copy of it lies in {copy}.".replace("  ", " "))
