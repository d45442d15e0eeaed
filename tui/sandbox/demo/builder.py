"""A short way to write a campaign down: lines of steps that branch, with ids that never change."""

from collections.abc import Callable

from pydantic import JsonValue

from tui.sandbox.lemlist.records import Campaign, Lead, Sequence, Step
from tui.sandbox.lemlist.steps import insert_step
from tui.sandbox.state import derived_id


class Line:
    """A sequence being written: the main one, or a branch."""

    def __init__(self, campaign: Campaign, sequence_id: str, mint: Callable[[str], str]) -> None:
        """Steps go to the end of `sequence_id`."""
        self.campaign, self.sequence_id, self._mint = campaign, sequence_id, mint

    def add(self, kind: str, delay: int | None = None, **content: JsonValue) -> Step:
        """Append a step; `delay` in days, content under the names of the requests."""
        steps = self.campaign.sequences[self.sequence_id].steps
        return insert_step(self._mint, self.campaign, steps, kind, content, delay=delay)

    def branch(
        self, key: str, delay_type: str = "waitUntil", delay: int | None = None, **content: JsonValue
    ) -> tuple["Line", "Line"]:
        """Append a condition and return its two branches, Else second."""
        step = self.add("conditional", delay, conditionKey=key, delayType=delay_type, **content)
        met, other = (Line(self.campaign, link.sequence_id, self._mint) for link in step.conditions)
        return met, other


def campaign(
    slug: str, team_id: str, author_id: str, name: str, created_at: str, **more: object
) -> tuple[Campaign, Line]:
    """A campaign with an empty main sequence; its ids follow from `slug` alone."""
    minted = 0

    def mint(prefix: str) -> str:
        nonlocal minted
        minted += 1
        return derived_id(prefix, f"{slug}:{minted}")

    main = Sequence(id=derived_id("seq", slug))
    record = Campaign.model_validate(
        {
            "id": derived_id("cam", slug),
            "team_id": team_id,
            "name": name,
            "created_at": created_at,
            "created_by": author_id,
            "timezone": "Europe/Paris",
            "sequence_id": main.id,
            "schedule_ids": [derived_id("skd", slug)],
            "sequences": {main.id: main},
            **more,
        }
    )
    return record, Line(record, main.id, mint)


def lead(name: str, company: str, state: str, **variables: str) -> Lead:
    """A person; the address follows from the name and the company."""
    first, _, last = name.partition(" ")
    domain = company.lower().replace(" ", "-")
    email = f"{first}.{last}@{domain}.example".lower().replace(" ", "")
    return Lead(
        id=derived_id("lea", email),
        contact_id=derived_id("ctc", email),
        email=email,
        state=state,
        variables={"firstName": first, "lastName": last, "companyName": company, "email": email, **variables},
    )


def html(*paragraphs: str) -> str:
    """Paragraphs as the HTML of an e-mail; line feeds inside one become `<br>`."""
    return "".join(f"<p>{text}</p>".replace("\n", "<br>") for text in paragraphs)
