"""Copying text out of the terminal: by the terminal's own way, and to a file, since some terminals ignore the first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from textual.app import App


def copy(app: App[Any], text: str, what: str) -> None:
    """Copy a text and write it to a file beside the settings; says where both are."""
    from tui.config.paths import data_folder

    text = text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair cannot be written
    app.copy_to_clipboard(text)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = data_folder() / "copied" / f"{stamp}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        app.notify(f"{what}: sent to the terminal's clipboard; no file could be written ({error}).", markup=False)
        return
    app.notify(f"{what}: sent to the terminal's clipboard, and written to {path}", markup=False)
