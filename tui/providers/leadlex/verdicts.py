"""What LeadLex allows now, and with which consequence (contracts/leadlex 6.6 to 6.8, 7.3 to 7.7; the delete: seed)."""

from __future__ import annotations

from tui.model.nodes import CampaignHead, Step
from tui.providers.base import ALLOWED, Action, Verdict, refused, warned

APPEND_ONLY = "LeadLex adds steps at the end only and has no request that moves one."
WAITING = "The campaign waits for approval."
APPROVE = "Approve or dismiss the task of the assistant Lexi in LeadLex."
_ENDED = "The campaign is completed."
_RUNNING = "The campaign is active."


def verdict(action: Action, head: CampaignHead | None, step: Step | None) -> Verdict:
    """Whether LeadLex will do it. A status that was not reported forbids nothing: the service decides."""
    if action == "update" and step is not None and not step.content.editable:
        return refused("Branchline does not know what this step is.", "Edit it in LeadLex.")
    if head is None or action in ("create", "settings"):
        return ALLOWED
    if action in ("insert", "move"):
        return _out_of_order(action, head)
    if action == "delete":
        return _delete(head)
    if action == "remove":
        return _remove(head)
    if action == "start":
        return _start(head)
    if action == "pause":
        return _pause(head)
    return _add_or_update(action, head)


def _add_or_update(action: Action, head: CampaignHead) -> Verdict:
    if head.status == "running" and action == "add":
        return warned(_RUNNING, "Contacts on their way come to the new step when they have passed the others.")
    if head.status == "running":
        return warned(_RUNNING, "Contacts who have not got this step get the new version; the others are not touched.")
    if head.status == "pending":
        return warned(WAITING, "Who approves it may have read it without this change.")
    if head.status == "ended":
        return warned(_ENDED, "The change is stored, but nothing is sent any more.")
    return ALLOWED


def _out_of_order(action: Action, head: CampaignHead) -> Verdict:
    """A new step before others, or a step at another place: only by writing over the contents of steps (7.7)."""
    if head.status in ("running", "pending"):
        state = _RUNNING if head.status == "running" else WAITING
        first = "Pause it first" if head.status == "running" else "Have it approved or dismissed first"
        other = ", or add the step at the end." if action == "insert" else "."
        return refused(
            f"{state} {APPEND_ONLY} Writing the texts one place on would send some of them twice or never.",
            f"{first}{other}",
        )
    done = "The texts of the steps are written one place on instead, one request each."
    return warned(APPEND_ONLY, f"{_ENDED} {done}" if head.status == "ended" else done)


def _delete(head: CampaignHead) -> Verdict:
    """Accepted in every status; the page advises to pause an active campaign (seed)."""
    if head.status != "running":
        return ALLOWED
    return warned(
        f"{_RUNNING} Contacts who are between steps may skip the deleted one.",
        "To preserve history, pause the campaign first, delete, resume.",
        way_out="pause",
    )


def _remove(head: CampaignHead) -> Verdict:
    if head.status == "draft":
        return ALLOWED
    if head.status == "unknown":
        return warned("LeadLex deletes campaigns only while they are drafts, and did not say whether this is one.")
    keeps = "It can stay as it is: nothing more is sent."
    return refused(
        f"LeadLex deletes only drafts, so that the figures of a campaign keep an owner; this one is {_state(head)}.",
        {
            "running": "Pause it, so that nothing more is sent.",
            "pending": f"{APPROVE} Dismissed, it may be a draft again.",
        }.get(head.status, keeps),
    )


def _start(head: CampaignHead) -> Verdict:
    if head.status == "running":
        return refused("The campaign is active already.", "Nothing needs to be done.")
    if head.status == "pending":
        return refused(WAITING, f"{APPROVE} It starts when it is approved.")
    if head.status == "ended":
        return refused(
            "LeadLex does not start a completed campaign.", "Make a new campaign for the contacts who are to get more."
        )
    if head.steps == 0:
        return refused("LeadLex does not start a campaign without steps.", "Add a step first.")
    if head.status == "paused":
        return warned("LeadLex sends e-mails to the contacts in it again, from now on.")
    return warned(
        "LeadLex sends e-mails to the contacts in it, from now on.",
        "With many recipients (more than 100 unless the workspace says otherwise) somebody has to approve it first.",
    )


def _pause(head: CampaignHead) -> Verdict:
    if head.status in ("running", "unknown"):
        return warned("No more e-mails are scheduled until it is started again; those on their way still go out.")
    remedy = APPROVE if head.status == "pending" else "Nothing needs to be done: it sends nothing."
    return refused(f"LeadLex pauses only an active campaign; this one is {_state(head)}.", remedy)


def _state(head: CampaignHead) -> str:
    """Its status as LeadLex words it, for use in a sentence."""
    return {"pending": "waiting for approval"}.get(head.status, head.status_word or head.status)
