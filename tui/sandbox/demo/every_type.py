"""The demo campaign with one step of each of the seventeen types."""

from tui.sandbox.demo.builder import campaign, html
from tui.sandbox.demo.people import ADA, TEAM_ID
from tui.sandbox.lemlist.records import Campaign


def every_type(target_id: str) -> Campaign:
    """Sixteen types in the main line, the rest below the condition that ends it; `target_id` is another campaign."""
    record, main = campaign(
        "every-type",
        TEAM_ID,
        ADA.id,
        "Every step type, one of each",
        "2026-10-01T10:00:00.000Z",
        emoji="🧰",
        labels=["reference"],
        state="paused",
        sender_ids=[ADA.id],
    )
    main.add("linkedinVisit", 0)
    main.add(
        "email",
        1,
        subject="{{firstName}}, a look at how {{companyName}} ships",
        message=html(
            "Hi {{firstName}},",
            "I looked at the release notes of {{companyName}} and counted: eleven releases in the last quarter, "
            "four of them followed by a fix within a day.",
            "What would it be worth to know that beforehand?",
            "Best,\n{{senderName}}",
        ),
    )
    main.add("linkedinFollow", 1)
    main.add("linkedinLikeLastPost", 1)
    main.add("linkedinCommentLastPost", 2)
    main.add(
        "linkedinInvite",
        1,
        message="Hi {{firstName}}, I liked your post on incident reviews. Shall we connect?",
    )
    main.add(
        "linkedinSend",
        3,
        message="Hey {{firstName}}, thanks for connecting! Two minutes of film say more than I can:",
        altMessage="Hi {{firstName}}, we are not connected yet, so here is the short version: Relay says whether a "
        "release is ready.",
        images=["https://assets.acme.example/relay-overview.png"],
        videos=["https://assets.acme.example/relay-in-two-minutes.mp4"],
    )
    main.add("linkedinVoiceNote", 2, recordMode="manual")
    main.add("linkedinEndorse", 1, skillName="Release management", endorseAnyFallback=True)
    main.add("linkedinWithdrawInvitation", 14)
    main.add("phone", 1, message="Ask about the fix releases of last quarter.")
    main.add("sms", 1, message="Hi {{firstName}}, Ada from Acme. I tried to call; when is a good time?")
    main.add("whatsappMessage", 2, message="Hi {{firstName}}, the film I mentioned: acme.example/two-minutes")
    main.add("manual", 1, title="Send {{firstName}} the printed checklist", message="Address in the CRM.")
    main.add("api", 0, method="POST", url="https://hooks.acme.example/crm/sequence-finished")
    met, other = main.branch("hasScore", "within", 5)
    met.add("manual", 0, title="Hand {{companyName}} over to an account executive")
    other.add("sendToAnotherCampaign", 0, campaignId=target_id)
    return record
