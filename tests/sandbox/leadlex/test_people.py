"""One person and what is known about them: reading, writing history, lists, and addresses that want to hear of it."""

from typing import Any

import pytest

from tests.sandbox.leadlex.conftest import Api, error
from tui.sandbox.demo import leadlex
from tui.sandbox.leadlex.records import Activity


async def test_one_person_has_other_names_of_fields(api: Api) -> None:
    ada = api.person("ada")
    ada.full_name, ada.company_name, ada.tags = "Ada King Byron", "Engines", ["vip"]
    data = (await api.call("GET", f"/contacts/{ada.id}")).json()["data"]
    assert data == {
        "id": ada.id,
        "first_name": "Ada",
        "last_name": "King Byron",
        "full_name": "Ada King Byron",
        "email": "ada@example.com",
        "phone": None,
        "job_title": None,
        "company": "Engines",
        "related_company_id": None,
        "linkedin_url": None,
        "priority": None,
        "tags": ["vip"],
        "custom_fields": {},
        "created_date": "2026-01-01T00:00:00Z",
        "updated_date": "2026-01-01T00:00:00Z",
    }
    assert error(await api.call("GET", "/contacts/no")) == (404, "not_found")
    assert error(await api.call("GET", f"/contacts/{ada.id}", key="wbk_sandbox_other")) == (404, "not_found")
    assert error(await api.call("GET", f"/contacts/{ada.id}", key="wbk_reader")) == (403, "insufficient_permissions")


@pytest.mark.parametrize(
    ("include", "more"),
    [
        ("notes", {"recent_notes"}),
        ("tasks,deals", {"open_tasks", "open_deals"}),
        ("*", {"recent_notes", "open_tasks", "open_deals"}),
        ("", set()),
    ],
)
async def test_what_is_included(api: Api, include: str, more: set[str]) -> None:
    ada = api.person("ada")
    plain = (await api.call("GET", f"/contacts/{ada.id}")).json()["data"]
    data = (await api.call("GET", f"/contacts/{ada.id}", params={"include": include})).json()["data"]
    assert set(data) - set(plain) == more
    assert error(await api.call("GET", f"/contacts/{ada.id}?include=secrets")) == (400, "validation_error")


async def test_the_three_newest_notes(api: Api) -> None:
    ada = api.person("ada")
    for number in range(5):
        kind = "note" if number != 3 else "call"
        at = f"2026-11-0{number + 1}T00:00:00Z"
        entry = Activity(id=f"act_{number}", contact_id=ada.id, type=kind, title="", created_date=at)
        api.store.state.leadlex.activities.append(entry)
    notes = (await api.call("GET", f"/contacts/{ada.id}?include=notes")).json()["data"]["recent_notes"]
    assert [each["id"] for each in notes] == ["act_4", "act_2", "act_1"]


async def test_an_entry_is_written_and_read_back(api: Api) -> None:
    ada = api.person("ada")
    body = {"type": "support_reply", "title": "t" * 500, "contact_id": ada.id, "metadata": {"ticket": 7}}
    made = await api.call("POST", "/activities", body)
    assert made.status_code == 201
    activity = made.json()["data"]["activity"]
    assert {name: activity[name] for name in body} == body
    rows = (await api.call("GET", f"/contacts/{ada.id}/activities")).json()["data"]["activities"]
    assert rows == [activity]
    loose = (await api.call("POST", "/activities", {"type": "note"})).json()["data"]["activity"]
    assert (loose["contact_id"], loose["metadata"], loose["created_date"]) == (None, {}, "2026-11-21T09:02:40Z")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "missing_required_field")),
        ({"type": " "}, (400, "missing_required_field")),
        ({"type": 1}, (400, "validation_error")),
        ({"type": "note", "title": "t" * 501}, (400, "validation_error")),
        ({"type": "note", "metadata": []}, (400, "validation_error")),
        ({"type": "note", "metadata": {"a": "x" * 8192}}, (400, "validation_error")),
        ({"type": "note", "contact_id": "no"}, (404, "not_found")),
    ],
)
async def test_refused_entries(api: Api, body: dict[str, Any], expected: tuple[int, str]) -> None:
    assert error(await api.call("POST", "/activities", body)) == expected
    assert api.store.state.leadlex.activities == []


async def test_writing_history_needs_its_own_permission(api: Api) -> None:
    refused = await api.call("POST", "/activities", {"type": "note"}, key="wbk_sandbox_writeonly")
    assert refused.json()["error"]["message"] == "Missing activities:write permission"


