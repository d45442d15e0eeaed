"""What LeadLex tells of a campaign besides its steps."""

from __future__ import annotations

from tests.support.served import serve
from tui.providers.leadlex.client import Leadlex
from tui.sandbox.app import LEADLEX_PATH
from tui.sandbox.store import Store


async def test_numbers_are_those_of_the_service() -> None:
    with serve(Store.open(None)) as served:
        provider = Leadlex("wbk_sandbox", account="l", base_url=served.origin + LEADLEX_PATH)
        heads = [head async for page in provider.heads() for head in page.heads]
        head = next(head for head in heads if "Release managers" in head.name)
        served.forget()
        facts = {fact.name: fact.value for fact in await provider.facts(head)}
        assert facts["Enrolled"] == "9"
        assert facts["Status"] == "active"
        assert int(facts["Sent"]) >= int(facts["Opened"]) > 0
        assert facts["Open rate"].endswith("%")
        assert [each.path.rpartition("/")[2] for each in served.requests] == ["stats", "contacts"]
        await provider.aclose()
