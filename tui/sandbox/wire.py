"""What the imitated services share: the base of their records, and how the body of a request is read."""

import json
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, JsonValue

Json: TypeAlias = dict[str, JsonValue]


class Record(BaseModel):
    """A record of the store; unknown fields mean that the file is not ours."""

    model_config = ConfigDict(extra="forbid")


def json_object(raw: bytes) -> Json | None:
    """The JSON object in a body, None for any other body.

    Numbers that JSON does not have (NaN) and halves of surrogate pairs are no JSON here: an answer could not repeat
    them.
    """
    try:
        body = json.loads(raw)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def encoded(body: Json) -> bytes:
    """A body as JSON, with every character as it is."""
    return json.dumps(body, ensure_ascii=False).encode()
