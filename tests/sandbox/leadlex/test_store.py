"""The file: LeadLex survives a restart in it, and a file from before LeadLex keeps everything it had."""

import json
from pathlib import Path

import httpx

from tests.support.served import serve
from tui.sandbox.app import LEADLEX_PATH
from tui.sandbox.demo import leadlex, seeded
from tui.sandbox.store import Store

_HEADERS = {"Authorization": "Bearer wbk_sandbox"}


def test_changes_over_a_socket_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    with serve(Store.open(path)) as served:
        base = f"{served.origin}{LEADLEX_PATH}/v1/campaigns"
        made = httpx.post(base, json={"name": "Kept ☂"}, headers=_HEADERS).json()["data"]["campaign"]["id"]
        body = {"subject": "s", "body": "b", "send_condition": "if_opened"}
        step = httpx.post(f"{base}/{made}/steps", json=body, headers=_HEADERS).json()["data"]["step"]
    with serve(Store.open(path)) as served:
        base = f"{served.origin}{LEADLEX_PATH}/v1/campaigns"
        assert httpx.get(f"{base}/{made}/steps", headers=_HEADERS).json() == {"data": {"steps": [step]}}
        total = httpx.get(base, headers=_HEADERS).json()["meta"]["total"]
    assert total == len(leadlex.demo().campaigns) + 1


def _old_file(path: Path, seed: str = "demo") -> Store:
    """A file as it was written before there was LeadLex, with something of the user's own in it."""
    store = Store.open(path, seed)
    first = next(iter(store.state.lemlist.campaigns.values()), None)
    if first is not None:
        first.name = "Mine"
    store.save()
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["leadlex"]
    path.write_text(json.dumps(content), encoding="utf-8")
    return store


def test_an_old_file_gets_the_demo_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    before = _old_file(path)
    store = Store.open(path)
    assert store.notice is None
    assert store.state.lemlist == before.state.lemlist
    assert next(iter(store.state.lemlist.campaigns.values())).name == "Mine"
    assert store.state.leadlex == leadlex.demo()
    store.save()
    assert Store.open(path).state == store.state


def test_an_old_file_may_be_a_seed_or_come_in_while_it_runs(tmp_path: Path) -> None:
    old, path = tmp_path / "old.json", tmp_path / "sandbox.json"
    before = _old_file(old)
    store = Store.open(path, old)
    assert (store.state.lemlist, store.state.leadlex) == (before.state.lemlist, leadlex.demo())
    store.state.leadlex.campaigns.clear()
    store.save()
    assert Store.open(path).state.leadlex.campaigns == {}, "what the user emptied stays empty"
    path.write_bytes(old.read_bytes())
    store.refresh()
    assert store.state.leadlex == leadlex.demo()


def test_seeds() -> None:
    assert seeded("empty").leadlex == leadlex.account()
    assert not seeded("empty").leadlex.campaigns
    assert seeded("demo").leadlex == leadlex.demo()
    statuses = {each.status for each in seeded("awkward").leadlex.campaigns.values()}
    assert "archived" in statuses
