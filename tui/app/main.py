"""Starts the app; imports nothing that the first frame does not need."""

from __future__ import annotations

import gc

from tui.app.options import AppOptions


def run(options: AppOptions) -> int:
    """Run until the user leaves; the exit code. The collector rests until the first frame is painted."""
    gc.disable()
    from tui.app.app import Branchline

    app = Branchline(options)
    code = app.run()
    return code if isinstance(code, int) else app.return_code or 0
