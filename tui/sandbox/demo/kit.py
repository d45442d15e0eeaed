"""The demo account of Kit: a bakery school, its sequences and the people in them."""

from datetime import UTC, datetime

from tui.sandbox.demo import kit_odd, kit_people, kit_series
from tui.sandbox.kit.delivery import settle
from tui.sandbox.kit.records import Account, Credential, KitState, Template, Zone

ADDRESS = "hello@slowloaf.example"
_ACCOUNT = Account(
    id=31474,
    name="Slow Loaf",
    email_address=ADDRESS,
    created_at="2023-02-17T11:43:55Z",
    timezone=Zone(name="America/New_York", friendly_name="Eastern Time (US & Canada)", utc_offset="-05:00"),
    extra={
        "plan": {
            "plan_type": "creator",
            "interval": "month",
            "subscriber_limit": 5000,
            "on_trial": False,
            "trial_lapse_date": None,
            "renews_at": "2026-12-17T11:43:55Z",
            "cancels_at": None,
        },
        "sending_addresses": [
            {
                "email_address": ADDRESS,
                "from_name": "Maya at Slow Loaf",
                "status": "confirmed",
                "is_default": True,
                "is_verified": True,
                "is_dmarc_configured": True,
            },
            {
                "email_address": "courses@slowloaf.example",
                "from_name": "Slow Loaf courses",
                "status": "confirmed",
                "is_default": False,
                "is_verified": True,
                "is_dmarc_configured": False,
            },
        ],
    },
)
_TEMPLATES = (
    Template(id=36, name="Slow Loaf letter"),
    Template(id=35, name="Story", category="Starting point"),
    Template(id=6, name="Text Only", is_default=True),
    Template(id=4, name="Modern"),
    Template(id=2, name="Classic"),
    Template(id=1, name="Card"),
)
_SOURCES = {
    "form": {8801: "Starter guide", 8802: "Course waiting list"},
    "segment": {9901: "Opened in the last 90 days"},
    "tag": {7701: "Customer", 7702: "Teacher", 7703: "Do not pitch"},
}
# Until the first moment everybody is well; then states and the pause come in, and the second moment is the demo's now.
_BEFORE = datetime(2026, 11, 3, 12, tzinfo=UTC)
_NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def account() -> KitState:
    """The account with its credentials and templates, without sequences and people.

    `kit_sandbox` (key) and `kit_sandbox_token` (OAuth token) work; the others show what a credential may lack:
    `kit_sandbox_free` may not create sequences (403), `kit_sandbox_read` is a token that only reads (403 on writes).
    """
    return KitState(
        account=_ACCOUNT.model_copy(deep=True),
        credentials={
            "kit_sandbox": Credential(kind="key"),
            "kit_sandbox_token": Credential(kind="token"),
            "kit_sandbox_free": Credential(kind="key", entitled=False),
            "kit_sandbox_read": Credential(kind="token", scopes=("read",)),
        },
        templates={each.id: each.model_copy() for each in _TEMPLATES},
        sources={kind: dict(names) for kind, names in _SOURCES.items()},
    )


def demo() -> KitState:
    """The account with four sequences, and people who have got as far as they would have by now."""
    state = account()
    state.sequences = {each.id: each for each in kit_series.series()}
    state.subscribers = {each.id: each for each in kit_people.subscribers()}
    kit_people.enroll(state)
    settle(state, _BEFORE, cleanup_seconds=0)
    kit_people.things_happen(state)
    state.sequences[kit_series.COURSE].active = False
    settle(state, _NOW, cleanup_seconds=0)
    kit_people.read_mail(state)
    return state


def awkward() -> KitState:
    """The account with a sequence that no editor would make."""
    state = account()
    odd = kit_odd.odd()
    state.sequences = {odd.id: odd}
    return state
