"""Adding, changing and deleting steps (contract 5; the order of checks is rule 15 of section 12)."""

from collections.abc import Callable, Mapping, Sequence

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Answer, Call, Json, refuse
from tui.sandbox.lemlist.checks import check_add, check_update, content_names, editable_names, whole
from tui.sandbox.lemlist.conditions import check_parameters, stamp, written
from tui.sandbox.lemlist.media import check_media
from tui.sandbox.lemlist.records import Campaign, Condition, Step
from tui.sandbox.lemlist.records import Sequence as SequenceRecord
from tui.sandbox.lemlist.sequences import first_email, outline

# What a new step holds where the request says nothing.
_DEFAULTS: Mapping[str, Mapping[str, JsonValue]] = {
    "manual": {"message": ""},
    "phone": {"message": ""},
    "linkedinInvite": {"message": "", "images": [], "videos": []},
    "linkedinSend": {"images": [], "videos": []},
    "linkedinVoiceNote": {"recordMode": "manual"},
    "linkedinEndorse": {"skillName": "", "endorseAnyFallback": False},
}
_LEADS_ELSEWHERE = ("conditionKey", "delayType", "campaignId")
_MEDIA = ("images", "videos")


def add(call: Call) -> Answer:
    """`POST /sequences/{id}/steps`: insert or append a step; a conditional one brings two empty branches."""
    campaign, steps = call.sequence()
    body = call.body()
    kind = check_add(body)
    position = _position(body, len(steps), call.store.switches.index_base)
    _check_subject(campaign, call.params["sequence"], position, kind, body)
    _check_target(call, campaign, kind, body)
    if kind == "conditional":
        check_parameters(None, body)
    _check_media(kind, body, {})
    if call.store.switches.lock == "strict" and campaign.locked:
        refuse("You cannot add this step because the campaign is running")
    delay = whole(body["delay"]) if "delay" in body else None
    step = insert_step(call.store.state.mint, campaign, steps, kind, body, delay=delay, position=position)
    call.store.save()
    return Answer(200, _answer(step))


def update(call: Call) -> Answer:
    """`PATCH /sequences/{id}/steps/{id}`: change the fields that are sent and belong to the type."""
    campaign, steps, step = call.step()
    body = call.body()
    check_update(body, step.type)
    changes = {name: body[name] for name in editable_names(step.type) if name in body}
    _check_subject(campaign, call.params["sequence"], steps.index(step), step.type, changes)
    _check_target(call, campaign, step.type, changes)
    content = {**step.content, **changes}
    content.pop("delay", None)
    if step.type == "conditional":
        check_parameters(step, changes)
    _check_media(step.type, changes, step.content)
    moves_leads = any(step.content.get(name) != changes[name] for name in _LEADS_ELSEWHERE if name in changes)
    if call.store.switches.lock == "strict" and campaign.locked and moves_leads:
        refuse("You cannot edit this step because the campaign is running")
    step.content = content
    if "delay" in changes:
        step.delay = whole(changes["delay"]) or 0
    if step.type == "conditional":
        stamp(step, changes)
    call.store.save()
    return Answer(200, _answer(step))


def delete(call: Call) -> Answer:
    """`DELETE /sequences/{id}/steps/{id}`: refused while running; takes along what only it leads to (contract 5.9)."""
    campaign, steps, step = call.step()
    if campaign.locked:
        refuse("You cannot delete this step because the campaign is running")
    steps.remove(step)
    kept = outline(campaign)
    campaign.sequences = {name: sequence for name, sequence in campaign.sequences.items() if name in kept}
    call.store.save()
    return Answer(200, {"ok": True})


def insert_step(
    mint: Callable[[str], str],
    campaign: Campaign,
    steps: list[Step],
    kind: str,
    content: Mapping[str, JsonValue],
    *,
    delay: int | None = None,
    position: int | None = None,
) -> Step:
    """Put a checked step into a sequence of the campaign, at a 0-based position or at the end.

    Without `delay` (days): 0 for the first step, 1 for later ones and for conditions (seed; contract 5.10).
    """
    at = len(steps) if position is None else position
    if delay is None:
        delay = 0 if at == 0 and kind != "conditional" else 1
    step = Step(
        id=mint("stp"),
        type=kind,
        delay=delay,
        template_id=mint("etp") if kind in words.WITH_TEMPLATE else None,
        content={**_DEFAULTS.get(kind, {}), **{name: content[name] for name in content_names(kind) if name in content}},
    )
    if kind == "conditional":
        for fallback in (False, True):
            branch = SequenceRecord(id=mint("seq"))
            campaign.sequences[branch.id] = branch
            step.conditions.append(Condition(sequence_id=branch.id, fallback=fallback))
        stamp(step, content)
    steps.insert(at, step)
    return step


def _answer(step: Step) -> Json:
    """The documented answer: at most five fields, or the branches of a condition (contract 5.6)."""
    if step.type == "conditional":
        return {
            "_id": step.id,
            "type": step.type,
            "conditions": [written(condition) for condition in step.conditions],
        }
    body: Json = {"_id": step.id, "type": step.type, "delay": step.delay}
    if step.type in words.WITH_TEMPLATE:
        body["emailTemplateId"] = step.template_id
        if "message" in step.content:
            body["message"] = step.content["message"]
    return body


def _position(body: Json, count: int, base: int) -> int:
    index = whole(body["index"]) if "index" in body else None
    if index is None or index == -1 or index > count:
        return count
    return max(0, index - base)


def _check_subject(
    campaign: Campaign, sequence_id: str, position: int, kind: str, body: Mapping[str, JsonValue]
) -> None:
    """An empty subject continues a thread, so the first e-mail of a path cannot have one (contract 5.4)."""
    if kind == "email" and body.get("subject") == "" and first_email(campaign, sequence_id, position):
        refuse("subject must not be empty on the first email")


def _check_target(call: Call, campaign: Campaign, kind: str, body: Mapping[str, JsonValue]) -> None:
    if kind != "sendToAnotherCampaign" or "campaignId" not in body:
        return
    target = call.state.campaigns.get(str(body["campaignId"]))
    if target is None or target.team_id != call.team.id or target.archived:
        refuse("Campaign not found or archived")
    if target is campaign:
        refuse("You cannot send leads to their own campaign")


def _check_media(kind: str, sent: Mapping[str, JsonValue], held: Mapping[str, JsonValue]) -> None:
    if kind not in ("linkedinInvite", "linkedinSend") or not any(name in sent for name in _MEDIA):
        return
    total = sum(len(_texts(sent.get(name, held.get(name)))) for name in _MEDIA)
    check_media({name: _texts(sent[name]) for name in _MEDIA if name in sent}, total)


def _texts(value: JsonValue) -> Sequence[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
