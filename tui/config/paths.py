"""Where files lie: the platform's user folders, or everything below `BRANCHLINE_HOME`."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "BRANCHLINE_HOME"
"""Environment variable that puts settings, data and credentials into one folder of the user's choice."""

_HERE = Path(__file__).resolve().parent.parent
STYLES = next(
    (folder for folder in (_HERE / "styles", _HERE.parent / "styles") if (folder / "app.tcss").is_file()),
    _HERE / "styles",
)
"""The style sheets: inside the package in an installed wheel, beside it in a checkout."""


def home() -> Path | None:
    """The folder that `BRANCHLINE_HOME` names, None when it is not set (or empty)."""
    given = os.environ.get(HOME_VARIABLE, "")
    return Path(given).expanduser().absolute() if given else None


def config_folder() -> Path:
    """Where settings and credentials lie; it may not exist yet."""
    if (chosen := home()) is not None:
        return chosen
    from platformdirs import user_config_path

    return user_config_path("branchline", appauthor=False, roaming=False)


def data_folder() -> Path:
    """Where the sandbox, drafts and copied texts lie; it may not exist yet."""
    if (chosen := home()) is not None:
        return chosen
    from platformdirs import user_data_path

    return user_data_path("branchline", appauthor=False, roaming=False)


def config_file() -> Path:
    """The settings: TOML, edited by hand or by `branchline account`."""
    return config_folder() / "config.toml"


def credentials_file() -> Path:
    """The keys of accounts that have no better place; only its owner may read it."""
    return config_folder() / "credentials.json"


def database_file() -> Path:
    """Drafts and what else must survive a crash: SQLite."""
    return data_folder() / "branchline.db"


def backup_folder() -> Path:
    """Copies of what was deleted for good."""
    return data_folder() / "deleted"


def sandbox_file() -> Path:
    """The state of the sandbox."""
    return data_folder() / "sandbox.json"
