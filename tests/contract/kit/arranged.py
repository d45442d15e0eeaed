"""The examples of the Kit contract, and for each the state of a service that would answer exactly like that."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.contract.arranged import HandClock
from tui.sandbox.kit.records import (
    Account,
    Credential,
    Email,
    KitState,
    Member,
    Sent,
    Sequence,
    Source,
    Subscriber,
    Template,
    Zone,
)
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.kit.words import DAYS
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

Example = dict[str, Any]

DATA = Path(__file__).parents[2] / "data" / "kit"
EXAMPLES: list[Example] = json.loads((DATA / "examples.json").read_text(encoding="utf-8"))
KEY, TOKEN = "kit_sandbox", "kit_sandbox_token"
LONG_AGO = "2023-02-17T11:43:55Z"


def headers_of(example: Example) -> dict[str, str]:
    """The headers an example means, with the sandbox's secrets in the place of the words in angle brackets."""
    given: dict[str, str] = example["request"]["headers"]
    return {name: value.replace("<api-key>", KEY).replace("<access-token>", TOKEN) for name, value in given.items()}


def arrange(example: Example) -> Store:
    """A store in memory in the state that an example presupposes; its clock stands at the moment of the answer."""
    name, answer = example["name"], example["response"] or {}
    entitled = "not entitled" not in name
    queue = 0 if "too much queued" in name else 300
    switches = Switches(kit=KitSwitches(entitled=entitled, bulk_queue_megabytes=queue))
    store = Store(None, clock=HandClock(), switches=switches)
    state = store.state.kit = _account(answer)
    _set_clock(store, answer)
    path = example["path"]
    if path == "/v4/email_templates":
        state.templates = {each["id"]: Template.model_validate(each) for each in answer["email_templates"]}
    elif path.endswith("/unsubscribe") or "stats" in answer.get("subscriber", {}):
        _arrange_mail(state, int(path.split("/")[3]), answer)
    elif path.startswith("/v4/subscribers"):
        rows = answer.get("subscribers") or [answer["subscriber"]]
        state.subscribers = {row["id"]: _subscriber(row) for row in rows}
    elif path == "/v4/sequences" and example["method"] == "GET":
        state.sequences = {each["id"]: _sequence(each) for each in answer.get("sequences", [])}
    else:
        _arrange_sequence(state, example, answer)
    return store


def _account(answer: Example) -> KitState:
    printed = answer.get("account", {})
    emails = answer.get("emails") or [answer.get("email", {})]
    return KitState(
        account=Account(
            id=printed.get("id", 1),
            name=printed.get("name", "Kit"),
            email_address=printed.get("primary_email_address") or emails[0].get("email_address") or "a@example.com",
            created_at=printed.get("created_at", LONG_AGO),
            timezone=Zone.model_validate(
                printed.get(
                    "timezone",
                    {"name": "America/New_York", "friendly_name": "Eastern Time", "utc_offset": "-05:00"},
                )
            ),
        ),
        credentials={KEY: Credential(kind="key"), TOKEN: Credential(kind="token")},
        templates={number: Template(id=number, name="T") for number in (38, 40)},
        sources={"tag": {2: "Two", 3: "Three"}},
    )


