"""The examples of the LeadLex contract, and for each the state of a service that would answer like that."""

import json
from pathlib import Path
from typing import Any

from tests.contract.arranged import HandClock
from tui.sandbox.leadlex.records import (
    Activity,
    Campaign,
    Contact,
    ContactList,
    Enrollment,
    Key,
    LeadlexState,
    Stats,
    Step,
    Task,
    Webhook,
)
from tui.sandbox.leadlex.switches import LeadlexSwitches
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

Example = dict[str, Any]

EXAMPLES: list[Example] = json.loads(
    (Path(__file__).parents[2] / "data" / "leadlex" / "examples.json").read_text(encoding="utf-8")
)
SHORTENED = "list contacts"  # its page says 235, prints the first row and leaves the other rows out
KEY, HOME, CAMPAIGN = "wbk_your_api_key_here", "wsp_a", "cmp_abc123"
JANE, JOE = "123e4567-e89b-12d3-a456-426614174000", "223e4567-e89b-12d3-a456-426614174001"


def arrange(example: Example) -> Store:
    """A store in memory in the state that an example presupposes; its clock stands still."""
    name = example["name"]
    store = Store(None, clock=HandClock(), switches=Switches(leadlex=_switches(name)))
    state = store.state.leadlex = LeadlexState(
        keys={KEY: Key(workspace_id=HOME, permissions=["read"] if "without" in name else ["read", "write", "lexi"])},
        contacts={each.id: each for each in (_contact(JANE, "Jane Doe"), _contact(JOE, "Joe Roe"))},
    )
    campaign = Campaign(
        id=CAMPAIGN,
        workspace_id=HOME,
        name="Q2 outreach",
        sending_timezone="Europe/Berlin",
        created_at="2026-03-15T08:55:00Z",
        updated_at="2026-03-15T08:55:00Z",
        status="active" if name == "pause campaign" or "not a draft" in name else "draft",
        steps=_steps(name),
    )
    if name != "create campaign":
        state.campaigns[CAMPAIGN] = campaign
    if name == "campaign stats":
        campaign.stats = Stats(
            sent_count=1247,
            opened_count=612,
            clicked_count=143,
            replied_count=89,
            bounced_count=12,
            unsubscribed_count=4,
        )
    if name in ("list campaign contacts", "unenroll contact") or "start campaign" in name:
        campaign.enrollments = [_enrollment(JOE, "completed", 2), _enrollment(JANE, "active", 1)]
    if name == "start campaign, empty or running":
        campaign.steps = []
    if "task" in name:
        state.tasks["task-uuid"] = _task(campaign)
    if name == SHORTENED:
        _arrange_people(state, example["response"])
    if name == "list webhooks":
        rows = example["response"]["data"]["webhooks"]
        state.webhooks = {row["id"]: Webhook.model_validate({**row, "workspace_id": HOME}) for row in rows}
    if "list creation" in name:
        taken = ContactList(id="lst_1", workspace_id=HOME, name="Outreach Q2 2026", created_at="2026-03-01T09:12:00Z")
        state.lists[taken.id] = taken
    if name == "list contact activities":
        state.activities = [_activity("note", "2026-04-11T09:05:00Z"), _activity("campaign_sent")]
    return store


def _arrange_people(state: LeadlexState, answer: Any) -> None:
    row = answer["data"]["contacts"][0]
    values = {key: value for key, value in row.items() if key != "updated_date"}
    state.contacts = {row["id"]: Contact.model_validate({**values, "workspace_id": HOME})}
    for number in range(answer["meta"]["total"] - 1):
        older = _contact(f"con_{number}", "Janet Roe")
        older.created_at = "2026-01-01T00:00:00Z"
        state.contacts[older.id] = older


def _switches(name: str) -> LeadlexSwitches:
    if "rate limited" in name:
        return LeadlexSwitches(plan="starter")
    if name == "update step":
        return LeadlexSwitches(patch_sample=True)
    return LeadlexSwitches(approval=1 if "approval needed" in name else 100)


def _steps(name: str) -> list[Step]:
    texts = [
        ("Quick question about {{company_name}}", "Hi {{first_name}}, ...", 0, "always"),
        ("Re: {{company_name}}", "Just circling back ...", 3, "if_no_reply"),
        ("Last try", "Should I close your file?", 5, "if_no_reply"),
    ]
    if name == "update step":
        texts[1] = ("Re: {{company_name}}", "Just circling back on my note from last week...", 3, "if_no_reply")
    count = 3 if "one of three" in name else 1 if name == "create step" else 2
    return [
        Step(
            id=f"step_{number + 1}",
            subject=subject,
            body=body,
            delay_days=days,
            send_condition=condition,
            created_at=f"2026-03-15T09:{5 * number:02d}:00Z",
        )
        for number, (subject, body, days, condition) in enumerate(texts[:count])
    ]


def _contact(name: str, full_name: str) -> Contact:
    email = f"{full_name.split()[0].lower()}@example.com"
    return Contact(id=name, workspace_id=HOME, full_name=full_name, email=email, created_at="2026-02-24T10:00:00Z")


def _enrollment(contact_id: str, status: str, current_step: int) -> Enrollment:
    return Enrollment(
        contact_id=contact_id,
        status=status,
        current_step=current_step,
        added_at="2026-04-10T09:00:00Z",
        last_sent_at="2026-04-10T09:05:00Z",
    )


def _task(campaign: Campaign) -> Task:
    campaign.status = "pending_approval"
    return Task(
        id="task-uuid",
        workspace_id=HOME,
        campaign_id=campaign.id,
        description="Start campaign Q2 outreach",
        created_at="2026-04-17T14:31:00Z",
    )


def _activity(kind: str, at: str = "2026-04-10T09:05:00Z") -> Activity:
    return Activity(
        id="act_1",
        contact_id=JANE,
        type=kind,
        title="Quick question about Acme Legal",
        created_date=at,
        entity_type="campaign",
        entity_id=CAMPAIGN,
        entity_name="Q2 outreach",
        metadata={"step_id": "step_1", "step_index": 0},
    )
