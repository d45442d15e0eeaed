"""A/B tests of steps: what making, changing and ending one does to the step (contract 7)."""

from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import Api
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

EMAIL = {"type": "email", "subject": "A {{firstName}}", "message": "<p>A</p>"}
RUNNING = "You cannot edit this step because the campaign is running"


async def _tested(api: Api, *, launched: bool = False, **body: Any) -> tuple[str, str]:
    """A campaign with one step under a test: the campaign's id and the path of the test."""
    campaign, main = await api.campaign()
    step = await api.add(main, **(body or EMAIL))
    path = f"/sequences/{main}/steps/{step['_id']}/ab-test"
    assert (await api.call("POST", path)).status_code == 200
    if launched:
        from tui.sandbox.lemlist.records import Lead

        lead = Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted")
        api.store.state.lemlist.campaigns[campaign].leads.append(lead)
    return campaign, path


async def _read_step(api: Api, campaign: str) -> Any:
    return next(iter((await api.sequences(campaign)).values()))["steps"][0]


async def test_variant_b_is_a_copy_that_changes_alone(api: Api) -> None:
    campaign, path = await _tested(api)
    made = (await api.call("GET", path)).json()
    assert (made["subject"], made["message"], made["abTest"]) == ("A {{firstName}}", "<p>A</p>", True)
    changed = (await api.call("PATCH", path, {"subject": "B", "cc": ["a@example.com"], "plainText": True})).json()
    assert changed == {**made, "subject": "B", "cc": ["a@example.com"], "plainText": True}
    assert (await api.call("GET", path)).json() == changed
    step = await _read_step(api, campaign)
    assert (step["subject"], step["abTest"], step["emailTemplateBId"]) == (
        "A {{firstName}}",
        True,
        made["emailTemplateBId"],
    )
    assert step["emailTemplateId"] != step["emailTemplateBId"]


async def test_deleting_a_promotes_b_and_deleting_b_drops_it(api: Api) -> None:
    campaign, path = await _tested(api)
    b = (await api.call("PATCH", path, {"subject": "B"})).json()
    assert (await api.call("DELETE", path, params={"variant": "C"})).text == "variant must be A or B"
    assert (await api.call("DELETE", path, params={"variant": "A"})).json() == {"ok": True}
    step = await _read_step(api, campaign)
    assert (step["subject"], step["message"], step["emailTemplateId"]) == ("B", "<p>A</p>", b["emailTemplateBId"])
    assert "abTest" not in step
    assert "emailTemplateBId" not in step
    assert (await api.call("POST", path)).json()["subject"] == "B"
    await api.call("PATCH", path, {"subject": "C"})
    assert (await api.call("DELETE", path)).status_code == 200, "B is the variant that goes when none is named"
    assert (await _read_step(api, campaign))["subject"] == "B"
    assert (await api.call("DELETE", path)).status_code == 404


async def test_a_winner_is_read_on_the_step_and_is_final(api: Api) -> None:
    campaign, path = await _tested(api, launched=True)
    assert (await api.call("POST", f"{path}/winner", {"variant": "A"})).json()["abTest"] == "A"
    assert (await _read_step(api, campaign))["abTest"] == "A"
    assert (await api.call("GET", path)).json()["abTest"] == "A"
    again = await api.call("POST", f"{path}/winner", {"variant": "B"})
    assert (again.status_code, again.json()["code"]) == (400, "SEQUENCE_AB_WINNER_ALREADY_SELECTED")
    for body, text in (
        ({}, "Match error: Missing key 'variant'"),
        ({"variant": 1}, "Match error: Expected string, got number"),
        ({"variant": "C"}, "variant must be A or B"),
    ):
        assert (await api.call("POST", f"{path}/winner", body)).text == text


async def test_running_campaigns_keep_their_tests_but_the_words_may_change(api: Api) -> None:
    campaign, path = await _tested(api, launched=True)
    for variant in ("A", "B"):
        refused = await api.call("DELETE", path, params={"variant": variant})
        assert refused.json() == {"error": RUNNING, "code": "SEQUENCE_AB_CAMPAIGN_RUNNING"}
    assert (await api.call("PATCH", path, {"subject": "B"})).status_code == 200
    main = next(iter(await api.sequences(campaign)))
    other = await api.add(main, **EMAIL)
    refused = await api.call("POST", f"/sequences/{main}/steps/{other['_id']}/ab-test")
    assert refused.json()["code"] == "SEQUENCE_AB_CAMPAIGN_RUNNING"
    await api.call("POST", f"/campaigns/{campaign}/pause")
    assert (await api.call("DELETE", path)).status_code == 200


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"wings": 2}, "Match error: Unknown key 'wings'"),
        ({"cc": "a@example.com"}, "Match error: Expected array, got string"),
        ({"cc": [1]}, "Match error: Expected string, got number"),
        ({"plainText": "yes"}, "Match error: Expected boolean, got string"),
        ({"subject": "x" * 401}, "subject must be at most 400 characters"),
        ({"message": " "}, "message must not be empty"),
    ],
)
async def test_bodies_that_are_refused_change_nothing(api: Api, body: Any, text: str) -> None:
    _, path = await _tested(api)
    before = (await api.call("GET", path)).json()
    refused = await api.call("PATCH", path, {"subject": "never", **body})
    assert (refused.status_code, refused.text) == (400, text)
    assert refused.headers["content-type"].startswith("text/plain")
    assert (await api.call("GET", path)).json() == before


async def test_notes_of_invitations(api: Api) -> None:
    _, path = await _tested(api, type="linkedinInvite", message="Hi")
    assert (await api.call("PATCH", path, {"message": "", "altMessage": "x" * 300})).status_code == 200
    refused = await api.call("PATCH", path, {"altMessage": "x" * 301})
    assert (refused.status_code, refused.json()["code"]) == (400, "SEQUENCE_AB_ALT_MESSAGE_TOO_LONG")
    api.store.switches = Switches(rate_requests=0, ab_errors="text")
    refused = await api.call("PATCH", path, {"altMessage": "x" * 301})
    assert (refused.status_code, refused.text) == (400, "altMessage must be at most 300 characters")


async def test_steps_that_cannot_be_tested(api: Api) -> None:
    _, main = await api.campaign()
    step = await api.add(main, type="phone")
    stem = f"/sequences/{main}/steps"
    assert (await api.call("POST", f"{stem}/{step['_id']}/ab-test")).status_code == 400
    unknown = await api.call("GET", f"{stem}/stp_nowhere/ab-test")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "SEQUENCE_STEP_NOT_FOUND")
    assert (await api.call("GET", "/sequences/seq_nowhere/steps/stp_x/ab-test")).text == "Sequence not found"
    wrong = await api.call("PUT", f"{stem}/{step['_id']}/ab-test")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "DELETE, GET, PATCH, POST")


async def test_a_duplicate_has_a_test_of_its_own(api: Api) -> None:
    campaign, path = await _tested(api)
    copy = (await api.call("POST", f"/campaigns/{campaign}/duplicate")).json()["_id"]
    one, other = await _read_step(api, campaign), await _read_step(api, copy)
    assert one["emailTemplateBId"] != other["emailTemplateBId"]
    await api.call("DELETE", path)
    assert (await _read_step(api, copy))["abTest"] is True


async def test_tests_survive_a_restart(api: Api, tmp_path: Path) -> None:
    _, path = await _tested(api)
    await api.call("PATCH", path, {"subject": "B"})
    api.store.path = tmp_path / "sandbox.json"
    api.store.save()
    assert Store.open(api.store.path).state == api.store.state
