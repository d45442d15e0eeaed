"""What is said about a campaign that, read back, is other than asked."""

from __future__ import annotations

from typing import Any

from tui.model.content import StepContent
from tui.model.nodes import Campaign, CampaignHead, Keys, UnknownContent
from tui.plan.operations import AddStep, DeleteStep, StepOperation, UpdateStep
from tui.providers.base import Done
from tui.providers.lemlist.steps import Conditional, LinkedinInvite, SendToAnotherCampaign, Sms
from tui.providers.lemlist.wire import read_sequences
from tui.providers.verify import differences

HEAD = CampaignHead(id="cam_1", name="", service="lemlist", account="a")


def stored(*steps: dict[str, Any], **branches: Any) -> Campaign:
    main, stray = read_sequences({"main": {"level": 0, "steps": list(steps)}, **branches}, Keys())
    return Campaign(head=HEAD, sequence=main, stray=stray)


def add(content: StepContent, index: int = 0, length: int = 0) -> AddStep:
    return AddStep(
        campaign_id="cam_1", title="", sequence_id="main", index=index, length=length, content=content, key="k"
    )


def change(before: StepContent, after: StepContent) -> UpdateStep:
    return UpdateStep(campaign_id="cam_1", title="", sequence_id="main", step_id="stp_1", before=before, after=after)


def told(operation: StepOperation, campaign: Campaign) -> tuple[str, ...]:
    return differences(operation, Done("stp_1"), campaign, "lemlist")


def sms(**more: Any) -> dict[str, Any]:
    return {"_id": "stp_1", "type": "sms", "message": "m", "delay": 1, **more}


def test_an_add() -> None:
    asked = add(Sms(message="m", delay=1))
    assert told(asked, stored(sms())) == ()
    assert told(asked, stored({"_id": "stp_1", "type": "sms"})) == (), "what is not reported is not compared"
    assert told(asked, stored()) == ("lemlist said that the step was added, but it is not in the campaign.",)
    assert told(asked, stored(sms(delay=2, message="n"))) == (
        "Message was stored differently from what was sent.",
        "Delay was stored differently from what was sent.",
    )
    assert told(asked, stored(sms(type="phone"))) == ("lemlist now reports the step as another type: Phone call.",)


def test_the_place_of_an_add() -> None:
    other = sms(_id="stp_2")
    assert told(add(Sms(message="m"), 1, 1), stored(other, sms())) == ()
    assert told(add(Sms(message="m"), 9, 1), stored(other, sms())) == (), "behind the last is the last"
    assert told(add(Sms(message="m"), 0, 1), stored(other, sms())) == ("The step is at place 2, asked was place 1.",)
    fork = {"_id": "stp_3", "type": "conditional", "conditions": [{"sequenceId": "seq_b", "key": "hasScore"}]}
    campaign = stored(fork, seq_b={"level": 1, "steps": [sms()]})
    assert told(add(Sms(message="m")), campaign) == ("The step is in another branch than asked.",)


def test_fields_that_only_an_add_carries_are_compared_then() -> None:
    reported = {"_id": "stp_1", "type": "sendToAnotherCampaign", "campaignId": "cam_2", "delay": 1}
    asked = SendToAnotherCampaign(campaign_id="cam_2", delay=5)
    assert told(add(asked), stored(reported)) == ("Delay was stored differently from what was sent.",)
    assert told(change(SendToAnotherCampaign(campaign_id="cam_1"), asked), stored(reported)) == ()


def test_a_window_that_does_not_apply_is_not_compared() -> None:
    reported = {"_id": "stp_1", "type": "conditional", "conditionKey": "hasScore", "delayType": "waitUntil", "delay": 1}
    asked = Conditional(condition_key="hasScore", delay_type="waitUntil", delay=9)
    assert told(add(asked), stored(reported)) == ()


def test_media_that_were_re_hosted_are_the_same() -> None:
    reported = {"_id": "stp_1", "type": "linkedinInvite", "images": ["https://cdn.example/1"]}
    assert told(add(LinkedinInvite(images=("https://a.example/x.png",))), stored(reported)) == ()
    assert told(add(LinkedinInvite(images=())), stored(reported)) == (
        "Images was stored differently from what was sent.",
    )


def test_a_change_compares_what_was_changed() -> None:
    before = Sms(message="m", delay=1)
    assert told(change(before, Sms(message="n", delay=1)), stored(sms(message="n", delay=7))) == ()
    assert told(change(before, Sms(message="n")), stored(sms())) == (
        "Message was stored differently from what was sent.",
    )
    assert told(change(before, Sms(message="n")), stored()) == ("The step is gone: somebody else has deleted it.",)


def test_a_delete() -> None:
    operation = DeleteStep(campaign_id="cam_1", title="", sequence_id="main", step_id="stp_1")
    assert told(operation, stored()) == ()
    assert told(operation, stored(sms())) == ("The step is still there although lemlist said that it was deleted.",)


def test_an_unknown_type_can_be_deleted_and_compared() -> None:
    unknown = UnknownContent.read({"type": "pigeon"})
    assert told(change(unknown, unknown), stored(sms(type="pigeon"))) == ()
