"""The doubts of LeadLex's documents, each as a switch."""

from dataclasses import dataclass
from typing import Literal

from tui.sandbox.leadlex.words import PlanName


@dataclass(frozen=True, slots=True)
class LeadlexSwitches:
    """How the imitated LeadLex reads what its contract leaves open; sections of that contract in brackets.

    `plan`: the limits per minute and day of keys that do not name a plan themselves; "unmetered" has none (4). The
    widest documented one unless set, so that looking around in the demo never waits for a minute to be over.
    `retry_after`: whether a 429 says how long to wait, which is documented nowhere (4).
    `created`: the status of the POSTs that make a campaign or a step (1).
    `approval`: a draft with more recipients than this waits for approval when it is started (6.7).
    `delete`: what may be deleted, drafts alone or, as the same page also suggests, everything that does not send (6.6).
    `patch_sample`: a changed step is answered without `created_at`, as the printed sample has it (7.1).
    `sending`: active campaigns send as time goes by (7.6); without it everybody stays where they are, as in the demo.
    """

    plan: PlanName = "org"
    retry_after: bool = True
    created: Literal[201, 200] = 201
    approval: int = 100
    delete: Literal["draft", "stopped"] = "draft"
    patch_sample: bool = False
    sending: bool = False
