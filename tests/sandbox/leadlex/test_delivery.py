"""What goes out when, where the sandbox is told to send: delays, guards, limits, and edits while people wait."""

from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.contract.arranged import HandClock
from tests.sandbox.leadlex.conftest import Api
from tui.sandbox.demo import seeded
from tui.sandbox.leadlex.delivery import due_at, merged
from tui.sandbox.leadlex.records import Campaign, Contact, Enrollment, Step
from tui.sandbox.leadlex.switches import LeadlexSwitches

_START = "2026-12-01T10:00:00Z"  # a Tuesday
_OPEN = {"send_on_weekends": True, "delay_between_emails": 30, "daily_send_limit": 500}


@pytest.fixture
def switches() -> LeadlexSwitches:
    return LeadlexSwitches(plan="unmetered", sending=True)


@pytest.fixture
def clock() -> HandClock:
    clock = HandClock()
    clock.now += 867440  # from the contract's example to _START
    return clock


def _hours(clock: HandClock, hours: float) -> None:
    clock.now += hours * 3600


async def _running(api: Api, *steps: dict[str, Any], people: int = 1, **settings: Any) -> str:
    """A campaign with these steps that was started now, with people who came in now."""
    campaign = await api.campaign()
    await api.call("PATCH", f"/campaigns/{campaign}", {**_OPEN, **settings})
    for number, step in enumerate(steps):
        await api.add(campaign, **{"subject": f"s{number}", **step})
    ids = [api.person(f"p{number}").id for number in range(people)]
    await api.call("POST", f"/campaigns/{campaign}/contacts", {"contact_ids": ids})
    assert (await api.call("POST", f"/campaigns/{campaign}/start")).status_code == 200
    return campaign


async def _sent(api: Api, campaign: str, person: int = 0) -> list[tuple[str, str]]:
    """Which steps went out to somebody, by subject, and when."""
    await api.call("GET", f"/campaigns/{campaign}")
    rows = (await api.call("GET", f"/contacts/con_p{person}/activities?type=campaign_sent")).json()["data"][
        "activities"
    ]
    return [(row["title"], row["created_date"][5:16]) for row in reversed(rows) if row["entity_id"] == campaign]


async def _row(api: Api, campaign: str, person: int = 0) -> tuple[str, int]:
    rows = (await api.call("GET", f"/campaigns/{campaign}/contacts")).json()["data"]["contacts"]
    row = next(row for row in rows if row["contact_id"] == f"con_p{person}")
    return row["status"], row["current_step"]


async def test_delays_count_from_the_last_e_mail(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, {"delay_days": 2, "delay_hours": 3}, {"delay_hours": 5})
    assert await _row(api, campaign) == ("active", 1)
    _hours(clock, 50.9)
    assert await _sent(api, campaign) == [("s0", "12-01T10:00")]
    _hours(clock, 0.1)
    assert await _sent(api, campaign) == [("s0", "12-01T10:00"), ("s1", "12-03T13:00")]
    _hours(clock, 100)
    assert (await _sent(api, campaign))[2] == ("s2", "12-03T18:00"), "when it was due, not when somebody looked"
    assert await _row(api, campaign) == ("completed", 3)
    whole = (await api.call("GET", f"/campaigns/{campaign}")).json()["data"]["campaign"]
    stats = (await api.call("GET", f"/campaigns/{campaign}/stats")).json()["data"]["stats"]
    assert (whole["status"], stats["sent_count"]) == ("completed", 3)


async def test_a_send_is_an_entry_in_the_history(api: Api) -> None:
    campaign = await _running(api, {})
    step = (await api.steps(campaign))[0]
    await api.call("PATCH", f"/campaigns/{campaign}/steps/{step['id']}", {"subject": "later"})
    (row,) = (await api.call("GET", "/contacts/con_p0/activities")).json()["data"]["activities"]
    assert (row["type"], row["title"], row["entity_type"], row["entity_id"]) == (
        "campaign_sent",
        "s0",
        "campaign",
        campaign,
    )
    assert row["metadata"] == {"step_id": step["id"], "step_index": 0}


