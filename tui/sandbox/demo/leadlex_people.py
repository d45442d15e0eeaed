"""The people of the LeadLex demo: ten who are known one by one, and a list of prospects."""

import uuid

from tui.sandbox.leadlex.records import Contact

WORKSPACE_ID = "wsp_acme"
LIST_ID = "lst_platform_leads"

_FIRST = ("Amara", "Bjorn", "Chloe", "Dario", "Esther", "Farid", "Greta", "Hugo")
_LAST = (
    "Abano",
    "Brandt",
    "Cho",
    "Dalgaard",
    "Eriksen",
    "Fontaine",
    "Gallo",
    "Hartmann",
    "Imai",
    "Jansen",
    "Kowal",
    "Lindgren",
    "Moreno",
)
_COMPANIES = ("Quarrystone", "Feldspar Bank", "Lumen Parts", "Okapi Travel", "Sable Insurance", "Tidewater Logistics")
_TITLES = ("Head of Platform", "Staff Engineer", "Engineering Manager", "VP Engineering", "Release Manager")


def person(name: str, company: str, title: str, created_at: str = "2026-08-24T10:00:00Z", **more: str) -> Contact:
    """A contact; address and id follow from the name and the company."""
    domain = company.lower().replace(" ", "-")
    email = f"{name.lower().replace(' ', '.')}@{domain}.example"
    return Contact(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{email}")),
        workspace_id=WORKSPACE_ID,
        full_name=name,
        email=email,
        created_at=created_at,
        job_title=title,
        company_name=company,
        phone=more.get("phone"),
        linkedin_url=more.get("linkedin_url"),
    )


KNOWN = (
    person("Ines Vidal", "Brightwater", "Head of Delivery", phone="+34 600 000 101"),
    person("Marcus Oyelaran", "Petrel Systems", "Release Manager"),
    person("Sunniva Aas", "Nordlys Health", "CTO", linkedin_url="https://linkedin.example/in/sunniva-aas"),
    person("Theo Baptiste", "Caldera Pay", "VP Engineering"),
    person("Yuki Tanabe", "Hoshi Retail", "Engineering Manager"),
    person("Rosalind Kerr", "Gannet Rail", "Programme Director"),
    person("Pavel Dusek", "Vltava Energy", "Head of Platform"),
    person("Leila Rahmani", "Saffron Cloud", "Co-founder"),
    person("Jonah Whitlock", "Millrace", "Staff Engineer"),
    person("Nadia Petrova", "Aurora Freight", "Release Manager"),
)


def prospects() -> list[Contact]:
    """104 people of one imported list: more than may be written to without somebody's approval."""
    found = []
    for number, (first, last) in enumerate((first, last) for last in _LAST for first in _FIRST):
        contact = person(
            f"{first} {last}",
            _COMPANIES[number % len(_COMPANIES)],
            _TITLES[number % len(_TITLES)],
            f"2026-11-02T09:{number // 60:02d}:{number % 60:02d}Z",
        )
        contact.list_ids = [LIST_ID]
        found.append(contact)
    return found
