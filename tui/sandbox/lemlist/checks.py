"""What a step's request must hold: required fields, types, bounds (contract 5.1-5.3; sentences of 5.7)."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Json, refuse

_NUMBERS = frozenset({"delay", "index"})
_LISTS = frozenset({"images", "videos"})
_BOOLEANS = frozenset({"endorseAnyFallback"})
_CHOICES: Mapping[str, Collection[str]] = {
    "method": words.METHODS,
    "conditionKey": words.CONDITION_KEYS,
    "delayType": words.DELAY_TYPES,
    "recordMode": words.RECORD_MODES,
    "leadAction": words.LEAD_ACTIONS,
}
_ALTERNATES = ("altMessage", "altMessagePremium")


def json_type(value: JsonValue) -> str:
    """The name of a value's JSON type, as the error sentences use it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def expect(body: Json, name: str, expected: str) -> None:
    """Refuse with 400 unless a field that is there has the expected JSON type."""
    if name in body and (got := json_type(body[name])) != expected:
        refuse(f"Match error: Expected {expected}, got {got} in field {name}")


def type_of(body: Json) -> str:
    """The step type a body names; refused when it is missing or no text."""
    if "type" not in body:
        refuse("Match error: Missing key 'type'")
    expect(body, "type", "string")
    return str(body["type"])


def check_add(body: Json) -> str:
    """Check the body of an added step and return its type. Fields foreign to the type are not looked at."""
    kind = type_of(body)
    if kind not in words.STEP_TYPES:
        refuse("Invalid step type")
    for name in words.REQUIRED[kind]:
        if name not in body:
            refuse(f"Match error: Missing key '{name}'")
    if kind == "conditional" and body["delayType"] == "within" and "delay" not in body:
        refuse("delay is required when delayType is within")
    _check_alternates(kind, body)
    for name in ("index", "delay", *content_names(kind)):
        _check_field(name, body)
    return kind


def check_update(body: Json, kind: str) -> None:
    """Check the body of a changed step, whose type is `kind`; the type must be sent and cannot change (seed)."""
    if type_of(body) != kind:
        refuse("You cannot change the type of a step")
    if kind not in words.STEP_TYPES:
        refuse("Invalid step type")
    _check_alternates(kind, body)
    for name in editable_names(kind):
        _check_field(name, body)


def content_names(kind: str) -> tuple[str, ...]:
    """The content fields of a type that an add may carry, those of later pages included."""
    return (*words.REQUIRED[kind], *words.OPTIONAL[kind], *words.EXTENDED.get(kind, ()))


def editable_names(kind: str) -> tuple[str, ...]:
    """The fields of a type that an update may change; `sendToAnotherCampaign` keeps its delay (seed)."""
    return content_names(kind) if kind == "sendToAnotherCampaign" else ("delay", *content_names(kind))


def _check_alternates(kind: str, body: Json) -> None:
    for name in _ALTERNATES:
        if name in body and name not in content_names(kind):
            refuse(f"{name} is not supported on this step type")


def _check_field(name: str, body: Json) -> None:
    if name not in body:
        return
    value = body[name]
    if name in words.ALL_PARAMETERS:
        return  # looked at together with the condition's key, by `conditions.check_parameters`
    if name in _NUMBERS:
        _check_number(name, value)
    elif name in _BOOLEANS:
        expect(body, name, "boolean")
    elif name in _LISTS:
        _check_list(name, value)
    else:
        expect(body, name, "string")
        _check_text(name, str(value))


def _check_number(name: str, value: JsonValue) -> None:
    number = whole(value)
    if name == "delay" and (number is None or not 0 <= number <= words.MAX_DELAY):
        refuse(f"delay must be an integer between 0 and {words.MAX_DELAY}")
    if name == "index" and (number is None or number < -1):
        refuse("index must be an integer greater than or equal to -1")


def whole(value: JsonValue) -> int | None:
    """A JSON number without a fraction as an int (`2.0` counts, as it does for JSON Schema); else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not value.is_integer():
        return None
    return int(value)


def _check_list(name: str, value: JsonValue) -> None:
    if not isinstance(value, list):
        refuse(f"Match error: Expected array, got {json_type(value)} in field {name}")
    for item in value:
        if not isinstance(item, str):
            refuse(f"Match error: Expected string, got {json_type(item)} in field {name}")


def _check_text(name: str, value: str) -> None:
    if name in ("subject", "title") and len(value) > words.MAX_TITLE:
        refuse(f"{name} must be at most {words.MAX_TITLE} characters")
    if name in _CHOICES and value not in _CHOICES[name]:
        refuse(f"Invalid {name}")
    if name == "url" and not _web_address(value):
        refuse("Invalid url")


def _web_address(value: str) -> bool:
    try:
        url = urlsplit(value)
    except ValueError:
        return False
    return value.startswith(("http://", "https://")) and bool(url.hostname) and not any(c.isspace() for c in url.netloc)
