"""The page "Delete Campaign Step", row by row: every status it documents, asked of the sandbox as the page asks."""

from typing import Any, NamedTuple

import httpx
import pytest

from tests.contract.arranged import HandClock
from tui.sandbox.app import LEADLEX_PATH, create_app
from tui.sandbox.demo.leadlex_people import WORKSPACE_ID
from tui.sandbox.leadlex.records import Campaign, Step
from tui.sandbox.store import Store

_AT = "2026-03-15T09:00:00Z"
_MINE, _OTHER = "cmp_abc123", "cmp_other"
_STEPS = ("step_1", "step_2", "step_3")


class Row(NamedTuple):
    """A case: the key that asks, what it asks for, and the answer; `before` is how often it has read already."""

    key: str | None
    campaign: str
    step: str
    status: int
    code: str | None = None
    before: int = 0


_ROWS = {
    "deleted": Row("wbk_sandbox", _MINE, "step_2", 200),
    "deleted with campaigns:write alone": Row("wbk_sandbox_writeonly", _MINE, "step_2", 200),
    "deleted on the last request of the minute": Row("wbk_starter", _MINE, "step_2", 200, before=9),
    "no key": Row(None, _MINE, "step_2", 401, "invalid_key"),
    "an invalid key": Row("wbk_your_api_key_here", _MINE, "step_2", 401, "invalid_key"),
    "an expired key": Row("wbk_sandbox_expired", _MINE, "step_2", 401, "invalid_key"),
    "an invalid key before an unknown campaign": Row("wbk_wrong", "cmp_x", "step_x", 401, "invalid_key"),
    "campaigns:read alone": Row("wbk_reader", _MINE, "step_2", 403, "insufficient_permissions"),
    "the coarse read alone": Row("wbk_sandbox_readonly", _MINE, "step_2", 403, "insufficient_permissions"),
    "permissions for other things": Row("wbk_sandbox_contacts", _MINE, "step_2", 403, "insufficient_permissions"),
    "a missing permission before an unknown campaign": Row(
        "wbk_reader", "cmp_x", "step_x", 403, "insufficient_permissions"
    ),
    "no campaign with this id": Row("wbk_sandbox", "cmp_x", "step_2", 404, "campaign_not_found"),
    "a campaign of another workspace": Row("wbk_sandbox_other", _MINE, "step_2", 404, "campaign_not_found"),
    "no step with this id": Row("wbk_sandbox", _MINE, "step_x", 404, "step_not_found"),
    "a step of another campaign": Row("wbk_sandbox", _OTHER, "step_2", 404, "step_not_found"),
    "over the limit": Row("wbk_starter", _MINE, "step_2", 429, "rate_limited", before=10),
    "over the limit before a missing campaign": Row("wbk_starter", "cmp_x", "step_2", 429, "rate_limited", before=10),
}


def _store() -> Store:
    store = Store.open(None, "empty", clock=HandClock())
    for name, steps in ((_MINE, _STEPS), (_OTHER, ())):
        store.state.leadlex.campaigns[name] = Campaign(
            id=name,
            workspace_id=WORKSPACE_ID,
            name="N",
            created_at=_AT,
            updated_at=_AT,
            steps=[Step(id=each, subject=each, body="b", created_at=_AT) for each in steps],
        )
    return store


@pytest.mark.parametrize("row", _ROWS.values(), ids=_ROWS)
async def test_row(row: Row) -> None:
    store = _store()
    headers = {} if row.key is None else {"Authorization": f"Bearer {row.key}"}
    base = f"http://sandbox{LEADLEX_PATH}"
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(store)), base_url=base, headers=headers
    ) as client:
        for _ in range(row.before):
            assert (await client.get("/v1/campaigns")).status_code == 200
        answer = await client.delete(f"/v1/campaigns/{row.campaign}/steps/{row.step}")

    left = [step.id for step in store.state.leadlex.campaigns[_MINE].steps]
    body: Any = answer.json()
    assert answer.status_code == row.status, body
    assert answer.headers["content-type"] == "application/json"
    if row.code is None:
        assert body == {"data": {"deleted": True, "id": row.step}}
        assert left == ["step_1", "step_3"]
    else:
        assert body["error"]["code"] == row.code
        assert isinstance(body["error"]["message"], str)
        assert left == list(_STEPS), "what is refused changes nothing"
    assert answer.headers["X-RateLimit-Limit"] == ("100" if row.key == "wbk_starter" else "10000")
    counted = row.before + (row.status not in (401, 429))
    assert int(answer.headers["X-RateLimit-Remaining"]) == int(answer.headers["X-RateLimit-Limit"]) - counted
    assert ("Retry-After" in answer.headers) == (row.status == 429)


def test_every_row_of_the_page_has_a_case() -> None:
    assert {(row.status, row.code) for row in _ROWS.values()} == {
        (200, None),
        (401, "invalid_key"),
        (403, "insufficient_permissions"),
        (404, "campaign_not_found"),
        (404, "step_not_found"),
        (429, "rate_limited"),
    }
