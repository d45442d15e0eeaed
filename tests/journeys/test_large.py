"""Ten thousand steps: opened, scrolled, filtered, edited and saved; and forms that leave nothing behind."""

from __future__ import annotations

import gc
from collections import Counter

from textual.widget import Widget

from tests.journeys.driver import editing
from tests.journeys.stores import AUTUMN, main_line, new_campaign, store_of
from tests.support.served import Served, serve
from tui.sandbox.lemlist.records import Step

MANY = 10_000


async def test_ten_thousand_steps() -> None:
    """The last step is gone to, found by its text, changed, and it is the only one that changed."""
    record, _ = new_campaign("many", "Many")
    assert record.sequence_id is not None
    record.sequences[record.sequence_id].steps = [
        Step(id=f"stp_{number:05}", type="phone", delay=1, content={"message": f"Call number {number:05}"})
        for number in range(MANY)
    ]
    store = store_of(record)
    with serve(store) as served:
        async with editing(served, "Many") as user:
            assert f"Sequence · {MANY} steps" in user.text()
            await user.press("end")
            assert "Call number 09999" in user.pane()
            await user.press("pageup", "pageup", "g", "pagedown", "G")
            assert "Call number 09999" in user.pane()
            await user.press("slash")
            await user.write("number 07777")
            await user.press("enter")
            assert user.tree.count_shown == 1
            assert "Call number 07777" in user.pane()
            await user.edit()
            await user.fill({"Note": "Changed"})
            await user.save()
            assert [write.body for write in served.writes] == [{"type": "phone", "message": "Changed"}]
            assert served.writes[0].path.endswith("/stp_07777")
            assert "Changed" in user.here(), "the place is kept, although the filter does not match it any more"
            assert "7778 ☎" in user.here()
            changed = [step.id for step in main_line(store, "Many") if str(step.content["message"])[:4] != "Call"]
            assert changed == ["stp_07777"]


async def test_forms_leave_nothing_behind(served: Served) -> None:
    """Fifty times in and out: as many widgets, tasks and workers as after the first time."""
    async with editing(served, AUTUMN, size=(100, 24)) as user:
        await user.edit()
        await user.press("escape")
        before = _living()
        for _ in range(50):
            await user.press("enter", "escape")
        after = _living()
        assert len(user.app.workers) <= 1
        assert after - before == Counter(), after - before


def _living() -> Counter[str]:
    gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, Widget))
