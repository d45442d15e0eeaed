"""One Kit account: its e-mails as steps, and the writes to them (contracts/kit 8)."""

from __future__ import annotations

from functools import partial
from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, Step
from tui.plan.operations import AddStep, AnyOperation, DeleteStep, Plan, StepOperation, UpdateStep
from tui.providers import straight
from tui.providers.base import Action, Done, Identity, Nouns, Option, Request, Verdict
from tui.providers.calls import Call, Limit
from tui.providers.connection import changes_nothing, part
from tui.providers.errors import Sent, ServiceError, TimedOut
from tui.providers.kit.connection import token_in
from tui.providers.kit.effects import effects
from tui.providers.kit.emails import Email
from tui.providers.kit.errors import refine
from tui.providers.kit.lately import Lately, Row
from tui.providers.kit.plans import plan
from tui.providers.kit.sequences import KitSequences
from tui.providers.kit.verdicts import verdict
from tui.providers.waits import Patience

BASE_URL = "https://api.kit.com"
LIMIT, TOKEN_LIMIT = Limit(calls=120, seconds=60.0), Limit(calls=600, seconds=60.0)
"""Calls in any 60 seconds with an API key, and with an OAuth token. No header tells what is left (contracts/kit 4)."""
PATIENCE = Patience(longest=65.0, budget=150.0)
"""A 429 does not say how long to wait: a whole window, twice at most."""
EMAIL_PAGE = 100
"""E-mails on one page: with their contents 500 could be more than an answer may hold."""


