"""Campaigns whose leads are told what happens to them, and the statistics that come of it."""

from typing import Any

from tests.sandbox.conftest import Api
from tui.sandbox.lemlist.records import Activity, Campaign, Lead, Step

ALWAYS = {"startDate": "2020-01-01T00:00:00.000Z", "endDate": "2030-01-01T00:00:00.000Z"}


class People:
    """A campaign whose leads are told what happens to them."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def happened(self, kind: str, lead: str, step: Step | str | None = None, **more: Any) -> None:
        """An activity; the lead is made on first mention."""
        if not any(each.id == lead for each in self.campaign.leads):
            self.campaign.leads.append(Lead(id=lead, contact_id="ctc_a", email=f"{lead}@x.example", state="contacted"))
        fields = {"created_at": "2026-05-05T12:00:00.000Z", **more}
        self.campaign.activities.append(
            Activity(
                id=f"act_{len(self.campaign.activities)}",
                type=kind,
                lead_id=lead,
                step_id=step.id if isinstance(step, Step) else step,
                **fields,
            )
        )


async def people_in(api: Api, *kinds: str) -> tuple[People, list[Step]]:
    """A campaign with a step of each kind."""
    name, main = await api.campaign()
    campaign = api.store.state.lemlist.campaigns[name]
    campaign.sequences[main].steps = [
        Step(id=f"stp_{number}", type=kind, template_id="etp_a") for number, kind in enumerate(kinds)
    ]
    return People(campaign), campaign.sequences[main].steps


async def stats_of(api: Api, people: People, **query: str) -> Any:
    response = await api.call("GET", f"/v2/campaigns/{people.campaign.id}/stats", params={**ALWAYS, **query})
    assert response.status_code == 200, response.text
    return response.json()
