"""Input that was not sent: what counts as touched, where new steps stand, what survives a reload and a restart."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.workspace.opened import Opened, opened
from tui.model.nodes import UnknownContent
from tui.plan.operations import AddStep
from tui.providers.lemlist.steps import Conditional, Email, LinkedinEndorse, LinkedinInvite
from tui.sandbox.demo.builder import Line
from tui.workspace.database import Database
from tui.workspace.document import Document
from tui.workspace.drafts import DraftStore, touched
from tui.workspace.plans import carry_out

EMAIL = Email.read({"subject": "s", "message": "a\r\nb\x85c", "delay": 2})


@pytest.mark.parametrize(
    ("content", "values", "found"),
    [
        (EMAIL, {"delay": "2", "subject": "s"}, {}),
        (EMAIL, {"delay": "3", "subject": "s"}, {"delay": "3"}),
        (EMAIL, {"delay": ""}, {"delay": ""}),
        (EMAIL, {"subject": None, "delay": None}, {}),
        (EMAIL, {"message": "a\nb\nc"}, {}),
        (EMAIL, {"message": "a\nb\nc\n"}, {"message": "a\nb\nc\n"}),
        (EMAIL, {"nonsense": "x"}, {}),
        (Email.read({}), {"subject": "", "message": None}, {}),
        (Email.read({}), {"subject": "x"}, {"subject": "x"}),
        (LinkedinInvite.read({"images": ["a", "b"]}), {"images": "a\nb"}, {}),
        (LinkedinInvite.read({"images": ["a", "b"]}), {"images": ""}, {"images": ""}),
        (LinkedinEndorse.read({"endorseAnyFallback": False}), {"endorse_any_fallback": False}, {}),
        (LinkedinEndorse.read({}), {"endorse_any_fallback": False}, {"endorse_any_fallback": False}),
        (Conditional.read({"conditionKey": "customLeadInfo"}), {"condition_key": None}, {}),
        (UnknownContent.read({"type": "x"}), {"type": "y"}, {}),
    ],
)
def test_touched_is_what_a_person_sees_as_different(
    content: Any, values: dict[str, Any], found: dict[str, Any]
) -> None:
    assert touched(content, values) == found


def shown(open_: Opened) -> list[str]:
    """The main line as the tree shows it: messages, and drafts by theirs."""
    found = []
    for step in open_.document.shown_anew().sequence.steps:
        found.append(str(open_.document.values(step.key).get("message", "")))
    return found


def new(open_: Opened, message: str, after: str | None) -> str:
    document = open_.document
    key = document.start_new(document.type_named("sms"), document.baseline.sequence.key, after)
    document.keep(key, {"message": message})
    return key


async def test_keeping_and_dropping() -> None:
    async with opened() as open_:
        document, key = open_.document, open_.steps[0].key
        assert not document.keep(key, {"message": "a", "delay": "0"})
        assert document.keep(key, {"message": "x", "delay": "0"})
        assert document.drafts[key].values == {"message": "x"}
        assert document.values(key) == {"message": "x", "delay": 0}
        assert not document.keep(key, {"message": "a"})
        assert document.drafts == {}
        assert not document.keep("k999", {"message": "x"})
        document.keep(key, {"message": "x"})
        document.drop(key)
        document.drop("k999")
        assert document.drafts == {}


async def test_new_steps_stand_behind_what_they_were_added_to() -> None:
    async with opened() as open_:
        a, _, c = (step.key for step in open_.steps)
        one = new(open_, "1", a)
        new(open_, "2", one)
        new(open_, "3", a)
        new(open_, "0", None)
        new(open_, "9", c)
        assert shown(open_) == ["0", "a", "3", "1", "2", "b", "c", "9"]
        assert open_.document.place(one).creating
        assert not open_.document.place(a).creating


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
async def test_new_steps_keep_their_order_in_whatever_order_they_are_saved(order: list[int]) -> None:
    async with opened() as open_:
        a = open_.steps[0].key
        one = new(open_, "1", a)
        keys = [one, new(open_, "2", one), new(open_, "3", a), new(open_, "0", None)]
        wanted = ["0", "a", "3", "1", "2", "b", "c"]
        for place in order:
            assert shown(open_) == wanted
            assert (await carry_out(open_.document, open_.saving(keys[place], AddStep))).verified
        assert [step["message"] for step in open_.stored] == shown(open_) == wanted


async def test_dropping_a_new_step_moves_up_what_followed_it_and_nothing_else() -> None:
    async with opened() as open_:
        b = open_.steps[1].key
        one = new(open_, "1", b)
        two = new(open_, "2", one)
        new(open_, "3", two)
        open_.document.drop(two)
        assert shown(open_) == ["a", "b", "1", "3", "c"]
        open_.document.drop(one)
        assert shown(open_) == ["a", "b", "3", "c"]
        open_.document.keep(b, {"message": "B"})
        open_.document.drop(b)
        assert shown(open_) == ["a", "b", "3", "c"], "the input of a step goes, what stands behind it stays"


async def test_input_whose_place_is_gone_cannot_be_saved() -> None:
    def write(line: Line) -> None:
        met, _ = line.branch("hasScore")
        met.add("sms", message="x")

    async with opened(write=write) as open_:
        document = open_.document
        branch = open_.steps[0].branches[0].sequence
        inside = document.start_new(document.type_named("sms"), branch.key, branch.steps[0].key)
        edited = branch.steps[0].key
        document.keep(edited, {"message": "y"})
        open_.main.steps.clear()
        await document.load(open_.record.id)
        for key in (inside, edited):
            assert document.spot(key) is None
            assert document.check(key, {"message": "z"})[0] is None
            with pytest.raises(KeyError):
                document.saving(key, UnknownContent.read({}))
        with pytest.raises(KeyError):
            document.deleting(edited)
        assert set(document.drafts) == {inside, edited}, "what was typed is not thrown away"


async def test_a_new_step_whose_neighbour_is_gone_goes_to_the_end() -> None:
    async with opened() as open_:
        key = new(open_, "new", open_.steps[0].key)
        del open_.main.steps[0]
        await open_.document.load(open_.record.id)
        assert shown(open_) == ["b", "c", "new"]
        assert (await carry_out(open_.document, open_.saving(key, AddStep))).verified


async def test_new_steps_behind_a_deleted_one_close_the_gap() -> None:
    async with opened() as open_:
        a, b, _ = (step.key for step in open_.steps)
        one = new(open_, "1", a)
        new(open_, "2", one)
        new(open_, "3", b)
        await carry_out(open_.document, open_.delete(1))
        assert shown(open_) == ["a", "1", "2", "3", "c"]
        await carry_out(open_.document, open_.delete(0))
        assert shown(open_) == ["1", "2", "3", "c"]


async def test_the_first_email_of_a_path_is_known_as_such() -> None:
    def write(line: Line) -> None:
        line.add("sms", message="x")
        met, other = line.branch("hasScore")
        met.add("email", subject="s", message="m")
        met.add("email", subject="", message="m")
        other.add("email", subject="s", message="m")
        line.add("email", subject="s", message="m")

    async with opened(write=write) as open_:
        met, other = (branch.sequence for branch in open_.steps[1].branches)
        keys = [met.steps[0].key, met.steps[1].key, other.steps[0].key, open_.steps[2].key]
        assert [open_.document.place(key).first_message for key in keys] == [True, False, True, True]


async def test_a_restart_brings_back_every_draft_by_remote_ids(tmp_path: Path) -> None:
    store = DraftStore(Database(tmp_path / "drafts.db"))
    async with opened(drafts=store) as open_:
        a = open_.steps[0].key
        open_.document.keep(open_.steps[1].key, {"message": "B"})
        one = new(open_, "1", a)
        new(open_, "2", one)
        new(open_, "3", a)
        new(open_, "0", None)
        new(open_, "00", None)
        wanted = shown(open_)
        assert wanted == ["00", "0", "a", "3", "1", "2", "B", "c"]
        open_.document.store_drafts()
        for stored in store.load("acme", open_.record.id):
            assert not {stored.step_id, stored.sequence_id, stored.after_id} & {one, a}, "no local keys on disk"

        again = Opened(Document(open_.document.provider, store), open_.served, open_.record)
        await again.document.load(open_.record.id)
        assert again.document.restored == 6
        assert shown(again) == wanted
        for key in list(again.document.drafts):
            if again.document.drafts[key].new:
                assert (await carry_out(again.document, again.saving(key, AddStep))).verified
        assert [step["message"] for step in again.stored] == ["00", "0", "a", "3", "1", "2", "b", "c"]


async def test_drafts_that_came_true_or_lost_their_step_are_not_brought_back(tmp_path: Path) -> None:
    store = DraftStore(Database(tmp_path / "drafts.db"))
    async with opened(drafts=store) as open_:
        for place, message in ((0, "A"), (1, "B"), (2, "C")):
            open_.document.keep(open_.steps[place].key, {"message": message})
        open_.document.store_drafts()
        open_.main.steps[0].content["message"] = "A"
        del open_.main.steps[1]
        again = Document(open_.document.provider, store)
        await again.load(open_.record.id)
        assert [draft.values for draft in again.drafts.values()] == [{"message": "C"}]
        assert again.restored == 1


async def test_a_disk_that_fails_at_first_is_read_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DraftStore(Database(tmp_path / "drafts.db"))
    async with opened(drafts=store) as open_:
        open_.document.keep(open_.steps[0].key, {"message": "older"})
        open_.document.keep(open_.steps[1].key, {"message": "kept"})
        open_.document.store_drafts()

        def locked(*_: Any) -> Any:
            raise sqlite3.OperationalError("database is locked")

        again = Document(open_.document.provider, store)
        with monkeypatch.context() as patch:
            patch.setattr(store, "load", locked)
            await again.load(open_.record.id)
            assert again.loaded, "the campaign opens all the same"
            assert again.drafts == {}
            again.keep(again.baseline.sequence.steps[0].key, {"message": "newer"})
            with pytest.raises(sqlite3.OperationalError):
                again.store_drafts()
        again.store_drafts()
        stored = [draft.values for draft in store.load("acme", open_.record.id)]
        assert stored == [{"message": "newer"}, {"message": "kept"}]


async def test_without_a_store_and_before_loading() -> None:
    async with opened() as open_:
        open_.document.keep(open_.steps[0].key, {"message": "x"})
        open_.document.store_drafts()
        fresh = Document(open_.document.provider)
        assert not fresh.loaded
        fresh.store_drafts()
        with pytest.raises(RuntimeError):
            assert fresh.baseline
