"""`GET /v4/account`, the way to try a key, and `GET /v4/email_templates` (contract 10)."""

from tui.sandbox.kit.call import Answer, Call, not_found
from tui.sandbox.kit.pages import page
from tui.sandbox.kit.records import Template
from tui.sandbox.wire import Json


def read(call: Call) -> Answer:
    """The account of the credential, and its user."""
    account = call.state.account
    if account is None:
        not_found()
    body: Json = {
        "id": account.id,
        "name": account.name,
        "plan_type": account.plan_type,
        "primary_email_address": account.email_address,
        "created_at": account.created_at,
        "timezone": account.timezone.model_dump(),
        **account.extra,
    }
    return Answer(200, {"user": {"email": account.email_address}, "account": body})


def templates(call: Call) -> Answer:
    """The templates of the account, the newest first."""
    rows = list(call.lag.listed().templates.values())
    return page(call.query, "email_templates", rows, Template.model_dump, key=lambda template: (template.id,))
