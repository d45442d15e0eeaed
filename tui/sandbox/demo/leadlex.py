"""The demo workspace of LeadLex and its campaigns."""

from tui.sandbox.demo import leadlex_campaigns as campaigns
from tui.sandbox.demo import leadlex_letters as letters
from tui.sandbox.demo.leadlex_people import KNOWN, LIST_ID, WORKSPACE_ID
from tui.sandbox.leadlex.auth import plan_and_reader
from tui.sandbox.leadlex.records import ContactList, Key, LeadlexState


def account() -> LeadlexState:
    """Keys, without contacts and campaigns.

    `wbk_sandbox` is the key that works; the others are there to see what goes wrong with a key that does not:
    `wbk_sandbox_readonly` (403 on every write), `wbk_sandbox_writeonly` (403 on every read), `wbk_sandbox_contacts`
    (403 on campaigns), `wbk_sandbox_expired` (401), `wbk_starter` (10 requests a minute, 100 a day), `wbk_reader`
    (`campaigns:read` and nothing else), `wbk_sandbox_other` (a workspace with nothing in it).
    """
    everything = ["read", "write", "lexi"]
    return LeadlexState(
        keys={
            "wbk_sandbox": Key(workspace_id=WORKSPACE_ID, permissions=everything),
            "wbk_sandbox_readonly": Key(workspace_id=WORKSPACE_ID, permissions=["read"]),
            "wbk_sandbox_writeonly": Key(workspace_id=WORKSPACE_ID, permissions=["campaigns:write"]),
            "wbk_sandbox_contacts": Key(workspace_id=WORKSPACE_ID, permissions=["read:contacts", "activities:read"]),
            "wbk_sandbox_expired": Key(
                workspace_id=WORKSPACE_ID, permissions=everything, expires_at="2026-01-01T00:00:00Z"
            ),
            **plan_and_reader(WORKSPACE_ID),
            "wbk_sandbox_other": Key(workspace_id="wsp_other", permissions=everything),
        }
    )


def demo() -> LeadlexState:
    """The workspace with a paused, an active and a draft campaign, and one that waits for approval."""
    state = account()
    state.contacts = {contact.id: contact.model_copy() for contact in KNOWN}
    state.lists[LIST_ID] = ContactList(
        id=LIST_ID,
        workspace_id=WORKSPACE_ID,
        name="Platform leads",
        description="From the reliability meet-up, checked by hand",
        created_at="2026-11-02T09:00:00Z",
    )
    for build in (
        campaigns.pilot_customers,
        campaigns.release_managers,
        letters.platform_leads,
        letters.year_end_review,
    ):
        record = build(state)
        state.campaigns[record.id] = record
    return state


def awkward() -> LeadlexState:
    """The workspace with campaigns that no editor would make."""
    state = account()
    for record in campaigns.odd():
        state.campaigns[record.id] = record
    return state
