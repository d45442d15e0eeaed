"""The demo workspace: what the design promises is in it, it is sound, and it is the same every time."""

from collections import Counter
from datetime import datetime

from tests.sandbox.leadlex.conftest import Api
from tui.sandbox.demo import leadlex, seeded
from tui.sandbox.leadlex.records import Campaign
from tui.sandbox.leadlex.words import SEND_CONDITIONS

_OPPOSITE = {"if_opened", "if_no_open"}


def _of(status: str) -> Campaign:
    return next(each for each in leadlex.demo().campaigns.values() if each.status == status)


def test_it_is_always_the_same_and_never_shared() -> None:
    one, other = leadlex.demo(), leadlex.demo()
    assert one == other
    next(iter(one.contacts.values())).full_name = "Changed"
    assert one != other
    assert leadlex.demo() == other


def test_four_campaigns_with_guards_and_people_between_steps() -> None:
    campaigns = leadlex.demo().campaigns.values()
    assert {each.status for each in campaigns} == {"draft", "pending_approval", "active", "paused"}
    guards = {step.send_condition for each in campaigns for step in each.steps}
    assert guards == set(SEND_CONDITIONS)
    active = _of("active")
    pairs = [
        {one.send_condition, other.send_condition} for one, other in zip(active.steps, active.steps[1:], strict=False)
    ]
    assert _OPPOSITE in pairs
    between = [each for each in active.enrollments if 0 < each.current_step < len(active.steps)]
    assert len({each.current_step for each in between if each.status == "active"}) >= 3
    assert {each.status for each in active.enrollments} >= {"pending", "active", "completed", "bounced", "replied"}


def test_records_agree_with_each_other() -> None:
    state = leadlex.demo()
    sends = Counter(each.entity_id for each in state.activities)
    for campaign in state.campaigns.values():
        assert campaign.stats.sent_count == sends[campaign.id]
        assert all(step.subject.strip() and step.body.strip() for step in campaign.steps)
        for each in campaign.enrollments:
            mine = [
                one for one in state.activities if (one.contact_id, one.entity_id) == (each.contact_id, campaign.id)
            ]
            indexes = [one.metadata["step_index"] for one in mine]
            assert indexes == sorted(indexes, key=str)
            assert [one.metadata["step_id"] for one in mine] == [
                campaign.steps[index].id for index in indexes if isinstance(index, int)
            ]
            assert each.last_sent_at == (mine[-1].created_date if mine else None)
            assert all(isinstance(index, int) and index < each.current_step for index in indexes)
            assert (each.status == "completed") == (each.current_step == len(campaign.steps))
            assert datetime.fromisoformat(each.added_at) <= min(
                (datetime.fromisoformat(one.created_date) for one in mine), default=datetime.max.astimezone()
            )
    ids = [name for each in state.campaigns.values() for name in (each.id, *(step.id for step in each.steps))]
    assert len(ids) == len(set(ids))


async def test_the_draft_needs_approval_and_the_paused_one_does_not(api: Api) -> None:
    api.store.state = seeded("demo")
    for status, expected in (("draft", "pending_approval"), ("paused", "active")):
        campaign = _of(status).id
        started = (await api.call("POST", f"/campaigns/{campaign}/start")).json()["data"]
        assert started["status"] == expected
        assert ("task_id" in started) == (expected == "pending_approval")


async def test_the_waiting_one_can_be_approved(api: Api) -> None:
    api.store.state = seeded("demo")
    waiting = _of("pending_approval")
    assert len(waiting.enrollments) > api.store.switches.leadlex.approval
    tasks = (await api.call("GET", "/lexi/tasks")).json()["data"]["tasks"]
    assert [task["metadata"] for task in tasks] == [{"campaign_id": waiting.id}]
    assert (await api.call("POST", f"/lexi/tasks/{tasks[0]['id']}/approve")).status_code == 200
    assert api.record(waiting.id).status == "active"


async def test_everything_in_it_would_be_accepted(api: Api) -> None:
    names = ("subject", "body", "delay_days", "delay_hours", "send_condition")
    for campaign in leadlex.demo().campaigns.values():
        settings = campaign.model_dump(include={"name", "description", "daily_send_limit", "sending_timezone"})
        made = await api.call("POST", "/campaigns", settings)
        for step in campaign.steps:
            await api.add(made.json()["data"]["campaign"]["id"], **step.model_dump(include=set(names)))


async def test_the_awkward_ones_can_be_read(api: Api) -> None:
    api.store.state = seeded("awkward")
    rows = (await api.call("GET", "/campaigns")).json()["data"]["campaigns"]
    assert len(rows) == 3
    steps = [step for row in rows for step in await api.steps(row["id"])]
    assert "if_forwarded" in {step["send_condition"] for step in steps}
