"""What lemlist allows now, and what a change does to leads on the way (seed: delete step; contracts/lemlist 5.8)."""

from __future__ import annotations

from tui.model.nodes import Campaign, CampaignHead, Step
from tui.plan.operations import AnyOperation, DeleteStep
from tui.providers.base import ALLOWED, Action, Verdict, refused, warned

RUNNING = "lemlist refuses to delete a step while the campaign is running."


def verdict(action: Action, head: CampaignHead | None, step: Step | None) -> Verdict:
    """Whether lemlist will do it."""
    if action == "remove":
        return refused("lemlist has no request that deletes a campaign.", "Archive it in lemlist.")
    if action == "update" and step is not None and not step.content.editable:
        return refused(
            f"Branchline does not know the step type “{step.content.headline()}”.",
            "Edit it in lemlist; here it can be looked at and deleted.",
        )
    if head is None:
        return ALLOWED
    if action == "delete" and head.status == "running":
        return refused(RUNNING, "Pause the campaign, delete the step, resume.", way_out="pause")
    if action == "move" and head.status == "running":
        return refused(
            "lemlist moves a step only by deleting the old one, and deletes none while the campaign is running.",
            "Pause the campaign first.",
        )
    if action == "pause":
        return warned("No more steps are sent until it is started again; tasks that exist already stay.")
    if action == "start":
        return warned("Steps are sent to the leads in it again, from now on.")
    if head.status == "archived":
        return warned("This campaign is archived.", "The change is sent, but nobody is in it.")
    if action in ("add", "insert") and head.is_running:
        effect = "Leads who have not passed this place get the new step; those who passed it do not."
        return warned("The campaign is running.", effect)
    if action == "update" and head.is_running:
        effect = "Leads who have not reached this step get the new version; those who passed it do not."
        return warned("The campaign is running.", effect)
    return ALLOWED


def effects(operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
    """What an operation cannot bring back."""
    del campaign
    if isinstance(operation, DeleteStep):
        return ("lemlist keeps nothing of it: undo makes it again under a new id, without its statistics.",)
    return ()
