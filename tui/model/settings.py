"""The settings of a container of steps (a campaign, with some services a sequence), declared like a step's fields."""

from __future__ import annotations

from typing import ClassVar

from tui.model.declared import Declared


class ContainerSettings(Declared):
    """What a container has besides its steps. One class per service."""

    label: ClassVar[str] = "Settings"
    partly_reported: ClassVar[bool] = False
    """The service takes settings that it never reports back."""
    status_field: ClassVar[str] = ""
    """Name of the field that is the status (running or paused), where that is a setting: no file carries it."""
