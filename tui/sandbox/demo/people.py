"""The people of the demo: two teams, their users, and the leads of the campaigns."""

from tui.sandbox.demo.builder import lead
from tui.sandbox.lemlist.records import Lead, Team, User
from tui.sandbox.state import derived_id

TEAM_ID = derived_id("tea", "acme")
FREE_TEAM_ID = derived_id("tea", "free")
ORPHAN_ID = derived_id("usr", "orphan")


def _user(name: str, team_id: str, channels: str, *, role: str = "member", blocked: bool = False) -> User:
    first = name.split()[0].lower()
    return User(
        id=derived_id("usr", first),
        team_id=team_id,
        name=name,
        email=f"{first}@acme.example",
        role=role,
        blocked=blocked,
        mailbox_id=derived_id("usm", first),
        channels=channels.split(),
    )


ADA = _user("Ada Byron", TEAM_ID, "email linkedin whatsapp sms", role="admin")
BEN = _user("Ben Okafor", TEAM_ID, "email")
ALL_USERS = (
    ADA,
    BEN,
    _user("Bea Lindqvist", TEAM_ID, "email", blocked=True),
    _user("Noor Haddad", "tea_gone", "email"),
    _user("Finn Novak", FREE_TEAM_ID, "email"),
)
TEAMS = (
    Team(id=TEAM_ID, name="Acme", created_at="2023-02-22T08:52:30.926Z", created_by=ADA.id),
    Team(
        id=FREE_TEAM_ID,
        name="Acme (free plan)",
        created_at="2026-03-02T10:11:12.000Z",
        created_by=derived_id("usr", "finn"),
        plan="free",
    ),
)


def outbound_leads() -> list[Lead]:
    """Eight people on their way through the running campaign."""
    return [
        lead("Mina Castellan", "Harrow Freight", "contacted", jobTitle="CTO", city="Lyon"),
        lead("Tomas Reyk", "Bluefin Robotics", "hooked", jobTitle="VP Engineering", city="Bergen"),
        lead("Priya Nair", "Calder Health", "linkedinInviteAccepted", jobTitle="CTO", city="Leeds"),
        lead("Jonas Weidmann", "Stellwerk", "attracted", jobTitle="Head of Platform", city="Zurich"),
        lead("Lucia Ferro", "Molino", "interested", jobTitle="CTO", city="Turin"),
        lead("Samuel Adeyemi", "Paperkite", "emailsBounced", jobTitle="Co-founder", city="Lagos"),
        lead("Hannah Oduya", "Northgate", "reviewed", jobTitle="CTO", city="Dublin"),
        lead("Viktor Hale", "Tarn Energy", "scanned", jobTitle="Engineering Director", city="Oslo"),
    ]


def webinar_leads() -> list[Lead]:
    """Three people waiting in the paused campaign, and one who is through."""
    paused = lead("Elif Sahin", "Kandil Labs", "contacted", jobTitle="Release Manager")
    paused.paused = True
    return [
        paused,
        lead("Owen Park", "Dovetail Maps", "hooked", jobTitle="Staff Engineer"),
        lead("Claire Moreau", "Atelier Neuf", "emailsReplied", jobTitle="CTO"),
        lead("Rafael Pinto", "Maré", "notInterested", jobTitle="CIO"),
    ]