@pytest.mark.parametrize(
    ("reaction", "titles"),
    [
        ({}, ["s0", "no open", "no reply"]),
        ({"opened": True}, ["s0", "opened", "no open", "no reply"]),
        ({"opened": True, "clicked": True}, ["s0", "opened", "no open", "no reply"]),
        ({"status": "replied"}, ["s0", "no open"]),
        ({"status": "unsubscribed"}, ["s0"]),
        ({"status": "bounced"}, ["s0"]),
        ({"status": "paused"}, ["s0"]),
    ],
)
async def test_guards(api: Api, clock: HandClock, reaction: dict[str, Any], titles: list[str]) -> None:
    campaign = await _running(
        api,
        {},
        {"subject": "opened", "delay_days": 1, "send_condition": "if_opened"},
        {"subject": "no open", "delay_days": 1, "send_condition": "if_no_open"},
        {"subject": "no reply", "delay_days": 1, "send_condition": "if_no_reply"},
        {"subject": "clicked", "delay_days": 1, "send_condition": "if_clicked"},
    )
    assert await _sent(api, campaign) == [("s0", "12-01T10:00")]
    for name, value in reaction.items():
        setattr(api.record(campaign).enrollments[0], name, value)
    _hours(clock, 24 * 9)
    assert [title for title, _ in await _sent(api, campaign)] == titles
    skipped = api.record(campaign).enrollments[0].skipped
    stopped = reaction.get("status") in ("unsubscribed", "bounced", "paused")
    assert len(skipped) == (0 if stopped else 5 - len(titles))


async def test_the_guard_of_a_pair_looks_at_the_last_e_mail_sent(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, {"delay_days": 1, "send_condition": "if_clicked"}, {"delay_days": 2})
    await _sent(api, campaign)
    api.record(campaign).enrollments[0].opened = True
    _hours(clock, 24 * 3)
    assert await _sent(api, campaign) == [("s0", "12-01T10:00"), ("s2", "12-04T10:00")], "counted from the skip"


@pytest.mark.parametrize(
    ("settings", "opened", "titles"),
    [({"track_opens": False}, True, ["s0", "s2"]), ({"track_clicks": False}, True, ["s0", "s1", "s2"])],
)
async def test_without_tracking_nobody_opens(
    api: Api, clock: HandClock, settings: dict[str, Any], opened: bool, titles: list[str]
) -> None:
    guards = ("if_opened", "if_no_open", "if_clicked")
    steps = [{"delay_hours": 1, "send_condition": each} for each in guards]
    campaign = await _running(api, {}, *steps, **settings)
    await _sent(api, campaign)
    person = api.record(campaign).enrollments[0]
    person.opened = person.clicked = opened
    _hours(clock, 24)
    assert [title for title, _ in await _sent(api, campaign)] == titles


async def test_e_mails_keep_their_distance(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, people=4, delay_between_emails=1800)
    _hours(clock, 1)
    times = [await _sent(api, campaign, person) for person in range(4)]
    assert times == [[("s0", "12-01T10:00")], [("s0", "12-01T10:30")], [("s0", "12-01T11:00")], []]
    assert [await _row(api, campaign, person) for person in (2, 3)] == [("completed", 1), ("pending", 0)]


async def test_the_day_is_full_and_the_weekend_is_free(api: Api, clock: HandClock) -> None:
    _hours(clock, 24 * 3)  # Friday
    settings = {"daily_send_limit": 1, "send_on_weekends": False, "sending_timezone": "America/New_York"}
    campaign = await _running(api, {}, people=3, **settings)
    _hours(clock, 24 * 6)
    times = [(await _sent(api, campaign, person))[0][1] for person in range(3)]
    assert times == ["12-04T10:00", "12-07T05:00", "12-08T05:00"], "midnight in the zone of the campaign"


