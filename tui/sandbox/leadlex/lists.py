"""Lists of contacts: making one, with a name that no other of the workspace has (contract 3, the envelope's page)."""

from tui.sandbox.leadlex.call import Answer, Call, RefusedError, refuse_fields
from tui.sandbox.leadlex.records import ContactList


def create(call: Call) -> Answer:
    """`POST /v1/lists`: an empty list; its fields stand in `data` itself."""
    body = call.body()
    name, description = body.get("name"), body.get("description")
    if name is None or (isinstance(name, str) and not name.strip()):
        raise RefusedError(400, "missing_required_field", "name missing", {"name": "Required"})
    problems = {}
    if not isinstance(name, str):
        problems["name"] = "Must be a string"
    if description is not None and not isinstance(description, str):
        problems["description"] = "Must be a string"
    if problems:
        refuse_fields(problems)
    if any(each.name == name and each.workspace_id == call.key.workspace_id for each in call.state.lists.values()):
        text = "A list with this name already exists"
        raise RefusedError(400, "validation_error", text, {"name": "Must be unique"})
    made = ContactList(
        id=call.store.state.mint("lst"),
        workspace_id=call.key.workspace_id,
        name=str(name),
        description=str(description or ""),
        created_at=call.now(),
    )
    call.state.lists[made.id] = made
    call.store.save()
    return call.created(made.model_dump(exclude={"workspace_id"}))
