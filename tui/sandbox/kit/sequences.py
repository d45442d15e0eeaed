"""Sequences: list, read, create, update, delete (seed; contract 7)."""

from typing import Any

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.call import Answer, Call, refuse
from tui.sandbox.kit.delivery import keep_queue
from tui.sandbox.kit.fields import Fields, changed
from tui.sandbox.kit.pages import page
from tui.sandbox.kit.records import KitState, Sequence
from tui.sandbox.kit.stats import all_sent, counted
from tui.sandbox.wire import Json

_SCHEDULE = ("send_days", "send_hour", "time_zone")


def index(call: Call) -> Answer:
    """`GET /v4/sequences`: all that are not deleted, the newest first."""
    stats, state = call.with_stats(), call.lag.listed()

    def write(sequence: Sequence) -> Json:
        return shown(call, state, sequence, stats=stats)

    return page(call.query, "sequences", state.live_sequences, write, key=lambda sequence: (sequence.id,))


def read(call: Call) -> Answer:
    """`GET /v4/sequences/{id}`."""
    return Answer(200, {"sequence": shown(call, call.state, call.sequence(), stats=call.with_stats())})


def create(call: Call) -> Answer:
    """`POST /v4/sequences`: an empty sequence. Refused: 403 for an account that may not."""
    account = call.state.account
    if account is None or not (call.switches.entitled and call.credential.entitled):
        refuse(403, words.FORBIDDEN)
    changes = _read(call, None)
    now = call.begin()
    settings = {"time_zone": account.timezone.name, **changes}
    number = call.state.mint("sequence")
    sequence = Sequence(id=number, created_at=now, updated_at=now, settled_at=now, **settings)
    call.state.sequences[number] = sequence
    call.store.save()
    return Answer(201, {"sequence": shown(call, call.state, sequence)})


def update(call: Call) -> Answer:
    """`PUT /v4/sequences/{id}`: only what is sent changes; e-mails that are queued keep their time (contract 7.5)."""
    sequence = call.sequence()
    changes = _read(call, sequence)
    held = dict(sequence)
    if changed(held, changes, list(changes)):
        now = call.begin()
        if changed(held, changes, _SCHEDULE):
            keep_queue(call.state, sequence, call.now)
        for name, value in changes.items():
            setattr(sequence, name, value)
        sequence.updated_at = now
        call.store.save()
    return Answer(200, {"sequence": shown(call, call.state, sequence)})


def delete(call: Call) -> Answer:
    """`DELETE /v4/sequences/{id}`: out of delivery at once, whoever is in it; memberships go later (seed).

    The record stays, unreachable, and so do its e-mails; other sequences that exclude it go on listing its id.
    """
    sequence = call.sequence()
    sequence.deleted_at = call.begin()
    call.store.save()
    return Answer(204, None)


def shown(call: Call, state: KitState, sequence: Sequence, *, stats: bool = False) -> Json:
    """A sequence as answers print it; `subscriber_count` counts who could get mail, as the list of subscribers does."""
    sources: list[JsonValue] = [source.model_dump() for source in sequence.exclude_subscriber_sources]
    body: Json = {
        "id": sequence.id,
        "name": sequence.name,
        "hold": sequence.hold,
        "repeat": sequence.repeat,
        "created_at": sequence.created_at,
        "updated_at": sequence.updated_at,
        "email_address": sequence.email_address,
        "email_template_id": sequence.email_template_id,
        "send_days": list[JsonValue](sequence.send_days),
        "send_hour": sequence.send_hour,
        "time_zone": sequence.time_zone,
        "active": sequence.active,
        "exclude_subscriber_sources": sources,
    }
    if call.switches.counts:
        known = (state.subscribers.get(number) for number in sequence.members)
        body["email_count"] = len(sequence.emails)
        body["subscriber_count"] = sum(1 for each in known if each is not None and each.state == "active")
    if stats:
        body["stats"] = counted(all_sent(state, sequence, call.now))
    return body


def _read(call: Call, held: Sequence | None) -> dict[str, Any]:
    fields = Fields(call.body(), call.state)
    fields.title("name", required=held is None)
    fields.text("email_address")
    fields.template("email_template_id")
    fields.days("send_days")
    fields.hour("send_hour")
    fields.zone("time_zone")
    for name in ("active", "repeat", "hold"):
        fields.flag(name)
    fields.sources("exclude_subscriber_sources", held.exclude_subscriber_sources if held is not None else ())
    return fields.check()
