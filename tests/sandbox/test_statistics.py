"""Statistics of one campaign: every number follows from what happened to the leads (contract 3.10)."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tests.sandbox.happenings import ALWAYS, People, people_in, stats_of
from tui.sandbox.demo import lemlist
from tui.sandbox.lemlist.records import AbTest, Step


async def test_nothing_happened(api: Api) -> None:
    people, _ = await people_in(api, "email")
    body = await stats_of(api, people)
    assert [name for name, value in body.items() if value not in (0, [])] == ["steps", "perChannel"]
    assert set(body["perChannel"]) == {"email", "linkedin", "sms", "whatsapp", "others"}


async def test_each_message_counts_once_and_each_lead_once(api: Api) -> None:
    people, (first, second) = await people_in(api, "email", "email")
    for step in (first, second):
        people.happened("emailsSent", "lea_a", step)
        people.happened("emailsOpened", "lea_a", step)
        people.happened("emailsOpened", "lea_a", step)
    people.happened("emailsSent", "lea_b", first)
    people.happened("emailsBounced", "lea_b", first)
    people.happened("emailsFailed", "lea_c", first)
    body = await stats_of(api, people)
    totals = {name: body[name] for name in ("messagesSent", "delivered", "opened", "messagesBounced")}
    assert totals == {"messagesSent": 3, "delivered": 2, "opened": 2, "messagesBounced": 1}
    assert (body["nbLeads"], body["nbLeadsReached"], body["nbLeadsOpened"]) == (3, 2, 1)
    assert (body["messagesNotSent"], body["nbLeadsInterrupted"]) == (1, 1)
    row = body["steps"][0]
    assert {name: row[name] for name in ("sent", "delivered", "opened", "notDelivered", "bounced")} == {
        "sent": 2,
        "delivered": 1,
        "opened": 1,
        "notDelivered": 1,
        "bounced": 1,
    }
    assert "taskType" not in row


async def test_the_period_includes_its_ends(api: Api) -> None:
    people, (step,) = await people_in(api, "email")
    for day in ("01", "02", "03"):
        people.happened("emailsSent", f"lea_{day}", step, created_at=f"2026-05-{day}T00:00:00.000Z")

    async def sent(start: str, end: str) -> Any:
        return (await stats_of(api, people, startDate=start, endDate=end))["messagesSent"]

    assert await sent("2026-05-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z") == 2
    assert await sent("2026-05-01T00:00:00.001Z", "2026-05-02T23:59:59.999Z") == 1
    assert await sent("2026-05-01T02:00:00.000+02:00", "2026-05-01T00:00:00.000Z") == 1
    assert await sent("2026-05-03T00:00:00", "2026-05-03T00:00:00") == 1, "without a zone it is UTC"


async def test_linkedin_counts_invitations_apart(api: Api) -> None:
    people, (visit, invite, send) = await people_in(api, "linkedinVisit", "linkedinInvite", "linkedinSend")
    people.happened("linkedinVisitDone", "lea_a", visit)
    people.happened("linkedinInviteDone", "lea_a", invite)
    people.happened("linkedinInviteAccepted", "lea_a", invite)
    people.happened("linkedinSent", "lea_a", send)
    people.happened("linkedinInMailSent", "lea_b", send)
    people.happened("linkedinSendFailed", "lea_c", send)
    people.happened("linkedinOpened", "lea_b", send)
    body = await stats_of(api, people)
    assert [(row["taskType"], row["invited"], row["sent"], row["opened"]) for row in body["steps"]] == [
        ("linkedinVisit", 0, 1, 0),
        ("linkedinInvite", 1, 0, 1),
        ("linkedinSend", 0, 2, 1),
    ]
    assert (body["messagesSent"], body["opened"], body["invitationAccepted"]) == (2, 2, 1)
    assert body["perChannel"]["linkedin"] == {
        "sent": 2,
        "delivered": 2,
        "notDelivered": 1,
        "opened": 1,
        "replied": 0,
        "invitationAccepted": 1,
        "breakdown": {
            "sent": {"messages": 1, "inMails": 1, "voiceNotes": 0},
            "notDelivered": {"messages": 1, "inMails": 0, "voiceNotes": 0},
        },
    }


async def test_more_can_be_opened_than_was_sent(api: Api) -> None:
    people, (invite,) = await people_in(api, "linkedinInvite")
    people.happened("linkedinInviteDone", "lea_a", invite)
    people.happened("linkedinInviteAccepted", "lea_a", invite)
    body = await stats_of(api, people)
    assert (body["messagesSent"], body["opened"]) == (0, 1)


async def test_channels_and_senders_narrow(api: Api) -> None:
    people, (mail, text) = await people_in(api, "email", "sms")
    ada, ben = list(api.store.state.lemlist.users.values())[:2]
    people.happened("emailsSent", "lea_a", mail, sender_id=ada.id)
    people.happened("emailsReplied", "lea_a", mail, sender_id=ada.id)
    people.happened("smsSent", "lea_a", text, sender_id=ben.id)
    people.happened("smsDelivered", "lea_a", text, sender_id=ben.id)
    people.happened("smsSent", "lea_b", text, sender_id=ben.id)
    people.happened("manualNotInterested", "lea_b", text, sender_id=ben.id)
    only = await stats_of(api, people, channels='["sms"]')
    assert (only["messagesSent"], only["delivered"], only["replied"], only["nbLeadsNotInterested"]) == (2, 1, 0, 0)
    assert only["perChannel"] == {"sms": {"sent": 2, "delivered": 1, "notDelivered": 0, "replied": 0}}
    assert (await stats_of(api, people, channels="[]")) == (await stats_of(api, people))
    others = await stats_of(api, people, channels='["others"]')
    assert (others["messagesSent"], others["nbLeadsNotInterested"]) == (0, 1)
    of_ada = await stats_of(api, people, sendUser=f"{ada.id}|{ada.email}")
    assert (of_ada["messagesSent"], of_ada["replied"], of_ada["nbLeads"]) == (1, 1, 2)


async def test_variants_have_rows_of_their_own(api: Api) -> None:
    people, (tested, plain) = await people_in(api, "email", "email")
    tested.ab_test = AbTest(template_id="etp_b")
    for lead, variant in (("lea_a", "A"), ("lea_b", "B"), ("lea_c", "B")):
        people.happened("emailsSent", lead, tested, variant=variant)
    people.happened("emailsSent", "lea_a", plain)
    rows = (await stats_of(api, people))["steps"]
    assert [(row.get("abTest"), row["index"], row["sent"]) for row in rows] == [("A", 1, 1), ("B", 1, 2), (None, 2, 1)]
    only = await stats_of(api, people, ABSelected="B")
    assert [(row["abTest"], row["sent"]) for row in only["steps"]] == [("B", 2)]
    assert only["messagesSent"] == 2


async def test_rows_follow_the_step_and_old_records_the_place(api: Api) -> None:
    people, steps = await people_in(api, "email", "phone")
    main = str(people.campaign.sequence_id)
    people.happened("emailsSent", "lea_a", steps[0], sequence_id=main, sequence_step=0)
    people.happened("emailsOpened", "lea_a", steps[0], sequence_id=main, sequence_step=0)
    people.happened("emailsOpened", "lea_a", steps[0], sequence_id=main, sequence_step=4)
    people.happened("aircallDone", "lea_a", None, sequence_id=main, sequence_step=1)
    people.happened("emailsSent", "lea_a", "stp_deleted", sequence_id=main, sequence_step=0)

    async def rows() -> list[tuple[int, int]]:
        body = await stats_of(api, people)
        assert body["opened"] == 1, "the same message, though its step has moved in between"
        assert body["messagesSent"] == 2, "what a deleted step has sent stays in the totals"
        return [(row["sequenceStep"], row["sent"]) for row in body["steps"]]

    assert await rows() == [(0, 1), (1, 1)]
    steps.insert(1, Step(id="stp_new", type="email"))
    assert await rows() == [(0, 1), (1, 1), (2, 0)], "a record without the step's id can only say where it stood"


async def test_branches_have_rows_and_conditions_labels(api: Api) -> None:
    api.store.state.lemlist = lemlist.demo()
    outbound = next(each for each in api.store.state.lemlist.campaigns.values() if each.status == "running")
    body = await stats_of(api, People(outbound))
    tree = await api.sequences(outbound.id)
    assert [(row["sequenceId"], row["index"]) for row in body["steps"]] == [
        (name, step["index"]) for name, entry in tree.items() for step in entry["steps"]
    ]
    assert [row["conditionLabel"] for row in body["steps"] if row.get("taskType") == "conditional"] == [
        "Accepted invite",
        "Opened LinkedIn message",
    ]
    assert (body["nbLeads"], body["nbLeadsLaunched"], body["nbLeadsReached"]) == (8, 7, 6)
    assert (body["messagesBounced"], body["replied"], body["invitationAccepted"], body["clicked"]) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"endDate": ""}, "Bad params: startDate and endDate are required"),
        ({"startDate": "yesterday"}, "Bad params"),
        ({"channels": "{}"}, "Bad params: channels must be a valid array"),
        ({"channels": "[" * 5000}, "Bad params: channels must be a valid array"),
        (
            {"sendUser": "|a@example.com"},
            "Bad param format: sendUser must be formatted as follow: <sendUserId>|<sendUserEmail>",
        ),
        (
            {"sendUser": "usr_nobody|a@example.com"},
            "Bad params: the send user email is not related to the send user id",
        ),
    ],
)
async def test_what_cannot_be_asked(api: Api, query: dict[str, str], text: str) -> None:
    people, _ = await people_in(api, "email")
    response = await api.call("GET", f"/v2/campaigns/{people.campaign.id}/stats", params={**ALWAYS, **query})
    assert (response.status_code, response.text) == (400, text)
