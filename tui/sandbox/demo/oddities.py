"""Campaigns that try the patience of an editor: names that look like markup, and trees that are broken."""

from tui.sandbox.demo.builder import campaign, html
from tui.sandbox.demo.people import ADA, TEAM_ID
from tui.sandbox.lemlist.records import Campaign, Condition, Step


def strange_names() -> Campaign:
    """Nothing wrong with it, but every text is one that careless software trips over."""
    record, main = campaign(
        "strange-names",
        TEAM_ID,
        ADA.id,
        "Strange names [/] 🧑🏽‍🚀 — مرحبا & <b>שלום</b>",
        "2026-08-08T08:08:08.008Z",
        emoji="🏴‍☠️",
        labels=["[red]", "日本語", "a & b", "<i>"],
        sender_ids=[ADA.id],
    )
    main.add(
        "email",
        subject="[/] {{firstName}} [link=https://acme.example] 50% off",
        message=html("[bold]Not bold[/bold], {{firstName}}.", "A bracket too many: [/", "1 < 2 &amp;&amp; 3 > 2"),
    )
    main.add(
        "email",
        1,
        subject="مرحبا {{firstName}}، سؤال سريع",
        message=html("مرحبا {{firstName}}،", "نص من اليمين إلى اليسار, then English, ثم العربية."),
    )
    main.add("manual", 1, title="Override: \u202efdp.exe\u202c and \u200binvisible\u200b spaces", message="Tab\there")
    main.add(
        "manual", 1, title="Escape \u001b[31mred\u001b[0m and a bell \u0007", message="line 1\r\nline 2\u0085line 3"
    )
    main.add(
        "linkedinInvite",
        1,
        message="👩‍👩‍👧‍👦 {{firstName}} 🇫🇷 e\u0301 ｗｉｄｅ 漢字 \U0001f469\U0001f3fd\u200d\U0001f4bb",
    )
    main.add("sms", 1, message="{{firstName}} {{ }} {{unclosed {% if x %} }} \\{{not}}")
    met, _other = main.branch(
        "customLeadInfo", customField="Company [name]", customOperator="contains", customValue="[/]"
    )
    met.add("whatsappMessage", message="@{{firstName}} $HOME `ls` ; rm -rf")
    return record


def broken() -> tuple[Campaign, ...]:
    """A branch shared by two conditions, a branch that is missing, an unknown step type, numbers out of order, none."""
    return _shared_branch(), _missing_branch(), _unknown_type(), _disordered(), _no_sequence()


def _shared_branch() -> Campaign:
    record, main = campaign("shared-branch", TEAM_ID, ADA.id, "Two conditions, one branch", "2026-05-01T00:00:00.000Z")
    main.add("email", subject="Hello {{firstName}}", message=html("Hello!"))
    opened, other = main.branch("emailsOpened", "within", 2)
    opened.add("linkedinVisit")
    clicked, not_clicked = opened.branch("emailsClicked", "within", 2)
    clicked.add("phone", message="Call {{firstName}}")
    other.add("sms", message="The branch of both")
    link = record.sequences[opened.sequence_id].steps[-1].conditions[-1]
    del record.sequences[not_clicked.sequence_id]
    link.sequence_id = other.sequence_id
    return record


def _missing_branch() -> Campaign:
    record, main = campaign("missing-branch", TEAM_ID, ADA.id, "A branch that is not there", "2026-05-02T00:00:00.000Z")
    main.add("email", subject="Hello {{firstName}}", message=html("Hello!"))
    met, other = main.branch("hasPhoneNumber")
    met.add("phone", message="Call {{firstName}}")
    del record.sequences[other.sequence_id]
    return record


def _unknown_type() -> Campaign:
    record, main = campaign("unknown-type", TEAM_ID, ADA.id, "A step from the future", "2026-05-03T00:00:00.000Z")
    main.add("email", subject="Hello {{firstName}}", message=html("Hello!"))
    future = main.add("manual", 1, title="placeholder")
    future.type = "pigeonPost"
    future.content = {"message": "Coo, {{firstName}}", "wingspan": 62, "route": ["Paris", "Lyon"]}
    main.add("sms", 1, message="Did the pigeon arrive?")
    return record


def _disordered() -> Campaign:
    record, main = campaign("disordered", TEAM_ID, ADA.id, "Numbers out of order", "2026-05-04T00:00:00.000Z")
    for number, reported in enumerate((1, 3, 2), start=1):
        main.add("phone", message=f"Call number {number}").index = reported
    steps = record.sequences[main.sequence_id].steps
    steps.append(Step(id=f"{steps[0].id}x", type="conditional", delay=1, content={}, conditions=[]))
    steps[-1].conditions = [
        Condition(sequence_id="seq_nowhere", key="notAKey", label="?"),
        Condition(sequence_id="seq_no2", fallback=True),
    ]
    return record


def _no_sequence() -> Campaign:
    record, _main = campaign("no-sequence", TEAM_ID, ADA.id, "No sequence at all", "2026-05-05T00:00:00.000Z")
    record.sequence_id, record.sequences = None, {}
    return record
