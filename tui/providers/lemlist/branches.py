"""What a branch of each condition is made with, one class per key that hosts several (contracts/lemlist 6.2, 6.3).

Leads take the first branch, from the top, whose question they meet; Else has no question and stays last.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Self

from annotated_types import Ge, Le
from pydantic import AfterValidator

from tui.model.declare import Ask, Choice, Kind, Values
from tui.model.declared import Declared
from tui.providers.lemlist.conditions import DELAY_TYPE_CHOICES
from tui.providers.lemlist.fields import MAX_DELAY_DAYS

SOURCE = "lemlist API, Add Branch"
MAX_SCORE = 100
_FORBIDDEN = frozenset({"_id", "teamId", "campaignId", "leadId", "__proto__", "constructor", "prototype"})
_COMPARING = ("equal", "contains")
_OPERATORS = (
    Choice("contains", "contains", "The value stands anywhere in the field; capitals do not matter."),
    Choice("equal", "is", "The field holds exactly the value."),
    Choice("empty", "is empty", "The lead has nothing in the field."),
    Choice("notEmpty", "is not empty", "The lead has something in the field."),
)
_COMPARATORS = (Choice("$gte", "at least"), Choice("$lt", "below"))
_STATUSES = (
    Choice("deliverable", "deliverable"),
    Choice("risky", "risky"),
    Choice("undeliverable", "undeliverable"),
    Choice("unverified", "unverified"),
)


def field_name(value: str) -> str:
    """A lead variable by its bare name, a contact field as `fields.name`. Raises ValueError where lemlist refuses."""
    name = value.strip().removeprefix("variables.")
    if "$" in name or any(not part or part in _FORBIDDEN for part in name.split(".")):
        raise ValueError(f"“{value}” is no field that lemlist compares")
    return name


def _bare(value: Any) -> Any:
    return value.removeprefix("variables.") if isinstance(value, str) else value


def _known_order(value: Any) -> Any:
    """A reported list in the order of the form; words that the form does not know stay, at the end."""
    if not isinstance(value, list):
        return value
    known = [choice.value for choice in _STATUSES if choice.value in value]
    return [*known, *(item for item in value if item not in known)]


class BranchContent(Declared):
    """A branch with a name; all there is for a condition that hosts one branch, and for one that is a raw filter."""

    label = "Branch"
    key: ClassVar[str] = ""
    """The condition key whose branches are made with it."""
    name: Annotated[str, Ask("Name", "What the branch is called; without a name lemlist shows its number.",
                             Kind.LINE, SOURCE)] = ""  # fmt: skip

    @classmethod
    def read(cls, reported: Mapping[str, Any]) -> Self:
        """A branch without a name is reported without the field, so its absence is known, not unreported."""
        name = reported.get("name")
        return super().read({**reported, "name": "" if name is None else name})

    @classmethod
    def describes(cls, reported: Mapping[str, Any]) -> bool:
        """Whether a reported branch says under our names what it tests."""
        return any(spec.wire in reported for spec in cls.fields() if spec.name not in ("name", "delay", "delay_type"))

    def words(self) -> str:
        """What the branch tests."""
        return ""

    def _said(self, name: str) -> str:
        """A value in words; lists as "a or b"."""
        value = getattr(self, name) if self.reported(name) else None
        if isinstance(value, (tuple, list)):
            return " or ".join(str(item) for item in value)
        return "" if value is None else str(value)


class ElseBranch(Declared):
    """Else: nothing of it can be changed but the steps inside (contracts/lemlist 6.1)."""

    label = "Else"
    editable = False


def _compares(values: Values) -> bool:
    return values.get("custom_operator") in _COMPARING


class LeadInfoBranch(BranchContent):
    """Compares a field of the lead with one value. Several values can be read, but not written (contract 6.3)."""

    label, key = "Branch on a lead variable", "customLeadInfo"
    note = "All branches of the condition look at the same field: changing it here changes it on all of them."
    custom_field: Annotated[
        str,
        AfterValidator(field_name),
        Ask("Field", "A lead variable by its name, such as jobTitle; a contact field as fields.name.", Kind.LINE,
            SOURCE, required=True, from_wire=_bare),
    ] = ""  # fmt: skip
    custom_operator: Annotated[
        str, Ask("Compares", "How the field is compared.", Kind.CHOICE, SOURCE, required=True, choices=_OPERATORS)
    ] = "contains"
    custom_value: Annotated[
        str,
        Ask("Value", "What the field is compared with: one value. lemlist itself can hold several, which only its own "
            "editor can set; saving one here replaces them all.", Kind.LINE, SOURCE, required=True, applies=_compares,
            why_absent="“is empty” and “is not empty” compare with nothing."),
    ] = ""  # fmt: skip

    @classmethod
    def read(cls, reported: Mapping[str, Any]) -> Self:
        """What is written as `customValue` is read as the list `customValues`; only a list of one is that value."""
        values = reported.get("customValues")
        one = values[0] if isinstance(values, list) and len(values) == 1 else None
        return super().read({**reported, "customValue": one})

    def sent_along(self, changed: set[str]) -> set[str]:
        """Another way to compare needs its value in the same request (contract 6.3)."""
        return {"custom_value"} if "custom_operator" in changed and _compares(self.values()) else set()

    def words(self) -> str:
        """Field, comparison and value; a reader of several values adds them itself."""
        operator = self._said("custom_operator")
        shown = next((choice.label for choice in _OPERATORS if choice.value == operator), operator)
        value = f" “{self._said('custom_value')}”" if self.reported("custom_value") else ""
        return f"{self._said('custom_field')} {shown}{value}".strip()


def _has_window(values: Values) -> bool:
    return values.get("delay_type") != "waitUntil"


_DelayType = Annotated[
    str, Ask("Waits", "How long the lead has for it.", Kind.CHOICE, SOURCE, choices=DELAY_TYPE_CHOICES)
]
_Delay = Annotated[
    int, Ge(0), Le(MAX_DELAY_DAYS),
    Ask("Window", "The days a lead has to do it. Of the values this alone can be changed once leads have entered.",
        Kind.NUMBER, SOURCE, unit="days", applies=_has_window,
        why_absent="Only “within a number of days” has a window."),
]  # fmt: skip


class _WaitingBranch(BranchContent):
    """What waits for the lead to act has a window; where none is set, that of the condition counts."""

    def sent_along(self, changed: set[str]) -> set[str]:
        """`within` without its days would keep a number that nobody sees."""
        return {"delay"} if "delay_type" in changed and _has_window(self.values()) else set()


class ScoreBranch(_WaitingBranch):
    """Compares the lead's score."""

    label, key = "Branch on a score", "hasScore"
    score_comparator: Annotated[
        str, Ask("Score", "Which side of the threshold meets it.", Kind.CHOICE, SOURCE, choices=_COMPARATORS)
    ] = "$gte"
    score_threshold: Annotated[
        int, Ge(0), Le(MAX_SCORE), Ask("Threshold", "The score that is compared with.", Kind.NUMBER, SOURCE)
    ] = 80
    delay_type: _DelayType = "within"
    delay: _Delay = 1

    def words(self) -> str:
        """The band: "score at least 80"."""
        comparator = self._said("score_comparator")
        shown = next((choice.label for choice in _COMPARATORS if choice.value == comparator), comparator)
        return " ".join(part for part in ("score", shown, self._said("score_threshold")) if part)


