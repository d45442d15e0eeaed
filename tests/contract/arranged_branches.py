"""The states behind the examples about condition branches: a step with two branches and Else, or what a name says."""

from typing import Any

from tui.sandbox.lemlist.records import Campaign, Condition, Lead, Sequence, Step
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

_MAIN, _STEP, _PLAIN = "seq_rH5RD3fMkkt2gM3YC", "stp_Ae93hiemDkypHLys2", "stp_V0JHmSpWiO0rxHUkz"
_FIRST, _SECOND, _ELSE = "seq_jacL5GNH3YpNnuNQ2", "seq_xzrGLxhZwoo5oxukc", "seq_Kd8pQrLm3Nv6Tz0Wy"


def arrange_branches(store: Store, campaign: Campaign, example: dict[str, Any]) -> None:
    """Give `campaign` the condition that an example presupposes."""
    name = example["name"]
    step = Step(id=_STEP, type="conditional", delay=1, conditions=_links(name))
    step.content = {"conditionKey": step.conditions[0].key, "delayType": "waitUntil"}
    steps = [step, Step(id=_PLAIN, type="linkedinVisit")]
    campaign.sequence_id = _MAIN
    campaign.sequences = {link.sequence_id: Sequence(id=link.sequence_id) for link in step.conditions}
    campaign.sequences[_FIRST].steps = [Step(id="stp_first", type="linkedinVisit")]
    campaign.sequences[_MAIN] = Sequence(id=_MAIN, steps=steps)
    if "running campaign" in name:
        campaign.leads = [Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted")]
    if "without beta" in name:
        store.switches = Switches(branches_beta=False)


def _links(name: str) -> list[Condition]:
    if "two-way" in name or "single-branch" in name:
        waiting = Condition(sequence_id=_FIRST, key="linkedinInviteAccepted", delay=1, delay_type="waitUntil")
        return [waiting, Condition(sequence_id=_SECOND, fallback=True)]
    if "hasScore" in name:
        return [Condition(sequence_id=_FIRST, key="hasScore", delay=1, delay_type="within"), _else()]
    if "hasEmailAddress" in name:
        return [Condition(sequence_id=_FIRST, key="hasEmailAddress"), _else()]
    links = [_about_jobs(_FIRST, "CEO", "Founder"), _about_jobs(_SECOND, "CTO")]
    links[0].name = "Decision makers"
    if "last branch" in name:
        del links[1:]
    if "200 entries" in name:
        links += [_about_jobs(f"seq_more{number}", str(number)) for number in range(197)]
    return [*links, _else()]


def _about_jobs(sequence_id: str, *words: str) -> Condition:
    values: Any = {"customField": "variables.jobTitle", "customOperator": "contains", "customValues": [*words]}
    return Condition(sequence_id=sequence_id, key="customLeadInfo", values=values)


def _else() -> Condition:
    return Condition(sequence_id=_ELSE, fallback=True)