async def test_the_name_of_a_list_is_taken_once_per_workspace(api: Api) -> None:
    made = await api.call("POST", "/lists", {"name": "Q2"})
    assert made.status_code == 201
    assert made.json()["data"].keys() == {"id", "name", "description", "created_at"}
    assert error(await api.call("POST", "/lists", {"name": "Q2"})) == (400, "validation_error")
    assert (await api.call("POST", "/lists", {"name": "Q2"}, key="wbk_sandbox_other")).status_code == 201
    assert error(await api.call("POST", "/lists", {"name": ""})) == (400, "missing_required_field")
    for body in ({"name": 7}, {"name": "x", "description": 7}):
        assert error(await api.call("POST", "/lists", body)) == (400, "validation_error")
    assert len(api.store.state.leadlex.lists) == 2


async def test_an_address_is_registered_and_its_secret_shown_once(api: Api) -> None:
    body = {"url": "https://example.com/hook", "events": ["campaign.started"], "description": "d"}
    made = (await api.call("POST", "/webhooks", body)).json()["data"]["webhook"]
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert {name: made[name] for name in body} == body
    assert (made["active"], made["last_delivery_status"]) == (True, None)
    assert (await api.call("GET", "/webhooks")).json() == {"data": {"webhooks": [made]}}
    assert (await api.call("GET", "/webhooks", key="wbk_sandbox_other")).json() == {"data": {"webhooks": []}}
    assert secret not in api.store.state.model_dump_json()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": None}, "missing_required_field"),
        ({"events": []}, "missing_required_field"),
        ({"url": "http://example.com"}, "validation_error"),
        ({"url": "https://10.0.0.7/hook"}, "validation_error"),
        ({"url": "https://[::1]/hook"}, "validation_error"),
        ({"url": "https://[oops"}, "validation_error"),
        ({"url": "https://localhost"}, "validation_error"),
        ({"url": 7}, "validation_error"),
        ({"events": "all"}, "validation_error"),
        ({"events": [1]}, "validation_error"),
        ({"description": "d" * 201}, "validation_error"),
        ({"active": "yes"}, "validation_error"),
    ],
)
async def test_refused_addresses(api: Api, change: dict[str, Any], code: str) -> None:
    body = {"url": "https://example.com/hook", "events": ["campaign.started"], **change}
    assert error(await api.call("POST", "/webhooks", body)) == (400, code)
    assert api.store.state.leadlex.webhooks == {}


class TestKeysOfTheDemo:
    """Keys that show a plan or a permission, also over a file that does not know them yet."""

    @pytest.fixture(params=["new", "old"])
    def its_api(self, api: Api, request: pytest.FixtureRequest) -> Api:
        api.store.state.leadlex = leadlex.demo()
        if request.param == "old":
            for name in ("wbk_starter", "wbk_reader"):
                del api.store.state.leadlex.keys[name]
        return api

    async def test_the_starter_plan(self, its_api: Api) -> None:
        answers = [await its_api.call("GET", "/campaigns", key="wbk_starter") for _ in range(11)]
        assert [answer.status_code for answer in answers] == [*[200] * 10, 429]
        assert answers[0].headers["X-RateLimit-Limit"] == "100"

    async def test_a_key_that_reads_campaigns_and_nothing_else(self, its_api: Api) -> None:
        rows = (await its_api.call("GET", "/campaigns", key="wbk_reader")).json()["data"]["campaigns"]
        assert len(rows) == 4
        one = f"/campaigns/{rows[0]['id']}"
        for path in ("", "/steps", "/stats", "/contacts"):
            assert (await its_api.call("GET", one + path, key="wbk_reader")).status_code == 200
        for method, path in (("PATCH", one), ("POST", f"{one}/steps"), ("DELETE", one), ("POST", f"{one}/pause")):
            answer = await its_api.call(method, path, {} if method != "DELETE" else None, key="wbk_reader")
            assert answer.json()["error"]["message"] == "Missing campaigns:write permission"
        for path in ("/contacts", "/lexi/tasks", "/webhooks"):
            assert error(await its_api.call("GET", path, key="wbk_reader")) == (403, "insufficient_permissions")


async def test_later_keys_belong_to_the_demo_alone(api: Api) -> None:
    for name in ("wbk_sandbox", "wbk_starter"):
        del api.store.state.leadlex.keys[name]
    assert error(await api.call("GET", "/campaigns", key="wbk_starter")) == (401, "invalid_key")
