"""The doubts of the contracts, each as a switch, so that a client can be tried against both readings."""

from collections.abc import Iterable
from dataclasses import dataclass, field, is_dataclass, replace
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from tui.sandbox.kit.switches import KitSwitches
from tui.sandbox.leadlex.switches import LeadlexSwitches

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Switches:
    """How the sandbox reads what the documents leave open (lemlist contract, section 12, rule 14).

    `plan`: "free" makes the gated routes answer 402.
    `lock`: "strict" also refuses adding steps, and changing where leads go, while a campaign runs.
    `unknown_path`: what an unknown path is answered with, 404 text or the web app's HTML with status 200.
    `campaigns_v2`: what `GET /campaigns?version=v2` returns, an object or the documented bare array.
    `email_type_missing`: e-mail steps are read without their `type`.
    `index_base`: the number that means "first" in the `index` of an added step, 0 or 1.
    `ab_errors`: the refusals of A/B tests are JSON with a code, or "text", the sentence alone (section 7).
    `branches_beta`: whether the team may write condition branches; without it the writes answer 403 (section 6).
    `drop_optional_reads`: fields whose reading is documented nowhere are left out (section 4.1).
    `rate_requests` per `rate_seconds`: the rate limit; 0 requests switches it off.
    The other services have their own, in a field with the name of the service.
    """

    plan: Literal["emailPro", "free"] = "emailPro"
    lock: Literal["delete", "strict"] = "delete"
    unknown_path: Literal["404", "html"] = "404"
    campaigns_v2: Literal["object", "array"] = "object"
    email_type_missing: bool = False
    index_base: Literal[0, 1] = 0
    ab_errors: Literal["json", "text"] = "json"
    branches_beta: bool = True
    drop_optional_reads: bool = False
    rate_requests: int = 20
    rate_seconds: float = 2.0
    kit: KitSwitches = field(default_factory=KitSwitches)
    leadlex: LeadlexSwitches = field(default_factory=LeadlexSwitches)

    @classmethod
    def parse(cls, words: Iterable[str]) -> "Switches":
        """Read `name=value` words, `service.name=value` for a service's own; a bare yes-or-no switch means yes.

        Raises ValueError naming the word and what would be accepted.
        """
        switches = cls()
        for word in words:
            switches = _with(switches, word)
        return switches


def _with(switches: T, word: str) -> T:
    hints: dict[str, Any] = get_type_hints(type(switches))
    service, _, rest = word.partition(".")
    if is_dataclass(hints.get(service)):
        return replace(switches, **{service: _with(getattr(switches, service), rest)})  # type: ignore[type-var]
    name, value = _read(hints, word)
    return replace(switches, **{name: value})  # type: ignore[type-var]


def _read(hints: dict[str, Any], word: str) -> tuple[str, Any]:
    name, equals, text = word.partition("=")
    if name not in hints or is_dataclass(hints[name]):
        known = [f"{each}.*" if is_dataclass(kind) else each for each, kind in hints.items()]
        raise ValueError(f"unknown switch {name!r}; known are {', '.join(known)}")
    kind = hints[name]
    if kind is bool:
        if text.lower() not in ("", "yes", "true", "1", "no", "false", "0"):
            raise ValueError(f"switch {name!r} takes yes or no, not {text!r}")
        return name, not equals or text.lower() in ("yes", "true", "1")
    if choices := get_args(kind):
        chosen = next((choice for choice in choices if str(choice) == text), None)
        if chosen is None:
            raise ValueError(f"switch {name!r} takes {' or '.join(map(str, choices))}, not {text!r}")
        return name, chosen
    try:
        number = kind(text)
    except ValueError:
        raise ValueError(f"switch {name!r} takes a number, not {text!r}") from None
    if not 0 <= number < 1_000_000:
        raise ValueError(f"switch {name!r} takes a number from 0, not {text!r}")
    return name, number
