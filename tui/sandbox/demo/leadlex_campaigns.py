"""The campaigns of the LeadLex demo: Acme sells Relay, which tells a team whether a release is ready to ship."""

from tui.sandbox.demo.leadlex_builder import campaign, enroll, step
from tui.sandbox.leadlex.records import Campaign, LeadlexState, Stats


def release_managers(state: LeadlexState) -> Campaign:
    """The active one: people between all of its steps, and a pair of neighbouring opposite guards."""
    record = campaign(
        "release-managers",
        "Release managers — autumn",
        "2026-10-05T08:15:00Z",
        description="Release managers met at the reliability meet-up",
        status="active",
        daily_send_limit=80,
        delay_between_emails=90,
    )
    step(
        record,
        0,
        "always",
        "Quick question about {{company_name}}",
        "Hi {{first_name}},",
        "when a release is due at {{company_name}}, how do you find out that it is ready? Most teams we meet ask in a "
        "chat channel and hope that everybody answers.",
        "Relay asks the systems instead of the people and gives one page with a yes or a no. "
        "Would 15 minutes next week be a bad idea?",
        "Ada",
    )
    step(
        record,
        2,
        "if_opened",
        "The one-page view I mentioned",
        "Hi {{first_name}},",
        "here is the page for a project you can look at yourself: https://acme.example/relay/tour. "
        "It takes four minutes.",
        "Ada",
    )
    step(
        record,
        0,
        "if_no_open",
        "{{first_name}}, shorter this time",
        "Relay says in one line whether a release may go out. Worth a look?",
        "Ada",
        hours=4,
    )
    step(
        record,
        3,
        "if_no_reply",
        "Re: Quick question about {{company_name}}",
        "Hi {{first_name}},",
        "as {{job_title}} you probably know the last release that slipped. What would have told you a day earlier?",
        "Ada",
    )
    step(
        record,
        5,
        "if_clicked",
        "What the checklist costs at {{company_name}}",
        "Hi {{first_name}},",
        "since you looked at the tour: this is the price for a team of your size, and what is included.",
        "Ada",
    )
    first, second, third = (1, "2026-11-16T08:10:00Z"), (2, "2026-11-16T12:20:00Z"), (3, "2026-11-19T08:11:00Z")
    old = ((2, "2026-10-07T13:10:00Z"), (3, "2026-10-12T08:10:00Z"))
    for place, added, status, current, sent in (
        (0, "2026-11-14T09:00:00Z", "active", 4, ((0, "2026-11-14T09:05:00Z"), first, third)),
        (1, "2026-11-14T09:00:01Z", "active", 4, ((0, "2026-11-14T09:06:30Z"), second, third)),
        (2, "2026-11-14T09:00:02Z", "replied", 3, ((0, "2026-11-14T09:08:00Z"), first)),
        (3, "2026-11-14T09:00:03Z", "active", 3, ((0, "2026-11-14T09:09:30Z"), second)),
        (4, "2026-11-17T10:00:00Z", "active", 1, ((0, "2026-11-20T08:05:00Z"),)),
        (5, "2026-11-17T10:00:01Z", "bounced", 1, ((0, "2026-11-20T08:06:30Z"),)),
        (6, "2026-11-17T10:00:02Z", "unsubscribed", 2, ((0, "2026-11-17T10:08:00Z"), (1, "2026-11-19T10:08:00Z"))),
        (7, "2026-10-05T09:00:00Z", "completed", 5, ((0, "2026-10-05T09:10:00Z"), old[0], old[1])),
        (8, "2026-11-21T07:30:00Z", "pending", 0, ()),
    ):
        enroll(state, record, place, added, status, current, *sent)
    record.stats = record.stats.model_copy(
        update={
            "opened_count": 7,
            "clicked_count": 2,
            "replied_count": 1,
            "bounced_count": 1,
            "unsubscribed_count": 1,
        }
    )
    return record


def pilot_customers(state: LeadlexState) -> Campaign:
    """The paused one: where steps can be moved without anybody being written to meanwhile."""
    record = campaign(
        "pilot-customers",
        "Pilot customers: after the first month",
        "2026-09-07T13:40:00Z",
        description="Ends with an offer; Ben reads every answer",
        status="paused",
        daily_send_limit=20,
        track_clicks=False,
    )
    step(
        record,
        0,
        "always",
        "A month of Relay at {{company_name}}",
        "Hi {{first_name}},",
        "you have shipped with Relay for a month. What did it stop, and what should it have stopped?",
        "Ben",
    )
    step(
        record,
        4,
        "if_no_reply",
        "Two questions, {{first_name}}",
        "Which check do you trust least? And who at {{company_name}} still asks in the chat?",
        "Ben",
    )
    step(
        record,
        7,
        "always",
        "What happens after the pilot",
        "Hi {{first_name}},",
        "the pilot ends in two weeks. Here is what it would cost to keep it, and how to leave if you would rather not.",
        "Ben",
    )
    for place, added, status, current, sent in (
        (9, "2026-11-09T09:00:00Z", "active", 2, ((0, "2026-11-09T09:05:00Z"), (1, "2026-11-13T09:05:00Z"))),
        (7, "2026-11-09T09:00:01Z", "paused", 1, ((0, "2026-11-09T09:06:00Z"),)),
        (2, "2026-11-09T09:00:02Z", "pending", 0, ()),
    ):
        enroll(state, record, place, added, status, current, *sent, source="pilot")
    record.stats.opened_count = 2
    return record


def odd() -> tuple[Campaign, ...]:
    """Texts that careless software trips over, a status and a guard from the future, and a campaign without steps."""
    strange = campaign(
        "odd-texts",
        "Strange [/] 🧑🏽‍🚀 — مرحبا & <b>שלום</b>",
        "2026-08-08T08:08:00Z",
        description=None,
        sending_timezone="UTC",
    )
    step(strange, 0, "always", "[link=https://acme.example] 50% off", "[bold]Not bold[/bold] \u001b[31mred\u001b[0m")
    step(strange, 1, "if_no_reply", "مرحبا {{first_name}}", "<p>1 &lt; 2</p>\r\n{{unclosed", hours=23)
    future = campaign("odd-future", "From the future", "2026-08-09T08:08:00Z", status="archived")
    step(future, 0, "if_forwarded", "Seen by {{first_name}}", "A guard that nobody documented.")
    bare = campaign("odd-bare", "Nothing in it", "2026-08-10T08:08:00Z", status="active", stats=Stats(sent_count=3))
    return strange, future, bare
