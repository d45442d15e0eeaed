"""What the branches of a condition test: checked, changed, and put into words and filters (contract 4.2, 6.2, 6.3).

Mistakes about `custom…` fields are refused with a sentence alone, all others with a code (contract 6.8).
"""

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Json, RefusedError, refuse
from tui.sandbox.lemlist.checks import whole

INVALID, REQUIRED = "SEQUENCE_BRANCH_INVALID_PARAM", "SEQUENCE_BRANCH_VALUE_REQUIRED"
_OPERATOR_WORDS = {"equal": "equals", "contains": "contains", "empty": "is empty", "notEmpty": "is not empty"}
_COMPARING = ("equal", "contains")
_FORBIDDEN_FIELDS = frozenset({"_id", "teamId", "campaignId", "leadId", "__proto__", "constructor", "prototype"})
# The band of a score branch that says nothing (contract 6.3, 6.9).
_SCORE: Mapping[str, JsonValue] = {"scoreComparator": "$gte", "scoreThreshold": 80}


def held_by(key: str, values: Json) -> Json:
    """The values of a branch, with what a key says where nothing was sent."""
    return {**_SCORE, **values} if key == "hasScore" else values


def changed(key: str, held: Json, sent: Json) -> Json:
    """The values of a branch that holds `held`, after a request that sends `sent`. Refused with 400."""
    if key == words.CUSTOM_KEY:
        return _custom(held, sent)
    new: Json = {name: sent[name] for name in words.BRANCH_PARAMETERS.get(key, ()) if name in sent}
    for name, value in new.items():
        _check(name, value)
    return {**held_by(key, held), **new} if new else held


def require(key: str, sent: Json) -> None:
    """Refuse a new branch that says nothing on a key whose branches must (contract 6.3)."""
    for name in ("emailStatusFilter", "callStatusFilter"):
        if name in words.BRANCH_PARAMETERS.get(key, ()) and name not in sent:
            raise RefusedError(400, f'{name} is required to add a branch on condition "{key}"', REQUIRED)


def normalised(field: JsonValue) -> str:
    """The path of a lead variable or contact field: a bare name means a lead variable. Refused: what reaches others."""
    name = field if isinstance(field, str) else ""
    path = name if name.startswith(("fields.", "variables.")) else f"variables.{name}"
    if "$" in name or any(not part or part in _FORBIDDEN_FIELDS for part in path.split(".")):
        refuse("Invalid customField")
    return path


def _custom(held: Json, sent: Json) -> Json:
    field = normalised(sent["customField"] if "customField" in sent else held.get("customField"))
    operator = sent.get("customOperator", held.get("customOperator"))
    if operator is None:
        refuse("customOperator is required")
    if operator not in words.CUSTOM_OPERATORS:
        refuse("Invalid customOperator")
    values = held.get("customValues") or []
    if "customValue" in sent:
        value = sent["customValue"]
        if not isinstance(value, str):
            refuse("customValue must be a string")
        if operator not in _COMPARING:
            refuse(f'customValue is not accepted for operator "{operator}"')
        values = [value] if value else []
    if operator not in _COMPARING:
        values = []
    elif not values:
        refuse(f'customValue is required for operator "{operator}"')
    return {"customField": field, "customOperator": operator, "customValues": values}


def _check(name: str, value: JsonValue) -> None:
    if name == "scoreComparator" and value not in tuple(words.SCORE_COMPARATORS):
        invalid(f"scoreComparator must be one of {', '.join(words.SCORE_COMPARATORS)}")
    if name == "scoreThreshold" and not 0 <= _number(value) <= words.MAX_SCORE:
        invalid(f"scoreThreshold must be an integer between 0 and {words.MAX_SCORE}")
    if name in ("emailStatusFilter", "callStatusFilter"):
        items = value if isinstance(value, list) else []
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            invalid(f"{name} must be an array of non-empty strings, with at least one")
        if name == "emailStatusFilter" and not all(item in words.EMAIL_STATUSES for item in items):
            invalid(f"emailStatusFilter takes {', '.join(words.EMAIL_STATUSES)}")


def _number(value: JsonValue) -> int:
    """The value as a whole number; below every bound when it is none."""
    number = whole(value)
    return -1 if number is None else number


def check_window(sent: Json) -> None:
    """Refuse a window that is none."""
    if "delay" in sent and not 0 <= _number(sent["delay"]) <= words.MAX_DELAY:
        invalid(f"delay must be an integer between 0 and {words.MAX_DELAY}")
    if "delayType" in sent and sent["delayType"] not in words.DELAY_TYPES:
        invalid(f"delayType must be one of {', '.join(words.DELAY_TYPES)}")


def invalid(sentence: str) -> NoReturn:
    """Refuse a value of the wrong form."""
    raise RefusedError(400, sentence, INVALID)


def label(key: str, values: Json) -> str | None:
    """What a branch tests, in the server's words (contract 4.3, 5.5, 6.9); None where the values say nothing."""
    if not values:
        return None
    if key == words.CUSTOM_KEY:
        field = str(values["customField"]).removeprefix("variables.")
        text = f'If lead variable "{field}" {_OPERATOR_WORDS[str(values["customOperator"])]}'
        return f'{text} "{_joined(values["customValues"])}"' if values["customValues"] else text
    if key == "hasScore":
        return f"Score {words.SCORE_COMPARATORS[str(values['scoreComparator'])]} {values['scoreThreshold']}"
    if key == "hasEmailAddress":
        return f"Email is {_joined(values['emailStatusFilter'])}"
    return f"Call: {_joined(values['callStatusFilter'])}"


def selector(key: str, values: Json) -> str | None:
    """The filter behind a branch as JSON text, for the keys that show it (contract 4.2)."""
    if key == "hasEmailAddress" and values:
        # The name in the filter is documented nowhere.
        return _text({"emailStatus": {"$in": values["emailStatusFilter"]}})
    if key != words.CUSTOM_KEY or not values:
        return None
    path, operator = str(values["customField"]), values["customOperator"]
    if operator not in _COMPARING:
        return _text({path: {"$in" if operator == "empty" else "$nin": [None, ""]}})
    tests: list[JsonValue] = [
        {path: item if operator == "equal" else {"$regex": re.escape(item), "$options": "i"}}
        for item in _items(values["customValues"])
    ]
    return _text(tests[0] if len(tests) == 1 else {"$or": tests})


def _items(value: JsonValue) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _joined(value: JsonValue) -> str:
    return ", ".join(_items(value))


def _text(query: JsonValue) -> str:
    return json.dumps(query, separators=(",", ":"))
