"""Subscribers apart from any sequence: making one or many, their mail and tags, and leaving (contract 9.5, 10)."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.call import Answer, Call, refuse
from tui.sandbox.kit.delivery import progress
from tui.sandbox.kit.pages import page
from tui.sandbox.kit.records import Sent, Subscriber
from tui.sandbox.kit.subscribers import shown, window_of, within
from tui.sandbox.kit.times import written
from tui.sandbox.wire import Json


def stats(call: Call) -> Answer:
    """`GET …/stats`: all mail to one person, whatever the sequence; `email_sent_after` and `_before` narrow it."""
    subscriber = call.subscriber()
    window = window_of(call.query, "email_sent")
    sent = [each for each in _mail(call, subscriber) if within(each.at, window)]
    opened = [place for place, each in enumerate(sent) if each.opened]
    clicked = [place for place, each in enumerate(sent) if each.clicked]
    total = len(sent)
    numbers: Json = {
        "sent": total,
        "opened": len(opened),
        "clicked": len(clicked),
        "bounced": sum(each.bounced for each in sent),
        "open_rate": round(len(opened) / total, 3) if total else 0.0,
        "click_rate": round(len(clicked) / total, 3) if total else 0.0,
        "last_sent": sent[-1].at if sent else None,
        "last_opened": max((sent[place].opened_at or sent[place].at for place in opened), default=None),
        "last_clicked": max((sent[place].clicked_at or sent[place].at for place in clicked), default=None),
        "sends_since_last_open": total - 1 - max(opened, default=-1),
        "sends_since_last_click": total - 1 - max(clicked, default=-1),
    }
    return Answer(200, {"subscriber": {"id": subscriber.id, "stats": numbers}})


def tags(call: Call) -> Answer:
    """`GET …/tags`: a page of the tags that somebody has."""
    subscriber = call.subscriber()
    names = call.state.sources.get("tag", {})
    held = [number for number in subscriber.sources.get("tag", []) if number in names]
    return page(
        call.query, "tags", held, lambda number: {"id": number, "name": names[number]}, key=lambda number: (number,)
    )


def unsubscribe(call: Call) -> Answer:
    """`POST …/unsubscribe`: from everything, for good; no route brings somebody back."""
    subscriber = call.subscriber()
    if subscriber.state != "cancelled":
        call.begin()
        subscriber.state = "cancelled"
        if mail := _mail(call, subscriber):
            mail[-1].unsubscribed = True
        call.store.save()
    return Answer(204, None)


def create(call: Call) -> Answer:
    """`POST /v4/subscribers`: somebody new, or new values for somebody known by address; 201 or 200."""
    body = call.body()
    if errors := _problems(body):
        refuse(422, *errors)
    call.begin()
    status, subscriber = _upsert(call, body)
    call.store.save()
    return Answer(status, {"subscriber": shown(subscriber)})


def create_many(call: Call) -> Answer:
    """`POST /v4/bulk/subscribers`: like `create` for each; a bad one is named and does not stop the others.

    Up to 100 are answered at once. More are answered with 202 and an empty object; the sandbox makes them at once all
    the same, and never calls a `callback_url`.
    """
    if len(call.raw) > call.switches.bulk_queue_megabytes * 1024 * 1024:
        refuse(413, words.QUEUE_FULL)
    rows = call.body().get("subscribers")
    if not isinstance(rows, list) or not rows:
        refuse(422, "subscribers can't be blank")
    call.begin()
    made: list[JsonValue] = []
    failures: list[JsonValue] = []
    for row in rows:
        errors = _problems(row) if isinstance(row, dict) else ["subscriber must be an object"]
        if isinstance(row, dict) and not errors:
            made.append(shown(_upsert(call, row)[1]))
        else:
            failures.append({"subscriber": row, "errors": [*errors]})
    call.store.save()
    if len(rows) > words.BULK_AT_ONCE:
        return Answer(202, {})
    return Answer(200, {"subscribers": made, "failures": failures})


def _mail(call: Call, subscriber: Subscriber) -> list[Sent]:
    """Everything that went out to somebody, the oldest first."""
    members = [
        (sequence, member)
        for sequence in call.state.sequences.values()
        if (member := sequence.members.get(subscriber.id)) is not None
    ]
    found: list[Sent] = []
    for sequence, member in members:
        # What is written down is taken as it is, so that a mark on it stays; the rest is what follows by now.
        found += [*member.sent, *progress(call.state, sequence, member, call.now).sent[len(member.sent) :]]
    return sorted(found, key=lambda each: each.at)


def _problems(body: Mapping[str, JsonValue]) -> list[str]:
    address, name, state, fields = (body.get(each) for each in ("email_address", "first_name", "state", "fields"))
    errors = []
    if address is None or (isinstance(address, str) and not address.strip()):
        errors.append("email_address can't be blank")
    elif not isinstance(address, str) or "@" not in address.strip()[1:-1]:
        errors.append("email_address is invalid")
    if name is not None and not isinstance(name, str):
        errors.append("first_name must be a string")
    if state is not None and state not in words.STATES:
        errors.append(f"state must be one of: {', '.join(words.STATES)}")
    if fields is not None and not isinstance(fields, dict):
        errors.append("fields must be an object")
    return errors


def _upsert(call: Call, body: Mapping[str, Any]) -> tuple[int, Subscriber]:
    """Somebody by address with the values of a good body. Who has left stays away, whatever the body says."""
    address = body["email_address"].strip()
    known = next(
        (each for each in call.state.subscribers.values() if each.email_address.casefold() == address.casefold()), None
    )
    subscriber = known or Subscriber(
        id=call.state.mint("subscriber"), email_address=address, created_at=written(call.now)
    )
    call.state.subscribers[subscriber.id] = subscriber
    if body.get("first_name") is not None:
        subscriber.first_name = body["first_name"]
    if body.get("state") is not None and subscriber.state != "cancelled":
        subscriber.state = body["state"]
    given = body.get("fields") or {}
    subscriber.fields |= {name: None if value is None else str(value) for name, value in given.items()}
    return 200 if known else 201, subscriber
