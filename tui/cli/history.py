"""`branchline history CAMPAIGN`: its snapshots; `--diff A B`: what is other in the second of two."""

from __future__ import annotations

import sqlite3
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tui.cli import find
from tui.cli.asking import finished
from tui.cli.output import put, put_json, say, table
from tui.cli.parser import Parser, Refusal
from tui.cli.reach import connected, wanted_accounts
from tui.cli.stored import iso, moment, number, stored, unreadable
from tui.model.content import StepContent
from tui.model.nodes import CampaignHead, Keys
from tui.model.plain import visible
from tui.plan.serial import Unreadable
from tui.review.find import matching
from tui.workspace.compared import Change, Comparison, Row, compare
from tui.workspace.connect import step_types
from tui.workspace.history import History, Snapshot
from tui.workspace.snapshots import settings_of, texts

ABOUT = """\
What a campaign looked like whenever Branchline read it and it was other than before, newest first. Snapshots hold steps
and settings, and nobody's data. Without a campaign: the campaigns that there are snapshots of."""
NOW = "now"


@dataclass(frozen=True, slots=True)
class State:
    """One side of a comparison."""

    name: str
    parts: list[str]
    settings: dict[str, Any]


def run(words: list[str]) -> int:
    """List snapshots, or compare two states. 1 when a comparison finds differences."""
    parser = Parser("history", ABOUT)
    parser.add_argument("campaign", metavar="CAMPAIGN", nargs="?", help="its id, its name, or a part of the name")
    parser.option(
        "--diff", nargs=2, metavar=("A", "B"), help="what is other in B: two numbers of the list, or one and “now”"
    )
    parser.json_option()
    parser.account_options()
    options = parser.read(words)
    with reading() as history:
        if options.campaign is None:
            if options.diff:
                raise Refusal("`--diff` needs a campaign.", parser.hint())
            _campaigns(history.campaigns() if history is not None else [], json=options.json)
            return 0
        head = wanted_head(history, options.campaign, options.account)
        assert history is not None
        found = history.listed(head.account, head.id)
        if not options.diff:
            _list(head, found, json=options.json)
            return 0
        old, new = (_state(history, head, found, word, options) for word in options.diff)
        return _diff(head, old, new, json=options.json)


@contextmanager
def reading() -> Iterator[History | None]:
    """The history, None where nothing was ever kept. What cannot be read inside becomes a refusal."""
    storage = stored()
    try:
        yield storage.history if storage is not None else None
    except sqlite3.Error as error:
        raise unreadable(error) from error
    except Unreadable as error:
        raise Refusal(f"This snapshot cannot be read: {error}.", "Choose another one.") from None


def wanted_head(history: History | None, wanted: str, account: str | None) -> CampaignHead:
    """The campaign that is meant, among those that there are snapshots of. Raises Refusal."""
    heads = [head for head in (history.campaigns() if history else []) if account in (None, head.account)]
    found = matching(heads, wanted.strip())
    if len(found) > 1:
        raise find.several(found, wanted)
    if not found:
        raise Refusal(
            f"There is no snapshot of a campaign “{wanted}”.",
            "One is made when a campaign is opened; `branchline history` lists the campaigns that have some.",
        )
    return found[0]


def snapshot_of(found: Iterable[Snapshot], wanted: int) -> Snapshot:
    """The snapshot with this number. Raises Refusal."""
    for each in found:
        if each.number == wanted:
            return each
    raise Refusal(f"This campaign has no snapshot {wanted}.", "`branchline history CAMPAIGN` lists them.")


def _state(history: History, head: CampaignHead, found: list[Snapshot], word: str, options: Namespace) -> State:
    if word == NOW:
        return finished(_read_now(head, options))
    options.wanted = word
    each = snapshot_of(found, number(options, "wanted"))
    return State(each.head.name, history.texts(each), each.settings)


async def _read_now(head: CampaignHead, options: Namespace) -> State:
    account = next((each for each in wanted_accounts(options) if each.name == head.account), None)
    if account is None:
        raise Refusal(f"The account “{head.account}” is not set up any more.", "Compare two snapshots instead.")
    async with connected(account) as provider:
        campaign = await provider.campaign(head.id, Keys())
        settings = provider.settings_type.read(campaign.head.reported).wire()
    return State(campaign.head.name, list(texts(campaign)), settings_of(settings))


