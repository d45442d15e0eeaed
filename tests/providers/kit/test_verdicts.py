"""What Kit does to people, said before a change is sent: by action, and by operation."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tests.providers.kit.connected import adding, changing, connected, deleting, moving, new_store, put, read
from tui.model.nodes import CampaignHead
from tui.providers.base import ALLOWED, Action, Nouns
from tui.providers.kit import effects as said
from tui.providers.kit.client import Kit
from tui.providers.kit.verdicts import verdict


def head(status: Any) -> CampaignHead:
    return CampaignHead(id="1", name="n", status=status, service="kit", account="a")


def test_words_and_manners() -> None:
    assert Kit.nouns == Nouns("subscriber", "sequence")
    assert Kit.frugal is False
    assert Kit.service == "kit"
    assert [content.type for content in Kit.step_types] == ["email"]


@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("status", ["running", "paused", "unknown", None])
def test_kit_refuses_nothing_by_state(action: Action, status: str | None) -> None:
    given = verdict(action, None if status is None else head(status))
    assert given.allowed
    if given is not ALLOWED:
        assert given.kind == "warned"
        assert given.reason.endswith(".")


@pytest.mark.parametrize(
    ("action", "words", "way_out"),
    [
        ("add", "also goes to the subscribers who wait there", ""),
        ("insert", "makes Kit process them and can send it at once", "pause"),
        ("update", "publishing it, a shorter delay or another position can send mail at once", ""),
        ("delete", "skip it and go on with the next", ""),
        ("move", "out of order", "pause"),
        ("settings", "future e-mails only", ""),
    ],
)
def test_an_active_sequence_is_warned_of_and_a_paused_one_is_not(action: Action, words: str, way_out: str) -> None:
    active = verdict(action, head("running"))
    assert active.reason.startswith("The sequence is active.")
    assert words in active.reason
    assert active.way_out == way_out
    assert verdict(action, head("unknown")).reason.startswith("Kit does not say whether the sequence is active.")
    assert verdict(action, head("paused")) is ALLOWED


@pytest.mark.parametrize("status", ["running", "paused", "unknown"])
def test_deleting_a_sequence_says_what_nobody_can_see(status: str) -> None:
    """Seed: soft delete; Visual Automations; `active: false` instead."""
    given = verdict("remove", head(status))
    assert given.way_out == "pause"
    for words in ("active subscribers do not get their remaining e-mails", "Visual Automations", "does not show"):
        assert words in given.reason
    assert "active: false" in given.remedy


def test_pausing_and_starting_say_what_they_do() -> None:
    assert "keep their place" in verdict("pause", head("running")).reason
    assert "resumes" in verdict("start", head("paused")).reason
    assert verdict("create", None) is ALLOWED


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize(
    ("index", "fields", "expected"),
    [
        (2, {}, [said.DRAFT]),
        (2, {"published": False, "delay_unit": "hours"}, [said.DRAFT, said.HOURS]),
        (2, {"published": True}, [said.PUBLISHING]),
        (1, {"published": True}, [said.BEFORE_PEOPLE]),
        (1, {"published": True, "delay_unit": "hours"}, [said.BEFORE_PEOPLE, said.HOURS]),
        (0, {"published": True}, [said.BEFORE_PEOPLE]),
        (0, {"published": True, "delay_value": 0}, [said.IMMEDIATE_FIRST]),
    ],
)
async def test_effects_of_an_add(index: int, fields: dict[str, Any], expected: list[str], active: bool) -> None:
    store = new_store()
    sequence = put(store, 0, 1, active=active)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        sends = any(sentence not in (said.DRAFT, said.HOURS) for sentence in expected)
        paused = [said.PAUSED] if sends and not active else []
        assert provider.effects(adding(tree, index, **fields), tree) == (*expected, *paused)


@pytest.mark.parametrize(
    ("place", "fields", "expected"),
    [
        (0, {"subject": "x"}, []),
        (0, {"published": False}, [said.UNPUBLISHING]),
        (2, {"published": True}, [said.PUBLISHING]),
        (2, {"delay_value": 0}, []),
        (1, {"delay_value": 1}, [said.SHORTER]),
        (1, {"delay_value": 9}, []),
        (1, {"delay_value": 3, "delay_unit": "hours"}, [said.SHORTER, said.HOURS]),
        (0, {"delay_value": 0}, [said.IMMEDIATE_FIRST]),
        (1, {"position": 9}, [said.REORDERING]),
        (2, {"published": True, "delay_value": 1}, [said.PUBLISHING]),
    ],
)
async def test_effects_of_a_change(place: int, fields: dict[str, Any], expected: list[str]) -> None:
    store = new_store()
    emails: tuple[dict[str, Any], ...] = ({}, {"delay_value": 3}, {"published": False, "delay_value": 2})
    sequence = put(store, 0, 1, 2, active=True, emails=emails)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        assert list(provider.effects(changing(tree, place, **fields), tree)) == expected


async def test_publishing_the_first_email_reaches_everybody_who_waits() -> None:
    store = new_store()
    sequence = put(store, 0, 1, active=True, emails=({"published": False, "delay_value": 0},))
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        operation = changing(tree, 0, published=True)
        assert provider.effects(operation, tree) == (said.PUBLISHING_FIRST, said.IMMEDIATE_FIRST)


async def test_effects_of_deletes_and_moves() -> None:
    store = new_store()
    sequence = put(store, 0, 1, active=True)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        assert provider.effects(deleting(tree, 0), tree) == said.DELETING
        assert provider.effects(moving(tree, 0, 1), tree) == (said.REORDERING,)
        sequence.active = False
        tree = await read(provider, sequence)
        assert provider.effects(moving(tree, 0, 1), tree) == (said.REORDERING, said.PAUSED)
        assert provider.verdict("delete", tree.head, tree.sequence.steps[0]) is ALLOWED
