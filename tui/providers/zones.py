"""Names of time zones, as the IANA database has them."""

from __future__ import annotations

import zoneinfo

ZONE_HELP = "An IANA name such as Europe/Paris or America/New_York."


def known_zone(value: str) -> str:
    """The name, when there is such a zone. Raises ValueError."""
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"“{value}” is no time zone") from None
    return value
