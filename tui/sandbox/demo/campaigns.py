"""The everyday campaigns of the demo: Acme sells Relay, which tells a team whether a release is ready to ship."""

from tui.sandbox.demo.builder import campaign, html
from tui.sandbox.demo.every_type import every_type
from tui.sandbox.demo.histories import tell_outbound, tell_webinar
from tui.sandbox.demo.people import ADA, BEN, TEAM_ID, outbound_leads, webinar_leads
from tui.sandbox.lemlist.records import Campaign


def everyday() -> tuple[Campaign, ...]:
    """Running, paused, every step type, a plain one, nearly empty."""
    nurture = _nurture()
    return _outbound(), _webinar(), every_type(nurture.id), nurture, _partners()


def _outbound() -> Campaign:
    record, main = campaign(
        "q4-outbound",
        TEAM_ID,
        ADA.id,
        "Q4 outbound — CTOs",
        "2026-09-14T08:30:00.000Z",
        emoji="🎯",
        labels=["outbound", "Q4"],
        sender_ids=[ADA.id, BEN.id],
        leads=outbound_leads(),
    )
    main.add(
        "email",
        subject="Quick question about releases at {{companyName}}",
        message=html(
            "Hi {{firstName}},",
            "{{icebreaker}}",
            "When a release is due at {{companyName}}, how do you know that it is ready? Most teams we meet ask in a "
            "chat channel and hope that everybody answers.",
            "Relay asks the systems instead of the people, and gives one page with a yes or a no. "
            "Would 15 minutes next week be a bad idea?",
            "Best,\n{{senderName}}",
        ),
    )
    main.add("linkedinVisit", 1)
    main.add(
        "linkedinInvite",
        1,
        message="Hi {{firstName}}, I wrote to you about releases at {{companyName}}. Happy to connect here as well.",
    )
    accepted, other = main.branch("linkedinInviteAccepted", "within", 3)
    accepted.add(
        "linkedinSend",
        0,
        message="Thanks for connecting, {{firstName}}!\n\nHere is the one-page view I mentioned. "
        "Which of your releases was the last one that slipped?",
        images=["https://assets.acme.example/relay-overview.png"],
    )
    opened, silent = accepted.branch("linkedinOpened", "within", 2)
    opened.add("phone", 1, message="Ask which release slipped last and why. Offer the 15-minute walk-through.")
    opened.add(
        "email",
        2,
        subject="What we talked about, {{firstName}}",
        message=html(
            "Hi {{firstName}},",
            'As promised, here is <a href="https://acme.example/relay/tour">the tour</a>. It takes four minutes.',
            "Best,\n{{senderName}}",
        ),
    )
    silent.add("linkedinLikeLastPost", 1)
    silent.add(
        "email",
        3,
        subject="",
        message=html("{{firstName}}, just in case this got buried:", "Is anybody at {{companyName}} looking at this?"),
    )
    other.add(
        "email",
        2,
        subject="{{firstName}}, last try",
        message=html(
            "Hi {{firstName}},",
            "I do not want to fill your inbox. If releases are somebody else's job at {{companyName}}, "
            "who should I talk to?",
            "Best,\n{{senderName}}",
        ),
    )
    other.add("manual", 5, title="Decide: drop or call {{companyName}}", message="Look at the news first.")
    tell_outbound(record)
    return record


def _webinar() -> Campaign:
    record, main = campaign(
        "webinar",
        TEAM_ID,
        BEN.id,
        "Webinar follow-up, three levels deep",
        "2026-06-03T13:05:00.000Z",
        emoji="🎥",
        labels=["events"],
        state="paused",
        sender_ids=[ADA.id],
        leads=webinar_leads(),
    )
    main.add(
        "email",
        subject="The recording of “Ship on Fridays”, {{firstName}}",
        message=html(
            "Hi {{firstName}},",
            'Thanks for signing up. <a href="https://acme.example/webinar/recording">The recording</a> is 38 minutes; '
            "the demo starts at 21:40.",
            "Best,\n{{senderName}}",
        ),
    )
    opened, not_opened = main.branch("emailsOpened", "within", 4)
    opened.add(
        "email",
        1,
        subject="",
        message=html("{{firstName}}, what did you think of the checklist at 27:15? We can send you the template."),
    )
    clicked, no_click = opened.branch("emailsClicked", "within", 3)
    clicked.add("linkedinVisit", 0)
    booked, not_booked = clicked.branch("meetingBooked", "within", 7)
    booked.add("manual", 0, title="Prepare the meeting with {{firstName}}", message="Use the notes of the webinar.")
    booked.add("api", 0, method="POST", url="https://hooks.acme.example/crm/meeting-booked")
    not_booked.add("phone", 1, message="Clicked but did not book. Ask what is missing.")
    not_booked.add("sms", 2, message="Hi {{firstName}}, Ben from Acme here. Shall I send two times for a call?")
    no_click.add(
        "email",
        4,
        subject="The checklist, without the film",
        message=html("Hi {{firstName}},", "No time for films? The checklist is attached to this page.", "Ben"),
    )
    with_phone, _else_left_empty = not_opened.branch("hasPhoneNumber")
    with_phone.add("whatsappMessage", 0, message="Hi {{firstName}}, the recording you asked for: acme.example/webinar")
    tell_webinar(record)
    return record


def _nurture() -> Campaign:
    record, main = campaign(
        "nurture",
        TEAM_ID,
        ADA.id,
        "Slow nurture",
        "2026-01-19T09:00:00.000Z",
        emoji="🌱",
        labels=["nurture"],
        state="paused",
        sender_ids=[BEN.id],
    )
    for month, (subject, text) in enumerate(_LETTERS):
        main.add("email", 0 if month == 0 else 30, subject=subject, message=html("Hi {{firstName}},", text, "Ada"))
    return record


_LETTERS = (
    (
        "One question that shortens release meetings",
        "Ask “what would make us stop?” before you ask “are we ready?”. "
        "Teams that do so need half the time, and nobody has to defend a date.",
    ),
    (
        "What {{companyName}} can take from airlines",
        "A pilot does not ask whether everybody feels good about the flight. There is a list, it is short, "
        "and it is read aloud.",
    ),
    (
        "The release that went out on a Friday",
        "A customer of ours shipped on a Friday afternoon, on purpose. Here is what they had in place first.",
    ),
)


def _partners() -> Campaign:
    record, main = campaign(
        "partners",
        TEAM_ID,
        BEN.id,
        "Partner introductions",
        "2026-11-12T16:44:00.000Z",
        emoji="🤝",
        errors=["Your campaign does not have sender."],
    )
    main.add(
        "email",
        subject="{{firstName}}, shall we introduce each other?",
        message=html("Hi {{firstName}},", "[say here why we fit together]"),
    )
    return record


def spring_launch() -> Campaign:
    """The archived one."""
    record, main = campaign(
        "spring-launch",
        TEAM_ID,
        ADA.id,
        "Spring launch 2025",
        "2025-03-04T07:15:00.000Z",
        emoji="🌷",
        labels=["launch", "2025"],
        state="paused",
        archived=True,
        sender_ids=[ADA.id],
    )
    main.add(
        "email",
        subject="Relay 2 is here",
        message=html("Hi {{firstName}},", "Relay 2 reads your pipelines by itself. No more forms to fill in.", "Ada"),
    )
    main.add("linkedinFollow", 2)
    main.add(
        "email",
        4,
        subject="",
        message=html("{{firstName}}, the early-bird price for {{companyName}} ends on Friday."),
    )
    return record
