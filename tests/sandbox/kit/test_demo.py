"""Kit's demo: three sequences that show what the service can do, and people who are somewhere in them."""

from datetime import UTC, datetime
from itertools import pairwise

from tests.contract.arranged import HandClock
from tests.sandbox.kit.conftest import FREE, KEY, kit_api
from tui.sandbox.demo import seeded
from tui.sandbox.demo.kit_odd import ODD
from tui.sandbox.demo.kit_series import CART, COURSE, WELCOME, WINTER
from tui.sandbox.kit.delivery import progress, silent
from tui.sandbox.kit.words import DAYS
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches


def test_it_is_always_the_same_and_always_new() -> None:
    one, other = seeded("demo"), seeded("demo")
    assert one == other
    one.kit.sequences[WELCOME].emails.clear()
    one.kit.credentials.clear()
    assert other == seeded("demo")
    assert not seeded("empty").kit.sequences
    assert not seeded("empty").kit.subscribers


def test_the_four_sequences() -> None:
    state = seeded("demo").kit
    welcome, course, cart, winter = (state.sequences[number] for number in (WELCOME, COURSE, CART, WINTER))
    assert (welcome.active, course.active, cart.active) == (True, False, True)
    assert (winter.emails, winter.members) == ({}, {})
    assert {email.delay_unit for email in welcome.in_order()} == {"days", "hours"}
    assert [email.position for email in welcome.in_order()] == list(range(7))
    published = [email.published for email in welcome.in_order()]
    assert not all(published)
    assert published[0]
    assert published[-1]
    assert any(email.send_days and len(email.send_days) < 7 for email in welcome.in_order())
    assert [email.delay_unit for email in cart.in_order()] == ["hours", "hours", "days"]
    assert {each.state for each in state.subscribers.values()} == {
        "active",
        "inactive",
        "bounced",
        "complained",
        "cancelled",
    }


async def test_every_email_would_be_accepted() -> None:
    state = seeded("demo").kit
    fields = ("subject", "preview_text", "content", "email_template_id", "published", "delay_value", "delay_unit")
    async with kit_api(FREE) as kit:
        for sequence in state.sequences.values():
            number = await kit.sequence()
            for email in sequence.in_order():
                body = {name: getattr(email, name) for name in (*fields, "position", "send_days")}
                made = await kit.good("POST", f"/sequences/{number}/emails", body)
                assert {name: made[name] for name in body} == body


def test_people_are_somewhere() -> None:
    state = seeded("demo").kit
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    standing = {
        (silent(state, sequence, state.subscribers[number]), bool(seen.sent), bool(seen.due))
        for sequence in state.sequences.values()
        for number, member in sequence.members.items()
        for seen in [progress(state, sequence, member, now)]
    }
    wanted = {(None, True, True), (None, True, False), ("cancelled", True, False), ("bounced", True, False)}
    wanted |= {("excluded", False, False), ("inactive", True, False)}
    assert wanted <= standing
    for sequence in state.sequences.values():
        for member in sequence.members.values():
            times = [member.added_at, *(each.at for each in member.sent)]
            assert all(one <= other for one, other in pairwise(times))
            assert member.added_at >= state.subscribers[member.subscriber_id].created_at
    sent = [each for sequence in state.sequences.values() for each in sequence.members.values() if each.sent]
    assert any(each.sent[0].opened for each in sent)
    ordered = [each.created_at for _, each in sorted(state.subscribers.items())]
    assert ordered == sorted(ordered)


async def test_it_can_be_worked_with() -> None:
    store = Store.open(None, switches=Switches(kit=FREE), clock=HandClock())
    async with kit_api(store=store) as kit:
        listed = (await kit.good("GET", "/sequences", headers=KEY))["sequences"]
        assert [each["id"] for each in listed] == [WINTER, CART, COURSE, WELCOME]
        assert (listed[0]["email_count"], listed[0]["subscriber_count"]) == (0, 0)
        assert all(each["email_count"] >= 3 and each["subscriber_count"] >= 3 for each in listed[1:])
        after = await kit.good("PUT", f"/sequences/{WELCOME}", {"active": False})
        assert after["active"] is False
        assert await kit.sequence() > WINTER
        known = [number for each in kit.state.sequences.values() for number in each.emails]
        assert await kit.email(WELCOME) > max(known)
        stats = (await kit.good("GET", f"/sequences/{WELCOME}", params={"include": "stats"}))["stats"]
        assert stats["sent"] > stats["opened"] > stats["clicked"] > 0
        assert (stats["bounced"], stats["unsubscribed"]) == (1, 1)
        assert stats["open_rate"] == round(stats["opened"] / stats["sent"], 3)


async def test_the_odd_one_can_be_read_and_mended() -> None:
    store = Store.open(None, "awkward", switches=Switches(kit=FREE), clock=HandClock())
    async with kit_api(store=store) as kit:
        path = f"/sequences/{ODD}/emails"
        assert list((await kit.positions(ODD)).values()) == [1, 2, 4, 4]
        late, shared = 6250004, 6250003
        assert (await kit.good("PUT", f"{path}/{shared}", {"subject": "Still shared"}))["position"] == 4
        assert (await kit.good("PUT", f"{path}/{shared}", {"position": 3, "send_days": list(DAYS)}))["position"] == 3
        assert (await kit.good("PUT", f"{path}/{late}", {"delay_value": 1}))["delay_value"] == 1
