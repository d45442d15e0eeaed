"""The subscribers of a sequence, adding one, and looking one up (contract 9)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.call import Answer, Call, not_found, refuse
from tui.sandbox.kit.pages import page
from tui.sandbox.kit.records import Member, Subscriber
from tui.sandbox.kit.times import moment_of
from tui.sandbox.wire import Json


def of_sequence(call: Call) -> Answer:
    """`GET …/subscribers`: who is in a sequence, the newest first; active people unless `status` says otherwise."""
    sequence, state = call.sequence(), call.lag.listed()
    listed = state.live(sequence.id)
    members = listed.members if listed is not None else {}
    people = _chosen(call.query, (each for number in members if (each := state.subscribers.get(number))))
    window = window_of(call.query, "added")
    rows = [each for each in people if within(members[each.id].added_at, window)]

    def write(subscriber: Subscriber) -> Json:
        return shown(subscriber, members[subscriber.id])

    return page(call.query, "subscribers", rows, write, key=lambda subscriber: (subscriber.id,))


def index(call: Call) -> Answer:
    """`GET /v4/subscribers`: all people; `email_address` takes exact addresses, several with commas between them."""
    people = _chosen(call.query, call.lag.listed().subscribers.values())
    if "email_address" in call.query:
        wanted = {address.strip().casefold() for address in call.query["email_address"].split(",")}
        people = [each for each in people if each.email_address.casefold() in wanted]
    slim = call.query.get("slim") == "true"

    def write(subscriber: Subscriber) -> Json:
        row = shown(subscriber)
        if slim:
            del row["fields"]
        return row

    return page(call.query, "subscribers", people, write, key=lambda subscriber: (subscriber.id,))


def read(call: Call) -> Answer:
    """`GET /v4/subscribers/{id}`."""
    return Answer(200, {"subscriber": shown(call.subscriber())})


def add_by_email(call: Call) -> Answer:
    """`POST …/subscribers`: somebody known, by address. Refused: 404 for an unknown one, 422 `Sequence is inactive`."""
    call.sequence()
    address = call.body().get("email_address")
    if address is None or (isinstance(address, str) and not address.strip()):
        refuse(422, "email_address can't be blank")
    wanted = str(address).strip().casefold()
    people = call.state.subscribers.values()
    subscriber = next((each for each in people if each.email_address.casefold() == wanted), None)
    return _add(call, subscriber if subscriber is not None else not_found())


def add_by_id(call: Call) -> Answer:
    """`POST …/subscribers/{id}`, refused like `add_by_email`."""
    call.sequence()
    return _add(call, call.subscriber())


def shown(subscriber: Subscriber, member: Member | None = None) -> Json:
    """A subscriber as answers print it; `member` adds when the person came into a sequence."""
    body: Json = {
        "id": subscriber.id,
        "first_name": subscriber.first_name,
        "email_address": subscriber.email_address,
        "state": subscriber.state,
        "created_at": subscriber.created_at,
    }
    if member is not None:
        body["added_at"] = member.added_at
    body["fields"] = dict[str, JsonValue](subscriber.fields)
    return body


def _add(call: Call, subscriber: Subscriber) -> Answer:
    """201 for somebody new; 200 for somebody who is in, who goes on where they are (contract 9.2)."""
    sequence = call.sequence()
    if not sequence.active:
        refuse(422, words.INACTIVE)
    member = sequence.members.get(subscriber.id)
    status = 200
    if member is None:
        status, member = 201, Member(subscriber_id=subscriber.id, added_at=call.begin())
        sequence.members[subscriber.id] = member
        call.store.save()
    return Answer(status, {"subscriber": shown(subscriber, member)})


def _chosen(query: Mapping[str, str], people: Iterable[Subscriber]) -> list[Subscriber]:
    """Those whose state and day of creation the query asks for. Refused: 422 for an unknown status or a bad date."""
    status = query.get("status", "active")
    if status not in (*words.STATES, "all"):
        refuse(422, f"status must be one of: {', '.join((*words.STATES, 'all'))}")
    window = window_of(query, "created")
    return [each for each in people if status in ("all", each.state) and within(each.created_at, window)]


def window_of(query: Mapping[str, str], what: str) -> tuple[datetime | None, datetime | None]:
    """The first moment that counts and the first that does not: `_after` is from that day on, `_before` up to it."""
    return _date(query, f"{what}_after"), _date(query, f"{what}_before")


def _date(query: Mapping[str, str], name: str) -> datetime | None:
    if not query.get(name):
        return None
    try:
        return datetime.strptime(query[name], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        refuse(422, f"{name} must be a date (yyyy-mm-dd)")


def within(text: str, window: tuple[datetime | None, datetime | None]) -> bool:
    """Whether the moment of a text is in a window."""
    moment, (begin, end) = moment_of(text), window
    return (begin is None or moment >= begin) and (end is None or moment < end)
