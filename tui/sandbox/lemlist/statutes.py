"""`GET /campaigns/{id}/statutes`: what stands in the way of a launch (contract 3.9; rule 12 of section 12)."""

from collections.abc import Iterator

from pydantic import JsonValue

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Answer, Call, Json
from tui.sandbox.lemlist.records import Campaign, Step
from tui.sandbox.lemlist.sequences import first_email, outline

_NOTE_FREE, _NOTE_PREMIUM = 200, 300  # characters of an invitation's note (contract 5.10)


def read(call: Call) -> Answer:
    """The campaign's name, status and every issue found."""
    campaign = call.campaign()
    issues: list[JsonValue] = [*_issues(campaign), *campaign.notices]
    return Answer(200, {"name": campaign.name, "status": campaign.status, "statutes": issues})


def _issues(campaign: Campaign) -> Iterator[Json]:
    if not campaign.sender_ids:
        yield {"type": "issue", "level": 3, "message": "No senders configured on this campaign."}
    for sequence_id, place in outline(campaign).items():
        steps = campaign.sequences[sequence_id].steps
        if not steps and place.parent_id is None:
            yield _issue(3, "The sequence has no steps.")
        elif not steps:
            yield _issue(2, f"A branch of step {place.condition} has no steps.")
        after: int | None = None
        for number, step in enumerate(steps, start=1):
            if after is not None:
                yield _issue(2, f"Step {number} can never be reached: leads leave at step {after}.")
            if step.type == "conditional" and after is None:
                after = number
            yield from _step_issues(step, number)
            if (
                step.type == "email"
                and not step.content.get("subject")
                and first_email(campaign, sequence_id, number - 1)
            ):
                yield _issue(3, f"Step {number} (email) has no subject.")


def _step_issues(step: Step, number: int) -> Iterator[Json]:
    for name in words.REQUIRED.get(step.type, ()):
        if name != "subject" and not str(step.content.get(name, "")).strip():
            yield _issue(3, f"Step {number} ({step.type}) has no {name}.")
    if step.type == "linkedinInvite":
        length = len(str(step.content.get("message", "")))
        if length > _NOTE_PREMIUM:
            yield _issue(
                3, f"The invitation note of step {number} has {length} characters; {_NOTE_PREMIUM} are allowed."
            )
        elif length > _NOTE_FREE:
            yield _issue(
                2, f"The invitation note of step {number} has {length} characters; free accounts send {_NOTE_FREE}."
            )


def _issue(level: int, message: str) -> Json:
    return {"type": "issue", "level": level, "category": "steps", "message": message}
