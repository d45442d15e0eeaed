"""The documented delete of a sequence as a judge of traffic: the OpenAPI of its page."""

import re
from functools import cache
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tests.contract.kit.arranged import DATA

TEMPLATE = "/v4/sequences/{id}"
_PATH = re.compile(r"(https?://[^/]+)?(/kit)?/v4/sequences/[^/?]+/?(\?.*)?")


@cache
def operation() -> dict[str, Any]:
    """The documented operation."""
    page: dict[str, Any] = yaml.safe_load((DATA / "delete-sequence.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = page["paths"][TEMPLATE]["delete"]
    return found


def judged(method: str, path: str) -> bool:
    """Whether a request is the documented one; the path may be a whole URL."""
    return method == "DELETE" and _PATH.fullmatch(path) is not None


def check_request(method: str, path: str, body: Any) -> list[str]:
    """What is wrong with a request for deleting a sequence, as sentences; other requests are passed."""
    if not judged(method, path):
        return []
    faults = [] if body is None else ["a delete carries no body"]
    number = re.sub(r".*/v4/sequences/([^/?]+).*", r"\1", path)
    schema = operation()["parameters"][0]["schema"]
    value: Any = int(number) if re.fullmatch(r"-?[0-9]+", number) else number
    return faults + [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def check_answer(method: str, path: str, status: int, content_type: str, body: Any) -> list[str]:
    """What is wrong with the answer; `body` is JSON, or None where there is none. Other requests are passed."""
    if not judged(method, path):
        return []
    documented = operation()["responses"].get(str(status))
    if documented is None:
        return [] if status == 429 or status >= 500 else [f"status {status} is not documented"]
    content = documented.get("content")
    if content is None:
        return [f"{status} has a body"] if body is not None or content_type else []
    kind = content_type.partition(";")[0].strip()
    if kind not in content:
        return [f"{status} is {kind}, documented is {', '.join(content)}"]
    return [error.message for error in Draft202012Validator(content[kind]["schema"]).iter_errors(body)]
