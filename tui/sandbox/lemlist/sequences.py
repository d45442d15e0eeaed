"""`GET /campaigns/{id}/sequences`: the only way to read steps (contract 4), and the shape of the tree behind it."""

from collections import deque
from typing import NamedTuple

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Answer, Call, Json, refuse
from tui.sandbox.lemlist.conditions import written
from tui.sandbox.lemlist.records import Campaign, Step
from tui.sandbox.switches import Switches

# Fields whose reading is documented nowhere (contract 4.1).
_OPTIONAL_READS = frozenset(
    {
        "title",
        "method",
        "url",
        "conditionKey",
        "delayType",
        "campaignId",
        "images",
        "videos",
        "skillName",
        "endorseAnyFallback",
        "recordMode",
    }
)
_NEVER_READ = frozenset(words.ALL_PARAMETERS)
_ONLY_IF_FILLED = frozenset({"altMessage", "altMessagePremium"})


class Place(NamedTuple):
    """Where a sequence hangs: depth, and for branches the parent sequence and the condition's 1-based number in it."""

    level: int
    parent_id: str | None = None
    condition: int | None = None


def outline(campaign: Campaign) -> dict[str, Place]:
    """The place of every sequence that can be reached from the main one, in reading order.

    A branch that several conditions share hangs at the first one met.
    """
    if campaign.sequence_id is None or campaign.sequence_id not in campaign.sequences:
        return {}
    places = {campaign.sequence_id: Place(0)}
    waiting = deque(places)
    while waiting:
        parent_id = waiting.popleft()
        for number, step in enumerate(campaign.sequences[parent_id].steps, start=1):
            for condition in step.conditions:
                child = condition.sequence_id
                if child in campaign.sequences and child not in places:
                    places[child] = Place(places[parent_id].level + 1, parent_id, number)
                    waiting.append(child)
    return places


def first_email(campaign: Campaign, sequence_id: str, position: int) -> bool:
    """Whether no e-mail comes before a 0-based position, on the way there from the start of the campaign."""
    places = outline(campaign)
    before = campaign.sequences[sequence_id].steps[:position]
    while not any(step.type == "email" for step in before):
        place = places.get(sequence_id)
        if place is None or place.parent_id is None:
            return True
        sequence_id = place.parent_id
        before = campaign.sequences[sequence_id].steps[: place.condition]
    return False


def read(call: Call) -> Answer:
    """All sequences of a campaign by id. Refused with 400 when the campaign has none."""
    campaign = call.campaign()
    places = outline(campaign)
    if not places:
        refuse("Campaign has no sequence")
    body: Json = {}
    for sequence_id, place in places.items():
        steps = campaign.sequences[sequence_id].steps
        entry: Json = {
            "_id": sequence_id,
            "steps": [
                _written_step(step, sequence_id, number, call.store.switches) for number, step in enumerate(steps)
            ],
            "level": place.level,
        }
        if place.parent_id is not None:
            entry |= {"parentId": place.parent_id, "conditionalStepIndex": place.condition}
        body[sequence_id] = entry
    return Answer(200, body)


def _written_step(step: Step, sequence_id: str, number: int, switches: Switches) -> Json:
    entry: Json = {"_id": step.id, "type": step.type, "delay": step.delay}
    if step.type == "email" and switches.email_type_missing:
        del entry["type"]
    if step.template_id is not None:
        entry["emailTemplateId"] = step.template_id
    entry |= {
        "index": number + 1 if step.index is None else step.index,
        "sequenceId": sequence_id,
        "sequenceStep": number,
    }
    for name, value in step.content.items():
        hidden = switches.drop_optional_reads and name in _OPTIONAL_READS
        if not (hidden or name in _NEVER_READ or (name in _ONLY_IF_FILLED and not value)):
            entry[name] = value
    if step.ab_test is not None:
        entry |= {"abTest": step.ab_test.winner or True, "emailTemplateBId": step.ab_test.template_id}
    if step.type == "sendToAnotherCampaign":
        entry["sendToAnotherCampaignId"] = step.content.get("campaignId")
    if step.type == "conditional":
        entry["conditions"] = [written(condition, reading=True) for condition in step.conditions]
    return entry
