"""The same journey on every service, with keys, over a socket: the app asks what a service can do, and so does this."""

from __future__ import annotations

import pytest

from tests.journeys.driver import Editor, editing
from tests.journeys.services.table import TABLE, Row, small_store
from tests.support.served import Served, serve

NEW, CHANGED, AGAIN = "A step of my own", "Put better", "Improved once more"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.service)
async def test_open_add_change_delete(row: Row) -> None:
    """What is asked for is what is sent and stored; a bad value is refused at its field."""
    with serve(small_store()) as served:
        async with editing(served, row.campaign, service=row.service) as user:
            before = row.stored(served.store)
            assert any(before[0] in line for line in user.rows())

            await _begin(user, row, NEW)
            said = await user.send()
            assert bool(said) is row.asks, said
            [write] = served.writes
            assert write.method == row.add[0]
            assert _fits(write.path, row.add[1]), write.path
            assert write.body == {row.wire: NEW, **row.added}
            _shows(user, NEW)
            assert NEW in row.stored(served.store)
            assert len(row.stored(served.store)) == len(before) + 1

            served.forget()
            await user.edit()
            await user.fill({row.title: CHANGED})
            await user.send()
            assert [(each.method, each.body) for each in served.writes] == [
                (row.method, {row.wire: CHANGED, **row.along})
            ]
            _shows(user, CHANGED)
            assert CHANGED in row.stored(served.store)

            served.forget()
            name, value, words = row.bad
            await user.edit()
            await user.fill({name: value})
            await user.save()
            assert served.requests == [], "nothing is sent"
            assert user.in_form
            assert user.field == name, "the cursor is where something is wrong"
            assert words in user.words()
            await user.press("escape", "u")
            await user.agree()

            await user.delete()
            question = user.asked()
            assert CHANGED in question
            await user.press("enter")
            assert served.writes == [], "Cancel has the focus"
            await user.delete()
            await user.agree("y")
            [write] = served.writes
            assert (write.method, write.body) == ("DELETE", None)
            assert row.stored(served.store) == before
            assert not any(CHANGED in line for line in user.rows())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.service)
async def test_too_many_calls_and_lost_connections(row: Row) -> None:
    """A refusal for the rate limit is waited out. A write whose answer is lost goes out once, and is looked for."""
    with serve(small_store()) as served:
        async with editing(served, row.campaign, service=row.service) as user:
            await _too_many(user, served, row)
            await _lost_before(user, served, row)
            await _lost_after(user, served, row)


async def _too_many(user: Editor, served: Served, row: Row) -> None:
    """With and without a word how long to wait: turned away at the door, then let in, and done once."""
    for method, kind, title in ((row.add[0], "429", NEW), (row.method, "429-bare", CHANGED)):
        served.forget()
        served.faults.add(f"{method}:*:{kind}")
        await _fill_in(user, row, method, title)
        await user.send()
        tries = [each for each in served.exchanges if each.method == method]
        assert [each.status // 100 for each in tries] == [4, 2]
        assert tries[0].status == 429
        assert tries[0].body == tries[1].body
        _shows(user, title)
        assert row.stored(served.store).count(title) == 1


async def _lost_before(user: Editor, served: Served, row: Row) -> None:
    """Nothing was done: said so, what was typed is still there, and the next save does it."""
    for method, title in ((row.method, AGAIN), (row.add[0], NEW)):
        served.forget()
        known = row.stored(served.store)
        served.faults.add(f"{method}:*:drop:*")
        await _fill_in(user, row, method, title)
        await user.send()
        served.faults.clear()
        assert "broke" in await user.dismiss()
        assert _methods(served) == [method], "sent once, and not again by itself"
        assert row.stored(served.store) == known
        assert user.in_form
        assert title in user.pane(), "what was typed is still there"
        assert "●" in user.here()
        await user.send()
        assert _methods(served) == [method, method]
        _shows(user, title)
        assert row.stored(served.store).count(title) == 1


async def _lost_after(user: Editor, served: Served, row: Row) -> None:
    """It was done, and the campaign shows it: said so, sent once, there once."""
    known = row.stored(served.store)
    for method in (row.add[0], "DELETE"):
        served.forget()
        served.faults.add(f"{method}:*:drop-after:*")
        if method == "DELETE":
            await user.delete()
            await user.agree()
        else:
            await _fill_in(user, row, method, CHANGED)
            await user.send()
        assert _methods(served) == [method]
        assert "answer was lost" in user.messages()[-1]
        there = 0 if method == "DELETE" else 1
        assert row.stored(served.store).count(CHANGED) == there
        assert sum(CHANGED in line for line in user.rows()) == there
        assert user.tree.has_focus
    assert row.stored(served.store) == known


async def _fill_in(user: Editor, row: Row, method: str, title: str) -> None:
    if method == row.add[0]:
        await _begin(user, row, title)
    else:
        await user.edit()
        await user.fill({row.title: title})


async def _begin(user: Editor, row: Row, title: str) -> None:
    """A new step behind the last one that anything may stand behind, its form filled."""
    await user.select("Ask for Bob" if row.service == "lemlist" else user.rows()[-1])
    await user.start(row.kind, **{row.title: title}, **row.more)


def _shows(user: Editor, title: str) -> None:
    """The step is selected in the tree, as one that the service has."""
    assert not user.in_form, user.text()
    assert title in user.here()
    assert "●" not in user.here()
    assert user.tree.has_focus


def _methods(served: Served) -> list[str]:
    return [write.method for write in served.writes]


def _fits(path: str, pattern: str) -> bool:
    before, brace, after = pattern.partition("{sequence}")
    return path == pattern if not brace else path.startswith(before) and path.endswith(after)
