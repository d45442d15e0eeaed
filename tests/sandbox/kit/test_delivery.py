"""Who gets which e-mail when, and what changes do to people under way."""

from typing import Any

from tests.sandbox.kit.conftest import KitApi
from tui.sandbox.kit.delivery import Progress, progress, silent
from tui.sandbox.kit.times import written

# 2026-12-01 is a Tuesday; UTC keeps the times below short.
START = "2026-12-01T10:00"


async def _arranged(kit: KitApi, *delays: tuple[int, str], **settings: Any) -> tuple[int, list[int], int]:
    """A sequence with published e-mails, and a person who comes in at `START`."""
    kit.at("2026-11-30T00:00")
    number = await kit.sequence(time_zone="UTC", send_hour=9, **settings)
    emails = [await kit.email(number, *delay) for delay in delays]
    kit.at(START)
    person = kit.person(501)
    assert (await kit.call("POST", f"/sequences/{number}/subscribers/{person}", {})).status_code == 201
    return number, emails, person


def _now(kit: KitApi, number: int, person: int) -> Progress:
    sequence = kit.state.sequences[number]
    return progress(kit.state, sequence, sequence.members[person], kit.store.clock.utc())


def _sent(kit: KitApi, number: int, person: int) -> list[tuple[int, str]]:
    return [(each.email_id, each.at[5:-4]) for each in _now(kit, number, person).sent]


def _due(kit: KitApi, number: int, person: int) -> list[tuple[int, str]]:
    return [(each.email_id, written(each.at)[5:-4]) for each in _now(kit, number, person).due]


async def test_from_the_first_to_the_last(kit: KitApi) -> None:
    number, (one, two, three), person = await _arranged(kit, (0, "days"), (2, "days"), (5, "hours"))
    assert _sent(kit, number, person) == [(one, "12-01T10:00")], "at once, whatever the hour"
    assert _due(kit, number, person) == [(two, "12-03T09:00"), (three, "12-03T14:00")]
    kit.at("2026-12-03T09:00")
    assert _sent(kit, number, person)[1:] == [(two, "12-03T09:00")]
    kit.at("2027-01-01T00:00")
    assert (len(_sent(kit, number, person)), _due(kit, number, person)) == (3, [])


async def test_the_e_mails_own_days_go_before_the_sequences(kit: KitApi) -> None:
    number, (one,), person = await _arranged(kit, (1, "days"), send_days=["monday"])
    path = f"/sequences/{number}/emails/{one}"
    assert _due(kit, number, person) == [(one, "12-07T09:00")]
    await kit.good("PUT", path, {"send_days": ["friday"]})
    assert _due(kit, number, person) == [(one, "12-04T09:00")]
    await kit.good("PUT", path, {"send_days": None})
    assert _due(kit, number, person) == [(one, "12-07T09:00")]


async def test_hours_ignore_the_schedule(kit: KitApi) -> None:
    number, (one,), person = await _arranged(kit, (3, "hours"), send_days=["monday"])
    assert _due(kit, number, person) == [(one, "12-01T13:00")]


async def test_drafts_are_passed_over_and_publishing_sends_at_once(kit: KitApi) -> None:
    number, (one, two, three), person = await _arranged(kit, (0, "days"), (1, "days"), (9, "days"))
    await kit.good("PUT", f"/sequences/{number}/emails/{two}", {"published": False})
    assert _due(kit, number, person) == [(three, "12-10T09:00")]
    kit.at("2026-12-05T12:00")
    await kit.good("PUT", f"/sequences/{number}/emails/{two}", {"published": True})
    assert _sent(kit, number, person) == [(one, "12-01T10:00"), (two, "12-05T12:00")]
    assert _due(kit, number, person) == [(three, "12-14T09:00")]


async def test_putting_one_in_before_people(kit: KitApi) -> None:
    number, (one, two), person = await _arranged(kit, (0, "days"), (9, "days"))
    await kit.good("PUT", f"/sequences/{number}/emails/{two}", {"position": 5})
    kit.at("2026-12-05T12:00")
    between = await kit.email(number, 1, "days", position=3)
    assert _sent(kit, number, person) == [(one, "12-01T10:00"), (between, "12-05T12:00")]
    behind = await kit.email(number, 1, "days", position=1)
    seen = [*_sent(kit, number, person), *_due(kit, number, person)]
    assert [each for each, _ in seen] == [one, between, two], "nothing from behind the place where the person stands"
    assert behind in kit.state.sequences[number].emails


