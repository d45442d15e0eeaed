"""Who is asking: the key of a request, and the errors of a key that does not do (contract 1.1)."""

import base64
import binascii

from tui.sandbox.lemlist.call import RefusedError, refuse
from tui.sandbox.lemlist.records import LemlistState, Team, User

WRONG = "The authentication you supplied is incorrect"


def key_of(header: str | None) -> str:
    """The API key in an `Authorization` header: Basic, with an empty login (seed).

    Refused: 400 without header or password, 401 for anything else that is not of that form.
    """
    if header is None or not header.strip():
        refuse("No API key provided")
    scheme, _, token = header.strip().partition(" ")
    if scheme.lower() != "basic":
        refuse(WRONG, 401)
    try:
        login, colon, password = base64.b64decode(token.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        refuse(WRONG, 401)
    if login or not colon:
        refuse(WRONG, 401)
    if not password:
        refuse("No API key provided")
    return password


def known_key(state: LemlistState, header: str | None) -> str:
    """The key of a request if this service gave it out; refused like `key_of`, and 401 for an unknown one."""
    key = key_of(header)
    if key not in state.keys:
        refuse(WRONG, 401)
    return key


def user_of(state: LemlistState, key: str) -> User:
    """The user a key belongs to. Refused: 404 when the user is gone, 403 when blocked."""
    user = state.users.get(state.keys[key])
    if user is None:
        refuse("No user found for this API key", 404)
    if user.blocked:
        refuse("User linked to this API key is blocked", 403)
    return user


def team_of(state: LemlistState, user: User) -> Team:
    """The user's team. Refused with 400 when there is none."""
    team = state.teams.get(user.team_id)
    if team is None:
        refuse("Bad team")
    return team


def check_plan(team: Team, plan: str) -> None:
    """Refuse with 402 on the routes that the plan does not include; `plan` is the sandbox's switch."""
    if "free" in (plan, team.plan):
        raise RefusedError(402, "route is available starting emailPro plan")
