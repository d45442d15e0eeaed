"""`branchline trash`: what was deleted, newest first; `trash show N`: one of it with all that it held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from tui.cli.output import put, put_json, say, table
from tui.cli.parser import Parser, Refusal
from tui.cli.stored import iso, moment, number, stored, unreadable
from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Sequence, Step
from tui.model.plain import visible
from tui.model.tree import walk_sequence
from tui.plan.serial import Unreadable
from tui.review.outline import lines
from tui.workspace.connect import step_types
from tui.workspace.trash import Thrown
from tui.workspace.wire_tree import read_step

ABOUT = "What was deleted with Branchline: steps with all that hung below them, and where the copies of campaigns lie."
STATES = {"pending": "perhaps", "unclear": "perhaps", "gone": ""}
"""Said where it is not known whether the service deleted it."""


def run(words: list[str]) -> int:
    """List what is in the trash, or show one thing of it."""
    parser = Parser("trash", ABOUT)
    parser.add_argument("action", metavar="show", nargs="?", choices=["show"], help="show one thing, by its number")
    parser.add_argument("number", metavar="N", nargs="?", help="the number that the list gives it")
    parser.json_option()
    options = parser.read(words)
    if options.action and options.number is None:
        raise Refusal("`branchline trash show` needs a number.", "`branchline trash` lists them.")
    storage = stored()
    try:
        if options.action:
            wanted = number(options, "number")
            found = storage.trash.get(wanted) if storage is not None else None
            if found is None:
                raise Refusal(f"There is no {wanted} in the trash.", "`branchline trash` lists what there is.")
            _show(found, json=options.json)
        else:
            _list(storage.trash.listed() if storage is not None else [], json=options.json)
    except sqlite3.Error as error:
        raise unreadable(error) from error
    return 0


def _list(found: list[Thrown], *, json: bool) -> None:
    if json:
        put_json([_facts(each) for each in found])
        return
    if not found:
        say("The trash is empty.")
        return
    rows = [
        [
            str(each.number), moment(each.at), _title(each), each.place.words if each.place else "whole campaign",
            str(each.steps), each.name, each.account,
        ]
        for each in found
    ]  # fmt: skip
    for line in table(rows, ["N", "DELETED", "WHAT", "WHERE", "STEPS", "CAMPAIGN", "ACCOUNT"], stretch=2):
        put(line)


def _title(each: Thrown) -> str:
    doubt = STATES[each.state]
    return f"{each.title} ({doubt})" if doubt else each.title


def _facts(each: Thrown) -> dict[str, Any]:
    """For scripts."""
    return {
        "number": each.number,
        "deleted_at": iso(each.at),
        "title": each.title,
        "certain": not STATES[each.state],
        "service": each.service,
        "account": each.account,
        "campaign": {"id": each.campaign, "name": each.name},
        "place": {"branches": list(each.place.way), "index": each.place.index} if each.place else None,
        "steps": each.steps,
        "file": each.file or None,
    }


def _show(each: Thrown, *, json: bool) -> None:
    if json:
        put_json({**_facts(each), "content": each.content})
        return
    put(visible(_title(each)))
    where = each.place.words if each.place else "whole campaign"
    put(visible(f"{moment(each.at)} · {where} · {each.name} ({each.campaign}) · {each.service} / {each.account}"))
    if each.file:
        put(visible(f"Its copy lies in {each.file}"))
        return
    try:
        step = read_step(each.content, step_types(each.service), Keys())
    except Unreadable as error:
        raise Refusal(f"Its content cannot be read by this version: {error}.", "`--json` prints it as it is.") from None
    sequence = Sequence(key="trash", steps=(step,))
    head = CampaignHead(id=each.campaign, name=each.name, service=each.service, account=each.account)
    put()
    for line in lines(Campaign(head=head, sequence=sequence), {}):
        put(line)
    for spot in walk_sequence(sequence):
        put()
        for line in _fields(spot.step):
            put(line)


def _fields(step: Step) -> Iterator[str]:
    """What a step held, field by field."""
    content: StepContent = step.content
    yield visible(f"{content.icon} {content.label}  {step.id or ''}".rstrip())
    for spec in content.fields():
        if content.reported(spec.name):
            value = getattr(content, spec.name)
            text = "\n".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)
            first, *more = visible(text, keep_newlines=True).split("\n")
            yield f"  {spec.ask.title}: {first}".rstrip()
            yield from (f"    {line}".rstrip() for line in more)