class Kit(KitSequences):
    """One Kit account. Nothing is read in the background: a list of sequences says how many e-mails each has."""

    nouns = Nouns("subscriber", "sequence")
    counts_people = True
    step_types: tuple[type[StepContent], ...] = (Email,)

    def __init__(self, key: str, *, base_url: str = BASE_URL, **more: Any) -> None:
        """`key` is an API key or an OAuth token (`token_in`); `more` what every connection takes: account, app,
        read_only, listen."""
        token = token_in(key)
        super().__init__(
            base_url,
            secret=key,
            headers={"X-Kit-Api-Key": key} if token is None else {"Authorization": f"Bearer {token}"},
            limit=LIMIT if token is None else TOKEN_LIMIT,
            patience=PATIENCE,
            refine=partial(refine, token=token is not None),
            **more,
        )
        self._lately = Lately()

    async def identity(self) -> Identity:
        """The account of the credential, by `GET /v4/account` (contracts/kit 10)."""
        call, answer = await self._sent("GET", "/v4/account", "Check the key")
        account = self._object(call, answer, "account")
        plan_type, address = account.get("plan_type"), account.get("primary_email_address")
        words = [f"plan {plan_type}" if isinstance(plan_type, str) and plan_type else "", str(address or "")]
        identifier = account.get("id")
        return Identity(
            name=str(account.get("name") or "unnamed account"),
            id="" if identifier is None else str(identifier),
            detail=", ".join(filter(None, words)),
            kind="account",
        )

    async def campaign(
        self, campaign_id: str, keys: Keys, *, head: CampaignHead | None = None, urgent: bool = True
    ) -> Campaign:
        """A sequence with its e-mails by position, those without one at the end."""
        known = head or await self.head(campaign_id)
        path = f"/v4/sequences/{part(campaign_id)}/emails"
        pages = self._pages(
            path, "emails", "Read the e-mails", query={"include_content": "true"}, size=EMAIL_PAGE, urgent=urgent
        )
        listed = [row async for page in pages for row in page.rows]

        async def exact(email_id: str) -> Row:
            call, answer = await self._sent("GET", f"{path}/{part(email_id)}", "Read the e-mail", urgent=urgent)
            return self._record(call, answer, "email")

        rows = await self._lately.corrected("email", campaign_id, listed, Email, exact)
        return _in_order(straight.campaign_of(known, rows, Email.read, keys))

    def request(self, operation: StepOperation) -> Request:
        """The request of an operation; only what is set, or what changes, goes along."""
        path = f"/v4/sequences/{part(operation.sequence_id)}/emails"
        if isinstance(operation, AddStep):
            return Request("POST", path, operation.content.adding())
        path = f"{path}/{part(operation.step_id)}"
        if isinstance(operation, UpdateStep):
            return Request("PUT", path, operation.after.updating(operation.before))
        return Request("DELETE", path)

    async def perform(self, operation: StepOperation) -> Done:
        """Send the one write of an operation, once; an update that changes nothing sends nothing."""
        if isinstance(operation, UpdateStep) and changes_nothing(operation):
            return Done(operation.step_id)
        request = self.request(operation)
        body = None if request.body is None else dict(request.body)
        call = Call(request.method, request.path, body=body, title=operation.title, repeatable=False)
        if isinstance(operation, AddStep):
            return await self._add(call, operation)
        self._lately.note("email", operation.sequence_id, operation.step_id, "unknown")
        answer = await self._wire.send(call)
        if isinstance(operation, DeleteStep):
            self._lately.note("email", operation.sequence_id, operation.step_id, "gone")
            return Done(operation.step_id)
        record = self._record(call, answer, "email")
        self._lately.note("email", operation.sequence_id, operation.step_id, record)
        return Done(operation.step_id, record)

    async def _add(self, call: Call, operation: AddStep) -> Done:
        try:
            record = self._record(call, await self._wire.send(call), "email")
        except ServiceError as error:
            if error.sent is not Sent.UNKNOWN:
                raise
            # The list may not show it for minutes (contracts/kit 6), and its id is not known: as after a timeout,
            # that it is not listed does not mean that it was not made.
            raise error.restated(TimedOut) from None
        self._lately.note("email", operation.sequence_id, str(record["id"]), record)
        return Done(str(record["id"]), record)

    def after(self, operation: StepOperation, done: Done, campaign: Campaign) -> Campaign | None:
        """The sequence as the answer, which is the committed record, shows it (contracts/kit 6).

        None where the answer leaves out what was known or sent, and for a delete before other e-mails: whether their
        positions close up is not documented (contracts/kit 13).
        """
        steps = campaign.sequence.steps
        if isinstance(operation, DeleteStep):
            if not steps or steps[-1].id != operation.step_id:
                return None
        elif not self._complete(operation, done, steps):
            return None
        changed = straight.after(operation, done, campaign, Email.read)
        return None if changed is None else _in_order(changed)

    def _complete(self, operation: AddStep | UpdateStep, done: Done, steps: tuple[Step, ...]) -> bool:
        known = set(self.request(operation).body or ())
        if isinstance(operation, UpdateStep):
            known |= {name for step in steps if step.id == operation.step_id for name in step.reported}
        return known & {spec.wire for spec in Email.fields()} <= set(done.answer or ())

    def plan(self, operation: AnyOperation, campaign: Campaign) -> Plan:
        """E-mails are put in and moved by their positions, of which each may be used once (contracts/kit 8.3)."""
        return plan(operation, campaign)

    def verdict(self, action: Action, head: CampaignHead | None, step: Step | None = None) -> Verdict:
        """Kit refuses nothing by state; the verdict says what an active sequence does to people."""
        del step
        return verdict(action, head)

    def effects(self, operation: AnyOperation, campaign: Campaign) -> tuple[str, ...]:
        """What a change can send at once, and what is lost with a deleted e-mail."""
        return effects(operation, campaign)

    async def options(self, picks: str) -> tuple[Option, ...]:
        """The e-mail templates of the account."""
        if picks != "template":
            return ()
        pages = self._pages("/v4/email_templates", "email_templates", "List the templates")
        return tuple([_option(row) async for page in pages for row in page.rows])


def _option(row: Row) -> Option:
    category = row.get("category")
    words = [category if isinstance(category, str) else "", "default" if row.get("is_default") is True else ""]
    return Option(str(row["id"]), str(row.get("name") or row["id"]), ", ".join(filter(None, words)))


def _in_order(campaign: Campaign) -> Campaign:
    """The e-mails by position; the order of those that share one, or have none, stays."""

    def place(step: Step) -> tuple[bool, int]:
        position = step.content.place if isinstance(step.content, Email) else None
        return position is None, position or 0

    return straight.with_steps(campaign, sorted(campaign.sequence.steps, key=place))