async def test_a_removed_step_changes_what_is_due(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, {"delay_days": 5}, {"delay_days": 2}, {"delay_days": 1})
    await _sent(api, campaign)
    second = (await api.steps(campaign))[1]["id"]
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{second}")
    assert await _row(api, campaign) == ("active", 1), "points at the one after it"
    _hours(clock, 24 * 10)
    assert await _sent(api, campaign) == [("s0", "12-01T10:00"), ("s2", "12-03T10:00"), ("s3", "12-04T10:00")]


async def test_what_becomes_overdue_by_an_edit_goes_out_at_once(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, {"delay_days": 9}, {"delay_days": 1})
    _hours(clock, 24 * 4)
    second = (await api.steps(campaign))[1]["id"]
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{second}")
    clock.now += 1
    assert (await _sent(api, campaign))[1] == ("s2", "12-05T10:00"), "not four days ago"


async def test_a_pause_sends_nothing_and_is_not_made_up_for_in_the_past(api: Api, clock: HandClock) -> None:
    campaign = await _running(api, {}, {"delay_days": 1})
    await _sent(api, campaign)
    await api.call("POST", f"/campaigns/{campaign}/pause")
    _hours(clock, 24 * 6)
    assert len(await _sent(api, campaign)) == 1
    await api.call("POST", f"/campaigns/{campaign}/start")
    clock.now += 1
    assert (await _sent(api, campaign))[1] == ("s1", "12-07T10:00")


class TestStill:
    """The sandbox as it is unless told otherwise."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="unmetered")

    async def test_time_moves_nobody(self, api: Api, clock: HandClock) -> None:
        campaign = await _running(api, {})
        _hours(clock, 24 * 30)
        assert await _row(api, campaign) == ("pending", 0)


_PERSON = Contact(
    id="c", workspace_id="w", full_name="Ada King Byron", email="a@example.com", created_at=_START, job_title="CTO"
)


def test_merging() -> None:
    text = "{{first_name}} {{last_name}}, {{job_title}} at {{company_name}}{{city}}"
    assert merged(text, _PERSON) == "Ada King Byron, CTO at {{city}}"


@pytest.mark.parametrize(("days", "due"), [(1, "2026-12-02"), (10**12, None)])
def test_a_delay_without_end_is_never_over(days: int, due: str | None) -> None:
    step = Step(id="s", subject="s", body="b", created_at=_START, delay_days=days)
    campaign = Campaign(id="c", workspace_id="w", name="n", created_at=_START, updated_at=_START, steps=[step])
    found = due_at(campaign, Enrollment(contact_id="c", added_at=_START))
    assert (None if found is None else found.date().isoformat()) == due


async def test_the_demo_keeps_its_limits_while_it_sends(api: Api, clock: HandClock) -> None:
    api.store.state = seeded("demo")
    state = api.store.state.leadlex
    (task,) = state.tasks
    known = len(state.activities)
    await api.call("POST", f"/lexi/tasks/{task}/approve")
    for _ in range(60):
        _hours(clock, 24)
        assert (await api.call("GET", "/campaigns")).status_code == 200

    for campaign in state.campaigns.values():
        zone = ZoneInfo(campaign.sending_timezone)
        sends = [each for each in state.activities[known:] if each.entity_id == campaign.id]
        times = [datetime.fromisoformat(each.created_date).astimezone(zone) for each in sends]
        days = Counter(at.date() for at in times)
        assert max(days.values(), default=0) <= campaign.daily_send_limit
        assert all(day.weekday() < 5 for day in days), "the demo sends on no weekend"
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
        assert min(gaps, default=1e9) >= campaign.delay_between_emails
        assert len({(each.contact_id, str(each.metadata["step_id"])) for each in sends}) == len(sends)
    by_name = {each.name.partition(" ")[0]: each for each in state.campaigns.values()}
    review = by_name["Year-end"]
    assert {each.status for each in review.enrollments} == {"completed"}
    assert (review.status, review.stats.sent_count) == ("completed", 3 * len(review.enrollments)), "nobody opened"
    assert by_name["Release"].status == "completed"
    assert (by_name["Pilot"].status, by_name["Platform"].status) == ("paused", "draft")
