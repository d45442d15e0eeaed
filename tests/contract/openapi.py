"""The three documented step routes as a judge of traffic: the OpenAPI of their pages, and the tables beside it.

`check_request` and `check_answer` return sentences, none when all is well, so that a test can show every fault at once.
Other routes are not judged.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

_DATA = Path(__file__).parent.parent / "data" / "lemlist"
_PAGES = ("add-step.yaml", "update-step.yaml", "delete-step.yaml")
_PREFIX = re.compile(r"^(https?://[^/]+)?(/lemlist)?(/api)?(?=/)")

# The tables of the add page: required, optional beside `type`, `index` and `delay`.
_ADD: Mapping[str, tuple[str, str]] = {
    "email": ("subject message", ""),
    "manual": ("title", "message"),
    "phone": ("", "message"),
    "api": ("method url", ""),
    "linkedinVisit": ("", ""),
    "linkedinInvite": ("", "message images videos"),
    "linkedinSend": ("message", "altMessage images videos"),
    "linkedinVoiceNote": ("", "recordMode"),
    "linkedinFollow": ("", ""),
    "linkedinLikeLastPost": ("", ""),
    "linkedinCommentLastPost": ("", ""),
    "linkedinEndorse": ("", "skillName endorseAnyFallback"),
    "linkedinWithdrawInvitation": ("", ""),
    "sendToAnotherCampaign": ("campaignId", ""),
    "conditional": ("conditionKey delayType", ""),
    "whatsappMessage": ("message", ""),
    "sms": ("message", ""),
}
STEP_TYPES = tuple(_ADD)
_ANSWER_FIELDS = {"_id", "type", "delay", "emailTemplateId", "message"}
_MEDIA_CODES = {
    "LINKEDIN_MEDIA_TOO_MANY": 400,
    "LINKEDIN_MEDIA_UNSAFE_URL": 400,
    "LINKEDIN_MEDIA_TOO_LARGE": 413,
    "LINKEDIN_MEDIA_INVALID_TYPE": 415,
    "LINKEDIN_MEDIA_GIF_INVALID": 422,
    "LINKEDIN_MEDIA_DOWNLOAD_FAILED": 502,
    "LINKEDIN_MEDIA_AV_UNAVAILABLE": 503,
    "LINKEDIN_MEDIA_TIMEOUT": 504,
}
# Answers that the key, the plan, the limit or a fault may give on any route (contract 1.1, 1.2).
_ANYWHERE = {400, 401, 402, 403, 404, 405, 429}


def _integer(_checker: Any, value: object) -> bool:
    """JSON Schema counts 2.0 as an integer; a client of ours has no business sending it."""
    return isinstance(value, int) and not isinstance(value, bool)


_Strict: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator, type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _integer)
)


@cache
def _operations() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    found: list[tuple[str, re.Pattern[str], dict[str, Any]]] = []
    for page in _PAGES:
        document = yaml.safe_load((_DATA / page).read_text(encoding="utf-8"))
        for template, entry in document["paths"].items():
            pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", template) + "/?")
            found.extend(
                (name.upper(), pattern, operation) for name, operation in entry.items() if name != "parameters"
            )
    return found


def operation_of(method: str, path: str) -> dict[str, Any] | None:
    """The documented operation a request asks for, or None; the path may be a whole URL."""
    short = _PREFIX.sub("", path).partition("?")[0]
    return next((entry for name, pattern, entry in _operations() if name == method and pattern.fullmatch(short)), None)


def check_request(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a request to one of the three routes; other routes are passed."""
    operation = operation_of(method, path)
    if operation is None:
        return []
    if method == "DELETE":
        return [] if body is None else ["a delete carries no body"]
    if not isinstance(body, dict):
        return ["the body is not a JSON object"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    faults = [error.message for error in _Strict(schema).iter_errors(body)]
    return faults + _table_faults(body, adding=method == "POST")


def _table_faults(body: dict[str, Any], *, adding: bool) -> list[str]:
    kind = str(body.get("type"))
    if kind not in _ADD:
        return [f"type {kind!r} is none of the seventeen"]
    required, optional = (names.split() for names in _ADD[kind])
    allowed = {"type", "delay", *required, *optional}
    if adding:
        allowed.add("index")
    elif kind == "sendToAnotherCampaign":
        allowed.remove("delay")
    faults = [f"{name} does not belong to {kind}" for name in body if name not in allowed]
    if adding:
        if kind == "conditional" and body.get("delayType") == "within":
            required.append("delay")
        faults += [f"{name} is required for {kind}" for name in required if name not in body]
    return faults + _bound_faults(body)


def _bound_faults(body: dict[str, Any]) -> list[str]:
    faults = []
    delay, index = body.get("delay", 0), body.get("index", 0)
    if isinstance(delay, int) and not 0 <= delay <= 1500:
        faults.append(f"delay {delay} is not between 0 and 1500")
    if isinstance(index, int) and index < -1:
        faults.append(f"index {index} is below -1")
    faults += [
        f"{name} has {len(str(body[name]))} characters, 400 are allowed"
        for name in ("subject", "title")
        if len(str(body.get(name, ""))) > 400
    ]
    if "url" in body and not str(body["url"]).startswith(("http://", "https://")):
        faults.append("url does not begin with http:// or https://")
    media = [*body.get("images", []), *body.get("videos", [])]
    if len(media) > 6:
        faults.append(f"{len(media)} images and videos, 6 are allowed")
    faults += [f"{address!r} is not https" for address in media if not str(address).startswith("https://")]
    return faults


def check_answer(method: str, path: str, status: int, content_type: str, body: Any) -> list[str]:
    """What is wrong with an answer of one of the three routes; `body` is JSON, or text where it is no JSON."""
    operation = operation_of(method, path)
    if operation is None:
        return []
    if isinstance(body, dict) and "code" in body:
        known = _MEDIA_CODES.get(body["code"]) == status and method in ("POST", "PATCH")
        return [] if known else [f"{body['code']} does not come with {status}"]
    documented = operation["responses"].get(str(status))
    if documented is None:
        return [] if status in _ANYWHERE else [f"status {status} is not documented"]
    kind = content_type.partition(";")[0].strip()
    content = documented.get("content", {})
    if content and kind not in content:
        return [f"{status} is {kind}, documented is {', '.join(content)}"]
    if status != 200:
        return [] if isinstance(body, str) or not content else [f"the body of {status} is no sentence"]
    schema = content["application/json"]["schema"]
    faults = [error.message for error in _Strict(schema).iter_errors(body)]
    return faults + (_step_faults(body) if method != "DELETE" else [])


def _step_faults(body: dict[str, Any]) -> list[str]:
    if body.get("type") != "conditional":
        return [f"{name} is no field of the answer" for name in body if name not in _ANSWER_FIELDS]
    if set(body) != {"_id", "type", "conditions"}:
        return [f"a conditional step is answered with {', '.join(body)}"]
    branches = body["conditions"]
    faults = (
        []
        if [bool(each.get("fallback")) for each in branches].index(True) == len(branches) - 1
        else ["Else is not last"]
    )
    for each in branches:
        wanted = {"sequenceId", "fallback"} if each.get("fallback") else {"sequenceId", "label", "key"}
        faults += [f"a branch without {name}" for name in wanted - set(each)]
        faults += [f"a branch with {name}" for name in set(each) - wanted - {"delay", "delayType"}]
    return faults
