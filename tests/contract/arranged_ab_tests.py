"""The states behind the examples about A/B tests: a step with or without one, running or not."""

from typing import Any

from tui.sandbox.lemlist.records import AbTest, Campaign, Lead, Step
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

_WORDS = {"subject": "Quick question, {{firstName}}", "message": "<div>Hi {{firstName}}, ...</div>"}
_TEMPLATE_B = "etp_9aZ2k1QwErTyUiOp3"


def arrange_ab_test(store: Store, campaign: Campaign, step: Step, example: dict[str, Any]) -> None:
    """Put `step` under the test that an example presupposes; its name says which form the refusals have."""
    name = example["name"]
    step.type, step.content = "email", dict(_WORDS)
    if not (name in ("create A/B test", "A/B plan") or "without test" in name or "create twice" in name):
        step.ab_test = AbTest(template_id=_TEMPLATE_B, content=dict(_WORDS))
    if "while running" in name:
        campaign.leads = [Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted")]
    if name == "A/B plan":
        store.switches = Switches(plan="free")
    elif "(text form)" in name:
        store.switches = Switches(ab_errors="text")
