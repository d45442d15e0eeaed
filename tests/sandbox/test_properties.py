"""Whatever is added, changed and deleted: numbers stay contiguous, branches stay reachable, the file holds it all."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.openapi import STEP_TYPES, check_answer, check_request
from tui.sandbox.app import LEMLIST_PATH, create_app
from tui.sandbox.lemlist.words import ACTION_LABELS, INSTANT_LABELS
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_DELAY = st.integers(0, 1500)
_PLAIN = [kind for kind in STEP_TYPES if kind not in ("conditional", "sendToAnotherCampaign", "api")]
_BODIES = st.one_of(
    st.fixed_dictionaries({"type": st.sampled_from(_PLAIN)}, optional={"delay": _DELAY, "index": st.integers(-1, 9)}),
    st.fixed_dictionaries(
        {
            "type": st.just("conditional"),
            "conditionKey": st.sampled_from([*INSTANT_LABELS, *ACTION_LABELS]),
            "delayType": st.sampled_from(["within", "waitUntil"]),
            "delay": _DELAY,
        },
        optional={"index": st.integers(-1, 9)},
    ),
)
_FILL = {"email": ("subject", "message"), "manual": ("title",), "linkedinSend": ("message",)}
_FILL |= {"whatsappMessage": ("message",), "sms": ("message",)}
_ACTIONS = st.lists(
    st.tuples(st.sampled_from(["add", "add", "add", "change", "delete"]), st.integers(0, 99), _BODIES, _TEXT),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_ACTIONS)
def test_any_edits(actions: list[tuple[str, int, dict[str, Any], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_run(Path(folder) / "sandbox.json", actions))


async def _run(path: Path, actions: list[tuple[str, int, dict[str, Any], str]]) -> None:
    store = Store.open(path, "empty", switches=Switches(rate_requests=0))
    transport = httpx.ASGITransport(create_app(store))
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://x{LEMLIST_PATH}", auth=("", "sandbox")
    ) as client:
        campaign = (await client.post("/campaigns", json={"name": "Any"})).json()["_id"]
        for what, number, body, text in actions:
            tree = (await client.get(f"/campaigns/{campaign}/sequences")).json()
            await _act(client, tree, what, number, body, text)
            _sound((await client.get(f"/campaigns/{campaign}/sequences")).json())
        assert Store.open(path).state == store.state


async def _act(client: httpx.AsyncClient, tree: Any, what: str, number: int, body: dict[str, Any], text: str) -> None:
    lines = list(tree.values())
    line = lines[number % len(lines)]
    path, kept = f"/sequences/{line['_id']}/steps", len(line["steps"])
    if what == "add":
        request = {**body, **dict.fromkeys(_FILL.get(body["type"], ()), text)}
        await _checked(client, "POST", path, request)
        return
    if not kept:
        return
    step = line["steps"][number % kept]
    path += f"/{step['_id']}"
    if what == "delete":
        await _checked(client, "DELETE", path, None)
    else:
        filled = dict.fromkeys(_FILL.get(step["type"], ()), text)
        await _checked(client, "PATCH", path, {"type": step["type"], "delay": body.get("delay", 3), **filled})


async def _checked(client: httpx.AsyncClient, method: str, path: str, body: Any) -> None:
    assert check_request(method, path, body) == []
    response = await client.request(method, path, json=body) if body is not None else await client.request(method, path)
    assert response.status_code == 200, response.text
    assert check_answer(method, path, 200, response.headers["content-type"], response.json()) == []


def _sound(tree: Any) -> None:
    mains = [entry for entry in tree.values() if entry["level"] == 0]
    assert len(mains) == 1
    assert "parentId" not in mains[0]
    linked = set()
    for name, entry in tree.items():
        assert entry["_id"] == name
        steps = entry["steps"]
        assert [step["index"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["sequenceStep"] == step["index"] - 1 and step["sequenceId"] == name for step in steps)
        for step in steps:
            for link in step.get("conditions", []):
                child = tree[link["sequenceId"]]
                linked.add(child["_id"])
                assert (child["parentId"], child["level"]) == (name, entry["level"] + 1)
                assert child["conditionalStepIndex"] == step["index"]
    assert linked == set(tree) - {mains[0]["_id"]}
