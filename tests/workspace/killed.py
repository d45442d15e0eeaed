"""A Branchline without screens that carries out one change over a socket and is killed on the way: run as a program."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, UpdateStep
from tui.providers.base import Done, Provider
from tui.providers.leadlex.client import Leadlex
from tui.providers.lemlist.client import Lemlist
from tui.workspace.document import Document
from tui.workspace.plans import carry_out
from tui.workspace.recorder import Recorder
from tui.workspace.storage import open_storage

PROVIDERS: dict[str, Any] = {"lemlist": (Lemlist, "sandbox"), "leadlex": (Leadlex, "wbk_sandbox")}


def document_at(database: Path, service: str, url: str) -> Document:
    """A document with everything that is kept on disk, as the app makes it."""
    storage, said = open_storage(database)
    assert storage is not None, said
    made, key = PROVIDERS[service]
    provider: Provider = made(key, account="acme", base_url=url)
    return Document(provider, storage.drafts, Recorder(provider, storage))


def change_of(document: Document, act: str) -> AnyOperation:
    """The change that is to be cut off."""
    campaign = document.baseline
    sequence, place = campaign.sequence, campaign.head.id
    first = sequence.steps[0]
    assert sequence.id is not None
    assert first.id is not None
    if act == "add":
        content = document.type_named("sms").read({"message": "new", "delay": 1})
        return AddStep(campaign_id=place, title="Add SMS", sequence_id=sequence.id, index=len(sequence.steps),
                       length=len(sequence.steps), content=content, key=document.keys.mint())  # fmt: skip
    if act == "change":
        after: StepContent = document.type_named("sms").read({"message": "new"})
        return UpdateStep(campaign_id=place, title="Change SMS", sequence_id=sequence.id, step_id=first.id,
                          before=first.content, after=after)  # fmt: skip
    if act == "delete":
        return DeleteStep(campaign_id=place, title="Delete SMS", sequence_id=sequence.id, step_id=first.id)
    kind = type(first.content)
    new = kind.read({**first.content.wire(), "subject": "new"})
    return AddStep(campaign_id=place, title="Add E-mail", sequence_id=sequence.id, index=1,
                   length=len(sequence.steps), content=new, key=document.keys.mint())  # fmt: skip


async def main(database: str, service: str, url: str, campaign: str, act: str, point: str, number: int) -> None:
    """Carry out `act`; at its request `number` the program kills itself at `point`, or waits to be killed."""
    document = document_at(Path(database), service, url)
    await document.load(campaign)
    provider, count = document.provider, 0
    perform, after = provider.perform, provider.after

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    async def performed(operation: Any) -> Done:
        nonlocal count
        count += 1
        if count == number and point == "before":
            die()
        done = await perform(operation)
        if count == number and point == "after":
            die()
        return done

    def shown(*of: Any) -> Campaign | None:
        if count == number and point == "written":
            die()
        return after(*of)

    provider.perform, provider.after = performed, shown  # type: ignore[assignment, method-assign]
    await carry_out(document, change_of(document, act))


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
