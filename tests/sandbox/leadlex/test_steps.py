"""Steps: appended at the end, changed field by field, refused with the right code."""

from typing import Any

import pytest

from tests.sandbox.leadlex.conftest import Api, error
from tui.sandbox.leadlex.switches import LeadlexSwitches

_FULL = {"subject": "s", "body": "b"}


async def test_defaults_and_append(api: Api) -> None:
    campaign = await api.campaign("a")
    made = await api.add(campaign, "b", index=0, id="mine")
    assert (made["index"], made["delay_days"], made["delay_hours"], made["send_condition"]) == (1, 0, 0, "always")
    assert made["id"] != "mine"
    assert made["created_at"] == "2026-11-21T09:02:40Z"
    assert [step["subject"] for step in await api.steps(campaign)] == ["a", "b"]


@pytest.mark.parametrize(
    ("body", "code", "fields"),
    [
        ({"body": "b"}, "missing_required_field", {"subject"}),
        ({"subject": "s"}, "missing_required_field", {"body"}),
        ({}, "missing_required_field", {"subject", "body"}),
        ({"subject": None, "body": "b"}, "missing_required_field", {"subject"}),
        ({"subject": " \n", "body": ""}, "missing_required_field", {"subject", "body"}),
        ({"subject": "s", "send_condition": "no"}, "missing_required_field", {"body"}),
        ({**_FULL, "send_condition": "if_bounced"}, "invalid_send_condition", set()),
        ({**_FULL, "send_condition": None}, "invalid_send_condition", set()),
        ({**_FULL, "send_condition": ["always"]}, "invalid_send_condition", set()),
        ({**_FULL, "subject": 5}, "validation_error", {"subject"}),
        ({**_FULL, "delay_days": -1}, "validation_error", {"delay_days"}),
        ({**_FULL, "delay_days": 1.5, "delay_hours": "3"}, "validation_error", {"delay_days", "delay_hours"}),
        ({**_FULL, "delay_hours": 24}, "validation_error", {"delay_hours"}),
        ({**_FULL, "delay_hours": True}, "validation_error", {"delay_hours"}),
        ({**_FULL, "delay_days": None}, "validation_error", {"delay_days"}),
        ([], "validation_error", set()),
    ],
)
async def test_refused_bodies(api: Api, body: Any, code: str, fields: set[str]) -> None:
    campaign = await api.campaign()
    answer = await api.call("POST", f"/campaigns/{campaign}/steps", body)
    assert error(answer) == (400, code)
    assert set(answer.json()["error"].get("details", {}).get("fields", {})) == fields
    assert await api.steps(campaign) == []


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"subject": NaN}', b'{"a": "\\ud800"}', b"[" * 100_000])
async def test_what_is_no_json_is_refused(api: Api, raw: bytes) -> None:
    campaign = await api.campaign()
    assert error(await api.call("POST", f"/campaigns/{campaign}/steps", content=raw)) == (400, "validation_error")


async def test_more_than_a_megabyte_is_refused(api: Api) -> None:
    campaign = await api.campaign()
    answer = await api.call("POST", f"/campaigns/{campaign}/steps", {"subject": "s", "body": "x" * 1024 * 1024})
    assert error(answer) == (400, "validation_error")
    assert (await api.add(campaign, "s", body="x" * 1024 * 1023))["index"] == 0


async def test_changes_touch_what_is_sent(api: Api) -> None:
    campaign = await api.campaign("a", "b")
    step = (await api.steps(campaign))[1]
    path = f"/campaigns/{campaign}/steps/{step['id']}"
    answer = await api.call("PATCH", path, {"delay_hours": 23, "index": 0, "id": "other", "wings": 2})
    assert answer.json() == {"data": {"step": {**step, "delay_hours": 23}}}
    answer = await api.call("PATCH", path, {"subject": "é", "send_condition": "if_clicked", "delay_days": 400})
    changed = {**step, "delay_hours": 23, "subject": "é", "send_condition": "if_clicked", "delay_days": 400}
    assert answer.json()["data"]["step"] == changed
    assert (await api.call("PATCH", path, {})).json()["data"]["step"] == changed
    assert (await api.steps(campaign))[1] == changed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"subject": ""}, "missing_required_field"),
        ({"body": None}, "missing_required_field"),
        ({"send_condition": "sometimes"}, "invalid_send_condition"),
        ({"delay_hours": -1}, "validation_error"),
        ({"body": {}}, "validation_error"),
        ({"subject": "good", "delay_days": -3}, "validation_error"),
    ],
)
async def test_refused_changes_change_nothing(api: Api, body: Any, code: str) -> None:
    campaign = await api.campaign("a")
    before = await api.steps(campaign)
    assert error(await api.call("PATCH", f"/campaigns/{campaign}/steps/{before[0]['id']}", body)) == (400, code)
    assert await api.steps(campaign) == before


async def test_unknown_things_are_named(api: Api) -> None:
    campaign = await api.campaign("a")
    for path, code in ((f"/campaigns/{campaign}/steps/no", "step_not_found"), ("/campaigns/no/steps/no", "campaign_")):
        refused = error(await api.call("PATCH", path, {"send_condition": "bad"}))
        assert refused[0] == 404, "what is missing is said before what is wrong with the body"
        assert refused[1].startswith(code)


async def test_a_step_keeps_its_content_in_every_status(api: Api) -> None:
    campaign = await api.campaign("a")
    step = (await api.steps(campaign))[0]["id"]
    for status in ("pending_approval", "active", "paused", "completed"):
        api.record(campaign).status = status
        assert (await api.call("PATCH", f"/campaigns/{campaign}/steps/{step}", {"subject": status})).status_code == 200
        assert (await api.add(campaign, status))["subject"] == status


class TestOtherReadings:
    """The switches about answers."""

    @pytest.fixture
    def switches(self) -> LeadlexSwitches:
        return LeadlexSwitches(plan="unmetered", created=200, patch_sample=True)

    async def test_created_is_200_and_a_change_is_answered_as_in_the_sample(self, api: Api) -> None:
        made = await api.call("POST", "/campaigns", {"name": "x"})
        assert made.status_code == 200
        path = f"/campaigns/{made.json()['data']['campaign']['id']}/steps"
        step = (await api.call("POST", path, _FULL)).json()["data"]["step"]
        changed = (await api.call("PATCH", f"{path}/{step['id']}", {"delay_days": 2})).json()["data"]["step"]
        assert changed == {name: value for name, value in step.items() if name != "created_at"} | {"delay_days": 2}
