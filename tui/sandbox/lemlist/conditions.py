"""The branches of a conditional step: their labels, windows and JSON (contract 4.2, 5.5)."""

import json
import re
from collections.abc import Mapping

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Json, refuse
from tui.sandbox.lemlist.records import Condition, Step

_OPERATOR_WORDS = {"equal": "equals", "contains": "contains", "empty": "is empty", "notEmpty": "is not empty"}
_FORBIDDEN_FIELDS = ("_id", "teamId", "campaignId", "leadId", "__proto__", "constructor", "prototype")


def check_custom(content: Mapping[str, JsonValue]) -> None:
    """Refuse a `customLeadInfo` condition that does not say what it compares (contract 6.3)."""
    if content.get("conditionKey") != words.CUSTOM_KEY:
        return
    field, operator = str(content.get("customField", "")), content.get("customOperator")
    if not field or "$" in field or field in _FORBIDDEN_FIELDS:
        refuse("Invalid customField")
    if operator is None:
        refuse("customOperator is required")
    needs_value = operator in ("equal", "contains")
    if needs_value and "customValue" not in content:
        refuse(f'customValue is required for operator "{operator}"')
    if not needs_value and "customValue" in content:
        refuse(f'customValue is not accepted for operator "{operator}"')


def stamp(step: Step) -> None:
    """Write the step's key, label and window on all its branches but Else; what the old key had is dropped."""
    key = str(step.content["conditionKey"])
    waits = key in words.ACTION_LABELS
    for condition in step.conditions:
        if condition.fallback:
            continue
        condition.key, condition.label = key, _label(step.content)
        condition.selector = _selector(step.content) if key == words.CUSTOM_KEY else None
        condition.delay = step.delay if waits else None
        condition.delay_type = str(step.content["delayType"]) if waits else None


def written(condition: Condition, *, reading: bool = False) -> Json:
    """A branch as JSON; `reading` adds what only the sequences answer carries."""
    link: Json = {"sequenceId": condition.sequence_id}
    for name, value in (
        ("label", condition.label),
        ("key", condition.key),
        ("delay", condition.delay),
        ("delayType", condition.delay_type),
        ("name", condition.name if reading else None),
        ("selector", condition.selector if reading else None),
    ):
        if value is not None:
            link[name] = value
    if condition.fallback:
        link["fallback"] = True
    return link


def _label(content: Mapping[str, JsonValue]) -> str:
    key = str(content["conditionKey"])
    if key != words.CUSTOM_KEY:
        return words.INSTANT_LABELS.get(key) or words.ACTION_LABELS[key]
    label = f'If lead variable "{content["customField"]}" {_OPERATOR_WORDS[str(content["customOperator"])]}'
    return f'{label} "{content["customValue"]}"' if "customValue" in content else label


def _selector(content: Mapping[str, JsonValue]) -> str:
    field = str(content["customField"])
    path = field if field.startswith(("fields.", "variables.")) else f"variables.{field}"
    value = str(content.get("customValue", ""))
    tests: dict[str, JsonValue] = {
        "equal": value,
        "contains": {"$regex": re.escape(value), "$options": "i"},
        "empty": {"$in": [None, ""]},
        "notEmpty": {"$nin": [None, ""]},
    }
    return json.dumps({path: tests[str(content["customOperator"])]}, separators=(",", ":"))
