"""The demo: what the design promises is in it, it is sound, and it is the same every time."""

from collections.abc import Mapping

from tests.sandbox.conftest import Api
from tui.sandbox.demo import seeded
from tui.sandbox.lemlist.checks import check_add
from tui.sandbox.lemlist.records import Campaign
from tui.sandbox.lemlist.sequences import outline
from tui.sandbox.lemlist.words import STEP_TYPES


def _campaigns() -> list[Campaign]:
    return list(seeded("demo").lemlist.campaigns.values())


def _kinds(campaign: Campaign) -> set[str]:
    return {step.type for line in campaign.sequences.values() for step in line.steps}


def test_it_is_always_the_same() -> None:
    assert seeded("demo") == seeded("demo")
    assert seeded("demo") != seeded("empty")


def test_it_holds_what_the_design_promises() -> None:
    campaigns = _campaigns()
    counts = [sum(len(line.steps) for line in each.sequences.values()) for each in campaigns]
    assert len(campaigns) >= 5
    assert {each.status for each in campaigns} >= {"running", "paused", "draft", "archived"}
    assert any(_kinds(each) == set(STEP_TYPES) for each in campaigns)
    assert 400 in counts
    assert len(campaigns[counts.index(400)].sequences) == 41
    assert 1 in counts
    deep = [
        each
        for each in campaigns
        if max(place.level for place in outline(each).values()) >= 3 and len(each.sequences) < 20
    ]
    assert any(not line.steps for each in deep for line in each.sequences.values())
    assert sum(len(each.leads) for each in campaigns) >= 12
    assert any("[/]" in each.name for each in campaigns)


def test_every_step_would_be_accepted() -> None:
    for campaign in _campaigns():
        assert set(outline(campaign)) == set(campaign.sequences)
        for line in campaign.sequences.values():
            for step in line.steps:
                content = {name: value for name, value in step.content.items() if value not in ("", [])}
                assert (
                    check_add({"type": step.type, "delay": step.delay, **content, **_kept(step.content)}) == step.type
                )


def _kept(content: Mapping[str, object]) -> dict[str, str]:
    return {"subject": ""} if content.get("subject") == "" else {}


def test_ids_are_unique() -> None:
    ids = [
        name
        for campaign in _campaigns()
        for line in campaign.sequences.values()
        for name in (campaign.id, line.id, *(step.id for step in line.steps))
        if name != campaign.id or line.id == campaign.sequence_id
    ]
    assert len(ids) == len(set(ids))


async def test_only_the_running_one_is_locked(api: Api) -> None:
    api.store.state = seeded("demo")
    for campaign in _campaigns():
        main = str(campaign.sequence_id)
        step = campaign.sequences[main].steps[0]
        deleted = await api.call("DELETE", f"/sequences/{main}/steps/{step.id}")
        assert deleted.status_code == (400 if campaign.status == "running" else 200), campaign.name


# What must have happened to a lead that is in a state; leads not yet written to have no activities.
_LED_TO = {
    "contacted": "emailsSent",
    "hooked": "emailsOpened",
    "attracted": "emailsClicked",
    "interested": "emailsInterested",
    "notInterested": "emailsNotInterested",
}


def test_histories_agree_with_the_leads() -> None:
    people = [(campaign, lead) for campaign in _campaigns() for lead in campaign.leads]
    for campaign, lead in people:
        happened = {each.type for each in campaign.activities if each.lead_id == lead.id}
        if lead.state in ("scanned", "reviewed"):
            assert happened == set(), lead.email
        else:
            assert _LED_TO.get(lead.state, lead.state) in happened, lead.email
        assert ("paused" in happened) == lead.paused
    assert {"conditionChosen", "emailsBounced", "emailsReplied"} <= {
        each.type for campaign in _campaigns() for each in campaign.activities
    }


def test_histories_follow_the_tree() -> None:
    """Each lead goes on where the last activity left it: the same step, the next one, or the branch chosen."""
    ids = [each.id for campaign in _campaigns() for each in campaign.activities]
    assert len(ids) == len(set(ids)) > 20
    for campaign in _campaigns():
        for lead in campaign.leads:
            line, number, moment = campaign.sequence_id, -1, campaign.created_at
            for each in (each for each in campaign.activities if each.lead_id == lead.id):
                assert each.created_at > moment
                assert each.sequence_id == line
                assert each.sequence_step in (number, number + 1)
                step = campaign.sequences[str(line)].steps[each.sequence_step]
                assert (step.id, step.type == "conditional") == (each.step_id, each.type == "conditionChosen")
                number, moment = each.sequence_step, each.created_at
                if each.new_sequence_id is not None:
                    assert each.new_sequence_id in [link.sequence_id for link in step.conditions]
                    line, number = each.new_sequence_id, -1
