"""The states behind the examples about statistics, reports and exports: people, and what happened to them."""

from collections.abc import Iterable, Mapping
from typing import Any

from tui.sandbox.lemlist.records import Activity, Campaign, Lead, LemlistState, Sequence, Step, User

_SEQUENCE = "seq_rH5RD3fMkkt2gM3YC"
_LEADS = 32
# For each step its type, and which of the 32 leads each thing happened to.
_HISTORY: tuple[tuple[str, Mapping[str, Iterable[int]]], ...] = (
    (
        "linkedinSend",
        {
            "linkedinSent": range(32),
            "linkedinOpened": range(15),
            "linkedinReplied": range(15),
            "linkedinInterested": [3],
            "manualUnsubscribed": [31],
        },
    ),
    (
        "email",
        {"emailsSent": range(12, 32), "emailsOpened": range(14, 31), "emailsClicked": [20], "emailsReplied": [15]},
    ),
    ("email", {"emailsSent": range(12, 32), "emailsOpened": range(15, 30), "emailsClicked": range(21, 24)}),
)
_IN, _BEFORE, _AFTER = "2024-06-01T10:00:00.000Z", "2024-01-07T21:59:59.999Z", "2025-07-10T22:00:00.000Z"


def arrange_statistics(state: LemlistState, campaign: Campaign, example: dict[str, Any]) -> None:
    """A campaign whose 32 leads have gone through three steps, and somebody whose address is not the one asked for.

    The example of many campaigns shows one row beside totals of three steps: there, two steps have been deleted.
    """
    state.users["usr_OcIHizJyIeaDxicQP"] = User(
        id="usr_OcIHizJyIeaDxicQP", team_id=campaign.team_id, name="O", email="other@example.com"
    )
    campaign.leads = [
        Lead(id=f"lea_{number}", contact_id=f"ctc_{number}", email=f"{number}@example.com", state="contacted")
        for number in range(_LEADS)
    ]
    steps = [Step(id=f"stp_{number}", type=kind) for number, (kind, _) in enumerate(_HISTORY)]
    campaign.sequence_id = _SEQUENCE
    campaign.sequences = {_SEQUENCE: Sequence(id=_SEQUENCE, steps=steps[:1] if example["method"] == "POST" else steps)}
    for number, (_, happened) in enumerate(_HISTORY):
        for kind, leads in happened.items():
            campaign.activities += [_activity(kind, lead, number, _IN) for lead in leads]
    # None of these may count: outside the period, or the same message opened again.
    campaign.activities += [_activity("emailsReplied", 9, 1, moment) for moment in (_BEFORE, _AFTER)]
    campaign.activities += [_activity("emailsOpened", 14, 1, "2024-06-02T10:00:00.000Z")]


def _activity(kind: str, lead: int, step: int, moment: str) -> Activity:
    return Activity(
        id=f"act_{kind}{lead}x{step}{moment[:4]}",
        type=kind,
        created_at=moment,
        lead_id=f"lea_{lead}",
        step_id=f"stp_{step}",
        sequence_id=_SEQUENCE,
        sequence_step=step,
    )


def arrange_report(state: LemlistState, campaign: Campaign, example: dict[str, Any]) -> None:
    """The campaign of the report's row, without leads."""
    (row,) = example["response"]
    author, address = row["creator"].split("|")
    name, sender = row["sendersUsers"].split(":")
    reported = campaign.model_copy(
        update={
            "id": row["_id"],
            "name": row["name"],
            "created_at": row["createdAt"],
            "created_by": author,
            "sender_ids": ["usr_sender"],
        }
    )
    state.campaigns[reported.id] = reported
    for user, called, email in ((author, row["createdBy"], address), ("usr_sender", name, sender)):
        state.users[user] = User(id=user, team_id=campaign.team_id, name=called, email=email)


def arrange_export(state: LemlistState, campaign: Campaign, example: dict[str, Any]) -> None:
    """The campaign, its team and its leads as the answer shows them."""
    answer = example["response"]
    if isinstance(answer, list):
        campaign.leads = [_exported(row) for row in answer]
    elif example["status"] == 200:
        campaign.name = answer["campaignName"]
        team = state.teams.pop(campaign.team_id)
        team.id = answer["teamId"]
        state.teams[team.id] = team
        for user in state.users.values():
            user.team_id = team.id
        campaign.team_id = team.id


def _exported(row: dict[str, Any]) -> Lead:
    fields = {"emailStatus", "email", "lastState", "status", "_id"}
    return Lead(
        id=row["_id"],
        contact_id="ctc_a",
        email=row["email"],
        state=row["lastState"],
        email_status=row["emailStatus"],
        variables={name: value for name, value in row.items() if name not in fields},
    )
