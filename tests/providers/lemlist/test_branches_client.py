"""The branch routes over a real socket: each call one documented request, and the tree shows what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.providers.lemlist.connected import connected, lines_of, new_store, put, read
from tui.model.nodes import Campaign
from tui.providers.branching import BranchHost, HostedBranch
from tui.providers.errors import ReadOnly, Sent
from tui.providers.kit.client import Kit
from tui.providers.lemlist.branches import HOSTING, BranchContent, EmailBranch, LeadInfoBranch, ScoreBranch
from tui.providers.lemlist.client import Lemlist
from tui.sandbox.demo.builder import Line
from tui.sandbox.lemlist.records import Campaign as Record
from tui.sandbox.store import Store

CUSTOM: dict[str, Any] = {"customField": "jobTitle", "customOperator": "contains", "customValue": "CEO"}
VALUES: dict[str, dict[str, Any]] = {
    "customLeadInfo": {"custom_operator": "equal", "custom_value": "CTO"},
    "hasScore": {"score_comparator": "$lt", "score_threshold": 20, "delay_type": "within", "delay": 4},
    "hasEmailAddress": {"email_status_filter": ("deliverable", "risky")},
    "aircallDone": {"call_status_filter": ("answered",)},
}


def forked(key: str = "hasScore", *words: str, **more: Any) -> tuple[Store, Record, Line]:
    """A campaign with one condition, and the line of its first branch."""
    store = new_store(*words)
    record, main = put(store, **more)
    met, _ = main.branch(key, "within", 3, **(CUSTOM if key == "customLeadInfo" else {}))
    return store, record, met


def place(record: Record) -> tuple[str, str]:
    """The ids that name the condition."""
    name = str(record.sequence_id)
    return name, record.sequences[name].steps[-1].id


async def listed(host: BranchHost, record: Record) -> list[HostedBranch]:
    return list(await host.branches(*place(record)))


def in_tree(tree: Campaign) -> list[str | None]:
    return [branch.id for branch in tree.sequence.steps[-1].branches]


@pytest.mark.parametrize("key", VALUES)
async def test_a_branch_is_added_changed_moved_and_deleted(key: str) -> None:
    store, record, _ = forked(key)
    where = place(record)
    path = f"/sequences/{where[0]}/steps/{where[1]}/branches"
    async with connected(store) as (served, provider):
        tree = await read(provider, record)
        host = provider.branch_host
        assert await host.probe_branches(tree) == await host.probe_branches(tree)
        first, other = await listed(host, record)
        kind = host.branch_form(tree.sequence.steps[-1])
        assert kind is HOSTING[key]
        served.forget()

        start = host.fresh_branch(tree.sequence.steps[-1], [first, other])
        content = kind(**{**start, "name": "Second ☂", **VALUES[key]})
        new = await host.add_branch(*where, content)
        assert (new.title, new.locked, new.inexact) == ("Second ☂", "", "")
        assert {**new.content.values(), **VALUES[key]} == new.content.values()
        assert served.writes == [("POST", path, content.adding())]

        renamed = await host.update_branch(*where, new, kind.model_validate({"name": "Third"}))
        assert (renamed.title, served.writes[-1]) == ("Third", ("PATCH", f"{path}/{new.id}", {"name": "Third"}))
        assert await host.update_branch(*where, renamed, kind.model_validate({"name": "Third"})) is renamed
        assert len(served.writes) == 2, "nothing differs, nothing is sent"

        order = [new.id, first.id]
        assert [each.id for each in await host.reorder_branches(*where, order)] == [*order, other.id]
        assert served.writes[-1] == ("PATCH", path, {"order": order})
        assert in_tree(await read(provider, record)) == [*order, other.id]

        Line(record, new.id, store.state.mint).add("linkedinVisit")
        assert await host.delete_branch(*where, new.id) == (new.id,)
        assert (lines_of(served)[-1], served.requests[-1].body) == (f"DELETE {path}/{new.id}", None)
        assert [each.id for each in await listed(host, record)] == in_tree(await read(provider, record)) == [
            first.id, other.id,
        ]  # fmt: skip
        assert len(served.writes) == 4


async def test_steps_go_into_a_new_branch_and_the_tree_shows_it() -> None:
    store, record, met = forked()
    met.add("sms", message="first")
    async with connected(store) as (_, provider):
        new = await provider.add_branch(*place(record), ScoreBranch(name="Low", score_threshold=10))
        Line(record, new.id, store.state.mint).add("sms", message="second")
        branches = (await read(provider, record)).sequence.steps[-1].branches
        assert [(each.label, len(each.sequence.steps)) for each in branches] == [
            ("Score >= 80", 1), ("Low", 1), ("Else", 0),
        ]  # fmt: skip
        assert await provider.delete_branch(*place(record), new.id) == (new.id,)


async def test_an_empty_branch_reports_nothing_removed() -> None:
    store, record, _ = forked()
    async with connected(store) as (_, provider):
        new = await provider.add_branch(*place(record), ScoreBranch())
        assert await provider.delete_branch(*place(record), new.id) == ()


async def test_the_field_of_a_lead_variable_changes_on_all_branches() -> None:
    store, record, _ = forked("customLeadInfo")
    async with connected(store) as (_, provider):
        content = LeadInfoBranch(custom_field="jobTitle", custom_operator="empty")
        new = await provider.add_branch(*place(record), content)
        await provider.update_branch(*place(record), new, LeadInfoBranch(custom_field="role"))
        first, second, _ = await listed(provider, record)
        assert (first.words, second.words) == ("role contains “CEO”", "role is empty")


async def test_several_values_are_read_and_survive_what_is_not_about_them() -> None:
    store, record, _ = forked("customLeadInfo")
    link = record.sequences[place(record)[0]].steps[-1].conditions[0]
    link.values["customValues"] = ["CEO", "Founder"]
    async with connected(store) as (served, provider):
        first, _ = await listed(provider, record)
        assert "2 values" in first.inexact
        kept = await provider.update_branch(*place(record), first, LeadInfoBranch(name="N", custom_field="role"))
        assert kept.words == "role contains “CEO” or “Founder”"
        assert served.writes[-1].body == {"name": "N", "customField": "role"}
        one = await provider.update_branch(*place(record), kept, LeadInfoBranch(custom_value="CTO"))
        assert (one.words, one.inexact) == ("role contains “CTO”", "")


async def test_a_condition_that_hosts_one_can_still_name_it() -> None:
    store, record, _ = forked("emailsOpened")
    async with connected(store) as (_, provider):
        step = (await read(provider, record)).sequence.steps[-1]
        assert provider.branch_form(step) is None
        first, _ = await listed(provider, record)
        named = await provider.update_branch(*place(record), first, BranchContent(name="Opened"))
        assert named.title == "Opened"
        assert (await read(provider, record)).sequence.steps[-1].branches[0].label == "Opened"


HOSTILE = [
    "[/] [bold]x",
    "\u202egnp.exe\u202c",
    "\x1b[31mred\x07",
    "a\nb\tc",
    "🏴‍☠️ مرحبا",
    "../..",
    "%2F",
    "{{x}}",
    "x" * 5000,
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_come_back_as_they_are(text: str) -> None:
    store, record, _ = forked("customLeadInfo")
    async with connected(store) as (_, provider):
        content = LeadInfoBranch(name=text, custom_field="jobTitle", custom_operator="equal", custom_value=text)
        new = await provider.add_branch(*place(record), content)
        assert (new.title, new.content.values()["custom_value"]) == (text, text)
        assert (await listed(provider, record))[1] == new
        links = (await read(provider, record)).sequence.steps[-1].branches
        assert links[1].label == text


@pytest.mark.parametrize("name", ["../../campaigns", "a/branches", "a?x=1", "a#b", "é ☂", "%2e%2e"])
async def test_ids_cannot_change_which_route_is_called(name: str) -> None:
    store, record, _ = forked()
    async with connected(store) as (served, provider):
        for call in (
            provider.branches(name, name), provider.delete_branch(*place(record), name),
            provider.reorder_branches(name, name, []), provider.add_branch(place(record)[0], name, EmailBranch()),
        ):  # fmt: skip
            with pytest.raises(Exception, match=r"gone from lemlist|no requests for single branches"):
                await call
        assert all("/branches" in line for line in lines_of(served))
        assert len(record.sequences) == 3


async def test_a_connection_that_only_reads_sends_no_write() -> None:
    store, record, _ = forked()
    async with connected(store, read_only=True) as (served, provider):
        assert len(await listed(provider, record)) == 2
        with pytest.raises(ReadOnly) as caught:
            await provider.add_branch(*place(record), ScoreBranch())
        assert caught.value.sent is Sent.NO
        assert served.writes == []


async def test_services_without_branches_host_none() -> None:
    provider = Kit("key", account="a")
    assert provider.branch_host is None
    await provider.aclose()
    assert isinstance(Lemlist("key", account="a").branch_host, Lemlist)
