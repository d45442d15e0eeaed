"""What the step types of lemlist share: the delay, messages, media, and what an address must look like."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

from annotated_types import Ge, Le
from pydantic import AfterValidator

from tui.model.content import StepContent, day_count, hours
from tui.model.declare import Ask, Kind

ADD = "lemlist API, Add Step to Sequence"
MAX_DELAY_DAYS, MAX_TITLE = 1500, 400
_SPACE = re.compile(r"[\s\x00-\x20\x7f]")


def _web_address(value: str, *schemes: str) -> bool:
    """Whether a text is an address with one of the schemes, a host, and no space in it."""
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return False
    return value.startswith(tuple(f"{scheme}://" for scheme in schemes)) and bool(host) and not _SPACE.search(value)


def http_url(value: str) -> str:
    """The address, when it is one that lemlist can call. Raises ValueError."""
    if not _web_address(value, "http", "https"):
        raise ValueError(f"“{value}” is no web address")
    return value


def _https_urls(value: tuple[str, ...]) -> tuple[str, ...]:
    for url in value:
        if not _web_address(url, "https"):
            raise ValueError(f"“{url}” is no https address")
    return value


DELAY_ASK = Ask(
    "Delay",
    "Days to wait after the previous step of this sequence. lemlist counts the sending days of the schedule only.",
    Kind.NUMBER,
    ADD,
    unit="days",
)
Delay = Annotated[int, Ge(0), Le(MAX_DELAY_DAYS), DELAY_ASK]


def message_ask(help_text: str, *, required: bool = False, kind: Kind = Kind.TEXT) -> Ask:
    """The text that a lead gets."""
    return Ask("Message", help_text, kind, ADD, required=required, variables=True)


def _media(title: str, kinds: str) -> Ask:
    return Ask(
        title,
        f"Public https addresses, one per line: {kinds}, up to 20 MB each, at most 6 images and videos together. "
        "lemlist downloads and re-hosts them (up to 45 s). Saving replaces the whole list; empty clears it.",
        Kind.URLS,
        "lemlist API, LinkedIn media constraints",
    )


Images = Annotated[tuple[str, ...], AfterValidator(_https_urls), _media("Images", "PNG, JPEG or GIF")]
Videos = Annotated[tuple[str, ...], AfterValidator(_https_urls), _media("Videos", "MP4 or QuickTime")]


class LemlistStep(StepContent):
    """What all lemlist steps share: the delay before them, in days."""

    @classmethod
    def fresh(cls, *, first: bool) -> dict[str, Any]:
        """The defaults lemlist documents: delay 0 for the first step of a sequence, 1 for later ones."""
        values = super().fresh(first=first)
        if "delay" in cls.model_fields:
            values["delay"] = 0 if first else 1
        return values

    def wait(self) -> int | None:
        """Hours before the step; a delay that is no number (the service may report anything) counts as unknown."""
        return hours(day_count(getattr(self, "delay", None))) if self.reported("delay") else None

    def headline(self) -> str:
        """The first line of the message."""
        message = getattr(self, "message", "")
        return str(message).strip().partition("\n")[0] if message else ""

    def message_text(self) -> tuple[str, str, bool] | None:
        """The plain message of the step, where it has one."""
        return ("", str(getattr(self, "message", "")), False) if "message" in type(self).model_fields else None
