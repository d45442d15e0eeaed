"""Who is asking: a key or a token, and what it may do (contract 2)."""

import re

from tui.sandbox.kit import words
from tui.sandbox.kit.call import refuse
from tui.sandbox.kit.records import Credential, KitState

_OAUTH_ONLY = ("/v4/bulk", "/v4/purchases")
_ONE_SEQUENCE = re.compile(r"/v4/sequences/[0-9]+/?")


def known(state: KitState, key: str | None, authorization: str | None) -> tuple[str, Credential]:
    """The credential of a request, with its name; the key counts when both headers come.

    `key` is `X-Kit-Api-Key`, `authorization` holds `Bearer` and a token. Refused: 401 for everything else (seed).
    """
    kind, name = "key", (key or "").strip()
    if key is None:
        scheme, _, token = (authorization or "").strip().partition(" ")
        kind, name = "token", token.strip() if scheme.lower() == "bearer" else ""
    credential = state.credentials.get(name)
    if credential is None or credential.kind != kind:
        refuse(401, words.BAD_CREDENTIAL)
    return name, credential


def check_kind(credential: Credential, path: str) -> None:
    """Refuse a key with 401 where only a token does."""
    if credential.kind == "key" and any(path == each or path.startswith(f"{each}/") for each in _OAUTH_ONLY):
        refuse(401, words.NEEDS_OAUTH)


def check_scope(credential: Credential, method: str, path: str) -> None:
    """Refuse with 403 what the scopes of a token do not cover: GET needs `read`, the rest `write` (contract 2).

    The page of the delete of a sequence knows no 403, only 401 for who may not (seed), so there it is that.
    """
    if ("read" if method == "GET" else "write") in credential.scopes:
        return
    if method == "DELETE" and _ONE_SEQUENCE.fullmatch(path):
        refuse(401, words.BAD_CREDENTIAL)
    refuse(403, words.FORBIDDEN)
