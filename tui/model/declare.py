"""How a field of a step is declared: one `Ask` beside its pydantic type feeds form, check, wire and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal


class Kind(StrEnum):
    """Which widget edits a field."""

    LINE = "line"
    """One line of text."""
    TEXT = "text"
    """Plain text of several lines."""
    HTML = "html"
    """HTML source of a message."""
    NUMBER = "number"
    """A whole number."""
    CHOICE = "choice"
    """One of a few words."""
    FLAG = "flag"
    """Yes or no."""
    URL = "url"
    """One address."""
    URLS = "urls"
    """A list of addresses, one per line."""
    LINES = "lines"
    """A list of short texts, one per line."""
    DAYS = "days"
    """Some of a few words, in their order: the days of the week."""
    CAMPAIGN = "campaign"
    """The id of another campaign of the account."""
    OPTION = "option"
    """The id of something that the account has, such as a template; `Ask.picks` says of what."""


LISTS = (Kind.URLS, Kind.LINES)
"""Kinds that are typed as lines."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a CHOICE field, with the words that a person reads."""

    value: str
    label: str
    help: str = ""


Values = Mapping[str, Any]
"""What a form holds: field name -> value, in the types of the form (text, bool, list of text)."""


def _always(_values: Values) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person is asked for one field.

    It stands in the `Annotated` type of a pydantic field, beside the bounds, and is the only description of that field:
    the form, the checks, the JSON that is sent, the help and the command line all read it.
    """

    title: str
    """The label, as short as the service's own."""
    help: str
    """What the field is for, in the service's terms; one to three sentences."""
    kind: Kind
    source: str
    """Where the rule comes from, e.g. "seed: add step"."""
    required: bool = False
    """The service refuses an add without it."""
    on_add: bool = True
    """Accepted when a step is added."""
    on_update: bool = True
    """Accepted when a step is changed."""
    unit: str = ""
    """What a NUMBER counts, e.g. "days"."""
    choices: tuple[Choice, ...] = ()
    variables: bool = False
    """May hold `{{variables}}`, which the screens colour."""
    applies: Callable[[Values], bool] = _always
    """Whether the field has a meaning beside these values; one that has none is hidden and not sent."""
    picks: str = ""
    """For OPTION: the word under which the provider lists what can be chosen."""
    nullable: bool = False
    """The service reports and takes null for "none"; in forms it is empty."""
    hidden: bool = False
    """On the wire only: no form asks for it."""
    from_wire: Callable[[Any], Any] | None = None
    """Makes the form's value out of the service's, where they differ in shape; whatever it cannot read it returns."""
    to_wire: Callable[[Any], Any] | None = None
    """The other way."""
    why_absent: str = ""
    """Said in the help while `applies` is false, or when the field cannot be changed later."""


Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the values of a step."""

    field: str | None
    """Field name, or None when the step as a whole is meant."""
    message: str
    """A sentence that names the cause and what to do."""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the checked step stands, as far as rules depend on it."""

    creating: bool = False
    """True for a step that the service does not have yet."""
    first_message: bool = False
    """True when no step of the same channel precedes the step on its path."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a step type, read off its class: the `Ask` with the bounds of its pydantic type."""

    name: str
    """Name of the attribute."""
    wire: str
    """Name in the service's JSON."""
    ask: Ask
    default: Any
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    """Longest text in characters (of the raw template, variables included)."""
    accepts: Any = None
    """The type of the attribute with its bounds, as pydantic reads it."""

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines on a screen."""
        return self.ask.kind in (Kind.TEXT, Kind.HTML, *LISTS)

    def rule(self) -> str:
        """The bounds in words, for help and errors: "a whole number of days from 0 to 1500"."""
        if self.ask.kind is Kind.NUMBER:
            unit = f" of {self.ask.unit}" if self.ask.unit else ""
            upper = f"from {self.minimum} to {self.maximum}" if self.maximum is not None else f"from {self.minimum} on"
            return f"a whole number{unit} {upper}"
        if self.ask.kind is Kind.DAYS:
            least = "any of" if self.ask.nullable else "at least one of"
            return f"{least} {', '.join(choice.label for choice in self.ask.choices)}"
        if self.ask.choices:
            return "one of " + ", ".join(choice.value for choice in self.ask.choices)
        if self.max_length is not None:
            return f"at most {self.max_length} characters"
        return {
            Kind.URL: "an address without spaces that starts with http:// or https://",
            Kind.URLS: "public https:// addresses, one per line",
            Kind.FLAG: "yes or no",
            Kind.LINES: "one entry per line",
            Kind.CAMPAIGN: "a campaign of this account that is not archived",
            Kind.OPTION: "one of those that the account has",
        }.get(self.ask.kind, "any text")
