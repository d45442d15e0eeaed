"""Addresses that want to hear of events: list, register (contract 11). The sandbox keeps them and calls nobody."""

import ipaddress
from urllib.parse import urlsplit

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.call import Answer, Call, RefusedError, refuse_fields
from tui.sandbox.leadlex.records import Webhook
from tui.sandbox.state import derived_id
from tui.sandbox.wire import Json


def index(call: Call) -> Answer:
    """`GET /v1/webhooks`: all of the workspace, the oldest first, without their secrets."""
    found = [each for each in call.state.webhooks.values() if each.workspace_id == call.key.workspace_id]
    return Answer(200, {"data": {"webhooks": [_written(each) for each in found]}})


def create(call: Call) -> Answer:
    """`POST /v1/webhooks`: the secret that deliveries would be signed with is in this answer and in no other."""
    body = call.body()
    missing = {name: "Required" for name in ("url", "events") if not body.get(name)}
    if missing:
        raise RefusedError(400, "missing_required_field", "url or events missing", missing)
    problems = {name: text for name in ("url", "events", "description", "active") if (text := _problem(name, body))}
    if problems:
        refuse_fields(problems)
    values = {name: body[name] for name in ("url", "events", "description", "active") if body.get(name) is not None}
    webhook = Webhook.model_validate(
        {
            "id": call.store.state.mint("whk"),
            "workspace_id": call.key.workspace_id,
            "created_at": call.now(),
            **values,
        }
    )
    call.state.webhooks[webhook.id] = webhook
    call.store.save()
    secret = derived_id("whsec", f"{call.store.state.salt}:{webhook.id}")
    return call.created({"webhook": {**_written(webhook), "secret": secret}})


def _problem(name: str, body: Json) -> str | None:
    value = body.get(name)
    if name == "url":
        return None if isinstance(value, str) and _public(value) else "Must be an https address outside private ranges"
    if name == "events":
        good = isinstance(value, list) and all(isinstance(each, str) and each for each in value)
        return None if good else "Must be an array of strings"
    if value is None:
        return None
    if name == "active":
        return None if isinstance(value, bool) else "Must be a boolean"
    if not isinstance(value, str):
        return "Must be a string"
    return f"Must be at most {words.MAX_WEBHOOK_TEXT} characters" if len(value) > words.MAX_WEBHOOK_TEXT else None


def _public(url: str) -> bool:
    """Whether an address is https and no literal one of a private network; names are not looked up."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme != "https" or not host or host == "localhost":
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True


def _written(webhook: Webhook) -> Json:
    return webhook.model_dump(exclude={"workspace_id"})
