"""The doubts of the contracts, each as a switch, so that a client can be tried against both readings."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Switches:
    """How the sandbox reads what the documents leave open (lemlist contract, section 12, rule 14).

    `plan`: "free" makes the gated routes answer 402.
    `lock`: "strict" also refuses adding steps, and changing where leads go, while a campaign runs.
    `unknown_path`: what an unknown path is answered with, 404 text or the web app's HTML with status 200.
    `campaigns_v2`: what `GET /campaigns?version=v2` returns, an object or the documented bare array.
    `email_type_missing`: e-mail steps are read without their `type`.
    `index_base`: the number that means "first" in the `index` of an added step, 0 or 1.
    `drop_optional_reads`: fields whose reading is documented nowhere are left out (section 4.1).
    `rate_requests` per `rate_seconds`: the rate limit; 0 requests switches it off.
    """

    plan: Literal["emailPro", "free"] = "emailPro"
    lock: Literal["delete", "strict"] = "delete"
    unknown_path: Literal["404", "html"] = "404"
    campaigns_v2: Literal["object", "array"] = "object"
    email_type_missing: bool = False
    index_base: Literal[0, 1] = 0
    drop_optional_reads: bool = False
    rate_requests: int = 20
    rate_seconds: float = 2.0

    @classmethod
    def parse(cls, words: Iterable[str]) -> "Switches":
        """Read `name=value` words; a bare name of a yes-or-no switch means yes.

        Raises ValueError naming the word and what would be accepted.
        """
        return replace(cls(), **dict(_read(word) for word in words))


def _read(word: str) -> tuple[str, Any]:
    name, equals, text = word.partition("=")
    hints = get_type_hints(Switches)
    if name not in hints:
        raise ValueError(f"unknown switch {name!r}; known are {', '.join(field.name for field in fields(Switches))}")
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
