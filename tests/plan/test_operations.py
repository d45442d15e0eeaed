"""The operations that a change consists of."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tui.model.nodes import UnknownContent
from tui.plan.operations import AddStep, DeleteStep, UpdateStep

CONTENT = UnknownContent.read({"type": "pigeon"})


@pytest.mark.parametrize(("index", "appends"), [(0, False), (1, False), (2, True), (9, True)])
def test_an_add_behind_the_last_appends(index: int, appends: bool) -> None:
    operation = AddStep(
        campaign_id="cam_1", title="Add", sequence_id="seq_1", index=index, length=2, content=CONTENT, key="k1"
    )
    assert operation.appends is appends


def test_operations_are_frozen_and_hold_the_contents_themselves() -> None:
    operation = UpdateStep(
        campaign_id="cam_1", title="Change", sequence_id="seq_1", step_id="stp_1", before=CONTENT, after=CONTENT
    )
    assert operation.before is CONTENT
    with pytest.raises(ValidationError):
        operation.title = "other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        DeleteStep.model_validate({"campaign_id": "cam_1", "title": "Delete"})
