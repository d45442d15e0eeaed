"""The e-mails of a sequence: list, read, create, update, delete, and the rules they keep (contract 8)."""

from typing import Any

from pydantic import JsonValue

from tui.sandbox.kit import words
from tui.sandbox.kit.call import Answer, Call, refuse
from tui.sandbox.kit.fields import Fields
from tui.sandbox.kit.pages import page
from tui.sandbox.kit.records import Email, Sequence
from tui.sandbox.kit.stats import all_sent, counted
from tui.sandbox.wire import Json


def index(call: Call) -> Answer:
    """`GET …/emails`: by position; `include_content=true` adds `content`, which is left out otherwise."""
    sequence, stats = call.sequence(), call.with_stats()
    listed = call.lag.listed().live(sequence.id)
    content = call.query.get("include_content") == "true"

    def write(email: Email) -> Json:
        return shown(call, listed or sequence, email, content=content, stats=stats)

    rows = list(listed.emails.values()) if listed is not None else []
    return page(call.query, "emails", rows, write, key=lambda email: (email.position, email.id), descending=False)


def read(call: Call) -> Answer:
    """`GET …/emails/{id}`, always with content."""
    sequence, email = call.email()
    return Answer(200, {"email": shown(call, sequence, email, stats=call.with_stats())})


def create(call: Call) -> Answer:
    """`POST …/emails`: a draft at the end unless the request says otherwise."""
    sequence = call.sequence()
    changes = {"position": sequence.next_position, **_read(call, new=True)}
    email = Email(id=0, **_with_days(call, changes, None))
    _check_rules(call, sequence, email)
    call.begin()
    email.id = call.state.mint("email")
    sequence.emails[email.id] = email
    call.store.save()
    return Answer(201, {"email": shown(call, sequence, email)})


def update(call: Call) -> Answer:
    """`PUT …/emails/{id}`: only what is sent changes; null clears what can be empty (contract 8.7)."""
    sequence, email = call.email()
    changes = _with_days(call, _read(call, new=False), email)
    result = email.model_copy(update=changes)
    _check_rules(call, sequence, result)
    if result != email:
        call.begin()
        sequence.emails[email.id] = result
        call.store.save()
    return Answer(200, {"email": shown(call, sequence, result)})


def delete(call: Call) -> Answer:
    """`DELETE …/emails/{id}`: gone for good; whoever waits for it goes on with the next one (contract 8.8)."""
    sequence, email = call.email()
    call.begin()
    del sequence.emails[email.id]
    if call.switches.closing_up:
        for number, each in enumerate(sequence.in_order()):
            each.position = number
    call.store.save()
    return Answer(204, None)


def shown(call: Call, sequence: Sequence, email: Email, *, content: bool = True, stats: bool = False) -> Json:
    """An e-mail as answers print it; the sending address is the sequence's, else the account's."""
    account = call.state.account
    body: Json = {
        "id": email.id,
        "sequence_id": sequence.id,
        "subject": email.subject,
        "preview_text": email.preview_text,
        "email_address": sequence.email_address or (account.email_address if account is not None else None),
        "email_template_id": email.email_template_id,
        "published": email.published,
        "position": None if call.switches.null_positions else email.position,
        "delay_value": email.delay_value,
        "delay_unit": email.delay_unit,
        "send_days": None if email.send_days is None else list[JsonValue](email.send_days),
    }
    if content:
        body["content"] = email.content
    if stats:
        sent = all_sent(call.state, sequence, call.now)
        body["stats"] = counted(each for each in sent if each.email_id == email.id)
    return body


def _read(call: Call, *, new: bool) -> dict[str, Any]:
    fields = Fields(call.body(), call.state)
    fields.title("subject", required=new)
    fields.count("delay_value", required=new)
    fields.choice("delay_unit", words.UNITS, required=new)
    fields.text("preview_text")
    fields.text("content")
    fields.template("email_template_id")
    fields.flag("published", null_is_absent=True)
    fields.days("send_days", nullable=True)
    fields.count("position", null_is_absent=True)
    return fields.check()


def _with_days(call: Call, changes: dict[str, Any], held: Email | None) -> dict[str, Any]:
    """The changes with the `send_days` that follow from the unit. Refused: 422 for days beside hours (contract 8.7)."""
    unit = changes.get("delay_unit", held.delay_unit if held is not None else "days")
    days = changes.get("send_days")
    if days is not None:
        if unit == "hours" and call.switches.hours_with_days == "refuse":
            refuse(422, words.DAYS_WITH_HOURS)
        return changes
    every_day = None if unit == "hours" else list(words.DAYS)
    if "send_days" in changes or held is None or unit != held.delay_unit:
        return {**changes, "send_days": every_day}
    return changes


def _check_rules(call: Call, sequence: Sequence, email: Email) -> None:
    """Refuse with 422 what breaks a rule on positions or delays (contract 8.2, 8.3).

    Only the first e-mail may be immediate, so nothing may be put in front of one that is either.
    """
    errors = []
    others = [each for each in sequence.emails.values() if each.id != email.id]
    held = sequence.emails.get(email.id)
    moved = held is None or held.position != email.position
    if moved and call.switches.positions == "unique" and any(each.position == email.position for each in others):
        errors.append(words.POSITION_TAKEN)
    first = min((each.position for each in others), default=email.position)
    too_soon = email.immediate and (email.delay_unit == "hours" or email.position > first)
    pushed = moved and any(each.immediate and each.position > email.position for each in others)
    if too_soon or pushed:
        errors.append(words.DELAY_NEEDED)
    if errors:
        refuse(422, *errors)
