"""The branches of a conditional step as the step itself has them: labels, windows and JSON (contract 4.2, 5.5, 5.9)."""

from collections.abc import Mapping

from pydantic import JsonValue

from tui.sandbox.lemlist import branch_values, words
from tui.sandbox.lemlist.call import Json, RefusedError, refuse
from tui.sandbox.lemlist.records import Condition, Step


def key_of(step: Step) -> str:
    """The condition's key. A broken step may have it on its branches only."""
    keys = (step.content.get("conditionKey"), *(each.key for each in step.conditions))
    return next((key for key in keys if isinstance(key, str)), "")


def tested(step: Step) -> list[Condition]:
    """The branches that put a question, in order: all but Else."""
    return [each for each in step.conditions if not each.fallback]


def values_of(step: Step, condition: Condition) -> Json:
    """What a branch tests. Files from before there were branch routes have it in the content of the step."""
    held = dict(condition.values)
    if not held and key_of(step) == words.CUSTOM_KEY and "customOperator" in step.content:
        held = branch_values.changed(words.CUSTOM_KEY, {}, _parameters(step.content))
    return branch_values.held_by(key_of(step), held)


def check_parameters(step: Step | None, body: Mapping[str, JsonValue]) -> None:
    """Refuse parameters that say nothing sensible; `step` None: the body of a new step (contract 5.10, 6.3).

    The step routes answer with text, whatever code the branch routes have for it.
    """
    old = key_of(step) if step is not None else ""
    key, sent = str(body.get("conditionKey", old)), _parameters(body)
    if key not in words.BRANCH_PARAMETERS or (key == old and not sent):
        return
    held = values_of(step, tested(step)[0]) if step is not None and key == old and tested(step) else {}
    try:
        branch_values.changed(key, held, sent)
    except RefusedError as error:
        refuse(error.text)


def stamp(step: Step, sent: Mapping[str, JsonValue]) -> None:
    """Write on the branches what a request to the step said; with another key what the old one had is dropped.

    Parameters go to the first branch, since a request to the step cannot name one; the field is that of all.
    """
    key = str(step.content["conditionKey"])
    parameters = _parameters(sent)
    waits = key in words.ACTION_LABELS
    for number, condition in enumerate(tested(step)):
        new = condition.key != key
        if new:
            condition.values = branch_values.changed(key, {}, parameters) if key in words.BRANCH_PARAMETERS else {}
            condition.selector = condition.label = None
        elif parameters and number == 0:
            condition.values = branch_values.changed(key, values_of(step, condition), parameters)
        if new or "delay" in sent:
            condition.delay = step.delay if waits else None
        if new or "delayType" in sent:
            condition.delay_type = str(step.content["delayType"]) if waits else None
        condition.key = key
    if "customField" in parameters and key == words.CUSTOM_KEY:
        share_field(step, branch_values.normalised(parameters["customField"]))
    for name in words.ALL_PARAMETERS:
        step.content.pop(name, None)
    relabel(step)


def share_field(step: Step, field: str) -> None:
    """All branches of a step look at the same field (contract 6.3)."""
    for condition in tested(step):
        if values := values_of(step, condition):
            condition.values = {**values, "customField": field}


def relabel(step: Step) -> None:
    """Word every branch anew. A raw selector that somebody wrote by hand stays as it is (contract 6.2, 6.9)."""
    key, branches = key_of(step), tested(step)
    for condition in branches:
        values = condition.values or (values_of(step, condition) if len(branches) > 1 else {})
        if values or condition.selector is None:
            condition.selector = branch_values.selector(key, values)
            condition.label = branch_values.label(key, values) or _plain_label(key) or condition.label
        if key != words.CUSTOM_KEY and condition.name and len(branches) > 1:
            condition.label = condition.name


def _plain_label(key: str) -> str | None:
    return words.INSTANT_LABELS.get(key) or words.ACTION_LABELS.get(key)


def _parameters(content: Mapping[str, JsonValue]) -> Json:
    return {name: content[name] for name in words.ALL_PARAMETERS if name in content}


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