def _set_clock(store: Store, answer: Example) -> None:
    clock = store.clock
    assert isinstance(clock, HandClock)
    shown = answer.get("sequence", {}).get("updated_at") or answer.get("subscriber", {}).get("added_at")
    if shown:
        wanted = datetime.strptime(shown, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        clock.now += (wanted - clock.utc()).total_seconds()


def _arrange_sequence(state: KitState, example: Example, answer: Example) -> None:
    match = re.match(r"/v4/sequences/(\d+)", example["path"])
    printed = answer.get("sequence", {})
    for source in printed.get("exclude_subscriber_sources", []):
        if source["type"] == "sequence":
            state.sequences |= {number: _sequence({"id": number}) for number in source["ids"]}
    if match is None:
        state.last_ids["sequence"] = printed.get("id", 1) - 1
        return
    number = int(match[1])
    if number == 999999:
        return
    before = {**printed, "id": number}
    for name in example["request"]["body"] or {} if printed else {}:
        before.pop(name)
    sequence = state.sequences[number] = _sequence(before)
    if "/emails" in example["path"]:
        _arrange_emails(state, sequence, example, answer)
    elif "/subscribers" in example["path"]:
        _arrange_people(state, sequence, example, answer)
    if "paused" in example["name"]:
        sequence.active = False


def _arrange_emails(state: KitState, sequence: Sequence, example: Example, answer: Example) -> None:
    if example["method"] == "POST":
        if "by the hour" in example["name"] or "second" in example["name"] or "taken" in example["name"]:
            sequence.emails[35] = _email({"id": 35})
        state.last_ids["email"] = answer.get("email", {}).get("id", 1) - 1
        return
    rows = answer.get("emails") or [answer.get("email") or {}]
    wanted = int(example["path"].rpartition("/")[2]) if "/emails/" in example["path"] else rows[0]["id"]
    number = 91 if wanted == 999999 else wanted
    before = {"id": number, **rows[0]}
    for name in example["request"]["body"] or {}:
        before.pop(name, None)
    if "hour-based" in example["name"]:
        before |= {"delay_unit": "hours", "send_days": None}
    if "clear day restriction" in example["name"]:
        before["send_days"] = ["monday", "wednesday", "friday"]
    sequence.emails[number] = _email(before)


def _arrange_mail(state: KitState, number: int, answer: Example) -> None:
    """A person who got two mails: one came back, the other was read and clicked at the printed moments."""
    state.subscribers[number] = _subscriber({"id": number, "email_address": "alice@convertkit.dev"})
    if stats := answer.get("subscriber", {}).get("stats"):
        sequence = state.sequences[1] = _sequence({"id": 1})
        read = Sent(
            email_id=2,
            position=1,
            at=stats["last_sent"],
            opened=True,
            clicked=True,
            opened_at=stats["last_opened"],
            clicked_at=stats["last_clicked"],
        )
        back = Sent(email_id=1, position=0, at=LONG_AGO, bounced=True)
        sequence.members[number] = Member(subscriber_id=number, added_at=LONG_AGO, sent=[back, read])


def _arrange_people(state: KitState, sequence: Sequence, example: Example, answer: Example) -> None:
    rows = answer.get("subscribers") or [
        answer.get("subscriber") or {"id": 1, "first_name": "Alice", "email_address": "alice@convertkit.dev"}
    ]
    for row in rows:
        state.subscribers[row["id"]] = _subscriber(row)
        if "already in" in example["name"] or "subscribers" in answer:
            sequence.members[row["id"]] = Member(subscriber_id=row["id"], added_at=row["added_at"])


def _sequence(printed: Example) -> Sequence:
    unstored = {"email_count", "subscriber_count"}
    defaults = {
        "name": "Old name",
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "settled_at": LONG_AGO,
        "time_zone": "America/New_York",
    }
    values = {name: value for name, value in printed.items() if name not in unstored}
    if sources := values.get("exclude_subscriber_sources"):
        values["exclude_subscriber_sources"] = [Source.model_validate(source) for source in sources]
    return Sequence.model_validate({**defaults, **values})


def _email(printed: Example) -> Email:
    values = {name: value for name, value in printed.items() if name not in ("sequence_id", "email_address")}
    defaults = {
        "subject": "Old subject",
        "position": 0,
        "delay_value": 1,
        "delay_unit": "days",
        "send_days": list(DAYS),
    }
    if printed.get("subject") == "Welcome to the series":
        defaults["content"] = "<p>Welcome!</p>"
    return Email.model_validate({**defaults, **values})


def _subscriber(row: Example) -> Subscriber:
    values = {name: value for name, value in row.items() if name != "added_at"}
    return Subscriber.model_validate({"created_at": LONG_AGO, **values})
