"""Two campaigns of the LeadLex demo for many people at once: a draft, and one whose start waits for approval."""

from tui.sandbox.demo.leadlex_builder import campaign, enroll_all, step
from tui.sandbox.demo.leadlex_people import LIST_ID, prospects
from tui.sandbox.leadlex.records import Campaign, LeadlexState, Task
from tui.sandbox.state import derived_id


def platform_leads(state: LeadlexState) -> Campaign:
    """The draft: so many recipients that its start has to be approved. Adds its contacts to `state`."""
    record = campaign(
        "platform-leads",
        "Platform leads, first contact",
        "2026-11-18T16:20:00Z",
        description="",
        send_on_weekends=False,
    )
    step(
        record,
        0,
        "always",
        "Who says go at {{company_name}}?",
        "Hi {{first_name}},",
        "before a pilot takes off, somebody reads a short list aloud. What is on the list at {{company_name}} before a "
        "release goes out?",
        "Ada",
    )
    step(
        record,
        3,
        "if_no_reply",
        "Re: Who says go at {{company_name}}?",
        "{{first_name}}, here is the list other platform teams use. It fits on one page.",
        "Ada",
    )
    step(record, 6, "if_no_reply", "Shall I close this?", "[say here what they miss]", hours=12)
    found = prospects()
    state.contacts |= {contact.id: contact for contact in found}
    enroll_all(record, found, "2026-11-18T16:30:00Z", f"list:{LIST_ID}")
    return record


def year_end_review(state: LeadlexState) -> Campaign:
    """The one that was started and waits for a person's approval, for everybody that `state` knows; adds its task."""
    record = campaign(
        "year-end-review",
        "Year-end review: what 2026 shipped",
        "2026-11-20T15:05:00Z",
        description="One letter and two reminders before the holidays. Legal has read it.",
        status="pending_approval",
        daily_send_limit=40,
        delay_between_emails=120,
        sending_timezone="Europe/Berlin",
    )
    step(
        record,
        0,
        "always",
        "{{company_name}} and the releases of 2026",
        "Hi {{first_name}},",
        "we counted: teams that read the list aloud before they shipped went back on 3 releases in 100. Teams that did "
        "not went back on 11.",
        "The ten pages behind these two numbers are here, without a form: https://acme.example/relay/2026",
        "Ada",
    )
    step(
        record,
        4,
        "if_opened",
        "The table on page six",
        "Hi {{first_name}},",
        "if you read one page only, read six: what a release that went back cost, by size of company. It is the "
        "page that a {{job_title}} usually forwards.",
        "Ada",
    )
    step(
        record,
        0,
        "if_no_open",
        "3 in 100, or 11?",
        "{{first_name}}, one number about releases that is worth a minute before the year is over: "
        "https://acme.example/relay/2026",
        "Ada",
        hours=2,
    )
    step(
        record,
        9,
        "if_no_reply",
        "January, {{first_name}}?",
        "Nobody starts anything in December. Shall I write again in the second week of January, or not at all? One "
        "word is enough.",
        "Ada",
    )
    enroll_all(record, state.contacts.values(), "2026-11-20T15:20:00Z", "list:newsletter")
    task = Task(
        id=derived_id("task", record.id),
        workspace_id=record.workspace_id,
        campaign_id=record.id,
        description=f"Start campaign {record.name}",
        created_at="2026-11-20T15:30:00Z",
    )
    state.tasks[task.id] = task
    return record