class EmailBranch(BranchContent):
    """Looks at how good the lead's address is."""

    label, key = "Branch on an e-mail address", "hasEmailAddress"
    email_status_filter: Annotated[
        tuple[str, ...],
        Ask("Status", "Which results of lemlist's check of the address meet it.", Kind.DAYS, SOURCE, required=True,
            choices=_STATUSES, from_wire=_known_order),
    ] = ()  # fmt: skip

    def words(self) -> str:
        """The statuses: "address is deliverable or risky"."""
        said = self._said("email_status_filter")
        return f"address is {said}" if said else "has an address"


class CallBranch(_WaitingBranch):
    """Looks at how a call ended."""

    label, key = "Branch on a call", "aircallDone"
    call_status_filter: Annotated[
        tuple[str, ...],
        Ask("Call ended", "The outcomes that meet it, one per line, in the words of Aircall; lemlist publishes no list "
            "of them.", Kind.LINES, SOURCE, required=True),
    ] = ()  # fmt: skip
    delay_type: _DelayType = "within"
    delay: _Delay = 1

    def words(self) -> str:
        """The outcomes: "call answered or voicemail"."""
        said = self._said("call_status_filter")
        return f"call {said}" if said else "call done"


HOSTING: dict[str, type[BranchContent]] = {
    content.key: content for content in (LeadInfoBranch, ScoreBranch, EmailBranch, CallBranch)
}
"""The conditions that host several branches, by key; all others have one branch and Else."""