async def test_a_deleted_email_is_skipped(kit: KitApi) -> None:
    number, (one, two, three), person = await _arranged(kit, (0, "days"), (2, "days"), (3, "days"))
    assert (await kit.call("DELETE", f"/sequences/{number}/emails/{two}")).status_code == 204
    assert _due(kit, number, person) == [(three, "12-04T09:00")]
    assert (await kit.call("DELETE", f"/sequences/{number}/emails/{one}")).status_code == 204
    assert _sent(kit, number, person) == [(one, "12-01T10:00")], "what has gone out is not undone"


async def test_a_pause_keeps_the_place(kit: KitApi) -> None:
    number, (one, two, three), person = await _arranged(kit, (0, "days"), (2, "days"), (2, "days"))
    await kit.good("PUT", f"/sequences/{number}", {"active": False})
    kit.at("2026-12-20T12:00")
    assert (_sent(kit, number, person), _due(kit, number, person)) == ([(one, "12-01T10:00")], [])
    await kit.good("PUT", f"/sequences/{number}", {"active": True})
    assert _sent(kit, number, person)[1:] == [(two, "12-20T12:00")]
    assert _due(kit, number, person) == [(three, "12-22T09:00")]


async def test_a_changed_schedule_leaves_what_is_queued(kit: KitApi) -> None:
    number, (_, two, three), person = await _arranged(kit, (0, "days"), (2, "days"), (1, "days"))
    await kit.good("PUT", f"/sequences/{number}", {"send_hour": 20})
    assert _due(kit, number, person) == [(two, "12-03T09:00"), (three, "12-04T20:00")]
    kit.at("2026-12-03T10:00")
    await kit.good("PUT", f"/sequences/{number}", {"name": "N"})
    assert kit.state.sequences[number].members[person].queued is None
    assert _due(kit, number, person) == [(three, "12-04T20:00")]


async def test_who_gets_nothing(kit: KitApi) -> None:
    number, (one,), _ = await _arranged(kit, (0, "days"))
    other = await kit.sequence()
    tagged = kit.person(502, sources={"tag": [7703]})
    left = kit.person(503, "cancelled")
    elsewhere = kit.person(504)
    await kit.good("POST", f"/sequences/{other}/subscribers/{elsewhere}")
    sources = [{"type": "tag", "ids": [7701, 7703]}, {"type": "sequence", "ids": [other]}]
    await kit.good("PUT", f"/sequences/{number}", {"exclude_subscriber_sources": sources})
    for person, reason in ((tagged, "excluded"), (left, "cancelled"), (elsewhere, "excluded"), (501, None)):
        await kit.call("POST", f"/sequences/{number}/subscribers/{person}")
        sequence = kit.state.sequences[number]
        assert silent(kit.state, sequence, kit.state.subscribers[person]) == reason
        assert [each for each, _ in _sent(kit, number, person)] == ([] if reason else [one])
    await kit.call("DELETE", f"/sequences/{other}")
    assert _sent(kit, number, elsewhere), "a deleted sequence excludes nobody"
    await kit.good("PUT", f"/sequences/{number}", {"active": False})
    assert silent(kit.state, kit.state.sequences[number], kit.state.subscribers[501]) == "inactive"
    await kit.call("DELETE", f"/sequences/{number}")
    assert silent(kit.state, kit.state.sequences[number], kit.state.subscribers[501]) == "deleted"


async def test_a_delay_that_never_ends(kit: KitApi) -> None:
    number, (one, _, _), person = await _arranged(kit, (0, "days"), (10**20, "days"), (1, "days"))
    kit.at("2027-12-01T00:00")
    assert (_sent(kit, number, person), _due(kit, number, person)) == ([(one, "12-01T10:00")], [])
    assert (await kit.good("GET", f"/sequences/{number}", params={"include": "stats"}))["stats"]["sent"] == 1
