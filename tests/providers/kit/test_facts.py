"""What Kit tells of a sequence besides its e-mails, and one subscriber of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.served import Served, serve
from tui.model.nodes import CampaignHead
from tui.providers.kit.client import Kit
from tui.sandbox.app import KIT_PATH
from tui.sandbox.store import Store


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve(Store.open(None)) as running:
        yield running


async def named(provider: Kit, name: str) -> CampaignHead:
    async for page in provider.heads():
        for head in page.heads:
            if name in head.name:
                return head
    raise AssertionError(name)


def connected(served: Served) -> Kit:
    return Kit("kit_sandbox", account="k", base_url=served.origin + KIT_PATH)


async def test_numbers_are_those_of_the_service(served: Served) -> None:
    provider = connected(served)
    head = await named(provider, "Slow Loaf")
    facts = {fact.name: fact.value for fact in await provider.facts(head)}
    record = served.store.state.kit.sequences[int(head.id)]
    assert facts["E-mails"] == str(len(record.emails))
    assert facts["Id"] == head.id
    assert int(facts["Active subscribers"]) < int(facts["Subscribers in all"])
    assert facts["Open rate"].endswith("%")
    assert served.writes == []
    await provider.aclose()


async def test_a_person_is_found_in_whatever_state_and_case(served: Served) -> None:
    provider = connected(served)
    head = await named(provider, "Slow Loaf")
    gone = next(each for each in served.store.state.kit.subscribers.values() if each.state == "cancelled")
    facts = {fact.name: fact.value for fact in await provider.look_up(head, f" {gone.email_address.upper()} ")}
    assert (facts["State"], facts["Address"]) == ("cancelled", gone.email_address)
    assert "does not tell" in facts["Which e-mails they got"]
    assert await provider.look_up(head, "nobody@nowhere.example") == ()
    empty = await named(provider, "Winter letters")
    facts = {fact.name: fact.value for fact in await provider.look_up(empty, gone.email_address)}
    assert facts["In this sequence since"] == "not in this sequence"
    await provider.aclose()
