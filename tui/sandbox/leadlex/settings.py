"""The settings of a campaign: types, bounds and the codes for values outside them (contract 6.4, 6.5)."""

from functools import cache
from zoneinfo import available_timezones

from tui.sandbox.leadlex.call import RefusedError, refuse, refuse_fields
from tui.sandbox.leadlex.words import MAX_NAME
from tui.sandbox.wire import Json

_BOOLEANS = ("send_on_weekends", "track_opens", "track_clicks", "show_unsubscribe")
_NAMES = ("name", "description", "daily_send_limit", "delay_between_emails", "sending_timezone", *_BOOLEANS)
_MIN_SPACING = 30  # seconds
_AREAS = frozenset(
    "Africa America Antarctica Arctic Asia Atlantic Australia Etc Europe Indian Pacific".split()  # noqa: SIM905
)


def check_new(body: Json) -> Json:
    """The settings in the body of a new campaign. Refused like `check`, and `missing_required_field` without a name."""
    name = body.get("name")
    if name is None or (isinstance(name, str) and not name.strip()):
        raise RefusedError(400, "missing_required_field", "name missing", {"name": "Required"})
    return check(body)


def check(body: Json) -> Json:
    """The settings in a body; fields that are no settings are passed over, `status` among them.

    Refused: `invalid_timezone`, `invalid_send_limit`, `validation_error` with the bad fields.
    """
    given = {name: body[name] for name in _NAMES if name in body}
    zone, limit = given.get("sending_timezone"), given.get("daily_send_limit")
    if isinstance(zone, str) and not _known_zone(zone):
        refuse(400, "invalid_timezone", "sending_timezone is not a valid IANA zone")
    if isinstance(limit, int) and not isinstance(limit, bool) and not 1 <= limit <= 500:
        refuse(400, "invalid_send_limit", "daily_send_limit out of range (1-500)")
    problems = {name: text for name, value in given.items() if (text := _problem(name, value))}
    if problems:
        refuse_fields(problems)
    return given


def _problem(name: str, value: object) -> str | None:
    if name in _BOOLEANS:
        return None if isinstance(value, bool) else "Must be a boolean"
    if name in ("daily_send_limit", "delay_between_emails"):
        if not isinstance(value, int) or isinstance(value, bool):
            return "Must be an integer"
        short = name == "delay_between_emails" and value < _MIN_SPACING
        return f"Must be at least {_MIN_SPACING}" if short else None
    if name == "description" and value is None:
        return None
    if not isinstance(value, str):
        return "Must be a string"
    if name == "name" and not value.strip():
        return "Must not be blank"
    return f"Must be at most {MAX_NAME} characters" if name == "name" and len(value) > MAX_NAME else None


def _known_zone(name: str) -> bool:
    """Whether a zone exists; on a machine without zone data only its area can be judged."""
    if zones := _zones():
        return name in zones
    area, slash, place = name.partition("/")
    return name == "UTC" or bool(slash and place and area in _AREAS)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
