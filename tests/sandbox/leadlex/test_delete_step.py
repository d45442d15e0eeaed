"""What deleting a step does to the steps behind it and to the people in the campaign.

The statuses of its page are in `tests/contract/leadlex/test_delete_step.py`.
"""

from typing import Any

import pytest

from tests.sandbox.leadlex.conftest import Api, error


async def test_a_step_of_another_campaign_and_a_step_that_is_gone_are_not_found(api: Api) -> None:
    one, other = await api.campaign("a"), await api.campaign("b")
    foreign = (await api.steps(other))[0]["id"]
    assert error(await api.call("DELETE", f"/campaigns/{one}/steps/{foreign}")) == (404, "step_not_found")
    path = f"/campaigns/{other}/steps/{foreign}"
    assert (await api.call("DELETE", path)).status_code == 200
    assert error(await api.call("DELETE", path)) == (404, "step_not_found")
    assert await api.steps(other) == []


@pytest.mark.parametrize("status", ["draft", "pending_approval", "active", "paused", "completed"])
async def test_it_is_accepted_in_every_status_and_indexes_close_up(api: Api, status: str) -> None:
    campaign = await api.campaign("a", "b", "c", "d", "e")
    api.record(campaign).status = status
    before = await api.steps(campaign)
    assert (await api.call("DELETE", f"/campaigns/{campaign}/steps/{before[2]['id']}")).status_code == 200
    after = await api.steps(campaign)
    assert [(step["index"], step["subject"]) for step in after] == [(0, "a"), (1, "b"), (2, "d"), (3, "e")]
    moved = {**before[3], "index": 2}
    assert after[2] == moved, "a step previously at index 3 becomes index 2, and nothing else about it changes"
    assert api.record(campaign).status == status


@pytest.mark.parametrize(
    ("removed", "current", "expected", "status"),
    [
        (2, 0, 0, "active"),
        (2, 1, 1, "active"),
        (2, 2, 2, "active"),  # now points at what used to be the next one: the removed step is skipped
        (2, 3, 2, "active"),
        (2, 4, 3, "active"),
        (3, 3, 3, "completed"),  # nothing left to send
        (3, 2, 2, "active"),
        (0, 0, 0, "active"),
        (0, 1, 0, "active"),
    ],
)
async def test_people_between_steps(api: Api, removed: int, current: int, expected: int, status: str) -> None:
    campaign = await api.campaign("a", "b", "c", "d")
    api.enroll(campaign, 0, "pending")
    somebody = api.enroll(campaign, current)
    api.record(campaign).status = "active"
    subjects = ["a", "b", "c", "d", None]
    step = (await api.steps(campaign))[removed]["id"]
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{step}")
    rows: Any = (await api.call("GET", f"/campaigns/{campaign}/contacts")).json()["data"]["contacts"]
    row = next(row for row in rows if row["contact_id"] == somebody.contact_id)
    assert (row["current_step"], row["status"]) == (expected, status)
    left = [*(step["subject"] for step in await api.steps(campaign)), None]
    wanted = subjects[current] if current != removed else subjects[current + 1]
    assert left[row["current_step"]] == wanted


@pytest.mark.parametrize("status", ["replied", "bounced", "unsubscribed", "completed"])
async def test_a_status_that_says_more_stays(api: Api, status: str) -> None:
    campaign = await api.campaign("a", "b")
    somebody = api.enroll(campaign, 1, status)
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{(await api.steps(campaign))[1]['id']}")
    assert (somebody.status, somebody.current_step) == (status, 1)


async def test_an_active_campaign_ends_when_nobody_has_anything_left(api: Api) -> None:
    campaign = await api.campaign("a", "b")
    for current, status in ((1, "active"), (2, "completed"), (0, "bounced"), (1, "replied")):
        api.enroll(campaign, current, status)
    api.record(campaign).status = "active"
    api.record(campaign).stats.sent_count = 4
    first, last = (step["id"] for step in await api.steps(campaign))
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{last}")
    assert api.record(campaign).status == "completed"
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{first}")
    assert [each.current_step for each in api.record(campaign).enrollments] == [0, 0, 0, 0]
    stats = (await api.call("GET", f"/campaigns/{campaign}/stats")).json()["data"]["stats"]
    assert stats["sent_count"] == 4, "counters do not go down"


async def test_a_campaign_without_steps_cannot_be_started(api: Api) -> None:
    campaign = await api.campaign("a")
    api.enroll(campaign, 0, "pending")
    await api.call("DELETE", f"/campaigns/{campaign}/steps/{(await api.steps(campaign))[0]['id']}")
    assert error(await api.call("POST", f"/campaigns/{campaign}/start")) == (400, "validation_error")
