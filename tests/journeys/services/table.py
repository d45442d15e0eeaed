"""What the same journey needs to know of each service: names of fields, requests, what must be stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.journeys.services.stores import COURSE, WINTER, course, of_kit, of_leadlex, store_of, subjects_of, winter
from tests.journeys.stores import AUTUMN, main_line
from tui.sandbox.store import Store


@dataclass(frozen=True)
class Row:
    """One service. Paths are below its own; what stands at `title` in the tree is the field of the same name."""

    service: str
    campaign: str
    kind: str
    """The type that is picked for a new step; empty where there is no choice."""
    title: str
    """The field whose text names a step in the tree."""
    wire: str
    """The same on the wire."""
    more: Mapping[str, object]
    """The other fields of a new step."""
    add: tuple[str, str]
    """Method and path of the request that adds at the end."""
    added: Mapping[str, Any]
    """Its body besides the title."""
    method: str
    """Of the request that changes a step."""
    along: Mapping[str, Any]
    """What goes with every change besides the changed field."""
    bad: tuple[str, str, str]
    """A field, a value that it must not have, and words of what is said."""
    stored: Callable[[Store], list[str]]
    """The titles of the steps, in the order of the service."""
    asks: bool
    """Whether something is said before an add at the end."""


def _lemlist(store: Store) -> list[str]:
    found = main_line(store, AUTUMN)
    return [str(step.content.get("subject") or step.content.get("message") or step.type) for step in found]


_leadlex = winter()
TABLE = (
    Row(
        "lemlist", AUTUMN, "SMS", "Message", "message", {"Delay": 2}, ("POST", "/sequences/{sequence}/steps"),
        {"type": "sms", "delay": 2, "index": 2}, "PATCH", {"type": "sms"}, ("Delay", "x", "must be"), _lemlist, False,
    ),
    Row(
        "leadlex", WINTER, "", "Subject", "subject", {"Body": "Hi {{first_name}}", "Delay days": 2, "Send": "no reply"},
        ("POST", f"/v1/campaigns/{_leadlex.id}/steps"),
        {"body": "Hi {{first_name}}", "delay_days": 2, "delay_hours": 0, "send_condition": "if_no_reply"},
        "PATCH", {}, ("Delay hours", "24", "23"), lambda store: subjects_of(of_leadlex(store)), False,
    ),
    Row(
        "kit", COURSE, "", "Subject", "subject", {"Message": "<p>Hi</p>", "Delay": 2},
        ("POST", f"/v4/sequences/{course().id}/emails"),
        {"content": "<p>Hi</p>", "delay_value": 2, "delay_unit": "days", "published": False, "position": 3},
        "PUT", {}, ("Delay", "0", "Only the first"), lambda store: subjects_of(of_kit(store)), True,
    ),
)  # fmt: skip


def small_store() -> Store:
    """One campaign of three steps for each service; lemlist has its own two."""
    return store_of(winter(), course())
