"""The demo account of lemlist and its campaigns."""

from tui.sandbox.demo import campaigns, oddities, playbook
from tui.sandbox.demo.people import ADA, ALL_USERS, ORPHAN_ID, TEAMS
from tui.sandbox.lemlist.records import LemlistState


def account() -> LemlistState:
    """Teams, users and keys, without any campaign.

    `sandbox` is the key that works; the others are there to see what goes wrong with a key that does not:
    `sandbox-blocked` (403), `sandbox-orphan` (404), `sandbox-noteam` (400), `sandbox-free` (402 on gated routes).
    """
    users = {user.id: user for user in ALL_USERS}
    by_name = {user.name.split()[0].lower(): user.id for user in ALL_USERS}
    keys = {
        "sandbox": ADA.id,
        "sandbox-blocked": by_name["bea"],
        "sandbox-orphan": ORPHAN_ID,
        "sandbox-noteam": by_name["noor"],
        "sandbox-free": by_name["finn"],
    }
    return LemlistState(
        teams={team.id: team.model_copy() for team in TEAMS},
        users={name: user.model_copy() for name, user in users.items()},
        keys=keys,
    )


def demo() -> LemlistState:
    """The account with every campaign of the demo."""
    state = account()
    for record in (*campaigns.everyday(), playbook.build(), oddities.strange_names(), campaigns.spring_launch()):
        state.campaigns[record.id] = record
    return state


def awkward() -> LemlistState:
    """The account with campaigns that no editor would make: shared, missing and unknown things."""
    state = account()
    for record in oddities.broken():
        state.campaigns[record.id] = record
    return state
