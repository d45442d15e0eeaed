"""`GET /team`: the cheapest way to try a key (contract 2.1)."""

from tui.sandbox.lemlist.call import Answer, Call, Json


def read(call: Call) -> Answer:
    """The team of the key; `version=v2` adds its users."""
    members = [user for user in call.state.users.values() if user.team_id == call.team.id]
    body: Json = {
        "_id": call.team.id,
        "name": call.team.name,
        "userIds": [user.id for user in members],
        "createdBy": call.team.created_by,
        "createdAt": call.team.created_at,
        "hooks": [],
        "beta": [],
        "invitedUsers": [],
        **call.team.extra,
    }
    if call.query.get("version") == "v2":
        body["users"] = [
            {"userId": user.id, "name": user.name, "email": user.email, "role": user.role} for user in members
        ]
    return Answer(200, body)
