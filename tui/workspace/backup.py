"""A whole campaign in a file of its own, written before it is deleted for good."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from tui.config import paths
from tui.config.atomic import write_whole
from tui.model.nodes import Campaign, Sequence
from tui.model.settings import ContainerSettings


def write_backup(campaign: Campaign, settings: ContainerSettings, *, now: float | None = None) -> Path:
    """Everything that the service reported of a campaign, as JSON for its owner's eyes; where it lies. Raises OSError.

    Steps and settings stand as the service's own JSON, so that nothing is lost that nobody here knows.
    """
    head = campaign.head
    moment = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
    plain = re.sub(r"[^A-Za-z0-9]+", "-", head.name).strip("-").lower()[:40] or "campaign"
    path = paths.backup_folder() / f"{moment}-{plain}-{re.sub(r'[^A-Za-z0-9_-]', '_', head.id)[:40]}.json"
    held = {
        "service": head.service,
        "account": head.account,
        "id": head.id,
        "name": head.name,
        "settings": {**dict(head.reported), **settings.wire()},
        "sequence": _sequence(campaign.sequence),
        "stray": [_sequence(stray) for stray in campaign.stray],
    }
    write_whole(path, json.dumps(held, ensure_ascii=False, indent=2) + "\n", private=True)
    return path


def _sequence(sequence: Sequence) -> dict[str, Any]:
    return {
        "id": sequence.id,
        "steps": [
            {
                "reported": dict(step.reported),
                "branches": [
                    {"label": branch.label, "else": branch.is_else, "sequence": _sequence(branch.sequence)}
                    for branch in step.branches
                ],
            }
            for step in sequence.steps
        ],
    }
