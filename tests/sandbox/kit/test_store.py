"""Kit in the sandbox's file: it survives a restart, comes into older files, and has its switches."""

import json
from pathlib import Path

import pytest

from tests.sandbox.kit.conftest import FREE, kit_api
from tui.sandbox.demo import seeded
from tui.sandbox.demo.kit_series import COURSE, WELCOME
from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path, switches=Switches(kit=FREE))
    async with kit_api(store=store) as kit:
        made = await kit.sequence(name="New ☂", send_days=["friday"])
        email = await kit.email(made, 4, "hours", content=None)
        await kit.call("DELETE", f"/sequences/{COURSE}")
        await kit.good("PUT", f"/sequences/{WELCOME}", {"send_hour": 20})
        shown = await kit.good("GET", f"/sequences/{made}/emails/{email}")
    again = Store.open(path, switches=Switches(kit=FREE))
    assert again.state == store.state
    async with kit_api(store=again) as kit:
        assert await kit.good("GET", f"/sequences/{made}/emails/{email}") == shown
        assert (await kit.call("GET", f"/sequences/{COURSE}")).status_code == 404
        assert await kit.sequence() == made + 1


def test_an_older_file_gets_the_demo_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    store = Store.open(path)
    campaign = next(iter(store.state.lemlist.campaigns.values()))
    campaign.name = "Mine"
    store.save()
    content = json.loads(path.read_text())
    del content["kit"]
    path.write_text(json.dumps(content))

    opened = Store.open(path)
    assert opened.notice is None
    assert opened.state.kit == seeded("demo").kit
    assert opened.state.lemlist.campaigns[campaign.id].name == "Mine"
    assert json.loads(path.read_text()) == content, "reading does not write"
    opened.save()
    assert Store.open(path).state == opened.state
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_as_a_seed(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text('{"format": "branchline-sandbox", "version": 1, "salt": "s"}')
    assert Store.open(None, path).state.kit == seeded("demo").kit


def test_an_account_without_sequences_stays_empty(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    Store.open(path, "empty")
    assert Store.open(path).state.kit.sequences == {}


def test_switches_are_read_from_words() -> None:
    words = ["kit.lag_seconds=30", "kit.retry_after", "kit.positions=shared", "kit.entitled=no", "rate_requests=0"]
    assert Switches.parse(words) == Switches(
        rate_requests=0, kit=KitSwitches(lag_seconds=30, retry_after=True, positions="shared", entitled=False)
    )
    for word, part in (
        ("kit.colour=red", "unknown switch 'colour'; known are lag_seconds"),
        ("kit", "unknown switch"),
        ("kit.lag_seconds=x", "a number"),
        ("kit.hours_with_days=x", "refuse or store"),
        ("other.lag_seconds=1", r"known are plan, .*kit\.\*"),
    ):
        with pytest.raises(ValueError, match=part):
            Switches.parse([word])
