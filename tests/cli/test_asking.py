"""Waiting for work: its result is handed on, never written out."""

from __future__ import annotations

from tui.cli.asking import finished


class Loud:
    """Something whose text would take for ever to write."""

    def __repr__(self) -> str:
        raise AssertionError("the result was written out")


def test_the_result_is_handed_on_unwritten() -> None:
    async def work() -> Loud:
        return Loud()

    assert isinstance(finished(work()), Loud)
