"""The steps of a campaign: list, append, change, delete (contract 7; the delete is the seed's)."""

from collections.abc import Mapping

from tui.sandbox.leadlex.call import Answer, Call, RefusedError, refuse, refuse_fields
from tui.sandbox.leadlex.enrollments import close_gap, make_room
from tui.sandbox.leadlex.records import Step
from tui.sandbox.leadlex.words import SEND_CONDITIONS
from tui.sandbox.wire import Json

_REQUIRED = ("subject", "body")
_NAMES = (*_REQUIRED, "delay_days", "delay_hours", "send_condition")


def written(step: Step, index: int) -> Json:
    """A step as the service writes it; `index` is zero-based."""
    return {
        "id": step.id,
        "index": index,
        "subject": step.subject,
        "body": step.body,
        "delay_days": step.delay_days,
        "delay_hours": step.delay_hours,
        "send_condition": step.send_condition,
        "created_at": step.created_at,
    }


def index(call: Call) -> Answer:
    """`GET /v1/campaigns/{id}/steps`: all of them in the order of sending, without pages."""
    rows = [written(step, number) for number, step in enumerate(call.campaign().steps)]
    return Answer(200, {"data": {"steps": [*rows]}})


def create(call: Call) -> Answer:
    """`POST /v1/campaigns/{id}/steps`: a step at the end; no index can be chosen."""
    campaign, body = call.campaign(), call.body()
    missing = {name: "Required" for name in _REQUIRED if _blank(body.get(name))}
    given = _checked(body, missing, "send_condition is not a recognized value")
    step = Step.model_validate({"id": call.store.state.mint("step"), "created_at": call.now(), **given})
    campaign.steps.append(step)
    make_room(campaign)
    call.store.save()
    return call.created({"step": written(step, len(campaign.steps) - 1)})


def update(call: Call) -> Answer:
    """`PATCH /v1/campaigns/{id}/steps/{step_id}`: what is sent changes, for future sends; `index` cannot."""
    _, number, step = call.step()
    body = call.body()
    missing = {name: "Must not be empty" for name in _REQUIRED if name in body and _blank(body[name])}
    given = _checked(body, missing, "Unrecognized send_condition")
    for name, value in given.items():
        setattr(step, name, value)
    if given:
        call.store.save()
    answer = written(step, number)
    if call.store.switches.leadlex.patch_sample:
        del answer["created_at"]
    return Answer(200, {"data": {"step": answer}})


def delete(call: Call) -> Answer:
    """`DELETE /v1/campaigns/{id}/steps/{step_id}`: in any status of the campaign; later indexes move down (seed)."""
    campaign, number, step = call.step()
    del campaign.steps[number]
    close_gap(campaign, number)
    call.store.save()
    return Answer(200, {"data": {"deleted": True, "id": step.id}})


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _checked(body: Json, missing: Mapping[str, str], bad_condition: str) -> Json:
    """The fields of a step in a body.

    Refused in this order: `missing_required_field`, `invalid_send_condition`, `validation_error`.
    """
    given = {name: body[name] for name in _NAMES if name in body}
    if missing:
        raise RefusedError(400, "missing_required_field", "subject or body missing", missing)
    if "send_condition" in given and given["send_condition"] not in SEND_CONDITIONS:
        refuse(400, "invalid_send_condition", bad_condition)
    problems = {name: text for name, value in given.items() if (text := _problem(name, value))}
    if problems:
        refuse_fields(problems)
    return given


def _problem(name: str, value: object) -> str | None:
    if name not in ("delay_days", "delay_hours"):
        return None if isinstance(value, str) else "Must be a string"
    if not isinstance(value, int) or isinstance(value, bool):
        return "Must be an integer"
    if name == "delay_hours" and not 0 <= value <= 23:
        return "Must be between 0 and 23"
    return "Must be at least 0" if value < 0 else None
