"""Small campaigns for tests that draw them."""

from typing import Any

from tui.model.nodes import Branch, Campaign, CampaignHead, Keys, Sequence, Step, UnknownContent
from tui.providers.lemlist.steps import Conditional, Email, SendToAnotherCampaign

_keys = Keys()


def campaign(*steps: Step, stray: tuple[Sequence, ...] = (), name: str = "Nurture") -> Campaign:
    head = CampaignHead(id="cam_1", name=name, status="draft", service="lemlist", account="acme")
    return Campaign(head=head, sequence=sequence(*steps), stray=stray)


def sequence(*steps: Step, identity: str | None = None) -> Sequence:
    return Sequence(key=_keys.mint(), id=identity, steps=steps)


def email(subject: str, delay: int) -> Step:
    return Step(key=_keys.mint(), content=Email(subject=subject, delay=delay))


def hand_over(target: str) -> Step:
    return Step(key=_keys.mint(), content=SendToAnotherCampaign(campaign_id=target))


def unknown(**reported: Any) -> Step:
    return Step(key=_keys.mint(), content=UnknownContent.model_validate(reported), reported=reported)


def condition(key: Any, delay: int | None, *branches: Branch) -> Step:
    """`delay` None waits until it happens."""
    if delay is None:
        content = Conditional(condition_key=key, delay_type="waitUntil")
    else:
        content = Conditional(condition_key=key, delay_type="within", delay=delay)
    return Step(key=_keys.mint(), content=content, branches=branches)


def branch(label: str, *steps: Step, is_else: bool = False, link: Any = "own") -> Branch:
    return Branch(key=_keys.mint(), label=label, is_else=is_else, sequence=sequence(*steps), link=link)
