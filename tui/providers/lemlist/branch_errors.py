"""What the branch routes of lemlist refuse, in our words: a cause and a next step for each code (contract 6.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tui.providers.bodies import is_web_page
from tui.providers.errors import BadAnswer, Conflict, Forbidden, Invalid, NotFound, ServiceError, WrongMethod
from tui.providers.lemlist.branches import HOSTING

BETA: Final = "SEQUENCE_BRANCH_BETA_REQUIRED"
ENTERED: Final = "lemlist adds, deletes, moves and changes no branch once leads have entered the campaign."
STILL_POSSIBLE: Final = (
    "Duplicate the campaign and change the copy. Here a branch can still be renamed, and the steps in it edited."
)
FIXED_ELSE: Final = "Else takes everybody whom no branch takes: it cannot be renamed, changed, moved or deleted."
INSIDE_ELSE: Final = "Edit the steps inside it, or delete the whole condition."
LAST: Final = "A condition keeps at least one branch beside Else."
DELETE_STEP: Final = "Delete the condition instead."
ONE_ONLY: Final = "This condition has one branch and Else."
SEVERAL: Final = (
    "Several branches are possible on a lead variable, a score, an e-mail address and a call; for others, put a "
    "condition into Else."
)
NO_ROUTES: Final = "This lemlist account has no requests for single branches."
ELSEWHERE: Final = "Add, change and delete branches in lemlist; here a condition has a branch and Else."
_RELOAD: Final = "Reload, then try again."
_CORRECT: Final = "Correct the field that it names, then save again."

BY_CODE: Final[Mapping[str, tuple[type[ServiceError], str, str]]] = {
    "SEQUENCE_BRANCH_STEP_NOT_CONDITIONAL": (Invalid, "This step is no condition, so it has no branches.", _RELOAD),
    "SEQUENCE_BRANCH_INVALID_PARAM": (Invalid, "", _CORRECT),
    "SEQUENCE_BRANCH_VALUE_REQUIRED": (Invalid, "", "Fill in the field that it names, then save again."),
    "SEQUENCE_BRANCH_CONDITION_NOT_CONFIGURABLE": (
        Invalid,
        "The branches of this condition have no values that could be set.",
        f"A branch can be renamed. {SEVERAL}",
    ),
    "SEQUENCE_BRANCH_CONDITION_KEY_NOT_ALLOWED": (
        Invalid,
        "All branches share the condition of their step, so a branch cannot have another.",
        "Change the condition in the form of the step.",
    ),
    "not-multi-capable": (Invalid, ONE_ONLY, SEVERAL),
    "cap-reached": (
        Invalid,
        "The condition has as many branches as lemlist allows: 200.",
        "Delete one first, or put another condition into Else.",
    ),
    "SEQUENCE_BRANCH_ORDER_INVALID": (
        Invalid,
        "The new order does not name every branch of the condition once: somebody else has added or deleted one.",
        "Reload, then move the branch again.",
    ),
    "SEQUENCE_BRANCH_NO_UPDATE": (Invalid, "There is nothing to change on this branch.", "Change a field, then save."),
    "SEQUENCE_BRANCH_IS_FALLBACK": (Conflict, FIXED_ELSE, INSIDE_ELSE),
    "SEQUENCE_BRANCH_UPDATE_REJECTED": (
        Conflict,
        "lemlist does not take this change of the branch.",
        "Change the branch in lemlist, then reload.",
    ),
    "SEQUENCE_BRANCH_LAST_NOT_REMOVABLE": (Conflict, LAST, DELETE_STEP),
    BETA: (
        Forbidden,
        "lemlist has not enabled condition branches for this team: they can be read, but not changed (closed beta).",
        "Ask lemlist's support for them, or change the branches in lemlist.",
    ),
    "SEQUENCE_NOT_FOUND": (NotFound, "The sequence that holds the condition is gone from lemlist.", _RELOAD),
    "SEQUENCE_STEP_NOT_FOUND": (NotFound, "The step is gone from lemlist.", _RELOAD),
    "SEQUENCE_BRANCH_NOT_FOUND": (NotFound, "The branch is gone from lemlist.", _RELOAD),
    "SEQUENCE_BRANCH_CAMPAIGN_RUNNING": (Conflict, ENTERED, STILL_POSSIBLE),
}
_FIELDS: Final = frozenset(spec.wire for content in HOSTING.values() for spec in content.fields())
_WORD: Final = re.compile(r"\w+")


def refined(error: ServiceError) -> ServiceError:
    """The error of a branch route in our words; any other as it came."""
    if not _of_branches(error):
        return error
    if is_absent(error) and not isinstance(error, BadAnswer):
        return error.restated(type(error), NO_ROUTES, ELSEWHERE)
    if (known := BY_CODE.get(error.code or "")) is not None:
        error = error.restated(*known)
    if isinstance(error, Invalid) and not error.fields:
        # Sentences about single fields name them as they are sent, so that the form can show them in their place.
        named = [word for word in _WORD.findall(error.message) if word in _FIELDS]
        error.fields = dict.fromkeys(named[:1], error.message)
    return error


def is_absent(error: ServiceError) -> bool:
    """Whether an answer means that there is no such route: servers of the seeds' date do not have it (contract 6)."""
    if isinstance(error, NotFound):
        return error.code not in BY_CODE
    if isinstance(error, BadAnswer):
        return is_web_page(error.server_text)
    return isinstance(error, WrongMethod)


def is_known(error: ServiceError) -> bool:
    """Whether an error can only have come from a branch route: then the account has them."""
    return error.code in BY_CODE


def _of_branches(error: ServiceError) -> bool:
    return "/branches" in error.request.partition("?")[0]