def _campaigns(heads: list[CampaignHead], *, json: bool) -> None:
    if json:
        put_json([{"id": head.id, "name": head.name, "service": head.service, "account": head.account}
                  for head in heads])  # fmt: skip
    elif not heads:
        say("There is no snapshot yet: one is made when a campaign is opened.")
    else:
        rows = [[head.title, head.id, head.account] for head in heads]
        for line in table(rows, ["NAME", "ID", "ACCOUNT"], stretch=0):
            put(line)


def _list(head: CampaignHead, found: list[Snapshot], *, json: bool) -> None:
    if json:
        put_json([
            {"number": each.number, "at": iso(each.at), "by": each.who or None, "steps": each.steps,
             "status": each.head.status, "name": each.head.name, "changes": each.words}
            for each in found
        ])  # fmt: skip
        return
    put(visible(f"{head.title} · {head.service} / {head.account} · {head.id}"))
    rows = [[str(each.number), moment(each.at), each.who, str(each.steps), each.words] for each in found]
    for line in table(rows, ["N", "READ", "CHANGED BY", "STEPS", "CHANGES"], stretch=4):
        put(line)


def _diff(head: CampaignHead, old: State, new: State, *, json: bool) -> int:
    found = compare(old.parts, new.parts, names=(old.name, new.name), settings=(old.settings, new.settings))
    same = old.parts == new.parts and not found.renamed and not found.settings
    if json:
        put_json(_json(found))
    elif same:
        say("Nothing is other.")
    else:
        put(visible(found.words))
        for line in _lines(found, step_types(head.service)):
            put(line)
    return int(not same)


def _json(found: Comparison) -> dict[str, Any]:
    def plain(row: Row) -> dict[str, Any]:
        place = {"branches": list(row.way), "index": row.index}
        return {"id": row.id, "type": row.type, "place": place, "fields": row.fields}

    def fields(change: Change) -> dict[str, Any]:
        return {name: {"old": _value(change.old, name), "new": _value(change.new, name)} for name in change.fields}

    return {
        "name": list(found.renamed) if found.renamed else None,
        "settings": {name: {"old": old, "new": new} for name, old, new in found.settings},
        "added": [plain(row) for row in found.added],
        "changed": [{**plain(change.new), "fields": fields(change)} for change in found.changed],
        "removed": [plain(row) for row in found.removed],
        "moved": [{**plain(change.new), "fields": {}, "from": {"branches": list(change.old.way),
                   "index": change.old.index}} for change in found.moved],
    }  # fmt: skip


def _value(row: Row, name: str) -> Any:
    return row.type if name == "type" and name not in row.fields else row.fields.get(name)


def _lines(found: Comparison, types: tuple[type[StepContent], ...]) -> Iterator[str]:
    """The differences as text: a line for each step, its fields below it."""
    labels = {each.type: each.label for each in types}
    titles = {(each.type, spec.wire): spec.ask.title for each in types for spec in each.fields()}

    def named(row: Row) -> str:
        return visible(f"{labels.get(row.type, row.type)}, {row.where}  {row.id}")

    if found.renamed:
        yield visible(f"~ name: {found.renamed[0]} → {found.renamed[1]}")
    for name, old, new in found.settings:
        yield from _field("~ ", name, old, new)
    for row in found.added:
        yield f"+ {named(row)}"
        for name, value in row.fields.items():
            yield from _field("    ", titles.get((row.type, name), name), None, value)
    for change in found.changed:
        yield f"~ {named(change.new)}"
        for name in change.fields:
            title = titles.get((change.new.type, name), name)
            yield from _field("    ", title, _value(change.old, name), _value(change.new, name))
    for row in found.removed:
        yield f"- {named(row)}"
        for name, value in row.fields.items():
            yield from _field("    ", titles.get((row.type, name), name), value, None)
    for change in found.moved:
        yield f"^ {named(change.new)}, from {visible(change.old.where)}"


def _field(indent: str, title: str, old: Any, new: Any) -> Iterator[str]:
    """Old and new value; longer texts line by line."""
    before, after = (_shown(value) for value in (old, new))
    if len(before) <= 1 and len(after) <= 1 and old is not None and new is not None:
        yield visible(f"{indent}{title}: {''.join(before)} → {''.join(after)}")
        return
    if len(before) + len(after) == 1:
        yield visible(f"{indent}{title}: {''.join(before or after)}")
        return
    yield visible(f"{indent}{title}:")
    yield from (f"{indent}  - {line}" for line in before)
    yield from (f"{indent}  + {line}" for line in after)


def _shown(value: Any) -> list[str]:
    """A value as lines that are safe to print."""
    if value is None:
        return []
    text = value if isinstance(value, str) else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return visible(text, keep_newlines=True).split("\n")
